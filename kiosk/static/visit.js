/** A visit at the kiosk: which screen stands there, how one gets on and back, and when the screen goes home by itself. */
import { isUnhurried, NO_AIDS } from "./aids.js";
import { NO_BASKET } from "./basket.js";

export const WARN_AFTER_MS = 40_000;
export const WARN_AFTER_UNHURRIED_MS = 90_000;
export const ANSWER_WITHIN_MS = 20_000;
export const SETTLE_MS = 500;
export const NUMBER_STAYS_MS = 30_000;
export const NUMBER_STAYS_WITHOUT_PAPER_MS = 60_000;

const moves = {
  "open-agencies": (state, event) => goTo(state, { screen: "agencies" }, event.at),
  "open-agency": openAgency,
  "open-service": openService,
  "read-on": (state, event) => goTo(state, { ...state.place, reading: true, page: 0 }, event.at),
  "turn-page": (state, event) => inPlace(state, { page: event.page }),
  "open-tab": (state, event) => inPlace(state, { tab: event.tab, page: 0 }),
  "popped": popped,
  "choose-language": (state, { language }) => (state.language === language ? state : { ...state, language }),
  "touched": touched,
  "stay": (state, { at }) => ({ ...state, warning: null, touchedAt: at }),
  "home": (state, event) => (state.tap ? state : goHome(state, event.at)),
  "finish": (state, event) => (state.settled ? goHome(state, event.at) : state),
  "another-service": (state, event) => (state.settled ? goTo(state, { screen: "agencies" }, event.at) : state),
  "tick": tick,
};

export const reduceVisit = (state, event) => (moves[event.type] ? moves[event.type](state, event) : state);

/** An agency with one service has no list to choose from: its only service opens at once. */
function openAgency(state, { agency, reading = false, at }) {
  const services = state.mall.services.filter((service) => service.agency === agency);
  const only = services.length === 1 ? services[0].code : null;
  if (only) return goTo(state, { screen: "service", agency, service: only, reading, page: 0 }, at);
  return goTo(state, { screen: "agency", agency, reading }, at);
}

function openService(state, { service, reading = false, at }) {
  const agency = state.mall.services.find(({ code }) => code === service).agency;
  return goTo(state, { screen: "service", agency, service, reading, page: 0 }, at);
}

export function goTo(state, place, at) {
  if (state.tap) return state;
  return { ...state, place, enteredAt: at, settled: false, touchedAt: at, warning: null, refusal: null, leaving: null };
}

const visitScreens = new Set(["visit", "order"]);
const inPlace = (state, change) => ({ ...state, place: { ...state.place, ...change } });

/** Home: the visit is over and forgotten; what the kiosk knows of the hall stays. */
export function goHome(state, at) {
  const forgotten = { asked: "", code: "", tap: null, ticket: null, slip: null, leaving: null, taken: {}, refusal: null, warning: null, aids: NO_AIDS, back: null, ...NO_BASKET };
  const language = state.mall ? state.mall.site.languages[0] : state.language;
  const session = state.session + 1;
  return { ...state, ...forgotten, language, session, place: { screen: "idle" }, enteredAt: at, settled: false, touchedAt: at };
}

/** The browser's back and forward keys: within this visit only, never into an unfinished tap, never to issue again. */
function popped(state, { place, session, at }) {
  if (state.tap || session !== state.session) return state;
  if (place.screen === "idle") return goHome(state, at);
  if (place.screen === "number" && !state.ticket) return state;
  if (place.screen === "back" || (visitScreens.has(place.screen) && state.basket.length === 0)) return goTo(state, { screen: "agencies" }, at);
  return goTo(state, place, at);
}

/** While the warning stands only its own buttons count, so that a touch cannot take it away from under the finger. */
function touched(state, { at }) {
  if (state.warning) return state;
  return { ...state, touchedAt: at };
}

function tick(state, { at }) {
  const settled = state.settled || at - state.enteredAt >= SETTLE_MS;
  const now = settled === state.settled ? state : { ...state, settled };
  if (now.tap) return now;
  if (now.place.screen === "idle") return forgetChoices(now, at);
  return now.place.screen === "number" ? countNumberDown(now, at) : countVisitDown(now, at);
}

const warnAfter = (state) => (isUnhurried(state) ? WARN_AFTER_UNHURRIED_MS : WARN_AFTER_MS);

/** A language or an aid chosen by somebody who then walked away does not meet the next visitor. */
function forgetChoices(state, at) {
  const own = state.mall ? state.mall.site.languages[0] : state.language;
  const chosen = state.language !== own || isUnhurried(state);
  const left = chosen && at - state.touchedAt >= warnAfter(state) + ANSWER_WITHIN_MS;
  return left ? { ...state, language: own, aids: NO_AIDS } : state;
}

function countVisitDown(state, at) {
  const silent = at - state.touchedAt;
  if (silent < warnAfter(state)) return state.warning ? { ...state, warning: null } : state;
  const seconds = secondsLeft(warnAfter(state) + ANSWER_WITHIN_MS - silent);
  if (seconds <= 0) return goHome(state, at);
  return withSeconds(state, "warning", seconds, ANSWER_WITHIN_MS / 1000);
}

function countNumberDown(state, at) {
  const stays = hasPaper(state.slip) && !isUnhurried(state) ? NUMBER_STAYS_MS : NUMBER_STAYS_WITHOUT_PAPER_MS;
  const seconds = secondsLeft(stays - (at - state.touchedAt));
  if (seconds <= 0) return goHome(state, at);
  return withSeconds(state, "leaving", seconds, stays / 1000);
}

const hasPaper = (slip) => slip && (slip.state === "printed" || slip.state === "queued");
const secondsLeft = (milliseconds) => Math.ceil(milliseconds / 1000);

function withSeconds(state, name, seconds, of) {
  const same = state[name] && state[name].seconds === seconds && state[name].of === of;
  return same ? state : { ...state, [name]: { seconds, of } };
}
