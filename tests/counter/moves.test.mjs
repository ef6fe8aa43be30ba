// The desk's further moves: their keys, what they send and say, what their menus offer, without a browser.

import assert from "node:assert/strict";
import test from "node:test";
import { chord, raise, TWICE_MS } from "./static/alarm.js";
import { said } from "./static/answers.js";
import { callable, choiceIn, comingBack, delivered, deliveredList, secondsToUndo, targets, toggled, waitLevel } from "./static/choices.js";
import { labelMeant, labelsFound, servicesFound } from "./static/finding.js";
import { everyMove, meaningOf, otherMoves, tooEarly } from "./static/moves.js";
import { orderFor } from "./static/orders.js";
import { atFirst, reduce, somebodyCame } from "./static/state.js";

const aTicket = (more = {}) => ({ id: "t27", label: "D-027", service: "D1", state: "serving", calls: 1, documents: [], tariffs: [], plan: [], ...more });
const waits = (label, more = {}) => ({ id: label, label, service: "D1", issued_at: "2026-11-23T02:00:00Z", ...more });
const aDesk = ({ counter = {}, may = {}, ...more } = {}) => ({
  counter: { number: 9, agency: "D", queues: ["D"], state: "open", held_by_me: true, ...counter },
  ticket: null, waiting: [waits("D-028"), waits("D-031")], waiting_count: 2, next: { label: "D-028" }, services: [], troubles: [],
  recent: [], parked: [], notes: [], undo: null, auto_call: false,
  may: { next: true, recall: false, start: false, finish: false, absent: false, absent_after_calls: 3, again_in_seconds: 0, park: false, transfer: false, ...may }, ...more,
});
const serving = (more = {}) => aDesk({ ticket: aTicket(), may: { finish: true, park: true, transfer: true }, ...more });
const called = (calls = 1, again = 0) => aDesk({
  ticket: aTicket({ state: "called", calls }), may: { recall: true, start: true, finish: true, park: true, transfer: true, absent: calls >= 3, again_in_seconds: again },
});
const at = (desk) => reduce(atFirst(0), { type: "deskRead", desk, at: 1000 });
const order = (name, desk, extra) => orderFor(name, at(desk), extra);
const press = (state, name, extra) => reduce(state, { type: "pressed", order: orderFor(name, state, extra), requestId: "r1", at: 2000 });
const answer = (state, body, status = 200) => reduce(state, { type: "answered", requestId: "r1", status, body, at: 2100 });
const mall = {
  agencies: [{ code: "D", short: "Polres", name: { id: "Kepolisian" } }, { code: "A", short: "Disdukcapil", name: { id: "Kependudukan" } }],
  services: [
    { code: "A1", agency: "A", name: { id: "KTP-el baru" }, short: { id: "KTP" }, search: ["foto ktp"] },
    { code: "D1", agency: "D", name: { id: "SKCK baru" }, short: { id: "SKCK" } },
    { code: "D2", agency: "D", name: { id: "Perpanjangan SIM" }, short: { id: "SIM" } },
  ],
};

test("no two moves share a key in any state, wherever their buttons stand", () => {
  const undo = { move: "next", label: "D-027", until: "2026-11-23T02:53:00Z" };
  for (const desk of [aDesk(), aDesk({ undo }), serving({ undo }), called(), called(3), aDesk({ counter: { state: "paused" } }), aDesk({ counter: { state: "closed" } })]) {
    const keys = everyMove(desk).map((move) => move.key);
    assert.equal(new Set(keys).size, keys.length);
    const clashing = otherMoves(desk).filter((move) => everyMove(desk).find((other) => other.key === move.key).name !== move.name);
    assert.deepEqual(clashing, []);
  }
});

test("each move has one letter: those beside the visitor, beside the queue, and in the menu", () => {
  const means = (desk, key) => meaningOf(desk, { key })?.name;
  const inVisit = { s: "outcome", b: "incomplete", t: "park", a: "transfer", l: "plan", r: "priority", "/": "call", d: "return", i: "note", g: "hand_over", m: "menu", "?": "keys", p: "next" };
  for (const [key, name] of Object.entries(inVisit)) assert.equal(means(serving(), key), name, key);
  assert.equal(means(aDesk(), "o"), "auto_call");
  assert.equal(means(aDesk(), "p"), "next");
  assert.equal(means(aDesk(), "k"), undefined);
  assert.equal(means(aDesk({ undo: { move: "park", label: "D-027", until: "2026-11-23T03:00:00Z" } }), "k"), "undo");
  assert.equal(means(aDesk(), "t"), undefined);
});

test("calling again and absent say how many seconds, or calls, are missing", () => {
  assert.deepEqual(tooEarly(called(1, 15), meaningOf(called(1, 15), { key: "u" }), 4.2), { key: "refusal.recalled_too_soon", values: { n: 11 } });
  assert.equal(tooEarly(called(1, 15), meaningOf(called(1, 15), { key: "u" }), 15), null);
  assert.deepEqual(tooEarly(called(1, 15), meaningOf(called(1, 15), { key: "h" }), 0), { key: "refusal.absent_too_early", values: { calls: 3 } });
  assert.deepEqual(tooEarly(called(3, 9), meaningOf(called(3, 9), { key: "h" }), 2), { key: "refusal.absent_in", values: { n: 7 } });
  assert.equal(tooEarly(called(3, 0), meaningOf(called(3, 0), { key: "h" }), 0), null);
});

test("a chosen call carries the label, its reason and the visitor the clerk sees", () => {
  const { path, body } = order("call", serving(), { ticket: "D-031", reason: "urgent" });
  assert.deepEqual([path, body], ["/counters/9/call", { expects: "t27", ticket: "D-031", reason: "urgent" }]);
});

test("parking, transferring and outcomes name the visitor they were asked about", () => {
  assert.deepEqual(order("park", serving(), { why: "copy", minutes: 0 }).body, { ticket: "t27", why: "copy", minutes: null });
  assert.deepEqual(order("park", serving(), { why: "copy", minutes: 15 }).body, { ticket: "t27", why: "copy", minutes: 15 });
  assert.deepEqual(order("transfer", serving(), { to: { counter: 10 }, where: "Loket 10" }).body, { ticket: "t27", counter: 10 });
  assert.deepEqual(order("finish", serving()).body, { ticket: "t27" });
  assert.deepEqual(order("finish", serving(), { outcome: "referred", delivered: [] }).body, { ticket: "t27", outcome: "referred", delivered: [] });
  assert.deepEqual(order("incomplete", serving()).body, { ticket: "t27", outcome: "incomplete" });
});

test("what stands ready as delivered is the visitor's own service once, and nothing where the visit came to nothing", () => {
  assert.deepEqual(deliveredList(delivered(aTicket(), "done")), [{ service: "D1", count: 1 }]);
  assert.deepEqual(deliveredList(delivered(aTicket(), "incomplete")), []);
  assert.deepEqual(deliveredList(delivered(aTicket(), "done", { D1: 0, D2: 250 })), [{ service: "D2", count: 99 }]);
});

test("a menu about one visitor closes when another stands at the counter", () => {
  const open = reduce(at(serving()), { type: "dialogOpened", dialog: { name: "park", of: "t27" } });
  assert.equal(reduce(open, { type: "deskRead", desk: serving(), at: 1500 }).dialog.name, "park");
  assert.equal(reduce(open, { type: "deskRead", desk: serving({ ticket: aTicket({ id: "t28" }) }), at: 1500 }).dialog, null);
});

test("a refusal about what was typed is said inside its menu, which stays", () => {
  const open = reduce(at(aDesk()), { type: "dialogOpened", dialog: { name: "call", typed: "99" } });
  const refused = answer(press(open, "call", { ticket: "D-099", reason: "other" }), { error: "not_found", what: "ticket" }, 404);
  assert.equal(refused.dialog.name, "call");
  assert.deepEqual([refused.notice.key, refused.notice.values], ["refusal.ticket_unknown", { label: "D-099" }]);
  const note = answer(press(open, "note", { text: "6101012345678901", ticket: null }), { error: "note_holds_number" }, 422);
  assert.equal(note.notice.key, "refusal.note_holds_number");
});

test("a counter that was handed over leads back to the choice of counters", () => {
  const gone = answer(press(at(serving()), "hand_over"), { counter: 9 });
  assert.deepEqual([gone.screen, gone.desk, gone.notice.key], ["choose", null, "done.hand_over"]);
});

test("who can be called: those who wait, are parked, came too late, or fetched a document; nobody twice", () => {
  const desk = serving({
    parked: [waits("D-019", { why: "copy", until: null })],
    recent: [waits("D-027", { state: "serving", may_return: null }), waits("D-015", { state: "absent", may_return: "late" }),
      waits("D-012", { state: "finished", may_return: "documents" }), waits("D-011", { state: "finished", may_return: null }), waits("D-019", { state: "parked", may_return: "parked" })],
  });
  assert.deepEqual(callable(desk).map((one) => [one.label, one.kind]), [["D-028", "waiting"], ["D-031", "waiting"], ["D-019", "parked"], ["D-015", "absent"], ["D-012", "incomplete"]]);
  assert.deepEqual(comingBack(desk, {}).shown.map((one) => one.label), ["D-019", "D-015", "D-012"]);
  assert.equal(comingBack(desk, {}).chosen.label, "D-019");
});

test("a typed number finds its label; one that is not at hand is written out; a reason stands ready only for who came back", () => {
  const desk = aDesk({ parked: [waits("D-019", { why: "copy" })] });
  assert.deepEqual([choiceIn(desk, { typed: "31" }, 3).chosen.label, choiceIn(desk, { typed: "31" }, 3).reason], ["D-031", null]);
  assert.equal(choiceIn(desk, { typed: "d19" }, 3).reason, "returning");
  assert.equal(choiceIn(desk, { typed: "45" }, 3).chosen.label, "D-045");
  assert.equal(choiceIn(desk, {}, 3).chosen, null);
  assert.deepEqual(labelsFound(["D-031", "DS-031", "D-003"], "ds31"), ["DS-031"]);
  assert.equal(labelMeant("ds 7", ["D"], 3), "DS-007");
  assert.equal(labelMeant("x", ["D"], 3), null);
});

test("services are found by their words, those of the own agency first; a visitor is not sent to the same service", () => {
  assert.deepEqual(servicesFound(mall, "", "D").map((one) => one.code), ["D1", "D2", "A1"]);
  assert.deepEqual(servicesFound(mall, "foto ktp", "D").map((one) => one.code), ["A1"]);
  const colleagues = [{ counter: 10, username: "petugas10", state: "open" }, { counter: 12, username: null, state: "closed" }];
  assert.deepEqual(targets({ desk: serving(), mall, colleagues }).map((one) => one.value), ["service:D2", "counter:10", "counter:12", "staff:petugas10", "service:A1"]);
  const elsewhere = [{ counter: 10, username: "petugas10", state: "open", queues: ["DS"] }];
  assert.deepEqual(targets({ desk: serving({ ticket: aTicket({ queue: "D" }) }), mall, typed: "10", colleagues: elsewhere }).map((one) => one.value), ["counter:10"]);
  assert.deepEqual(targets({ desk: serving(), mall, typed: "loket 10", colleagues }).map((one) => one.value), ["counter:10", "staff:petugas10"]);
});

test("a plan keeps the order of choosing, without a service twice, and ends at five", () => {
  assert.deepEqual(toggled(["A1"], "D2"), ["A1", "D2"]);
  assert.deepEqual(toggled(["A1", "D2"], "A1"), ["D2"]);
  assert.deepEqual(toggled(["A", "B", "C", "D", "E"], "F"), ["A", "B", "C", "D", "E"]);
});

test("a move can be taken back until its minute is over", () => {
  const undo = { move: "next", label: "D-027", until: "2026-11-23T02:53:00Z" };
  assert.equal(secondsToUndo(undo, new Date("2026-11-23T02:52:06.500Z")), 54);
  assert.equal(secondsToUndo(undo, new Date("2026-11-23T02:53:01Z")), 0);
  assert.equal(secondsToUndo(null, new Date()), 0);
  assert.deepEqual(said(order("undo", aDesk({ undo })), 200, aDesk(), at(aDesk())), { kind: "done", key: "done.undo", values: { label: "D-027" } });
});

test("a wait is long from the service's first threshold, and too long from its second", () => {
  assert.deepEqual([29, 30, 59, 60].map((minutes) => waitLevel(minutes, [30, 60])), ["", "warn", "warn", "critical"]);
  assert.equal(waitLevel(500, undefined), "");
});

test("a sound belongs to the first visitor of an idle counter, and to no other", () => {
  const idle = aDesk({ next: null, waiting: [] });
  assert.ok(somebodyCame(idle, aDesk()));
  assert.ok(somebodyCame(idle, serving()));
  assert.ok(!somebodyCame(aDesk(), aDesk({ next: { label: "D-029" } })));
  assert.ok(!somebodyCame(serving(), aDesk()));
  assert.ok(!somebodyCame(aDesk({ next: null, counter: { state: "paused" } }), aDesk()));
  assert.ok(!somebodyCame(null, aDesk()));
});

test("the silent alarm is two presses within two seconds; one press, or two far apart, are nothing", () => {
  const first = chord(-Infinity, 10_000);
  assert.equal(first.alarm, false);
  assert.equal(chord(first.pressedAt, 10_000 + TWICE_MS).alarm, true);
  assert.equal(chord(first.pressedAt, 10_001 + TWICE_MS).alarm, false);
  assert.equal(chord(chord(first.pressedAt, 10_500).pressedAt, 10_600).alarm, false);
});

test("a silent alarm is sent again with the same request_id until somebody answers", async () => {
  const statuses = [0, 503, 201];
  const sent = [];
  let heard = 0;
  await raise({ send: async (id) => { sent.push(id); return { status: statuses.shift() }; }, pause: async () => {}, now: () => 0, requestId: "a1", heard: () => { heard += 1; } });
  assert.deepEqual([sent, heard], [["a1", "a1", "a1"], 1]);
});
