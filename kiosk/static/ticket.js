/** A ticket's page on its holder's phone: hears the news of its queue, asks the server where news cannot say, draws what it knows. */
import { api, newest } from "/static/web/api.js";
import { clock } from "/static/web/clock.js";
import { connectLive } from "/static/web/live.js";
import { html, render } from "/static/web/vendor/htm-preact.js";
import { wordsFor } from "/static/web/words.js";
import { makeAlarm } from "./ticket-alarm.js";
import { pacing } from "./ticket-asking.js";
import { makeCommands } from "./ticket-commands.js";
import { isAbout } from "./ticket-news.js";
import { SILENCE, calmTimes, openCalmSocket } from "./ticket-socket.js";
import { around, bellFor, faceOf, firstTicketState, isOfAnotherPast, isOver, reduceTicket } from "./ticket-state.js";
import { Ticket } from "./ticket-view.js";

const CHANGES_MESSAGES = new Set(["MessageShown", "MessageLifted"]);

const root = document.getElementById("ticket");
const id = location.pathname.split("/").pop();
const words = {};
const now = () => clock.now().toISOString();
let state = firstTicketState(document.documentElement.lang);
let live = null;
let room = null;
let etag;

const alarm = makeAlarm((shown) => dispatch({ type: "alarm", ...shown }));
const asking = pacing(ask);
const commands = makeCommands(id, () => state, dispatch, now, () => asking.within(500, 1500));
const acts = {
  ...commands,
  "switch-alarm": () => (state.alarm.armed ? alarm.disarm() : alarm.arm()),
  "on-my-way": () => alarm.hush(),
};

/** What the holder's finger wants: something of the world outside, or a change of the picture alone. */
const send = (event) => (acts[event.type] ? acts[event.type](event) : dispatch(event));

function dispatch(event) {
  const before = state;
  state = reduceTicket(state, event);
  draw();
  const bell = bellFor(before, state);
  if (bell === "call") alarm.ring();
  if (bell === "near") alarm.near();
  if (before.ticket?.state === "called" && state.ticket.state !== "called") alarm.hush();
}

function draw() {
  const say = words[state.language];
  if (!say) return;
  document.documentElement.lang = state.language;
  root.querySelector("main.boot")?.remove();
  render(html`<${Ticket} state=${state} say=${say} now=${clock.now()} send=${send} />`, root);
}

/** The ticket by its ETag: an unchanged one costs the hall's Wi-Fi a few bytes. Asks on until it is over. */
async function ask() {
  const answer = await api("GET", `/tickets/${id}`, undefined, { etag });
  if (answer.status === 200) {
    etag = answer.etag;
    dispatch({ type: "ticket-loaded", ticket: answer.body.ticket, seq: answer.body.seq, at: now() });
  } else if (answer.status === 304) dispatch({ type: "ticket-unchanged", at: now() });
  else if (answer.status === 404) dispatch({ type: "ticket-unknown" });
  else dispatch({ type: "ticket-unreachable" });
  if (!state.mall) await askMall();
  if (isOver(state, clock.now())) return end();
  if (state.ticket) listen();
  asking.next({ answered: answer.status === 200 || answer.status === 304, link: state.link, waits: faceOf(state) === "waiting", ends: isOver(state) });
}

async function askMall() {
  const { status, body } = await api("GET", "/mall");
  if (status === 200) dispatch({ type: "mall-loaded", mall: body });
}

/** Their words stand outside the journal, so news only say that there are others. */
async function takeMessages() {
  const asked = await askMessages();
  if (asked?.status === 200) dispatch({ type: "messages", messages: asked.body.messages });
}

const askMessages = newest(() => api("GET", `/messages?room=${room}`));

/** The room's news are everybody's: each call is told once to all phones of the queue, and none of them needs to ask. */
function listen() {
  const wanted = `queue:${state.ticket.queue}`;
  if (wanted === room) return;
  live?.close(); // the visit goes on in another queue
  room = wanted;
  live = connectLive({
    room,
    onSnapshot: (snapshot) => {
      if (wanted !== room) return;
      const missed = snapshot.seq > state.seq || isOfAnotherPast(state, snapshot);
      dispatch({ type: "snapshot", snapshot, at: now() });
      if (missed) asking.within(200, 3000);
    },
    onNews: (news) => {
      if (wanted !== room) return; // what the old room still says is of the past
      const before = around(state).ahead;
      const mine = isAbout(state.ticket, news);
      dispatch({ type: "news", news, at: now() });
      if (CHANGES_MESSAGES.has(news.name)) setTimeout(takeMessages, 3000 * Math.random());
      if (mine) asking.within(100, state.places === null ? 150 : 1500); // one phone of the whole queue
      else if (around(state).ahead !== before) asking.calmly();
      listen();
    },
    onState: (link) => {
      const silent = link === "lost" ? SILENCE : 0; // the facts were true when the line was last heard
      dispatch({ type: "link", link, at: new Date(clock.now() - silent).toISOString() });
      if (link === "lost") asking.within(500, 3000);
    },
  }, { times: calmTimes(), openSocket: openCalmSocket });
}

function end() {
  asking.end();
  live?.close();
  live = null;
}

/** Out of the pocket, back from another page, back on the Wi-Fi: timers stood still, so ask at once. */
function wake() {
  if (document.visibilityState !== "visible" || isOver(state, clock.now())) return;
  alarm.shown();
  asking.within(0, 150);
}

/** A phone's own clock may be wrong: the server's, from the head of an answer, says when "about 10.23" is. */
async function correctClock() {
  const answer = await fetch("/words/web/id.json", { method: "HEAD" }).catch(() => null);
  const date = answer?.headers.get("Date");
  if (date) clock.correct(new Date(date).toISOString());
}

document.addEventListener("visibilitychange", wake);
addEventListener("pageshow", ({ persisted }) => persisted && wake());
addEventListener("online", () => (dispatch({ type: "offline", offline: false }), wake()));
addEventListener("offline", () => (dispatch({ type: "offline", offline: true }), asking.within(0, 300)));
setInterval(draw, 10_000); // the age of old facts

await correctClock();
for (const language of ["id", "en"]) words[language] = await wordsFor("kiosk", language);
ask();
