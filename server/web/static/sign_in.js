/* The sign-in page: sends name and password, says what was wrong, and goes on to a page of this site. */

import { api } from "./api.js";
import { homeOf } from "./home.js";
import { iconElement } from "./icons.js";
import { sameSitePath } from "./same_site.js";
import { wordsFor } from "./words.js";

const at = (id) => document.getElementById(id);
const wish = new URLSearchParams(location.search).get("next");
const w = await wordsFor("web", document.documentElement.lang);
let csrf = null;
let busy = false;
let who = null;

at("sign-in").addEventListener("submit", send);
at("show").addEventListener("change", () => { at("password").type = at("show").checked ? "text" : "password"; });
at("go-on").addEventListener("click", () => goOn(who));
at("sign-out").addEventListener("click", signOut);
at("sign-in").querySelector("button").disabled = false;
await look();

/** Whoever is signed in already is told so, and is not asked again. */
async function look() {
  const { status, body } = await api("GET", "/session");
  if (status !== 200) return;
  csrf = body.csrf_token;
  who = body.staff;
  show(who);
}

function show(staff) {
  at("sign-in").hidden = Boolean(staff);
  at("signed-in").hidden = !staff;
  if (!staff) return focusUnlessBusy(at("username"));
  at("who").textContent = w("sign_in.signed_in", { username: staff.username });
  at("go-on").focus();
}

/** Whoever types already keeps the field: an answer that comes late must not move the cursor under their fingers. */
function focusUnlessBusy(field) {
  if (document.activeElement === document.body) field.focus();
}

async function send(event) {
  event.preventDefault();
  if (busy) return;
  const [username, password] = [at("username").value.trim(), at("password").value];
  if (!username || !password) return say(w("sign_in.empty"), username ? "password" : "username");
  wait(true);
  const { status, body } = await api("POST", "/sign-in", { username, password }, { csrf, timeoutMs: 20_000 });
  if (status === 200) return goOn(body.staff);
  wait(false);
  say(w(troubleOf(status, body)), "password");
}

function troubleOf(status, body) {
  if (status === 0) return "trouble.no_answer";
  if (status === 429) return "sign_in.error.too_often";
  if (status === 401) return "sign_in.error.wrong";
  if (status === 403) return body?.error === "wrong_credentials" ? "sign_in.error.wrong" : "sign_in.error.not_allowed";
  return status === 400 || status === 422 ? "sign_in.error.invalid" : "sign_in.error.other";
}

function say(text, field) {
  at("said").replaceChildren(iconElement("alert-triangle"), text);
  for (const id of ["username", "password"]) at(id).setAttribute("aria-invalid", String(id === field || field === "password"));
  at(field).focus();
  at(field).select();
}

/** The button stays where the focus is; it only says that it is busy. */
function wait(yes) {
  busy = yes;
  const button = at("sign-in").querySelector("button");
  button.setAttribute("aria-disabled", String(yes));
  button.textContent = w(yes ? "wait.moment" : "sign_in.do");
}

/** Where the page that sent here wishes; else where this person's work begins. */
function goOn(staff) {
  location.replace(sameSitePath(wish, location.origin, homeOf(staff)));
}

async function signOut() {
  const { status } = await api("POST", "/sign-out", {}, { csrf });
  if (status === 200 || status === 204) location.reload();
}
