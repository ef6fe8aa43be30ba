/** A visit on the phone: its next stops, coming back, moves taken back, and the line counted through all of it. */
import assert from "node:assert/strict";
import test from "node:test";
import { around, bellFor, faceOf, firstTicketState, isOver, messagesNow, reduceTicket, returning } from "../../kiosk/static/ticket-state.js";
import { aMall, aTicket } from "./builders.mjs";

const at = "2026-11-23T02:58:12Z";
const mall = aMall({ calling: { postpone_places: 3, postpone_times: 2, late_return_places: 3 } });
const plan = [{ code: "A1", agency: "A", name: {}, agency_short: "Disdukcapil", zone: 2, floor: 1 }, { code: "A2", agency: "A", name: {} }];
const start = { type: "ticket-loaded", seq: 20, at, ticket: aTicket({ position: 14, queue: "C", ahead: 9, postponed: 0, calls: 0, plan }) };
const snapshot = { type: "snapshot", at, snapshot: { seq: 20, queues: [{ code: "C", positions: [10, 12, 14, 16, 18] }] } };
const news = (seq, name, given) => ({ type: "news", at, news: { seq, name, at, label: "C-001", queue: "C", ...given } });
const mine = (seq, name, given) => news(seq, name, { label: "C-018", ...given });
const after = (...events) => [{ type: "mall-loaded", mall }, start, snapshot, ...events].reduce(reduceTicket, firstTicketState());
const tell = (given) => ({ label: "C-001", queue: "C", state: "waiting", position: 10, counter: null, calls: 0, waiting: 5, ...given });
const called = mine(21, "TicketCalled", { position: 14, counter: 7, calls: 1 });
const absent = mine(22, "TicketAbsent", { counter: 7 });

test("a late visitor who comes back before me puts me one back", () => {
  const state = after(news(21, "TicketReturned", { position: 21, positions: [12, 14, 16, 18, 21], waiting: 6, why: "late" }));
  assert.deepEqual([around(state), state.ticket.position], [{ ahead: 3, behind: 2 }, 16]);
});

test("a visitor who comes from another queue by the time of arrival puts me one back, one who goes to another does not", () => {
  const comes = after(news(21, "TicketContinued", { position: 21, positions: [10, 12, 14, 16, 18, 21], waiting: 6, left_queue: "A" }));
  const goes = after(news(21, "TicketContinued", { queue: "A", position: 21, positions: [3, 21], waiting: 9, left_queue: "C" }));
  assert.deepEqual([around(comes), around(goes)], [{ ahead: 3, behind: 2 }, { ahead: 2, behind: 2 }]);
});

test("who waited before me and is sent to another queue brings me one nearer", () => {
  const state = after(news(21, "TicketTransferred", { queue: "A", position: 21, positions: [21], waiting: 1, left_queue: "C", left_position: 12 }));
  assert.deepEqual(around(state), { ahead: 1, behind: 2 });
});

test("who is sent to another service of the same queue leaves one place and takes one", () => {
  const state = after(news(21, "TicketTransferred", { position: 21, positions: [21], waiting: 5, left_queue: "C", left_position: 12 }));
  assert.deepEqual(around(state), { ahead: 1, behind: 3 });
});

test("a call before me that is undone puts its holder where they were", () => {
  const state = after(news(21, "TicketCalled", { position: 10, counter: 7, calls: 1 }), news(22, "MoveUndone", { queue: undefined, tells: [tell()] }));
  assert.deepEqual(around(state), { ahead: 2, behind: 2 });
});

test("who stands no more in this line after an undone move leaves no hole, and other lines do not count", () => {
  const joins = news(21, "TicketContinued", { position: 21, positions: [10, 12, 14, 16, 18, 21], waiting: 6, left_queue: "A" });
  const state = after(joins, news(22, "MoveUndone", { queue: undefined, tells: [tell({ queue: "A", state: "serving", position: 3 }), tell({ state: "gone", position: 10 })] }));
  assert.deepEqual([around(state), state.places.includes(3)], [{ ahead: 2, behind: 2 }, false]);
});

test("my own call undone: I wait where I waited, the page says so, and the next call rings again", () => {
  const undone = after(called, news(22, "MoveUndone", { queue: undefined, label: "C-018", tells: [tell({ label: "C-018", position: 14 })] }));
  assert.deepEqual([faceOf(undone), around(undone).ahead, undone.said], ["waiting", 2, { kind: "undone", call: true }]);
  const again = reduceTicket(undone, mine(23, "TicketCalled", { position: 14, counter: 8, calls: 1 }));
  assert.deepEqual([bellFor(undone, again), again.said], ["call", null]);
});

test("an absence taken back shows the counter again and does not ring", () => {
  const before = after(called, absent);
  const state = reduceTicket(before, news(23, "MoveUndone", { queue: undefined, tells: [tell({ label: "C-018", state: "called", position: 14, counter: 7, calls: 1 })] }));
  assert.deepEqual([faceOf(state), state.ticket.counter, bellFor(before, state)], ["called", 7, null]);
});

test("absent, parked and sent for a document are no ends: each says how to come back", () => {
  const parked = mine(22, "TicketParked", { counter: 7, why: "payment", until: "2026-11-23T03:40:00Z" });
  const incomplete = mine(22, "TicketFinished", { counter: 7, outcome: "incomplete" });
  const states = [absent, parked, incomplete].map((end) => after(called, end));
  assert.deepEqual(states.map(faceOf), ["absent", "parked", "returns"]);
  assert.deepEqual(states.map(({ ticket }) => ticket.may_return), ["late", "parked", "documents"]);
  assert.deepEqual(states.map((state) => returning(state.ticket, mall)), [3, 0, 0]);
  assert.deepEqual(states.map((state) => isOver(state)), [false, false, false]);
});

test("coming back late I wait behind as many as the mall says", () => {
  const state = after(called, absent, mine(23, "TicketReturned", { position: 23, positions: [18, 23], waiting: 5, why: "late" }));
  assert.deepEqual([faceOf(state), around(state), state.ticket.may_return], ["waiting", { ahead: 3, behind: 1 }, null]);
});

test("the next stop of my visit is another line: its places are asked for, the number stays", () => {
  const done = mine(22, "TicketFinished", { counter: 7, outcome: "done" });
  const goes = mine(23, "TicketContinued", { queue: "A", service: "A1", agency: "A", zone: 2, floor: 1, position: 23, positions: [19, 21, 23], waiting: 5, left_queue: "C" });
  const state = after(called, done, goes);
  assert.deepEqual([faceOf(state), state.ticket.queue, state.ticket.service, state.ticket.label], ["waiting", "A", "A1", "C-018"]);
  assert.deepEqual([around(state), state.places, state.ticket.plan.map(({ code }) => code)], [{ ahead: 2, behind: null }, null, ["A2"]]);
  const there = reduceTicket(state, { type: "snapshot", at, snapshot: { seq: 25, queues: [{ code: "A", positions: [2, 19, 21, 23] }] } });
  assert.deepEqual(around(there), { ahead: 1, behind: 2 });
});

test("priority is asked for, confirmed or declined without moving me", () => {
  const told = ["Requested", "Confirmed", "Declined"].map((word) => after(mine(21, `Priority${word}`)));
  assert.deepEqual(told.map(({ ticket }) => ticket.priority), ["requested", "confirmed", "declined"]);
  assert.deepEqual(told.map((state) => around(state).ahead), [2, 2, 2]);
});

test("a visit that ended is asked for until its end can no longer be taken back", () => {
  const state = after(called, mine(22, "TicketFinished", { counter: 7, outcome: "done" }));
  const seconds = (n) => Date.parse(at) + n * 1000;
  assert.deepEqual([isOver(state, seconds(30)), isOver(state, seconds(95))], [false, true]);
});

test("messages to those who wait are shown while they count; a server without them has none", () => {
  const shown = [{ id: "m1", texts: { id: "Listrik padam" }, until: null }, { id: "m2", texts: { id: "x" }, until: "2026-11-23T02:58:00Z" }];
  const told = after({ ...snapshot, snapshot: { ...snapshot.snapshot, messages: shown } });
  assert.deepEqual([messagesNow(after(), Date.parse(at)), messagesNow(told, Date.parse(at)).map(({ id }) => id)], [[], ["m1"]]);
});
