/**
 * The desk as plain values, and the one function that moves it: (state, event) → state.
 * Nothing here asks the machine for time, chance or the network; every event carries its own `at` (milliseconds).
 */

import { namingWinner, said } from "./answers.js";

export const DOUBLE_PRESS_MS = 700; // a second press sooner than this is the same press
export const SLOW_MS = 300; // only then does a button say "Sebentar…"
export const KEPT_MS = 4000; // a key typed during a command is kept this long
export const LOCK_MS = 15 * 60 * 1000;
export const SILENCE_MS = 12_000; // how long the live line is silent before it counts as lost
const ISSUED_KEPT = 6;

export const atFirst = (at = 0) => ({
  screen: "loading", // loading | choose | desk
  staff: null,
  mall: null,
  counters: null, // not read yet
  desk: null,
  line: "live", // live | polling | lost: the news
  reached: true, // did the last request get an answer at all
  rightAt: at, // when what is shown was last known to be right
  pending: null, // the one command under way
  kept: null, // the one key typed meanwhile
  pressedAt: -Infinity,
  dialog: null,
  notice: null,
  ticked: { ticket: null, marks: [] },
  issued: [], // tickets given out at this desk: they can be reprinted
  alarmedAt: -Infinity, // when a silent alarm was heard by the server
  calledAt: {}, // label → counter, as heard in the news
  locked: false,
  usedAt: at,
});

/** Out of reach: the news fell silent or a request got no answer, and no request was answered since. */
export const isLost = (state) => !state.reached;
const isServing = (state) => Boolean(state.desk?.ticket);

const moves = {
  signedIn: (state, { staff, mall }) => ({ ...state, staff, mall: mall ?? state.mall }),
  countersRead: (state, { counters, at }) => ({
    ...state, counters, reached: true, rightAt: at, screen: state.desk ? state.screen : "choose",
  }),
  deskRead,
  deskLost: (state) => ({ ...state, screen: "choose", counters: null, desk: null, dialog: null }),
  unreached: (state) => ({ ...state, reached: false }),
  lineChanged,
  newsHeard,
  pressed,
  keyKept,
  waitedLong: (state, { requestId }) => forPending(state, requestId, (pending) => ({ ...pending, slow: true })),
  sendFailed: (state, { requestId }) =>
    forPending({ ...state, reached: false }, requestId, (pending) => ({ ...pending, slow: true, failed: true })),
  givenUp: (state, { requestId }) => (state.pending?.requestId === requestId ? { ...state, pending: null } : state),
  answered,
  keptTaken: (state) => ({ ...state, kept: null }),
  dialogOpened: (state, { dialog }) => (state.locked ? state : { ...state, dialog, notice: null }),
  dialogChanged: (state, { patch }) => (state.dialog ? { ...state, dialog: { ...state.dialog, ...patch } } : state),
  dialogClosed: (state) => ({ ...state, dialog: null }),
  alarmHeard: (state, { at }) => ({ ...state, alarmedAt: at }),
  noticeGone: (state) => ({ ...state, notice: null }),
  noticeShown: (state, { notice }) => ({ ...state, notice }),
  documentTicked,
  ticketRead,
  used: (state, { at }) => (state.locked ? state : { ...state, usedAt: at }),
  idled,
  lockKept: (state) => ({ ...state, locked: true, dialog: null }),
  unlocked: (state, { at }) => ({ ...state, locked: false, usedAt: at }),
};

/** The next state. An event nobody knows is a fault of the page, not of the clerk: it throws. */
export function reduce(state, event) {
  return moves[event.type](state, event);
}

function withDesk(state, desk, at) {
  const ticket = desk.ticket?.id ?? null;
  const ticked = state.ticked.ticket === ticket ? state.ticked : { ticket, marks: [] };
  const dialog = state.dialog?.of && state.dialog.of !== ticket ? null : state.dialog; // its question was about another visitor
  return { ...state, screen: "desk", desk, ticked, dialog, rightAt: at };
}

/** The desk read again. Somebody else sits here now: back to the choice of counters, and it is said why. */
function deskRead(state, { desk, at }) {
  const reached = { ...state, reached: true };
  if (desk.counter.held_by_me) return withDesk({ ...reached, notice: stillTrue(state, desk) }, desk, at);
  const notice = { kind: "refused", key: "refusal.counter_not_held", values: { counter: desk.counter.number } };
  return { ...reached, screen: "choose", counters: null, desk: null, dialog: null, rightAt: at, notice: state.desk ? notice : state.notice };
}

/** What was said about one visitor or state is not left standing beside the next. */
function stillTrue({ notice, desk: before }, desk) {
  const same = before?.ticket?.id === desk.ticket?.id && before?.counter.state === desk.counter.state;
  return same ? notice : null;
}

/** Silence is noticed late: what is shown was last right when the silence began. */
function lineChanged(state, { line, at }) {
  const lostNow = line === "lost" && state.line !== "lost";
  if (!lostNow) return { ...state, line };
  return { ...state, line, reached: false, rightAt: Math.max(state.rightAt, at - SILENCE_MS) };
}

/** Remembers who called what, so that a desk that came second can say to whom it lost, even when it hears so later. */
function newsHeard(state, { news }) {
  if (news.name !== "TicketCalled") return state;
  const calledAt = { ...state.calledAt, [news.label]: news.counter };
  return { ...state, calledAt, notice: namingWinner(state.notice, { ...state, calledAt }) };
}

/**
 * One press. `primary` is the biggest button or Enter: what it means changes under the finger, so a second press that
 * comes at once, before or after the answer, is the same press. While the server is out of reach nothing new can be asked.
 */
function pressed(state, { order, requestId, key = null, primary = false, at }) {
  if (state.locked || state.pending || isLost(state)) return state;
  if (primary && at - state.pressedAt < DOUBLE_PRESS_MS) return state;
  const pending = { order, requestId, key, primary, slow: false, failed: false, at };
  return { ...state, pending, pressedAt: primary ? at : state.pressedAt, kept: null, notice: null };
}

/** A key typed while a command is under way waits for its answer; the same key again is only impatience. */
function keyKept(state, { key, at }) {
  const waits = state.pending && state.pending.key !== key && !state.locked;
  return waits ? { ...state, kept: { key, at } } : state;
}

function forPending(state, requestId, change) {
  return state.pending?.requestId === requestId ? { ...state, pending: change(state.pending) } : state;
}

/** The answer to a command: the new desk, what to say, and whether the key kept meanwhile still makes sense. */
function answered(state, { requestId, status, body, at }) {
  if (state.pending?.requestId !== requestId) return state;
  const { order, primary } = state.pending;
  const notice = said(order, status, body, state);
  const after = { ...state, pending: null, reached: true, notice, pressedAt: primary ? at : state.pressedAt };
  const then = status < 400 ? succeeded(after, order, body, at) : refused(after, order, body);
  return { ...then, kept: stillMeant(then, at) };
}

const LEAVES = new Set(["leave", "hand_over"]);
const ASIDE = new Set(["answer", "remove_note"]); // pressed beside an open menu, which stays
const ASKS_AGAIN = new Set(["issue", "book", "call", "return", "note", "plan", "transfer"]); // a refusal is said inside the menu

function succeeded(state, order, body, at) {
  if (LEAVES.has(order.name)) return { ...state, screen: "choose", counters: null, desk: null, dialog: null };
  if (order.name === "issue") return issued(state, body);
  if (order.name === "book") return { ...state, dialog: { name: "booked", appointment: body.appointment } };
  const dialog = ASIDE.has(order.name) ? state.dialog : null;
  return body.counter ? withDesk({ ...state, dialog }, body, at) : { ...state, dialog };
}

function issued(state, { ticket, slip }) {
  const all = [ticket, ...state.issued.filter((other) => other.id !== ticket.id)].slice(0, ISSUED_KEPT);
  return { ...state, issued: all, dialog: { name: "issued", ticket, slip } };
}

/** A refusal closes a dialog only where its question no longer stands. */
function refused(state, order, body) {
  const unseated = body.error === "counter_not_held" && order.name !== "take";
  if (unseated) return { ...state, screen: "choose", counters: null, desk: null, dialog: null };
  return { ...state, dialog: ASKS_AGAIN.has(order.name) ? state.dialog : null };
}

function stillMeant({ kept, notice }, at) {
  const went = notice?.kind !== "refused" && notice?.kind !== "error";
  return kept && went && at - kept.at < KEPT_MS ? kept : null;
}

/** An open counter where nobody was and nobody waited, and now somebody does: the moment for a sound. */
export function somebodyCame(before, after) {
  const idle = (desk) => Boolean(desk) && desk.counter.state === "open" && !desk.ticket && !desk.next;
  const same = before?.counter.number === after?.counter.number && after?.counter.state === "open";
  return same && idle(before) && Boolean(after.ticket || after.next);
}

function documentTicked(state, { index }) {
  const ticket = state.desk?.ticket;
  if (!ticket || index >= ticket.documents.length) return state;
  const marks = ticket.documents.map((_, at) => Boolean(state.ticked.marks[at]) !== (at === index));
  return { ...state, ticked: { ticket: ticket.id, marks } };
}

/** A ticket given out here, read again: what became of its slip. */
function ticketRead(state, { ticket }) {
  const issuedNow = state.issued.map((known) => (known.id === ticket.id ? ticket : known));
  const shown = state.dialog?.name === "issued" && state.dialog.ticket.id === ticket.id;
  return { ...state, issued: issuedNow, dialog: shown ? { ...state.dialog, ticket } : state.dialog };
}

function idled(state, { at }) {
  const due = state.screen === "desk" && !isServing(state) && !state.pending && at - state.usedAt >= LOCK_MS;
  return due && !state.locked ? { ...state, locked: true, dialog: null, notice: null } : state;
}
