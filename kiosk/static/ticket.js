/** A ticket's page on its holder's phone: asks the server every fifteen seconds and draws what it said. */
import { api } from "/static/web/api.js";
import { clock } from "/static/web/clock.js";
import { html, render } from "/static/web/vendor/htm-preact.js";
import { wordsFor } from "/static/web/words.js";
import { firstTicketState, isOver, reduceTicket } from "./ticket-state.js";
import { Ticket } from "./ticket-view.js";

const EVERY_MS = 15_000;
const AGAIN_MS = 3_000;

const root = document.getElementById("ticket");
const id = location.pathname.split("/").pop();
const words = {};
let state = firstTicketState(document.documentElement.lang);

function dispatch(event) {
  state = reduceTicket(state, event);
  draw();
}

function draw() {
  const say = words[state.language];
  if (!say) return;
  document.documentElement.lang = state.language;
  root.querySelector("main.boot")?.remove();
  render(html`<${Ticket} state=${state} say=${say} now=${clock.now()} send=${dispatch} />`, root);
}

async function ask() {
  const { status, body } = await api("GET", `/tickets/${id}`);
  if (status === 200) dispatch({ type: "ticket-loaded", ticket: body.ticket, at: clock.now().toISOString() });
  else if (status === 404) dispatch({ type: "ticket-unknown" });
  else dispatch({ type: "ticket-unreachable" });
  return status === 200;
}

async function askMall() {
  const { status, body } = await api("GET", "/mall");
  if (status === 200) dispatch({ type: "mall-loaded", mall: body });
}

/** Asks on, sooner after a failure, at once when the phone comes out of the pocket, never for a ticket that is over. */
async function keepAsking() {
  const reached = await ask();
  if (!state.mall) await askMall();
  if (!isOver(state)) await pauseOrWake(reached ? EVERY_MS : AGAIN_MS);
  if (!isOver(state)) keepAsking();
}

function pauseOrWake(milliseconds) {
  return new Promise((done) => {
    setTimeout(done, milliseconds);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && done(), { once: true });
  });
}

/** A phone's own clock may be wrong: the server's, from the head of an answer, says when "about 10.23" is. */
async function correctClock() {
  const answer = await fetch("/words/web/id.json", { method: "HEAD" }).catch(() => null);
  const date = answer?.headers.get("Date");
  if (date) clock.correct(new Date(date).toISOString());
}

await correctClock();
for (const language of ["id", "en"]) words[language] = await wordsFor("kiosk", language);
keepAsking();
