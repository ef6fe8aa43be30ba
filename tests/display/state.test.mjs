// The display's knowledge: snapshot, then news; what is shown, what is quiet, what is never shouted again.

import assert from "node:assert/strict";
import test from "node:test";
import { initialState, reduce } from "../../display/static/state.js";
import { besideFocus, countersOnPage, crowdOf, focusOf, layoutOf, noticeOnPage, noticesOf, recentOf, visibleCalls } from "../../display/static/screen.js";
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
