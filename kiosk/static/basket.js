/** Several services in one visit, and priority: (state, event) → state, and what of it a number is asked for with. Forgotten at home. */
import { isOffline } from "./hall.js";
import { verdictOf } from "./verdict.js";
import { goTo } from "./visit.js";

export const MOST_STOPS = 6;
export const TOLD_SOON_MS = 400;

/** In the law's order: who may go first. */
export const GROUPS = ["elderly", "disability", "pregnant", "infant", "disaster"];

export const NO_BASKET = Object.freeze({ basket: [], priority: null, advice: null });

const moves = {
  "add-more": (state, event) => goTo(withService(state), { screen: "agencies" }, event.at),
  "add-to-visit": (state, event) => goTo(withService(state), { screen: "visit" }, event.at),
  "open-visit": (state, event) => goTo(state, { screen: "visit" }, event.at),
  "leave-out": leaveOut,
  "open-order": (state, event) => goTo(state, { screen: "order" }, event.at),
  "move-stop": moveStop,
  "open-priority": (state, event) => goTo(state, { screen: "priority", from: state.place }, event.at),
  "choose-priority": choosePriority,
  "advice-asked": (state, { about, at }) => ({ ...state, advice: { about, step: "asking", told: null, before: toldLast(state), at } }),
  "advice-told": (state, { about, told }) => ifAsked(state, about, { step: "told", told }),
  "advice-failed": (state, { about }) => ifAsked(state, about, { step: "failed" }),
  "tick": (state, { at }) => (isOverdue(state, at) ? ifAsked(state, state.advice.about, { step: "late" }) : state),
};

export const reduceBasket = (state, event) => (moves[event.type] ? moves[event.type](state, event) : state);

/** The service whose page stands there, at the end of the visit, once. */
function withService(state) {
  const { service } = state.place;
  const full = state.basket.length >= MOST_STOPS || state.basket.includes(service) || state.place.screen !== "service";
  return full || state.tap ? state : { ...state, basket: [...state.basket, service] };
}

function leaveOut(state, { service, at }) {
  if (state.tap) return state;
  const basket = state.basket.filter((code) => code !== service);
  const rest = { ...state, basket, touchedAt: at, refusal: null };
  return basket.length ? rest : goTo(rest, { screen: "agencies" }, at);
}

/** One place earlier (`by` -1) or later (1) in the visitor's own order. A second press in the same blink would meet the other one of the two. */
function moveStop(state, { service, by, at }) {
  const own = ownOrder(state);
  const from = own.indexOf(service);
  const other = own[from + by];
  if (state.place.screen !== "order" || state.tap || !state.settled || from < 0 || !other) return state;
  const moved = own.map((code) => (code === service ? other : code === other ? service : code));
  const basket = [...moved, ...state.basket.filter((code) => !own.includes(code))];
  return { ...state, basket, place: { screen: "order", moved: service }, enteredAt: at, settled: false, touchedAt: at, warning: null };
}

/** Back to where it was asked from; null takes it back. */
function choosePriority(state, { group, at }) {
  if (state.place.screen !== "priority" || state.tap) return state;
  return goTo({ ...state, priority: GROUPS.includes(group) ? group : null }, state.place.from, at);
}

const ifAsked = (state, about, change) => (state.advice?.about === about ? { ...state, advice: { ...state.advice, ...change } } : state);

const toldLast = ({ advice }) => advice?.told ?? advice?.before ?? null;
const isOverdue = ({ advice }, at) => advice?.step === "asking" && at - advice.at >= TOLD_SOON_MS;

/** Both screens of a visit: the order that is proposed, and the visitor's own where it can be changed. */
export const isOfVisit = ({ screen }) => screen === "visit" || screen === "order";

/** The visitor's own order, without what gives no number now. */
export const ownOrder = (state) => state.basket.filter((code) => verdictOf(state, code).can);

/** The order to ask about, "A1,C1", or null where there is nothing to advise, or it was asked. */
export function adviceWanted(state) {
  const about = ownOrder(state).join(",");
  const asks = isOfVisit(state.place) && about.includes(",") && !isOffline(state) && !state.tap;
  return asks && state.advice?.about !== about ? about : null;
}

/** What was advised about the order as it is now; null before. */
export const adviceNow = (state) => (state.advice?.step === "told" && state.advice.about === ownOrder(state).join(",") ? state.advice.told : null);

/** The same while the order is being changed: for a blink what was told before stays, so that no figure goes and comes. */
export const adviceShown = (state) => adviceNow(state) ?? (state.advice?.step === "asking" ? state.advice.before : null);

/** Whether another order is proposed than the visitor's own. */
export const isProposed = (state) => Boolean(adviceNow(state) && !adviceNow(state).same);

/** The services in the order that is wanted: "proposed", or the visitor's own. */
export const orderOf = (state, order) => (order === "proposed" && isProposed(state) ? adviceNow(state).proposed.services : ownOrder(state));

/** The visit as a wish for one number; null where nothing of it can be had. */
export function visitWish(state, order) {
  const [service, ...then] = orderOf(state, order);
  return service ? { service, then, code: null, priority: state.priority } : null;
}
