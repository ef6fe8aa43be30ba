/** One tap is one ticket, whatever fingers, cables and printers do. */
import assert from "node:assert/strict";
import test from "node:test";
import { aHall, aKiosk, anOffer, atService, play, take, taken, withNumber } from "./builders.mjs";

const failed = (requestId = "first-request") => ({ type: "attempt-failed", requestId });
const refused = (refusal, requestId = "first-request") => ({ type: "refused", requestId, refusal });
const news = (...items) => ({ type: "news", news: items });

test("a second tap while the first is under way changes nothing", () => {
  const state = play(atService(), take("one"));
  assert.equal(play(state, take("two")).tap.requestId, "one");
});

test("a tap in the blink after the page opened is the finger of the tap before", () => {
  const state = play(aKiosk(), { type: "open-service", service: "C1" }, 300, take());
  assert.equal(state.tap, null);
});

test("a second press does not send the number away in the blink it appears", () => {
  const state = play(atService(), take(), taken(), { type: "finish" }, { type: "another-service" });
  assert.equal(state.place.screen, "number");
});

test("where no number can be taken a tap does nothing", () => {
  const hall = aHall({ services: [anOffer("C1", { can_take: false, refusal: { code: "quota_used_up" } })] });
  assert.equal(play(atService({ hall }), take()).tap, null);
});

test("the button says one moment after three tenths of a second, not before", () => {
  assert.equal(play(atService(), take(), 250).tap.phase, "quiet");
  assert.equal(play(atService(), take(), 500).tap.phase, "soon");
});

test("a line that is cut is said, and the same request goes on", () => {
  const state = play(atService(), take("one"), failed("one"), 500);
  assert.deepEqual([state.tap.phase, state.tap.requestId], ["broken", "one"]);
});

test("a server that is merely silent is said to be cut off after six seconds", () => {
  assert.equal(play(atService(), take(), 6_000).tap.phase, "broken");
});

test("after thirty seconds the kiosk says what to do, and keeps the request", () => {
  const state = play(atService(), take("one"), failed("one"), 30_000);
  assert.deepEqual([state.tap.phase, state.tap.requestId, state.warning], ["long", "one", null]);
});

test("a server that was gone ten seconds gives exactly the one number", () => {
  const state = play(atService(), take("one"), failed("one"), 10_000, taken("one"));
  assert.deepEqual([state.place.screen, state.ticket.label, state.tap], ["number", "C-018", null]);
});

test("an answer to a request nobody waits for any more shows nothing", () => {
  const state = play(atService(), take("one"), failed("one"), 31_000, { type: "leave-waiting" });
  assert.equal(play(state, taken("one")).place.screen, "idle");
});

test("leaving is offered only after the long wait", () => {
  assert.notEqual(play(atService(), take(), 5_000, { type: "leave-waiting" }).tap, null);
});

test("a request nobody stands for any more is given up after three minutes", () => {
  assert.equal(play(atService(), take(), failed(), 181_000).place.screen, "idle");
});

test("a page loaded anew in the middle of a tap goes on with the same request", () => {
  const state = play(aKiosk(), { type: "resume", tap: { requestId: "one", service: "C1", language: "en" } });
  assert.deepEqual([state.place.screen, state.tap.requestId, state.language], ["service", "one", "en"]);
});

test("the number's screen takes the answer's facts", () => {
  const state = withNumber();
  assert.deepEqual([state.place.screen, state.ticket.label, state.slip.state], ["number", "C-018", "queued"]);
});

test("a refusal is shown in the place of the number", () => {
  const state = play(atService(), take(), refused({ code: "central_system_down" }));
  assert.deepEqual([state.place.screen, state.tap, state.refusal.code], ["service", null, "central_system_down"]);
});

test("after a refusal for haste the visitor can try again", () => {
  const state = play(atService(), take(), refused({ code: "too_many_tickets" }), { type: "try-again" }, 600, take("two"));
  assert.equal(state.tap.requestId, "two");
});

test("a refusal does not follow the visitor to another service", () => {
  const state = play(atService(), take(), refused({ code: "too_many_tickets" }), { type: "open-service", service: "A1" });
  assert.equal(state.refusal, null);
});

test("who comes back to the service has the number already", () => {
  const state = play(withNumber(), 600, { type: "another-service" }, { type: "open-service", service: "C1" }, 600);
  assert.equal(state.taken.C1.label, "C-018");
  assert.equal(play(state, { type: "show-taken" }).place.screen, "number");
});

test("a number for somebody else is a tap of its own", () => {
  const state = play(withNumber(), 600, { type: "another-service" }, { type: "open-service", service: "C1" }, 600, take("two"));
  assert.equal(state.tap.requestId, "two");
});

for (const [name, slip] of [["SlipPrinted", "printed"], ["SlipFailed", "failed"], ["SlipUncertain", "uncertain"], ["SlipExpired", "expired"]]) {
  test(`${name} of this number is shown as ${slip}`, () => {
    assert.equal(play(withNumber(), news({ name, label: "C-018" })).slip.state, slip);
  });
}

test("another number's slip is none of our business", () => {
  assert.equal(play(withNumber(), news({ name: "SlipFailed", label: "C-019" })).slip.state, "queued");
});

test("paper that runs out under the slip is said", () => {
  const state = play(withNumber(), news({ name: "PrinterChanged", printer: "p1", state: "paper_out" }));
  assert.equal(state.slip.state, "waiting_for_paper");
});

test("paper put in again lets the slip be awaited again", () => {
  const state = play(withNumber(), news({ name: "PrinterChanged", printer: "p1", state: "paper_out" }, { name: "PrinterChanged", printer: "p1", state: "ready" }));
  assert.equal(state.slip.state, "queued");
});

test("another printer's trouble is none of our business", () => {
  assert.equal(play(withNumber(), news({ name: "PrinterChanged", printer: "p2", state: "paper_out" })).slip.state, "queued");
});

test("a slip that does not come is not awaited for ever", () => {
  assert.equal(play(withNumber(), 16_000).slip.state, "late");
});

test("the server's own word on the slip heals missed news", () => {
  const ticket = { ...withNumber().ticket, slip: { state: "printed", reason: null, printer: "p1" } };
  assert.equal(play(withNumber(), { type: "ticket-refreshed", ticket }).slip.state, "printed");
});

test("a slip that only waits does not hide why it waits", () => {
  const ticket = { ...withNumber().ticket, slip: { state: "queued", reason: null, printer: "p1" } };
  const state = play(withNumber(), news({ name: "PrinterChanged", printer: "p1", state: "paper_out" }), { type: "ticket-refreshed", ticket });
  assert.equal(state.slip.state, "waiting_for_paper");
});

test("a slip the server holds back says what is wrong at the printer", () => {
  const said = (reason) => play(atService(), take(), taken("first-request", { slip: { state: "held", reason } })).slip.state;
  assert.deepEqual([said("paper_out"), said("cover_open"), said("offline")], ["waiting_for_paper", "waiting_for_printer", "waiting_for_printer"]);
});

test("a slip under the print head is on its way", () => {
  assert.equal(play(atService(), take(), taken("first-request", { slip: { state: "printing" } })).slip.state, "queued");
});

test("a slip that failed and is tried again does not waver between good and bad news", () => {
  const ticket = { ...withNumber().ticket, slip: { state: "printing", reason: null, printer: "p1" } };
  const state = play(withNumber(), news({ name: "SlipFailed", label: "C-018", reason: "offline" }), { type: "ticket-refreshed", ticket });
  assert.equal(state.slip.state, "failed");
});

test("the number goes after half a minute, without paper after a whole one", () => {
  assert.equal(play(withNumber(), news({ name: "SlipPrinted", label: "C-018" }), 29_000).place.screen, "number");
  assert.equal(play(withNumber(), news({ name: "SlipPrinted", label: "C-018" }), 31_000).place.screen, "idle");
  assert.equal(play(withNumber(), news({ name: "SlipUncertain", label: "C-018" }), 45_000).place.screen, "number");
});

test("a touch keeps the number where it is", () => {
  const state = play(withNumber(), news({ name: "SlipPrinted", label: "C-018" }), 25_000, { type: "touched" }, 25_000);
  assert.equal(state.place.screen, "number");
});
