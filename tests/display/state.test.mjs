// The display's knowledge: snapshot, then news; what is shown, what is quiet, what is never shouted again.

import assert from "node:assert/strict";
import test from "node:test";
import { initialState, reduce } from "../../display/static/state.js";
import { besideFocus, countersOnPage, crowdOf, focusOf, isMessageOnPage, layoutOf, messagesHere, noticeOnPage, noticesOf, recentOf, visibleCalls } from "../../display/static/screen.js";
import { aCall, aCounter, aSnapshot, called, NINE } from "./builders.mjs";

const labels = (calls) => calls.map((call) => call.label);
const start = (snapshot, options) =>
  [{ type: "connection", connection: "live" }, { type: "snapshot", snapshot, now: 0, time: NINE }].reduce(reduce, initialState(options));
const hear = (state, news, now = 0, time = NINE) => reduce(state, { type: "news", news: [news].flat(), now, time });

test("a first snapshot shows its calls and shouts none of them", () => {
  const state = start(aSnapshot({ calls: [aCall({ seq: 8 }), aCall({ seq: 5 })] }));
  assert.equal(layoutOf(state), "rest");
  assert.deepEqual(labels(recentOf(state)), ["A-008", "A-005"]);
  assert.deepEqual(state.fresh, []);
});

test("no calls yet is an empty house, not an invented call", () => {
  assert.equal(layoutOf(start(aSnapshot())), "empty");
});

test("a call takes the panel and stands in sight at once", () => {
  const state = hear(start(aSnapshot()), called({ seq: 1, label: "C-014" }));
  assert.equal(layoutOf(state), "call");
  assert.equal(focusOf(state).label, "C-014");
});

test("five calls in one batch: the first on the panel, four beside it in the order they were made", () => {
  const state = hear(start(aSnapshot()), [1, 2, 3, 4, 5].map((seq) => called({ seq, counter: seq })));
  assert.deepEqual(labels(visibleCalls(state)), ["A-001", "A-002", "A-003", "A-004", "A-005"]);
  assert.ok(besideFocus(state).every((call) => call.fresh));
});

test("more calls than the panel has places become a grid of all of them", () => {
  const state = hear(start(aSnapshot()), [1, 2, 3, 4, 5, 6, 7].map((seq) => called({ seq, counter: seq })));
  assert.equal(layoutOf(state), "crowd");
  assert.equal(crowdOf(state).length, 7);
});

test("a call beyond the grid's places is painted the moment it is made, in the last place", () => {
  const state = hear(start(aSnapshot()), Array.from({ length: 12 }, (_, n) => called({ seq: n + 1, counter: n + 1 })));
  assert.deepEqual(labels(crowdOf(state)).slice(-2), ["A-009", "A-012"]);
});

test("the panel gives way to the list after its time", () => {
  const state = reduce(hear(start(aSnapshot()), called({ seq: 1 })), { type: "tick", now: 8000 });
  assert.equal(layoutOf(state), "rest");
  assert.deepEqual(labels(recentOf(state)), ["A-001"]);
});

test("the call being spoken has the panel even when its time was over", () => {
  const quiet = reduce(hear(start(aSnapshot()), called({ seq: 1 })), { type: "tick", now: 8000 });
  const speaking = reduce(quiet, { type: "speaking", label: "A-001" });
  assert.equal(focusOf(speaking).label, "A-001");
  assert.equal(focusOf(reduce(speaking, { type: "silent", job: 1, now: 9000 })), null);
});

test("words for another zone leave this zone's panel to its own call", () => {
  const state = reduce(hear(start(aSnapshot(), { zone: 1 }), called({ seq: 2 })), { type: "speaking", label: "A-001" });
  assert.equal(focusOf(state).label, "A-002");
});

test("a call whose words will be said keeps the panel until they are, and only then", () => {
  const ready = { name: "AnnouncementReady", job: "j1", label: "A-001", field: 1 };
  const heard = hear(start(aSnapshot()), [called({ seq: 1 }), ready]);
  assert.equal(layoutOf(reduce(heard, { type: "tick", now: 9000 })), "call");
  const over = hear(heard, { name: "AnnouncementSpoken", job: "j1", label: "A-001", field: 1 }, 9000);
  assert.equal(layoutOf(reduce(over, { type: "tick", now: 9000 })), "rest");
});

test("where no display speaks for the field, nobody waits for words", () => {
  const silent = aSnapshot({ fields: [{ number: 1, voice: "ready", player: false }] });
  const ready = { name: "AnnouncementReady", job: "j1", label: "A-001", field: 1 };
  const state = hear(start(silent), [called({ seq: 1 }), ready]);
  assert.equal(layoutOf(reduce(state, { type: "tick", now: 8000 })), "rest");
});

test("a recall moves its call to the top, counts, and leaves one line", () => {
  const before = start(aSnapshot({ calls: [aCall({ seq: 8 }), aCall({ seq: 5 })] }));
  const state = hear(before, called({ seq: 9, label: "A-005", calls: 2 }, "TicketRecalled"));
  assert.deepEqual(labels(state.calls), ["A-005", "A-008"]);
  assert.equal(focusOf(state).calls, 2);
});

test("a served or absent visitor's call stays in the list, marked", () => {
  const before = start(aSnapshot({ calls: [aCall({ seq: 8 }), aCall({ seq: 5 })] }));
  const state = hear(before, [{ name: "TicketStarted", label: "A-008", counter: 1 }, { name: "TicketAbsent", label: "A-005", counter: 2 }]);
  assert.deepEqual(state.calls.map((call) => call.state), ["serving", "absent"]);
});

test("after an outage, news of a call already served is shown and never shouted", () => {
  const state = hear(start(aSnapshot()), [called({ seq: 1 }), { name: "TicketFinished", label: "A-001", counter: 1, seq: 2 }]);
  assert.equal(layoutOf(state), "rest");
  assert.deepEqual(state.fresh, []);
});

test("after an outage, a call older than a minute is shown and never shouted", () => {
  const state = hear(start(aSnapshot()), called({ seq: 1 }), 0, NINE + 61000);
  assert.equal(layoutOf(state), "rest");
});

test("a snapshot after an outage gives the panel to calls that came meanwhile and still wait", () => {
  const before = start(aSnapshot({ calls: [aCall({ seq: 5 })] }));
  const snapshot = aSnapshot({ calls: [aCall({ seq: 8 }), aCall({ seq: 7, state: "serving" }), aCall({ seq: 5 })] });
  const state = reduce(before, { type: "snapshot", snapshot, now: 0, time: NINE + 5000 });
  assert.deepEqual(labels(state.fresh), ["A-008"]);
});

test("the same snapshot again shouts nothing", () => {
  const snapshot = aSnapshot({ calls: [aCall({ seq: 5 })] });
  const state = reduce(start(snapshot), { type: "snapshot", snapshot, now: 0, time: NINE });
  assert.deepEqual(state.fresh, []);
});

test("a zone's display keeps to its zone", () => {
  const state = hear(start(aSnapshot({ calls: [aCall({ seq: 3, zone: 2 })] }), { zone: 1 }), called({ seq: 4, zone: 2 }));
  assert.equal(layoutOf(state), "empty");
});

test("a lost server keeps the last calls and remembers since when", () => {
  const state = reduce(start(aSnapshot({ calls: [aCall({ seq: 3 })] })), { type: "connection", connection: "lost", time: NINE });
  const later = reduce(state, { type: "connection", connection: "lost", time: NINE + 60000 });
  assert.equal(layoutOf(later), "lost");
  assert.equal(later.lostAt, NINE);
  assert.deepEqual(labels(visibleCalls(later)), ["A-003"]);
  assert.equal(layoutOf(reduce(later, { type: "connection", connection: "live" })), "rest");
});

test("a new day begins with an empty list", () => {
  const state = hear(start(aSnapshot({ calls: [aCall({ seq: 3 })] })), { name: "DayOpened", day: "2026-11-24" });
  assert.equal(layoutOf(state), "empty");
});

test("counters that serve come in even pages, and the page turns every eight seconds", () => {
  const counters = Array.from({ length: 8 }, (_, n) => aCounter({ number: n + 1, state: n === 7 ? "closed" : "open" }));
  const state = start(aSnapshot({ counters }));
  assert.deepEqual(countersOnPage(state, 5).counters.map((one) => one.number), [1, 2, 3, 4]);
  const next = reduce(state, { type: "tick", now: 8000 });
  assert.deepEqual(countersOnPage(next, 5).counters.map((one) => one.number), [5, 6, 7]);
});

test("a counter shows whom it serves until it is done with them", () => {
  const before = start(aSnapshot({ counters: [aCounter({ number: 1 })] }));
  const serving = hear(before, [called({ seq: 1 }), { name: "TicketStarted", label: "A-001", counter: 1 }]);
  assert.equal(serving.counters[0].label, "A-001");
  assert.equal(hear(serving, { name: "TicketFinished", label: "A-001", counter: 1 }).counters[0].label, null);
});

test("a counter on pause says until when", () => {
  const state = hear(start(aSnapshot({ counters: [aCounter({ number: 1 })] })), { name: "CounterPaused", counter: 1, reason: "meal", until: "2026-11-23T03:15:00Z" });
  assert.deepEqual(state.counters[0].pause, { reason: "meal", until: "2026-11-23T03:15:00Z" });
});

test("a pause of an agency here is told at the foot, one elsewhere is not", () => {
  const mall = { agencies: [{ code: "A", zones: [1] }, { code: "E", zones: [2] }], services: [{ code: "E1", agency: "E" }] };
  const known = reduce(start(aSnapshot(), { zone: 2 }), { type: "mall", mall });
  const paused = (scope, code, pause) => ({ name: "Paused", pause, scope, code, reason: "central_system_down", numbers: false, at: "2026-11-23T02:20:00Z" });
  const state = hear(known, [paused("service", "E1", 1), paused("agency", "A", 2)]);
  assert.deepEqual(noticesOf(state).map((notice) => notice.pause.id), [1]);
  assert.deepEqual(noticesOf(hear(state, { name: "Resumed", pause: 1 })), []);
});

test("the missed-call hint takes its turn with the notices", () => {
  const state = start(aSnapshot({ pauses: [{ id: 1, scope: "site", code: null, reason: "power", numbers: true, since: "2026-11-23T02:20:00Z", until: null }] }));
  assert.equal(noticeOnPage(state).kind, "pause");
  assert.equal(noticeOnPage(reduce(state, { type: "tick", now: 8000 })), null);
});

const tell = (given) => ({ queue: "A", state: "waiting", position: 3, counter: null, calls: 0, waiting: 1, ...given });
const undone = (...tells) => ({ name: "MoveUndone", counter: 1, zone: 1, agency: "A", label: tells.at(-1).label, tells: tells.map(tell) });

test("a call that is taken back leaves panel and list, and its counter shows whom it served before", () => {
  const before = start(aSnapshot({ calls: [aCall({ seq: 1, state: "serving" })], counters: [aCounter({ number: 1, label: "A-001" })] }));
  const called2 = hear(before, [{ name: "TicketFinished", label: "A-001", counter: 1 }, called({ seq: 2 })]);
  assert.equal(focusOf(called2).label, "A-002");
  const state = hear(called2, undone({ label: "A-001", state: "serving", counter: 1, calls: 1 }, { label: "A-002" }));
  assert.deepEqual([layoutOf(state), state.fresh, state.calls.map(({ label, state: one }) => [label, one])], ["rest", [], [["A-001", "serving"]]]);
  assert.deepEqual([state.counters[0].label, state.counters[0].ticket_state], ["A-001", "serving"]);
});

test("a missed number that was called again by mistake stands where it stood, missed", () => {
  const missed = [aCall({ seq: 6, at: NINE + 6000 }), aCall({ seq: 5, counter: 2, state: "absent" })];
  const again = hear(start(aSnapshot({ calls: missed })), [{ name: "TicketReturned", label: "A-005" }, called({ seq: 9, label: "A-005", counter: 1 })]);
  const known = hear(start(aSnapshot({ calls: missed })), called({ seq: 9, label: "A-005", counter: 1, at: NINE + 9000 }));
  const state = hear(known, undone({ label: "A-005", state: "absent", counter: 2, calls: 1 }));
  assert.deepEqual(state.calls.map(({ label, counter, state: one }) => [label, counter, one]), [["A-006", 1, "called"], ["A-005", 2, "absent"]]);
  assert.deepEqual(labels(again.calls), ["A-005", "A-006"]);
});

test("who waits again, is set aside or goes to another service is called nowhere", () => {
  for (const name of ["TicketReturned", "TicketParked", "TicketTransferred", "TicketContinued"]) {
    const state = hear(hear(start(aSnapshot({ counters: [aCounter({ number: 1 })] })), called({ seq: 1 })), { name, label: "A-001", counter: 1 });
    assert.deepEqual([state.calls, state.fresh, state.counters[0].label], [[], [], null], name);
  }
});

test("a silent alarm changes nothing on the wall", () => {
  const before = start(aSnapshot());
  assert.equal(hear(before, { name: "AlarmRaised", alarm: "a1", counter: 1, zone: 1, agency: "A" }), before);
});

test("a message has the whole foot for its page, and the counters go on where they were", () => {
  const messages = [{ id: "m1", texts: { id: "Listrik padam sebentar", en: "Power cut" }, until: null, scope: "site", code: "" }];
  const counters = Array.from({ length: 8 }, (_, n) => aCounter({ number: n + 1 }));
  const page = (number) => reduce({ ...start(aSnapshot({ messages, counters })), page: { number: number - 1, since: 0 } }, { type: "tick", now: 8000, time: NINE });
  assert.deepEqual([1, 2, 3, 4].map((n) => isMessageOnPage(page(n))), [false, true, false, true]);
  assert.deepEqual([1, 3].map((n) => countersOnPage(page(n), 5).counters[0].number), [1, 5]);
});

test("a message is shown where it is meant, until it is over, and lifted ones are gone", () => {
  const mall = { agencies: [{ code: "A", zones: [1] }, { code: "E", zones: [2] }], services: [{ code: "E1", agency: "E" }] };
  const a = (id, scope, code, until = null) => ({ id, texts: { id }, until, scope, code });
  const messages = [a("site", "site", ""), a("a", "agency", "A"), a("e1", "service", "E1", new Date(NINE + 5000).toISOString())];
  const state = reduce(start(aSnapshot({ messages }), { zone: 2 }), { type: "mall", mall });
  const ids = (one) => messagesHere(one).map(({ id }) => id);
  assert.deepEqual(ids(state), ["site", "e1"]);
  assert.deepEqual(ids(reduce(state, { type: "tick", now: 0, time: NINE + 6000 })), ["site"]);
  assert.deepEqual(ids(reduce(state, { type: "messages", messages: undefined })), []);
});
