/** The hands and ears of the floor's pages: the session, the news, the commands, the keys. What is decided stands in page-state.js. */

import { html, render } from "/static/web/vendor/htm-preact.js";
import { newest, newRequestId } from "/static/web/api.js";
import { clock, everyMinute } from "/static/web/clock.js";
import { formatsFor } from "/static/web/format.js";
import { connectLive } from "/static/web/live.js";
import { wordsFor } from "/static/web/words.js";
import { copyText, signInAgain } from "../browser.js";
import { listenToKeys } from "../keys.js";
import { makeReader, wasAnswered } from "../sender.js";
import { firstLanguage, inLanguage, makeSession, oncePerTurn, otherWords } from "../session.js";
import { tidied } from "./lines.js";
import { PAGES, pageAt, roomOf } from "./may.js";
import { orderFor } from "./orders.js";
import { atFirst, isLost, reduce, SLOW_MS } from "./page-state.js";
import { speechFor } from "./speech.js";
import { ASKS_FOR_MESSAGES, TAKES_ANEW } from "./state.js";
import { Page } from "./view.js";

const READ_EVERY_MS = 30_000;
const LOST_EVERY_MS = 1500;
const SETTLE_MS = { floor: 2500, ready: 1500, closing: 2500, profiles: 5000 };
const ANSWER_MS = 6000;
const DONE_SHOWN_MS = 8000;
const READS = { ready: "/floor/ready", closing: "/floor/closing", profiles: "/profiles" };

const page = document.getElementById("page");
const at = () => clock.now().getTime();

let state = atFirst(at(), pageAt(location.pathname));
let words = null;
let both = {};
let live = null;

const { ask, answered, whoAmI, deliver, signOut } = makeSession({ words: () => words, timeoutMs: ANSWER_MS });

function tell(event) {
  state = reduce(state, { at: at(), ...event });
  draw();
}

const draw = oncePerTurn(() => {
  render(html`<${Page} state=${state} c=${controls()} />`, page);
  document.title = words(`floor.${state.name === "floor" ? "title" : `${state.name}.title`}`);
});

/** One text in one language; `site`: it is about the whole mall. */
function inWords(w, key, values) {
  const text = w(key, { ...values, who: values.site ? w("floor.scope.whole") : values.who });
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function controls() {
  const speech = speechFor({ state, w: words, f: formatsFor(words, state.mall?.timezone ?? "UTC"), now: () => clock.now() });
  return {
    ...speech, press, otherLanguage, signOut, askWhy, lookAhead,
    both: (key, values) => Object.fromEntries(Object.entries(both).map(([code, w]) => [code, inWords(w, key, values)])),
    open: (name, more = {}) => tell({ type: "dialogOpened", dialog: { name, ...more } }),
    change: (patch) => tell({ type: "dialogChanged", patch }),
    close: () => tell({ type: "dialogClosed" }),
    hush: () => tell({ type: "noticeGone" }),
    giveUp: () => tell({ type: "givenUp", requestId: state.pending.requestId }),
    copy: (code) => copyText(code) && tell({ type: "noticeShown", notice: { kind: "done", key: "done.copied" } }),
    print: () => window.print(),
  };
}

// ---- commands

async function press(name, given, listed = false) {
  const requestId = newRequestId();
  tell({ type: "pressed", order: orderFor(name, given, listed), requestId });
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
  tell({ type: "answered", requestId, status, body });
  const { notice } = state;
  if (notice?.kind === "done") setTimeout(() => state.notice === notice && tell({ type: "noticeGone" }), DONE_SHOWN_MS);
}

// ---- questions that change nothing; an answer that comes after a newer one would show what no longer is

const questions = {
  why: newest((first, then) => ask("GET", `/why?first=${encodeURIComponent(first.trim().toUpperCase())}&then=${encodeURIComponent(then.trim().toUpperCase())}`)),
  preview: newest((code, lines) => ask("POST", `/profiles/${code}/preview`, { lines })),
  messages: newest(() => ask("GET", `/messages?room=${roomOf(state.staff)}`)),
};

async function askWhy(first, then) {
  const asked = await questions.why(first, then);
  if (!asked) return;
  const { status, body } = asked;
  const answer = !wasAnswered(status) ? words("floor.lost") : body?.message ?? words("error.unforeseen");
  tell({ type: "dialogChanged", patch: { answer: typeof answer === "string" ? answer : answer[words.language] ?? answer.id } });
}

/** What a profile would mean, before it is kept. */
async function lookAhead(code, lines) {
  const asked = await questions.preview(code, tidied(lines));
  if (!asked) return;
  const { status, body } = asked;
  const refused = !wasAnswered(status) ? words("floor.lost") : body?.message ?? words("error.unforeseen");
  tell({ type: "dialogChanged", patch: { ahead: status === 200 ? body : { refused } } });
}

// ---- readings

const reader = makeReader(readAll, show);

/** The floor is read as a whole, though only what runs on with the time is taken of it. */
function readAll() {
  const own = state.staff.agency ? `?agency=${state.staff.agency}` : "";
  return ask("GET", READS[state.name] ?? `/floor${own}`);
}

function show({ status, body }) {
  if (!wasAnswered(status)) return tell({ type: "unreached" });
  if (status === 401) return signInAgain(words.language);
  if (status !== 200) return null;
  clock.correct(body.now);
  return tell(state.name === "floor" ? { type: "toldRead", told: body } : { type: "pageRead", page: body });
}

async function readMessages() {
  const asked = await questions.messages();
  if (asked?.status === 200) tell({ type: "messagesRead", messages: asked.body.messages });
}

let settling = null;
function heard(news) {
  tell({ type: "heard", news });
  if (TAKES_ANEW.has(news.name)) live.refresh();
  if (ASKS_FOR_MESSAGES.has(news.name)) readMessages();
  settling ??= setTimeout(() => {
    settling = null;
    reader.wish();
  }, SETTLE_MS[state.name]);
}

// ---- keys, language, session

const GOES = { 1: "floor", 2: "ready", 3: "closing", 4: "profiles" };

/** M the menu, W why one came before another, 1–4 the pages. */
function takeKey({ key, modified }) {
  if (modified) return false;
  if (key.toLowerCase() === "m") tell({ type: "dialogOpened", dialog: { name: "menu" } });
  else if (key.toLowerCase() === "w") tell({ type: "dialogOpened", dialog: { name: "why" } });
  else if (GOES[key] && GOES[key] !== state.name) location.assign(PAGES[GOES[key]]);
  else return false;
  return true;
}

async function otherLanguage() {
  words = await otherWords(words, (language) => both[language]);
  draw();
}

async function begin() {
  both = { id: await wordsFor("counter", "id"), en: await wordsFor("counter", "en") };
  words = inLanguage(both[firstLanguage()] ?? both.id);
  page.replaceChildren();
  draw();
  const staff = await whoAmI();
  if (!staff) return;
  const { body: mall } = await answered("/mall");
  tell({ type: "signedIn", staff, mall });
  if (state.screen === "page") keepGoing();
}

function keepGoing() {
  reader.wish();
  live = connectLive({
    room: roomOf(state.staff), onSnapshot: (floor) => tell({ type: "floorTaken", floor }), onNews: heard,
    onState: (line) => { tell({ type: "lineChanged", line }); reader.wish(); },
    onRefused: ({ status }) => status === 401 && signInAgain(words.language),
  });
  listenToKeys({ open: () => !state.dialog, take: takeKey, used: () => {} });
  document.addEventListener("visibilitychange", () => document.hidden || reader.wish());
  everyMinute(draw);
  setInterval(() => reader.wish(), READ_EVERY_MS);
  setInterval(() => isLost(state) && reader.wish(), LOST_EVERY_MS);
}

begin();
