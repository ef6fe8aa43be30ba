/** The desk's hands and ears: the session, the commands, the news, the keys, the lock. What is decided stands in state.js. */

import { html, render } from "/static/web/vendor/htm-preact.js";
import { api, newRequestId } from "/static/web/api.js";
import { clock, everySecond } from "/static/web/clock.js";
import { formatsFor } from "/static/web/format.js";
import { homeOf } from "/static/web/home.js";
import { connectLive } from "/static/web/live.js";
import { wordsFor } from "/static/web/words.js";
import { listenForAlarm, raise } from "./alarm.js";
import { bookable } from "./booking.js";
import { chime, mayNowSound, turnSound } from "./chime.js";
import { firstChoice, reachable } from "./choose.js";
import { copyText, kept, rememberedCounter, rememberCounter, signInAgain } from "./browser.js";
import { listenToKeys } from "./keys.js";
import { meaningOf, tooEarly } from "./moves.js";
import { orderFor } from "./orders.js";
import { makeReader, wasAnswered } from "./sender.js";
import { firstLanguage, inLanguage, makeSession, oncePerTurn, otherWords, wait } from "./session.js";
import { speechFor } from "./speech.js";
import { atFirst, isLost, reduce, SLOW_MS, somebodyCame } from "./state.js";
import { Page } from "./view.js";

const READ_EVERY_MS = 20_000; // also tells the server that somebody sits here
const CHOOSE_EVERY_MS = 4000;
const LOST_EVERY_MS = 1500;
const ANSWER_MS = 5000;
const NEWS_SETTLE_MS = 100;
const DONE_SHOWN_MS = 6000;
const MENUS = new Set([
  "pause", "issue", "reprint", "outcome", "park", "transfer", "plan", "priority", "call", "return", "note", "hand_over", "keys", "menu",
]);
const SHOWS_KEYS = new Set(["menu", "keys"]);
const OF_VISITOR = new Set(["outcome", "park", "transfer", "plan", "priority"]);

const page = document.getElementById("page");
const now = () => clock.now();
const at = () => now().getTime();

let state = atFirst(at());
let lock = { busy: false, wrong: false, said: null };
let words = null;
let live = null;
let liveRoom = null;

const { ask, answered, whoAmI, deliver, signOut: leave, trust } = makeSession({ words: () => words, timeoutMs: ANSWER_MS });

function tell(event) {
  const before = state.desk;
  state = reduce(state, { at: at(), ...event });
  if (event.type === "deskRead" && somebodyCame(before, state.desk)) chime();
  draw();
}

/** A focused button that went away hands its focus to the biggest one. */
const draw = oncePerTurn(() => {
  const focused = document.activeElement !== document.body && !document.querySelector("dialog[open]");
  render(html`<${Page} state=${state} lock=${lock} c=${controls()} />`, page);
  if (focused && document.activeElement === document.body && !state.dialog) document.getElementById("primary")?.focus({ preventScroll: true });
  document.title = titleOf();
});

function titleOf() {
  const counter = state.desk?.counter;
  return counter && !state.locked ? words("page.title_at", { counter: counter.number, agency: counter.agency_short }) : words("page.title");
}

function controls() {
  const speech = speechFor({ state, w: words, f: formatsFor(words, state.mall?.timezone ?? "UTC"), now });
  return {
    ...speech, press, act, open, sit, otherLanguage, signOut, unlock,
    close: () => tell({ type: "dialogClosed" }),
    handOver, alarm: raiseAlarm,
    turnSound: (on) => { turnSound(on); if (on) chime(); draw(); },
    change: (patch) => tell({ type: "dialogChanged", patch }),
    tick: (index) => tell({ type: "documentTicked", index }),
    giveUp: () => tell({ type: "givenUp", requestId: state.pending.requestId }),
    lock: () => keepLocked(),
    openReprint: (trouble) => open("reprint", { ticket: trouble.ticket }),
    copy: (code) => copyText(code) && tell({ type: "noticeShown", notice: { kind: "done", key: "done.copied" } }),
  };
}

// ---- commands

/** A button or key of the desk: menus open, everything else is a command. */
function act(name, key) {
  if (state.pending) return tell({ type: "keyKept", key });
  if (MENUS.has(name)) return open(name);
  return press(name, {}, { key, primary: key === "Enter" });
}

function open(name, more = {}) {
  const of = OF_VISITOR.has(name) && !more.ticket ? state.desk?.ticket?.id : null;
  tell({ type: "dialogOpened", dialog: { name, ...(of ? { of } : {}), ...more } });
  if (name === "transfer") readColleagues();
  if (name === "book") readTimes(more.service ?? bookable(state)[0]?.code);
}

/** A note first, where there is one; only then does the counter go to the colleague. */
async function handOver(text) {
  if (text) await press("note", { text, ticket: state.desk.ticket?.label ?? null });
  if (["refused", "error"].includes(state.notice?.kind)) return;
  await press("hand_over");
}

function raiseAlarm() {
  if (!state.desk) return;
  const { path, body } = orderFor("alarm", state);
  raise({ send: (request_id) => ask("POST", path, { ...body, request_id }), pause: wait, now: at, requestId: newRequestId(), heard: () => tell({ type: "alarmHeard" }) });
}

async function press(name, extra = {}, how = {}) {
  const requestId = newRequestId();
  tell({ type: "pressed", order: orderFor(name, state, extra), requestId, ...how });
  if (state.pending?.requestId !== requestId) return;
  setTimeout(() => tell({ type: "waitedLong", requestId }), SLOW_MS);
  const answer = await deliver(state.pending.order, requestId, {
    wanted: () => state.pending?.requestId === requestId, onFailed: () => tell({ type: "sendFailed", requestId }),
  });
  reader.overtaken();
  if (answer) takeAnswer(requestId, answer);
  reader.wish();
}

function takeAnswer(requestId, { status, body }) {
  if (status === 401) return signInAgain(words.language);
  if (body?.now) clock.correct(body.now);
  tell({ type: "answered", requestId, status, body });
  settle();
  const key = state.kept?.key;
  if (key) tell({ type: "keptTaken" });
  if (key) takeKey({ key });
}

/** What follows from an answer outside the state: the address, the news room, a message that goes away by itself. */
function settle() {
  rememberCounter(state.desk?.counter.number ?? null);
  listen();
  const { notice } = state;
  if (notice?.kind === "done") setTimeout(() => state.notice === notice && tell({ type: "noticeGone" }), DONE_SHOWN_MS);
}

function sit(counter) {
  if (state.pending) return;
  if (counter.held_by_me) openDesk(counter.number);
  else if (counter.can_take) press("take", { number: counter.number }, { key: "Enter", primary: true });
  else tell({ type: "dialogOpened", dialog: { name: "take_over", number: counter.number } });
}

// ---- readings

const reader = makeReader(
  () => (state.desk ? ask("GET", `/counters/${state.desk.counter.number}`) : ask("GET", "/counters")),
  ({ status, body }) => {
    if (!wasAnswered(status)) return tell({ type: "unreached" });
    if (status === 401) return state.locked ? null : signInAgain(words.language);
    if (body?.now) clock.correct(body.now);
    if (status < 400) tell(body.counters ? { type: "countersRead", counters: body.counters } : { type: "deskRead", desk: body });
    else if (status === 403 || status === 404) tell({ type: "deskLost" });
    if (state.screen === "choose" && !state.counters) reader.wish();
    return followIssued();
  },
);

async function openDesk(number) {
  const { status, body } = await ask("GET", `/counters/${number}`);
  if (status !== 200) return reader.wish();
  clock.correct(body.now);
  tell({ type: "deskRead", desk: body });
  settle();
  return null;
}

/** Who of my agency sits where: for sending a visitor on. */
async function readColleagues() {
  const { status, body } = await ask("GET", `/counters/${state.desk.counter.number}/colleagues`);
  if (status === 200 && state.dialog?.name === "transfer") tell({ type: "dialogChanged", patch: { colleagues: body.colleagues } });
}

/** When an appointment can be had at this service. */
async function readTimes(service) {
  tell({ type: "dialogChanged", patch: { service } });
  const { status, body } = await ask("GET", `/appointments/times?service=${service}`);
  const stillAsked = state.dialog?.name === "book" && state.dialog.service === service;
  if (status === 200 && stillAsked) tell({ type: "dialogChanged", patch: { days: body.days } });
}

/** While the number just given out is on the screen: what became of its slip. */
async function followIssued() {
  if (state.dialog?.name !== "issued") return;
  const { status, body } = await ask("GET", `/tickets/${state.dialog.ticket.id}`);
  if (status === 200) tell({ type: "ticketRead", ticket: body.ticket });
}

let settling = null;
function newsCame(news) {
  for (const one of [news].flat()) tell({ type: "newsHeard", news: one });
  clearTimeout(settling);
  settling = setTimeout(reader.wish, NEWS_SETTLE_MS);
}

/** The news of my agency; another counter of another agency is another room. */
function listen() {
  const room = state.desk ? `desk:${state.desk.counter.agency}` : null;
  if (room === liveRoom) return;
  live?.close();
  liveRoom = room;
  live = room && connectLive({ room, onSnapshot: reader.wish, onNews: newsCame, onState: lineChanged });
}

function lineChanged(line) {
  tell({ type: "lineChanged", line });
  reader.wish();
}

// ---- keys, language, lock

function takeKey({ key, modified = false }) {
  if (state.screen === "choose") return takeChooseKey(key);
  const meaning = meaningOf(state.desk, { key, modified });
  if (!meaning || (state.dialog && (key === "Enter" || "tick" in meaning))) return false;
  if (state.dialog) tell({ type: "dialogClosed" });
  const early = tooEarly(state.desk, meaning, (now() - new Date(state.desk.now)) / 1000);
  if ("tick" in meaning) tell({ type: "documentTicked", index: meaning.tick });
  else if (early) tell({ type: "noticeShown", notice: { kind: "refused", ...early } });
  else act(meaning.name, key.length === 1 ? key.toUpperCase() : key);
  return true;
}

/** In a menu keys are the menu's own, but where it shows them they count as anywhere. */
const keysCount = () => !state.locked && state.screen !== "loading" && (!state.dialog || SHOWS_KEYS.has(state.dialog.name));

function takeChooseKey(key) {
  const first = firstChoice(reachable(state.counters ?? [], state.staff), state.staff);
  if (key === "Enter" && first && (first.held_by_me || first.can_take || first.can_take_over)) sit(first);
  return key === "Enter";
}

async function otherLanguage() {
  words = await otherWords(words);
  draw();
}

async function signOut() {
  kept("locked", null);
  await leave();
}

function keepLocked() {
  kept("locked", "yes");
  tell({ type: "lockKept" });
}

/** The same person's password opens the screen again; the session is renewed with it. */
async function unlock(password) {
  lock = { busy: true, wrong: false, said: null };
  draw();
  const { status, body } = await api("POST", "/sign-in", { username: state.staff.username, password }, { language: words.language });
  lock = { busy: false, wrong: status >= 400, said: lockSaid(status) };
  if (status !== 200) return draw();
  trust(body.csrf_token);
  kept("locked", null);
  tell({ type: "unlocked" });
  return reader.wish();
}

function lockSaid(status) {
  if (status === 200) return null;
  if (!wasAnswered(status)) return "lock.unreached";
  return status === 429 ? "lock.too_many" : "lock.wrong";
}

// ---- from the first moment on

async function begin() {
  words = inLanguage(await wordsFor("counter", firstLanguage()));
  page.replaceChildren();
  draw();
  const staff = await whoAmI();
  if (!staff) return;
  if (staff.role === "greeter") return location.replace(homeOf(staff));
  const { body: mall } = await answered("/mall");
  tell({ type: "signedIn", staff, mall });
  if (kept("locked")) tell({ type: "lockKept" });
  await findMyCounter();
  keepGoing();
}

/** Back to where I sit already; the address names the counter after a sign-in in between. */
async function findMyCounter() {
  const { status, body } = await answered("/counters");
  if (status >= 400) return signInAgain(words.language);
  const mine = body.counters.filter((counter) => counter.held_by_me);
  const here = mine.find((counter) => counter.number === rememberedCounter()) ?? mine[0];
  if (here) return openDesk(here.number);
  return tell({ type: "countersRead", counters: body.counters });
}

function keepGoing() {
  const used = () => { mayNowSound(); tell({ type: "used" }); };
  listenForAlarm(raiseAlarm, at);
  listenToKeys({ open: keysCount, take: takeKey, used });
  document.addEventListener("pointerdown", used);
  everySecond(eachSecond);
  setInterval(() => state.screen === "choose" && reader.wish(), CHOOSE_EVERY_MS);
  setInterval(() => reader.wish(), READ_EVERY_MS);
  setInterval(() => (isLost(state) || state.line === "lost") && reader.wish(), LOST_EVERY_MS);
}

function eachSecond() {
  tell({ type: "idled" });
  if (state.locked) kept("locked", "yes");
}

begin();
