// What the desk does with presses, answers and news: its reducer, keys, orders and sender, without a browser.

import assert from "node:assert/strict";
import test from "node:test";
import { said, slipKey } from "./static/answers.js";
import { meaningOf, otherMoves, primaryMove } from "./static/moves.js";
import { orderFor } from "./static/orders.js";
import { makeReader, untilAnswered } from "./static/sender.js";
import { atFirst, DOUBLE_PRESS_MS, isLost, KEPT_MS, LOCK_MS, reduce, SILENCE_MS } from "./static/state.js";

const aTicket = (more = {}) => ({
  id: "t27", label: "D-027", service: "D1", state: "serving", calls: 1, started_at: "2026-11-23T02:51:00Z",
  documents: [{ id: "KTP" }, { id: "KK" }], tariffs: [], ...more,
});
const aDesk = ({ counter = {}, may = {}, ...more } = {}) => ({
  counter: { number: 9, agency: "D", state: "open", held_by_me: true, ...counter },
  ticket: null, waiting: [{ label: "D-028" }], waiting_count: 1, next: { label: "D-028" }, services: [], troubles: [], recent: [], parked: [], notes: [], undo: null, auto_call: false,
  may: { next: true, recall: false, start: false, finish: false, absent: false, absent_after_calls: 3, ...may }, ...more,
});
const serving = (more) => aDesk({ ticket: aTicket(more), may: { finish: true } });
const called = (more) => aDesk({ ticket: aTicket({ state: "called", started_at: null, ...more }), may: { recall: true, start: true, finish: true, absent: more?.calls >= 3 } });
const at = (desk, now = 1000) => reduce(atFirst(0), { type: "deskRead", desk, at: now });
const after = (state, ...events) => events.reduce(reduce, state);
const press = (state, name, now, more = {}) =>
  reduce(state, { type: "pressed", order: orderFor(name, state), requestId: `r${now}`, key: "Enter", primary: true, at: now, ...more });
const answer = (state, now, body, status = 200) => reduce(state, { type: "answered", requestId: state.pending.requestId, status, body, at: now });
const refused = (state, now, error, details = {}) => answer(state, now, { error, message: "…", request_id: "q1", ...details }, 409);

test("a second press while the first is under way changes nothing", () => {
  const once = press(at(aDesk()), "next", 2000);
  assert.equal(press(once, "next", 2100), once);
});

test("a second press right after the answer is the same press, so nobody is started or skipped by it", () => {
  const done = answer(press(at(aDesk()), "next", 2000), 2050, called());
  assert.equal(press(done, "start", 2050 + DOUBLE_PRESS_MS - 1).pending, null);
  assert.equal(press(done, "start", 2050 + DOUBLE_PRESS_MS).pending.order.name, "start");
});

test("another key typed during a command is kept for its answer", () => {
  const waiting = reduce(press(at(serving()), "finish", 2000, { key: "S", primary: false }), { type: "keyKept", key: "Enter", at: 2100 });
  assert.deepEqual(answer(waiting, 2400, aDesk()).kept, { key: "Enter", at: 2100 });
});

test("a kept key is dropped when the command was refused, or when it is old", () => {
  const waiting = reduce(press(at(serving()), "finish", 2000, { key: "S", primary: false }), { type: "keyKept", key: "Enter", at: 2100 });
  assert.equal(refused(waiting, 2400, "state_changed").kept, null);
  assert.equal(answer(waiting, 2100 + KEPT_MS, aDesk()).kept, null);
});

test("the same key again during its command is impatience, not a wish", () => {
  assert.equal(reduce(press(at(aDesk()), "next", 2000), { type: "keyKept", key: "Enter", at: 2100 }).kept, null);
});

test("a command that got no answer keeps its request_id, and the desk says that it is out of reach", () => {
  const failed = reduce(press(at(aDesk()), "next", 2000), { type: "sendFailed", requestId: "r2000", at: 2500 });
  assert.ok(isLost(failed));
  assert.equal(failed.pending.requestId, "r2000");
  assert.ok(!isLost(answer(failed, 3000, called())));
});

test("nothing new can be asked while the server is out of reach", () => {
  const lost = reduce(at(aDesk()), { type: "unreached", at: 2000 });
  assert.equal(press(lost, "next", 2100), lost);
});

test("a command given up is forgotten, and a late answer to it changes nothing", () => {
  const gone = reduce(press(at(aDesk()), "next", 2000), { type: "givenUp", requestId: "r2000", at: 2500 });
  assert.equal(gone.pending, null);
  assert.equal(reduce(gone, { type: "answered", requestId: "r2000", status: 200, body: called(), at: 2600 }), gone);
});

test("silence on the line dates what is shown back to when the silence began, and one reading heals it", () => {
  const lost = reduce(at(aDesk(), 1000), { type: "lineChanged", line: "lost", at: 60_000 });
  assert.ok(isLost(lost));
  assert.equal(lost.rightAt, 60_000 - SILENCE_MS);
  assert.ok(!isLost(reduce(lost, { type: "deskRead", desk: aDesk(), at: 61_000 })));
});

test("next carries the ticket the clerk sees, and none when nobody is there", () => {
  assert.deepEqual(orderFor("next", at(serving())).body, { expects: "t27" });
  assert.deepEqual(orderFor("next", at(aDesk())).body, { expects: null });
  assert.equal(orderFor("next", at(aDesk())).path, "/counters/9/next");
});

test("a pause without limit carries no minutes", () => {
  assert.deepEqual(orderFor("pause", at(aDesk()), { reason: "meal", minutes: 0 }).body, { reason: "meal" });
});

test("when another counter was faster, the desk names it and the number that came instead", () => {
  const heard = reduce(press(at(aDesk()), "next", 2000), { type: "newsHeard", news: { name: "TicketCalled", label: "D-028", counter: 10 }, at: 2010 });
  const { notice } = answer(heard, 2050, called({ id: "t29", label: "D-029" }));
  assert.equal(notice.key, "refusal.called_elsewhere_then");
  assert.deepEqual(notice.values, { meant: "D-028", counter: 10, label: "D-029" });
  assert.equal(refused(heard, 2050, "nobody_waiting").notice.key, "refusal.called_elsewhere");
});

test("a desk refused before it hears who was faster names the counter as soon as it hears", () => {
  const vague = refused(press(at(aDesk()), "next", 2000), 2050, "nobody_waiting");
  assert.equal(vague.notice.key, "refusal.nobody_waiting");
  const named = reduce(vague, { type: "newsHeard", news: { name: "TicketCalled", label: "D-028", counter: 10 }, at: 2060 });
  assert.equal(named.notice.key, "refusal.called_elsewhere");
  assert.deepEqual(named.notice.values, { label: "D-028", counter: 10 });
});

test("refusals are spoken in the hall's words and leave the desk as it is", () => {
  const before = at(called());
  const { notice, desk } = refused(press(before, "absent", 2000), 2050, "absent_too_early", { needed: 3 });
  assert.deepEqual([notice.kind, notice.key, notice.values], ["refused", "refusal.absent_too_early", { calls: 3 }]);
  assert.equal(desk, before.desk);
  assert.equal(refused(press(at(aDesk()), "next", 2000), 2050, "nobody_waiting").notice.key, "refusal.nobody_waiting");
});

test("something unforeseen shows a code to hand on, never the raw text", () => {
  const notice = said({ name: "next", path: "/counters/9/next" }, 500, { error: "internal", message: "Traceback …", request_id: "q7" }, at(aDesk()));
  assert.deepEqual(notice, { kind: "error", key: "error.unforeseen", code: "internal · q7" });
});

test("what was said about one visitor does not stand beside the next", () => {
  const told = refused(press(at(called()), "absent", 2000), 2050, "absent_too_early");
  assert.notEqual(reduce(told, { type: "deskRead", desk: called(), at: 2100 }).notice, null);
  assert.equal(reduce(told, { type: "deskRead", desk: aDesk(), at: 2100 }).notice, null);
});

test("a desk taken over by somebody else goes back to the choice of counters and says why", () => {
  const gone = reduce(at(aDesk()), { type: "deskRead", desk: aDesk({ counter: { held_by_me: false } }), at: 2000 });
  assert.equal(gone.screen, "choose");
  assert.equal(gone.desk, null);
  assert.equal(gone.notice.key, "refusal.counter_not_held");
});

test("ticks belong to one visitor and stay through a fresh reading", () => {
  const ticked = after(at(serving()), { type: "documentTicked", index: 1, at: 2000 }, { type: "deskRead", desk: serving(), at: 2100 });
  assert.deepEqual(ticked.ticked.marks, [false, true]);
  assert.deepEqual(reduce(ticked, { type: "deskRead", desk: serving({ id: "t28" }), at: 2200 }).ticked.marks, []);
  assert.deepEqual(reduce(ticked, { type: "documentTicked", index: 7, at: 2300 }), ticked);
});

test("the screen locks after fifteen minutes without use, but never while a visitor is served", () => {
  assert.ok(reduce(at(aDesk()), { type: "idled", at: LOCK_MS }).locked);
  assert.ok(!reduce(at(serving()), { type: "idled", at: LOCK_MS }).locked);
  assert.ok(!after(at(aDesk()), { type: "used", at: LOCK_MS - 1 }, { type: "idled", at: LOCK_MS }).locked);
});

test("a locked screen takes no command", () => {
  const locked = reduce(at(aDesk()), { type: "lockKept", at: 2000 });
  assert.equal(press(locked, "next", 2100), locked);
});

test("during the hall's break nobody is called, and a visitor still at the counter can be finished", () => {
  const rest = { until: "2026-11-27T06:00:00Z", reason: { id: "Salat Jumat" } };
  assert.equal(primaryMove(aDesk({ break: rest, may: { next: false } })), null);
  assert.equal(primaryMove({ ...serving(), break: rest, may: { finish: true, next: false } }).name, "finish");
});

test("a number given out stays on the screen with what became of its slip", () => {
  const asked = reduce(at(aDesk()), { type: "pressed", order: orderFor("issue", at(aDesk()), { service: "D1", language: "id" }), requestId: "r1", at: 2000 });
  const given = answer(asked, 2100, { ticket: { id: "n1", label: "D-036", slip: { state: "queued" } }, slip: { state: "queued" } }, 201);
  assert.equal(given.dialog.name, "issued");
  const read = reduce(given, { type: "ticketRead", ticket: { id: "n1", label: "D-036", slip: { state: "failed" } }, at: 2200 });
  assert.equal(read.dialog.ticket.slip.state, "failed");
  assert.equal(slipKey({ state: "held", reason: "paper_out" }), "slip.held_paper_out");
  assert.equal(slipKey({ state: "something new" }), "slip.queued");
});

test("the biggest button is always the next thing to do", () => {
  assert.equal(primaryMove(aDesk()).says, "move.call_next");
  assert.equal(primaryMove(called()).name, "start");
  assert.equal(primaryMove(serving()).says, "move.finish_and_call");
  assert.equal(primaryMove(aDesk({ ticket: aTicket(), next: null })).name, "finish");
  assert.equal(primaryMove(aDesk({ counter: { state: "closed" } })).says, "move.open");
  assert.equal(primaryMove(aDesk({ counter: { state: "paused" } })).says, "move.resume");
  assert.equal(primaryMove(aDesk({ next: null })), null);
});

test("absent is there from the first call and says how many calls are missing", () => {
  const absent = (desk) => otherMoves(desk).find((move) => move.name === "absent");
  assert.equal(absent(called({ calls: 1 })).opens, 2);
  assert.equal(absent(called({ calls: 3 })).opens, 0);
  assert.equal(absent(serving()), undefined);
});

test("a held key, a shortcut of the browser, or a key without meaning does nothing", () => {
  assert.equal(meaningOf(aDesk(), { key: "Enter", repeat: true }), null);
  assert.equal(meaningOf(called(), { key: "u", modified: true }), null);
  assert.equal(meaningOf(aDesk(), { key: "x" }), null);
});

test("one letter per move, large or small, and a digit ticks a document", () => {
  assert.deepEqual(meaningOf(called(), { key: "u" }), { name: "recall", opens: 0 });
  assert.deepEqual(meaningOf(called(), { key: "H" }), { name: "absent", opens: 2 });
  assert.deepEqual(meaningOf(called(), { key: "n" }), { name: "issue", opens: 0 });
  assert.deepEqual(meaningOf(aDesk(), { key: "F8" }), { name: "pause" });
  assert.deepEqual(meaningOf(serving(), { key: "3" }), { tick: 2 });
  assert.equal(meaningOf(aDesk(), { key: "3" }), null);
});

test("a letter keeps its meaning whatever has become the biggest button", () => {
  assert.equal(meaningOf(aDesk({ ticket: aTicket(), next: null, may: { finish: true } }), { key: "s" }).name, "outcome");
  assert.equal(meaningOf(serving(), { key: "p" }).name, "next");
});

test("no two moves of a desk share a key", () => {
  for (const desk of [aDesk(), called(), called({ calls: 3 }), serving(), aDesk({ next: null })]) {
    const keys = [primaryMove(desk), ...otherMoves(desk)].filter(Boolean).map((move) => move.key);
    assert.equal(new Set(keys).size, keys.length);
  }
});

test("a command is sent again with the same content until somebody answers", async () => {
  const answers = [{ status: 0 }, { status: 503 }, { status: 200, body: "done" }];
  let failed = 0;
  const got = await untilAnswered({ ask: async () => answers.shift(), pause: async () => {}, wanted: () => true, onFailed: () => { failed += 1; } });
  assert.equal(got.body, "done");
  assert.equal(failed, 2);
});

test("a command nobody wants any more is not sent again", async () => {
  let wanted = true;
  const got = await untilAnswered({ ask: async () => ({ status: 0 }), pause: async () => { wanted = false; }, wanted: () => wanted, onFailed: () => {} });
  assert.equal(got, null);
});

test("a reading begun before a command was answered is not shown", async () => {
  const shown = [];
  const readings = ["old", "new"];
  let reader = null;
  reader = makeReader(async () => { if (readings.length === 2) reader.overtaken(); return readings.shift(); }, async (answer) => shown.push(answer));
  await reader.wish();
  assert.deepEqual(shown, ["new"]);
});
