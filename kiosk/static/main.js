/** The kiosk's page at work: loads what it needs, hears the news, asks the server, and lets the reducer say what stands on the glass. */
import { html, render } from "/static/web/vendor/htm-preact.js";
import { api } from "/static/web/api.js";
import { clock, everySecond } from "/static/web/clock.js";
import { pairedDevice } from "/static/web/device.js";
import { connectLive } from "/static/web/live.js";
import { wordsFor } from "/static/web/words.js";
import { markAids } from "./aids.js";
import { adviceWanted } from "./basket.js";
import { createScanner, readsSlips } from "./coming-back.js";
import { isReady } from "./hall.js";
import { askAdvice, callStaff, comeBack, forgetTap, newRequestId, pendingTap, takeTicket } from "./orders.js";
import { followPlace, listenToHistory } from "./place.js";
import { SOON_MS } from "./tap.js";
import { clipsOf, momentOf } from "./speech.js";
import { firstState, reduce } from "./state.js";
import { createTeller } from "./telling.js";
import { toolsFor } from "./tools.js";
import { SETTLE_MS } from "./visit.js";
import { createVoice } from "./voice.js";
import { Kiosk } from "./view.js";

const HALL_EVERY_MS = 20_000;
const HALL_WHILE_LOST_MS = 2_000;
const HALL_AFTER_NEWS_MS = 400;
const HALL_FRESH_MS = 3_000;
const TICKET_EVERY_MS = 3_000;
const PROMPTS_EVERY_MS = 60_000;
const RESUME_WITHIN_MS = 180_000;

const at = () => Math.round(performance.now());
const root = document.getElementById("app");
const words = {};
let key = null;
let state = firstState({ language: document.documentElement.lang, at: at() });
let drawing = false;
let voice = null;
let tell = () => null;

function dispatch(event) {
  const before = state;
  state = reduce(state, { at: at(), ...event });
  if (state === before) return;
  followPlace(before, state, event.type);
  if (event.type === "refused") hallSoon(); // the page knew less than the server
  if (adviceWanted(state)) askAdvice(adviceWanted(state), asks());
  if (before.refusal?.code === "not_paired" && state.session !== before.session) location.reload(); // to be paired anew
  if (state.session !== before.session || state.place !== before.place) later(SETTLE_MS);
  tell(momentOf(state, { lying: innerWidth >= innerHeight }), clipsOf(state));
  draw();
}

/** What the views send: most is the reducer's business; three things need the world outside. */
function send(event) {
  if (event.type === "back") return history.back();
  if (event.type === "take") return take(event.order);
  if (event.type === "return-again") return comeBackWith(event);
  if (event.type === "call-staff") return help();
  if (event.type === "switch-aid" && event.aid === "sound") voice.wake(); // within the touch
  return dispatch(event);
}

const later = (milliseconds) => setTimeout(() => dispatch({ type: "tick" }), milliseconds + 5);

const asks = () => ({ key, language: state.language, dispatch });

function take(order) {
  dispatch({ type: "take", order, requestId: newRequestId() });
  if (state.tap && state.tap.phase === "quiet" && !state.tap.failed) follow(state.tap);
}

let followed = null;

/** One loop of requests a tap, however often somebody pressed. */
function follow(tap) {
  if (followed === tap.requestId) return;
  followed = tap.requestId;
  later(SOON_MS);
  takeTicket(tap, { key, aids: state.aids, dispatch, isWanted: (requestId) => state.tap?.requestId === requestId });
}

/** A slip was scanned, or is asked about once more: one request as long as it is the same one. */
function comeBackWith(event) {
  const before = state.back;
  dispatch(event);
  if (state.back !== before && state.back.step === "asking") comeBack(state.back, asks());
}

const scanned = createScanner();

/** A scanner types like a keyboard: its Enter must not press what has the focus. */
function readSlip(event) {
  const ticket = scanned(event.key, at());
  if (!ticket || !readsSlips(state)) return;
  event.preventDefault();
  event.stopPropagation();
  comeBackWith({ type: "slip-scanned", ticket, requestId: newRequestId() });
}

function help() {
  const before = state.help;
  dispatch({ type: "call-staff", requestId: newRequestId() });
  if (state.help.state === "sending" && before?.state !== "sending") {
    callStaff(state.help, { key, language: state.language, dispatch });
  }
}

function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    if (!isReady(state) || !words[state.language]) return;
    document.documentElement.lang = state.language;
    markAids(document.documentElement, state.aids);
    document.getElementById("boot")?.closest("main").remove();
    const tools = toolsFor(state, words[state.language], clock.now(), send);
    render(html`<${Kiosk} state=${state} tools=${tools} />`, root);
  });
}

async function loadMall() {
  const { status, body } = await api("GET", "/mall");
  if (status === 200) dispatch({ type: "mall-loaded", mall: body });
  return status === 200;
}

let hallAt = 0;

async function loadHall() {
  const { status, body } = await api("GET", "/services", undefined, { timeoutMs: 4000 });
  if (status !== 200) return dispatch({ type: "hall-missed" });
  clock.correct(body.now);
  hallAt = at();
  return dispatch({ type: "hall-loaded", hall: body });
}

async function refreshTicket() {
  const { ticket, place } = state;
  if (place.screen !== "number" || !ticket) return;
  const { status, body } = await api("GET", `/tickets/${ticket.id}`);
  if (status === 200) dispatch({ type: "ticket-refreshed", ticket: body.ticket });
}

/** The voice agent may bring the prompts long after the kiosk was switched on. */
async function loadPrompts() {
  const { status, body } = await api("GET", "/prompts", undefined, { key });
  if (status === 200) dispatch({ type: "prompts-known", prompts: body.prompts });
}

let hallTimer = null;

/** Many news in a burst ask for the hall once. */
function hallSoon() {
  hallTimer ??= setTimeout(() => {
    hallTimer = null;
    loadHall();
  }, HALL_AFTER_NEWS_MS);
}

function hear(news) {
  const items = Array.isArray(news) ? news : [news];
  dispatch({ type: "news", news: items });
  if (items.some(({ name }) => name === "MallChanged")) loadMall();
  hallSoon();
}

/** A lost line is looked into at once: only the hall's own answer, or its silence, says whether numbers can be had. */
function linkChanged(link) {
  dispatch({ type: "link-changed", link });
  if (link === "lost") loadHall();
}

function listen() {
  connectLive({
    room: "hall", key,
    onSnapshot: (snapshot) => {
      dispatch({ type: "printers-known", printers: snapshot.printers ?? [] });
      if (at() - hallAt > HALL_FRESH_MS) hallSoon();
    },
    onNews: hear,
    onState: linkChanged,
    onRefused: ({ status }) => status === 401 && pairAnewSoon(),
  });
}

/** The key was withdrawn: the screen asks for a code, but not under somebody's hands. */
function pairAnewSoon() {
  if (state.place.screen === "idle") location.reload();
  else setTimeout(pairAnewSoon, 2000);
}

/** A tap that was under way when the page went down goes on, while somebody may still stand there. */
function resume() {
  const tap = pendingTap();
  if (!tap) return;
  if (Date.now() - tap.keptAt > RESUME_WITHIN_MS) return forgetTap();
  dispatch({ type: "resume", tap });
  if (state.tap) follow(state.tap);
}

async function untilLoaded() {
  while (!isReady(state)) {
    await Promise.all([state.mall ?? loadMall(), state.hall ?? loadHall()]);
    if (!isReady(state)) await boot.stillWaiting();
  }
}

const boot = {
  async stillWaiting() {
    const text = document.getElementById("boot");
    if (text) text.textContent = text.dataset.offline;
    await new Promise((done) => setTimeout(done, 2000));
  },
};

async function start() {
  for (const language of ["id", "en"]) words[language] = await wordsFor("kiosk", language);
  const zone = Number(new URLSearchParams(location.search).get("zone")) || undefined;
  const paired = await pairedDevice("kiosk", { zone });
  key = paired.key;
  voice = createVoice({ key });
  tell = createTeller(voice);
  dispatch({ type: "device-known", device: paired.device });
  await untilLoaded();
  listenToHistory(dispatch, () => state);
  resume();
  listen();
  everySecond(() => draw());
  setInterval(() => dispatch({ type: "tick" }), 250);
  setInterval(loadHall, HALL_EVERY_MS);
  loadPrompts();
  setInterval(loadPrompts, PROMPTS_EVERY_MS);
  setInterval(() => (state.link === "lost" || state.failures > 0) && loadHall(), HALL_WHILE_LOST_MS);
  setInterval(refreshTicket, TICKET_EVERY_MS);
  addEventListener("keydown", readSlip, true);
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => dispatch({ type: "touched" }), true);
}

start();
