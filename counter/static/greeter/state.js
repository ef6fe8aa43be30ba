/**
 * The greeter's page as plain values, and the one function that moves it: (state, event) → state.
 * Nothing here asks the machine for time, chance or the network; every event carries its own `at` (milliseconds).
 */

import { said } from "./answers.js";
import { ROLES } from "./may.js";
import { HOME, isSame } from "./place.js";

export const SILENCE_MS = 12_000; // how long the live line is silent before it counts as lost
export const SLOW_MS = 300; // only then does a button say "Sebentar…"
export const SHIFT_MS = 350; // a finger on its way when a list moved lands on another row
export const DOUBLE_PRESS_MS = 500; // a press sooner after the page turned was meant for what stood there before

export const atFirst = (at = 0, place = HOME) => ({
  screen: "loading", // loading | denied | page
  staff: null,
  mall: null,
  place,
  asked: "", // what stands in the one field
  inbox: null, // not read yet
  services: null,
  ticket: null, // of this place
  missing: null, // why there is none: unknown | not_yours
  given: null, // the number just given out: {id, label}
  line: "live", // live | polling | lost: the news
  reached: true, // did the last request get an answer at all
  rightAt: at, // when what is shown was last known to be right
  shiftedAt: -Infinity, // when rows of a list last changed their places
  turnedAt: -Infinity, // when the page under the finger last became another
  pending: null, // the one command under way
  dialog: null,
  notice: null,
});

/** Out of reach: the news fell silent or a request got no answer, and none was answered since. */
export const isLost = (state) => !state.reached;

const moves = {
  signedIn: (state, { staff, mall }) => ({ ...state, staff, mall, screen: ROLES.includes(staff.role) ? "page" : "denied" }),
  typed: (state, { text }) => ({ ...state, asked: text }),
  went,
  inboxRead,
  servicesRead: (state, { services }) => ({ ...state, services: Object.fromEntries(services.map((one) => [one.code, one])) }),
  ticketRead: (state, { ticket, asked, at }) => (isMeant(state, asked) ? withTicket(state, ticket, at) : state),
  ticketMissing: (state, { asked, why }) => (isMeant(state, asked) ? { ...state, ticket: null, missing: why } : state),
  unreached: (state) => ({ ...state, reached: false }),
  lineChanged,
  pressed,
  waitedLong: (state, { requestId }) => forPending(state, requestId, (pending) => ({ ...pending, slow: true })),
  sendFailed: (state, { requestId }) =>
    forPending({ ...state, reached: false }, requestId, (pending) => ({ ...pending, slow: true, failed: true })),
  givenUp: (state, { requestId }) => (state.pending?.requestId === requestId ? { ...state, pending: null } : state),
  answered,
  dialogOpened: (state, { dialog }) => ({ ...state, dialog, notice: null }),
  dialogChanged: (state, { patch }) => (state.dialog ? { ...state, dialog: { ...state.dialog, ...patch } } : state),
  dialogClosed: (state) => ({ ...state, dialog: null }),
  noticeShown: (state, { notice }) => ({ ...state, notice }),
  noticeGone: (state) => ({ ...state, notice: null }),
};

/** The next state. An event nobody knows is a fault of the page, not of the greeter: it throws. */
export function reduce(state, event) {
  return moves[event.type](state, event);
}

/** Another ticket or service begins empty: nothing of the last visitor stands beside the next. */
function went(state, { place, at }) {
  const same = isSame(place, state.place);
  const fresh = same ? {} : { ticket: null, missing: null, notice: null, given: state.given?.label === place.label ? state.given : null };
  return { ...state, ...fresh, place, asked: "", dialog: null, turnedAt: same ? state.turnedAt : at };
}

function inboxRead(state, { inbox, at }) {
  const shifted = state.inbox && shifts(rowsOf(state.inbox), rowsOf(inbox));
  return { ...state, inbox, reached: true, rightAt: at, shiftedAt: shifted ? at : state.shiftedAt };
}

const rowsOf = ({ alarms, requested, away }) => [...alarms.map(({ id }) => id), "|", ...requested.map(({ label }) => label), "|", ...away.map(({ label }) => label)];

/** Rows that come after all others move nothing. */
const shifts = (before, after) => before.some((row, at) => after[at] !== row);

const isMeant = ({ place }, asked) => place.name === "ticket" && place.label === asked;

function withTicket(state, ticket, at) {
  const turnedAt = state.ticket ? state.turnedAt : at;
  return { ...state, ticket, turnedAt, missing: null, place: { name: "ticket", label: ticket.label } };
}

/** Silence is noticed late: what is shown was last right when the silence began. */
function lineChanged(state, { line, at }) {
  const lostNow = line === "lost" && state.line !== "lost";
  if (!lostNow) return { ...state, line };
  return { ...state, line, reached: false, rightAt: Math.max(state.rightAt, at - SILENCE_MS) };
}

/** One press. While the server is out of reach nothing new can be asked; what was asked is kept and sent again. */
function pressed(state, { order, requestId, at }) {
  if (state.pending || isLost(state) || at - state.turnedAt < DOUBLE_PRESS_MS) return state;
  if (order.listed && at - state.shiftedAt < SHIFT_MS) return { ...state, notice: { kind: "refused", key: "greeter.refused.shifted" } };
  return { ...state, pending: { order, requestId, slow: false, failed: false }, notice: null };
}

function forPending(state, requestId, change) {
  return state.pending?.requestId === requestId ? { ...state, pending: change(state.pending) } : state;
}

function answered(state, { requestId, status, body, at }) {
  if (state.pending?.requestId !== requestId) return state;
  const { order } = state.pending;
  const after = { ...state, pending: null, reached: true, turnedAt: at, notice: said(order, status, body) };
  if (status >= 400) return after;
  if (order.name === "issue" || order.name === "redeem") return issued(after, body);
  if (order.name === "book") return { ...after, notice: null, dialog: { name: "booked", appointment: body.appointment } };
  const told = isMeant(state, order.label) && body.ticket && order.name !== "reprint";
  return { ...after, dialog: null, ticket: told ? body.ticket : after.ticket };
}

/** The visitor's own page stands next: number, place, slip. */
function issued(state, { ticket }) {
  return { ...state, dialog: null, asked: "", given: { id: ticket.id, label: ticket.label }, place: { name: "ticket", label: ticket.label }, ticket: null, missing: null };
}
