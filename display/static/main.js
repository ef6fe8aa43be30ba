// The display's hands and ears: pairs, listens to the news, keeps time, and lets the pure parts decide what is drawn and said.

import { api, newest } from "/static/web/api.js";
import { clock, everyMinute } from "/static/web/clock.js";
import { forgetDevice, pairedDevice } from "/static/web/device.js";
import { connectLive } from "/static/web/live.js";
import { wordsFor } from "/static/web/words.js";
import { faceReady } from "./fit.js";
import { notePainted } from "./measure.js";
import { visibleCalls } from "./screen.js";
import { initialState, reduce } from "./state.js";
import { draw } from "./view.js";
import { startVoice } from "./voice.js";

const TICK = 250;
const RETRY = 700;
const SERVICES_AGAIN = 60000;
const CHANGES_SERVICES = new Set(["Paused", "Resumed", "DayOpened", "DayClosed", "MallChanged", "DayReopened", "HoursExtended", "QuotaRaised"]);
const CHANGES_MESSAGES = new Set(["MessageShown", "MessageLifted"]);

const root = document.getElementById("wall");
const zone = root.dataset.zone === "" ? null : Number(root.dataset.zone);
const language = document.documentElement.lang;
const tall = window.matchMedia("(max-aspect-ratio: 1/1)");

let state = initialState({ zone, language });
let w = null;
let voice = null;
let isPairing = false;

function dispatch(event) {
  const before = state;
  state = reduce(state, { now: performance.now(), time: clock.now().getTime(), ...event });
  if (state !== before) show();
}

function show() {
  if (!w) return;
  draw(state, { w, now: clock.now(), isTall: tall.matches, onTouch: () => voice?.touch() }, root);
  notePainted(visibleCalls(state));
}

async function start() {
  const [words] = await Promise.all([wordsFor("display", language), faceReady()]);
  const { key, device } = await pairedDevice("display", { zone });
  w = words;
  dispatch({ type: "device", device });
  const mall = await theMall();
  dispatch({ type: "mall", mall });
  if (root.dataset.sound === "on") voice = startVoice(voiceFor(key, mall));
  else dispatch({ type: "sound", sound: "off" });
  listen(key, mall);
  keepTime();
}

/** Asks until the server answers; a wall has time. */
async function theMall() {
  for (;;) {
    const { status, body } = await api("GET", "/mall");
    if (status === 200) return body;
    dispatch({ type: "connection", connection: "lost" });
    await new Promise((done) => setTimeout(done, RETRY));
  }
}

function voiceFor(key, mall) {
  const fieldOf = (number) => mall.zones.find((one) => one.number === number)?.sound_field;
  return {
    key, dispatch, fieldOf, fields: fieldsOf(mall),
    voiceIsReady: (field) => state.fields.find((one) => one.number === field)?.voice === "ready",
  };
}

function fieldsOf(mall) {
  const zones = mall.zones.filter((one) => zone === null || one.number === zone);
  return [...new Set(zones.map((one) => one.sound_field))];
}

/** Sound belongs to the field, not to the zone: a display whose field reaches over more zones listens to the whole hall. */
function roomOf(mall) {
  const reach = mall.zones.filter((one) => fieldsOf(mall).includes(one.sound_field));
  const isAlone = reach.every((one) => one.number === zone);
  return zone !== null && (isAlone || !voice) ? `zone:${zone}` : "hall";
}

function listen(key, mall) {
  const live = connectLive({
    room: roomOf(mall), key,
    onSnapshot: (snapshot) => {
      voice?.knows(snapshot.calls);
      dispatch({ type: "snapshot", snapshot });
    },
    onNews: (news) => gather(news, { live, room: roomOf(mall), key }),
    onState: (connection) => dispatch({ type: "connection", connection }),
    onRefused: ({ status }) => status === 401 && pairAnew(),
  });
}

/** The server no longer knows this screen: it starts again with a new key, or asks for a code. */
function pairAnew() {
  if (isPairing) return;
  isPairing = true;
  forgetDevice("display", { zone });
  setTimeout(() => location.reload(), 2000);
}

let gathered = [];

/** News that arrive together are one batch: a call that was served in the meantime must not flash up. */
function gather(news, line) {
  if (!gathered.length) queueMicrotask(() => apply(line));
  gathered.push(news);
}

function apply({ live, room, key }) {
  const news = gathered;
  gathered = [];
  dispatch({ type: "news", news });
  news.forEach((one) => voice?.hear(one));
  if (news.some((one) => CHANGES_SERVICES.has(one.name))) setTimeout(takeServices, Math.random() * 1000);
  if (news.some((one) => CHANGES_MESSAGES.has(one.name))) takeMessages(room, key);
  if (news.some((one) => one.name === "MallChanged")) takeMall(live);
}

/** Their words stand outside the journal, so news only say that there are others. */
async function takeMessages(room, key) {
  const asked = await askMessages(room, key);
  if (asked?.status === 200) dispatch({ type: "messages", messages: asked.body.messages });
}

const askMessages = newest((room, key) => api("GET", `/messages?room=${room}`, undefined, { key }));

async function takeMall(live) {
  dispatch({ type: "mall", mall: await theMall() });
  live.refresh();
}

async function takeServices() {
  const { status, body } = await api("GET", "/services");
  if (status === 200) dispatch({ type: "services", services: body });
}

function keepTime() {
  takeServices();
  setInterval(takeServices, SERVICES_AGAIN);
  setInterval(() => dispatch({ type: "tick" }), TICK);
  everyMinute(show);
  tall.addEventListener("change", show);
}

start();
