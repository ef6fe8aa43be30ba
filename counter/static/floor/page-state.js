/**
 * One of the floor's pages as plain values, and the one function that moves it: (state, event) → state.
 * Nothing here asks the machine for time, chance or the network; every event carries its own `at` (milliseconds).
 */

import { decisions } from "./facts.js";
import { opens } from "./may.js";
import { folded } from "./state.js";

export const SILENCE_MS = 12_000; // how long the live line is silent before it counts as lost
export const SLOW_MS = 300; // only then does a button say "Sebentar…"
export const SHIFT_MS = 350; // a finger on its way when a list moved lands on another row

export const atFirst = (at = 0, name = "floor") => ({
  screen: "loading", // loading | denied | page
  name, // floor | ready | closing | profiles
  staff: null,
  mall: null,
  floor: null, // as the news keep it
  told: null, // what runs on with the time: alerts, waits, offers; read now and then
  page: null, // what the other pages read
  line: "live", // live | polling | lost
  reached: true, // did the last request get an answer at all
  rightAt: at, // when what is shown was last known to be right
  shiftedAt: -Infinity, // when the list of decisions last changed its order
  pending: null, // the one command under way
  dialog: null,
  notice: null,
});

export const isLost = (state) => !state.reached || state.line === "lost";

const moves = {
  signedIn: (state, { staff, mall }) => ({ ...state, staff, mall, screen: opens(staff, state.name) ? "page" : "denied" }),
  floorTaken: (state, { floor, at }) => right({ ...state, floor }, at),
  heard: (state, { news, at }) => (state.floor ? right({ ...state, floor: folded(state.floor, news) }, at) : state),
  messagesRead: (state, { messages }) => (state.floor ? { ...state, floor: { ...state.floor, messages } } : state),
  toldRead,
  pageRead: (state, { page, at }) => right({ ...state, page, reached: true }, at),
  unreached: (state) => ({ ...state, reached: false }),
  lineChanged,
  pressed,
  waitedLong: (state, { requestId }) => forPending(state, requestId, (pending) => ({ ...pending, slow: true })),
  sendFailed: (state, { requestId }) => forPending({ ...state, reached: false }, requestId, (pending) => ({ ...pending, slow: true, failed: true })),
  givenUp: (state, { requestId }) => (state.pending?.requestId === requestId ? { ...state, pending: null } : state),
  answered,
  dialogOpened: (state, { dialog }) => ({ ...state, dialog, notice: null }),
  dialogChanged: (state, { patch }) => (state.dialog ? { ...state, dialog: { ...state.dialog, ...patch } } : state),
  dialogClosed: (state) => ({ ...state, dialog: null }),
  noticeShown: (state, { notice }) => ({ ...state, notice }),
  noticeGone: (state) => ({ ...state, notice: null }),
};

/** The next state. An event nobody knows is a fault of the page: it throws. */
export function reduce(state, event) {
  return moves[event.type](state, event);
}

const right = (state, at) => ({ ...state, rightAt: at });

function toldRead(state, { told, at }) {
  const { alerts, waits, offers, scores } = told;
  const next = { ...state, told: { alerts, waits, offers, scores }, reached: true, rightAt: at };
  const keys = (one) => decisions(one.floor, one.told).map(({ key }) => key);
  const moved = state.told && state.floor && keys(state).some((key, n) => keys(next)[n] !== key);
  return moved ? { ...next, shiftedAt: at } : next;
}

/** Silence is noticed late: what is shown was last right when the silence began. */
function lineChanged(state, { line, at }) {
  const lostNow = line === "lost" && state.line !== "lost";
  return { ...state, line, rightAt: lostNow ? Math.min(state.rightAt, at - SILENCE_MS) : at, reached: line === "lost" ? state.reached : true };
}

/** One command at a time, none while nobody can be reached, and none by a finger that a moving list led astray: that is said. */
function pressed(state, { order, requestId, at }) {
  if (state.pending || isLost(state)) return state;
  if (order.listed && at - state.shiftedAt < SHIFT_MS) return { ...state, notice: { kind: "refused", key: "floor.refused.shifted", values: {} } };
  return { ...state, pending: { order, requestId, slow: false, failed: false }, notice: null };
}

const forPending = (state, requestId, change) => (state.pending?.requestId === requestId ? { ...state, pending: change(state.pending) } : state);

function answered(state, { requestId, status, body }) {
  if (state.pending?.requestId !== requestId) return state;
  const notice = said(state.pending.order, status, body ?? {});
  return { ...state, pending: null, reached: true, notice, dialog: notice.kind === "done" ? null : state.dialog };
}

/** What the answer says: done, the server's own sentence, or the code of something unforeseen. */
export function said(order, status, body) {
  if (status < 400) return { kind: "done", key: `floor.done.${order.name}`, values: { ...order.values, count: body.released ?? "" } };
  if (order.name === "answer" && status === 404) return { kind: "refused", key: "floor.refused.answered", values: {} };
  if (body.error !== "bad_request" && body.message) return { kind: "refused", text: body.message };
  return { kind: "error", key: "error.unforeseen", values: {}, code: [body.error ?? `http_${status}`, body.request_id].filter(Boolean).join(" · ") };
}
