/** The greeter's hands and ears: the session, the commands, the news, the keys, the address. What is decided stands in state.js. */

import { html, render } from "/static/web/vendor/htm-preact.js";
import { newRequestId } from "/static/web/api.js";
import { clock, everyMinute } from "/static/web/clock.js";
import { formatsFor } from "/static/web/format.js";
import { connectLive } from "/static/web/live.js";
import { wordsFor } from "/static/web/words.js";
import { copyText, kept, signInAgain } from "../browser.js";
import { listenToKeys } from "../keys.js";
import { makeReader, wasAnswered } from "../sender.js";
import { firstLanguage, inLanguage, makeSession, oncePerTurn, otherWords } from "../session.js";
import { roomOf } from "../floor/may.js";
import { meaningOf } from "./keys.js";
import { orderFor } from "./orders.js";
import { addressOf, HOME, isSame, placeIn } from "./place.js";
import { speechFor } from "./speech.js";
import { atFirst, isLost, reduce, SLOW_MS } from "./state.js";
import { hitsOf, placeOf } from "./typed.js";
import { Page } from "./view.js";

const READ_EVERY_MS = 10_000;
const LOST_EVERY_MS = 1500;
const SLIP_EVERY_MS = 2000;
const ANSWER_MS = 5000;
const NEWS_SETTLE_MS = 250;
const SERVICES_EVERY_MS = 15_000;
const DONE_SHOWN_MS = 8000;
const ON_ITS_WAY = new Set(["queued", "printing", "held"]);

const page = document.getElementById("page");
const at = () => clock.now().getTime();

let state = atFirst(at(), placeIn(location.search));
let words = null;
let servicesAt = -Infinity;

const { ask, answered, whoAmI, deliver, signOut } = makeSession({ words: () => words, timeoutMs: ANSWER_MS });

function tell(event) {
  const before = state;
  state = reduce(state, { at: at(), ...event });
  if (!isSame(before.place, state.place)) addressFollows(before.place, event.type);
  draw();
}

/** Back leads home; a number that the server spells out takes the place of what was typed. */
function addressFollows(before, why) {
  const address = location.pathname + addressOf(state.place);
  if (why === "popped" || address === location.pathname + location.search) return;
  if (why === "ticketRead") history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

const draw = oncePerTurn(() => {
  render(html`<${Page} state=${state} c=${controls()} />`, page);
  document.title = title();
});

function title() {
  const { alarms = [], requested = [] } = state.inbox ?? {};
  const open = alarms.length + requested.length;
  return open ? words.n("greeter.title_open", open) : words("greeter.title");
}

function controls() {
  const speech = speechFor({ state, w: words, f: formatsFor(words, state.mall?.timezone ?? "UTC"), now: () => clock.now() });
  return {
    ...speech, press, go, otherLanguage, signOut, find: findTyped, printer_used: kept("printer"), lost: isLost(state),
    type: (text) => tell({ type: "typed", text }),
    hits: (text) => hitsOf(text, state.mall, words.language),
    open, lookAt, todayCode: () => today(),
    close: () => tell({ type: "dialogClosed" }),
    change: (patch) => tell({ type: "dialogChanged", patch }),
    choosePrinter: (id) => { kept("printer", id); tell({ type: "dialogChanged", patch: { printer: id } }); },
    giveUp: () => tell({ type: "givenUp", requestId: state.pending.requestId }),
    hush: () => tell({ type: "noticeGone" }),
    copy: (code) => copyText(code) && tell({ type: "noticeShown", notice: { kind: "done", key: "done.copied" } }),
  };
}

const dayOf = new Map();
/** The hall's present day as the server writes it: 2026-11-23. */
function today() {
  const timeZone = state.mall?.timezone ?? "UTC";
  if (!dayOf.has(timeZone)) dayOf.set(timeZone, new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }));
  return dayOf.get(timeZone).format(clock.now());
}

/** A sheet; those of appointments are read anew each time. */
function open(name, more = {}) {
  tell({ type: "dialogOpened", dialog: { name, ...more } });
  if (name === "book") fill({ name, service: more.service }, `/appointments/times?service=${more.service}`, ({ days }) => ({ days }));
  if (name === "appointments") lookAt(today());
}

function lookAt(day) {
  tell({ type: "dialogChanged", patch: { day, list: null } });
  fill({ name: "appointments", day }, `/appointments?day=${day}`, ({ appointments }) => ({ list: appointments }));
}

/** What the server says goes into the sheet that asked, if it still stands. */
async function fill(asked, path, patchOf) {
  const { status, body } = await ask("GET", path);
  if (status === 401) return signInAgain(words.language);
  if (!Object.entries(asked).every(([name, value]) => state.dialog?.[name] === value)) return null;
  if (status === 200) return tell({ type: "dialogChanged", patch: patchOf(body) });
  if (!wasAnswered(status)) return tell({ type: "unreached" });
  return tell({ type: "noticeShown", notice: { kind: "refused", text: body?.message ?? words("error.unforeseen") } });
}

function go(place) {
  tell({ type: "went", place });
  window.scrollTo(0, 0);
  queueMicrotask(() => document.getElementById("result")?.focus({ preventScroll: true })); // also puts a tablet's keyboard away
  reader.wish();
}

/** Enter in the field: the first of what may be meant. */
function findTyped() {
  const [first] = hitsOf(state.asked, state.mall, words.language);
  if (first?.code) open("redeem", first);
  else if (first) go(placeOf(first));
}

// ---- commands

async function press(name, given, { listed = false } = {}) {
  const requestId = newRequestId();
  tell({ type: "pressed", order: orderFor(name, given, listed), requestId });
  if (state.pending?.requestId !== requestId) return;
  setTimeout(() => tell({ type: "waitedLong", requestId }), SLOW_MS);
  const answer = await deliver(state.pending.order, requestId, {
    wanted: () => state.pending?.requestId === requestId, onFailed: () => tell({ type: "sendFailed", requestId }),
  });
  reader.overtaken();
  if (answer) takeAnswer(requestId, answer);
  servicesAt = -Infinity;
  reader.wish();
}

function takeAnswer(requestId, { status, body }) {
  if (status === 401) return signInAgain(words.language);
  if (body?.now) clock.correct(body.now);
  tell({ type: "answered", requestId, status, body });
  const { notice } = state;
  if (notice?.kind === "done") setTimeout(() => state.notice === notice && tell({ type: "noticeGone" }), DONE_SHOWN_MS);
}

// ---- readings

const reader = makeReader(readAll, show);

/** What the present page needs: always the lists, the open ticket, and now and then how full the services are. */
async function readAll() {
  const label = state.place.name === "ticket" ? state.place.label : null;
  const stale = at() - servicesAt > SERVICES_EVERY_MS || (state.place.name === "service" && at() - servicesAt > 2000);
  const [inbox, ticket, services] = await Promise.all([
    ask("GET", "/greeter"), label && ask("GET", `/labels/${label}`), stale ? ask("GET", "/services") : null,
  ]);
  return { label, inbox, ticket, services };
}

function show({ label, inbox, ticket, services }) {
  if ([inbox, ticket, services].some((one) => one && !wasAnswered(one.status))) return tell({ type: "unreached" });
  if (inbox.status === 401) return signInAgain(words.language);
  if (services?.status === 200) {
    servicesAt = at();
    tell({ type: "servicesRead", services: services.body.services });
  }
  if (ticket?.status === 200) tell({ type: "ticketRead", ticket: ticket.body.ticket, asked: label });
  else if (ticket) tell({ type: "ticketMissing", asked: label, why: ticket.status === 403 ? "not_yours" : "unknown" });
  if (inbox.status !== 200) return null;
  clock.correct(inbox.body.now);
  buzzFor(inbox.body);
  return tell({ type: "inboxRead", inbox: inbox.body });
}

/** Somebody asks for help: the tablet in the hand is felt, where it can be. */
function buzzFor(inbox) {
  const known = new Set(state.inbox?.alarms.map(({ id }) => id) ?? inbox.alarms.map(({ id }) => id));
  if (inbox.alarms.some(({ id }) => !known.has(id))) navigator.vibrate?.([200, 100, 200]);
}

let settling = null;
function newsCame() {
  settling ??= setTimeout(() => {
    settling = null;
    reader.wish();
  }, NEWS_SETTLE_MS);
}

function lineChanged(line) {
  tell({ type: "lineChanged", line });
  reader.wish();
}

// ---- keys, language

function takeKey({ key, modified }) {
  const meaning = meaningOf(state, { key, modified });
  if (!meaning) return false;
  if (meaning.focus) document.getElementById("asked")?.focus();
  else if (meaning.home) go(HOME);
  else if (meaning.press) press(meaning.press, meaning.given);
  else if (meaning.open) tell({ type: "dialogOpened", dialog: meaning.open });
  return true;
}

async function otherLanguage() {
  words = await otherWords(words);
  draw();
}

// ---- from the first moment on

async function begin() {
  words = inLanguage(await wordsFor("counter", firstLanguage()));
  page.replaceChildren();
  draw();
  const staff = await whoAmI();
  if (!staff) return;
  const { body: mall } = await answered("/mall");
  tell({ type: "signedIn", staff, mall });
  if (state.screen === "page") keepGoing();
}

function keepGoing() {
  if (state.place === HOME && matchMedia("(hover: hover) and (pointer: fine)").matches) queueMicrotask(() => document.getElementById("asked")?.focus());
  reader.wish();
  connectLive({ room: roomOf(state.staff), onSnapshot: reader.wish, onNews: newsCame, onState: lineChanged });
  listenToKeys({ open: () => !state.dialog, take: takeKey, used: () => {} });
  window.addEventListener("popstate", () => go(placeIn(location.search)));
  document.addEventListener("visibilitychange", () => document.hidden || reader.wish());
  everyMinute(draw);
  setInterval(() => reader.wish(), READ_EVERY_MS);
  setInterval(() => (isLost(state) || state.line === "lost") && reader.wish(), LOST_EVERY_MS);
  setInterval(() => ON_ITS_WAY.has(state.ticket?.slip.state) && reader.wish(), SLIP_EVERY_MS);
}

begin();
