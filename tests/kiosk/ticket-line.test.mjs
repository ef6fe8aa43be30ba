/** People ahead, counted by the phone itself from the queue's news: in order, with answers that come before and after them. */
import assert from "node:assert/strict";
import test from "node:test";
import { pacing, pauseAfter } from "../../kiosk/static/ticket-asking.js";
import { around, bellFor, faceOf, firstTicketState, isStale, postponing, reduceTicket } from "../../kiosk/static/ticket-state.js";
import { aMall, aTicket } from "./builders.mjs";

const mall = aMall({ calling: { postpone_places: 3, postpone_times: 2 } });
const at = "2026-11-23T02:58:12Z";
const start = { type: "ticket-loaded", seq: 20, at, ticket: aTicket({ position: 14, queue: "C", ahead: 9, postponed: 0 }) };
const places = [10, 12, 14, 16, 18];
const snapshot = { type: "snapshot", at, snapshot: { seq: 20, queues: [{ code: "C", positions: places }] } };
const news = (seq, name, given) => ({ type: "news", at, news: { seq, name, at, label: "C-001", queue: "C", ...given } });
const after = (...events) => [{ type: "mall-loaded", mall }, start, snapshot, ...events].reduce(reduceTicket, firstTicketState());
const counted = (...events) => around(after(...events));

test("who stands before me in the room's places is ahead, who stands after me behind", () => {
  assert.deepEqual(counted(), { ahead: 2, behind: 2 });
});

test("before the room was heard the server's own count stands", () => {
  assert.equal(around([{ type: "mall-loaded", mall }, start].reduce(reduceTicket, firstTicketState())).ahead, 9);
});

test("a call before me brings me one nearer, a number taken after me does not", () => {
  assert.deepEqual(counted(news(21, "TicketCalled", { position: 10 }), news(22, "TicketIssued", { position: 22 })), { ahead: 1, behind: 3 });
});

for (const name of ["TicketCancelled", "TicketExpired"]) {
  test(`${name} before me brings me one nearer`, () => assert.equal(counted(news(21, name, { position: 12 })).ahead, 1));
}

test("somebody before me who lets others go first, me among them, brings me one nearer", () => {
  const state = after(news(21, "TicketPostponed", { positions: [10, 12, 14, 16], places: 3 }));
  assert.deepEqual([around(state).ahead, state.ticket.position], [1, 12]);
});

test("those who change places among themselves before or behind me do not move me", () => {
  const state = after(news(21, "TicketPostponed", { positions: [10, 12] }), news(22, "TicketPostponed", { positions: [16, 18] }));
  assert.deepEqual([around(state), state.ticket.position], [{ ahead: 2, behind: 2 }, 14]);
});

test("letting others go first puts me behind them and counts as one time", () => {
  const state = after(news(21, "TicketPostponed", { label: "C-018", positions: [14, 16, 18] }));
  assert.deepEqual([around(state), state.ticket.postponed], [{ ahead: 4, behind: 0 }, 1]);
});

test("a slip of an outage that takes its place before me puts me one back, one behind me does not", () => {
  const before = after(news(21, "PaperKeyedIn", { label: "C-P01", position: 21, positions: [12, 14, 16, 18, 21] }));
  const behind = after(news(21, "PaperKeyedIn", { label: "C-P01", position: 21, positions: [16, 18, 21] }));
  const served = after(news(21, "PaperKeyedIn", { label: "C-P01", positions: [] }));
  assert.deepEqual([around(before), around(behind), around(served)], [{ ahead: 3, behind: 2 }, { ahead: 2, behind: 3 }, { ahead: 2, behind: 2 }]);
});

test("a note of another day that is redeemed before me puts me one back", () => {
  const state = after(news(21, "TicketIssued", { position: 21 }), news(22, "NoteRedeemed", { positions: [12, 14, 16, 18, 21] }));
  assert.deepEqual(around(state), { ahead: 3, behind: 2 });
});

test("news that an answer has already told are not told twice", () => {
  const answer = { ...start, seq: 21, ticket: { ...start.ticket, position: 12 } };
  const state = after(answer, news(21, "TicketPostponed", { positions: [10, 12, 14] }));
  assert.deepEqual([state.ticket.position, around(state).ahead], [12, 1]);
});

test("an answer that news have overtaken on its way does not take a call back", () => {
  const state = after(news(21, "TicketCalled", { label: "C-018", position: 14, counter: 7, calls: 1 }), start);
  assert.deepEqual([faceOf(state), state.ticket.counter], ["called", 7]);
});

test("an answer newer than the places is believed until the places are as new", () => {
  const state = after({ ...start, seq: 30, ticket: { ...start.ticket, ahead: 1 } });
  assert.equal(around(state).ahead, 1);
});

test("the room says that I am called, called again, served and finished", () => {
  const mine = (seq, name, given) => news(seq, name, { label: "C-018", counter: 7, ...given });
  const steps = [mine(21, "TicketCalled", { position: 14, calls: 1 }), mine(22, "TicketRecalled", { calls: 2 }), mine(23, "TicketStarted"), mine(24, "TicketFinished")];
  const seen = steps.map((_, n) => after(...steps.slice(0, n + 1)));
  assert.deepEqual(seen.map(faceOf), ["called", "called", "serving", "over"]);
  assert.deepEqual(seen.map((state) => state.ticket.calls).slice(0, 2), [1, 2]);
});

test("a question still open when its ticket is called is taken away", () => {
  const asking = { type: "open-dialog", kind: "postpone", requestId: "r1" };
  const state = after(asking, news(21, "TicketCalled", { label: "C-018", position: 14, counter: 7, calls: 1 }));
  assert.equal(state.dialog, null);
});

test("the bell rings at a call and at each further call, and softly when few are left", () => {
  const waiting = after();
  const far = reduceTicket(waiting, { type: "snapshot", at, snapshot: { seq: 20, queues: [{ code: "C", positions: [8, ...places] }] } });
  const near = reduceTicket(far, news(21, "TicketCalled", { position: 8 }));
  const called = reduceTicket(near, news(22, "TicketCalled", { label: "C-018", position: 14, counter: 7, calls: 1 }));
  const again = reduceTicket(called, news(23, "TicketRecalled", { label: "C-018", counter: 7, calls: 2 }));
  assert.deepEqual([bellFor(far, near), bellFor(near, called), bellFor(called, again), bellFor(again, again)], ["near", "call", "call", null]);
});

test("as many go first as the mall says, fewer where fewer wait behind, none after the last time", () => {
  assert.deepEqual(postponing(after()), { places: 2, ahead: 4, left: 2, times: 2 });
  assert.equal(postponing(after({ ...start, ticket: { ...start.ticket, postponed: 2 } })).left, 0);
});

test("facts are old when nobody answers and the line is down, or the phone itself says it is offline", () => {
  const unreached = { type: "ticket-unreachable" };
  const link = (name) => ({ type: "link", link: name, at });
  assert.equal(isStale(after(link("live"), unreached)), false);
  assert.equal(isStale(after(link("live"), { type: "offline", offline: true }, unreached)), true);
  assert.equal(isStale(after(link("lost"), unreached)), true);
  assert.equal(isStale(after(link("lost"), unreached, news(21, "TicketIssued", { position: 21 }))), false);
});

test("a restored backup begins another past: its lower seqs are heard again", () => {
  const other = { ...snapshot, snapshot: { ...snapshot.snapshot, seq: 5, timeline: "b" } };
  const state = after({ ...snapshot, snapshot: { ...snapshot.snapshot, timeline: "a" } }, other, { ...start, seq: 5, ticket: { ...start.ticket, position: 16 } });
  assert.equal(around(state).ahead, 3);
});

test("while the line lives a phone hardly asks, without it every ten to fifteen seconds, and ever more slowly where nobody answers", () => {
  const pause = (given) => pauseAfter({ answered: true, link: "live", waits: true, failures: 0, ...given });
  assert.deepEqual(pause(), [90_000, 150_000]);
  assert.deepEqual(pause({ link: "lost" }), [10_000, 15_000]);
  assert.deepEqual([1, 9].map((failures) => pause({ answered: false, failures })), [[2000, 4000], [10_000, 20_000]]);
});

test("the earliest wish to ask stands, and never two questions at once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let asked = 0;
  let answer;
  let ticks = 0;
  const asking = pacing(() => ((asked += 1), new Promise((done) => (answer = done))), { random: () => 0, ticking: () => ticks });
  const pass = (ms) => ((ticks += ms), t.mock.timers.tick(ms));
  asking.within(5000, 9000);
  asking.within(1000, 2000);
  asking.within(3000, 4000);
  pass(1000);
  assert.equal(asked, 1);
  asking.within(0, 0);
  pass(10);
  assert.equal(asked, 1);
  answer();
  await new Promise((done) => setImmediate(done));
  pass(100);
  assert.equal(asked, 2);
});

test("because others moved a phone asks at most every 45 seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let asked = 0;
  let ticks = 0;
  const asking = pacing(() => { asked += 1; }, { random: () => 0, ticking: () => ticks });
  for (let second = 0; second < 180; second += 1) {
    asking.calmly();
    ticks += 1000;
    t.mock.timers.tick(1000);
    await new Promise((done) => setImmediate(done));
  }
  assert.equal(asked, 4);
});
