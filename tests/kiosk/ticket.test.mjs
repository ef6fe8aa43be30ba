/** The phone's page of a ticket: which face it shows, in which language, and how old its facts are. */
import assert from "node:assert/strict";
import test from "node:test";
import { faceOf, firstTicketState, isOver, isStale, reduceTicket } from "../../kiosk/static/ticket-state.js";
import { aMall, aTicket } from "./builders.mjs";

const after = (...events) => events.reduce(reduceTicket, reduceTicket(firstTicketState(), { type: "mall-loaded", mall: aMall() }));
const loaded = (given) => ({ type: "ticket-loaded", ticket: aTicket(given), at: "2026-11-23T02:58:12Z" });

for (const [state, face] of [["waiting", "waiting"], ["called", "called"], ["serving", "serving"], ["absent", "absent"], ["finished", "over"], ["cancelled", "over"], ["expired", "over"]]) {
  test(`a ticket that is ${state} shows the face "${face}"`, () => assert.equal(faceOf(after(loaded({ state }))), face));
}

test("until the first answer the page is loading", () => assert.equal(faceOf(after()), "loading"));

test("an unknown number is said kindly, and asked for no more", () => {
  const state = after({ type: "ticket-unknown" });
  assert.deepEqual([faceOf(state), isOver(state)], ["unknown", true]);
});

test("without the server the last facts stay and are marked as old", () => {
  const state = after(loaded(), { type: "ticket-unreachable" });
  assert.deepEqual([faceOf(state), isStale(state)], ["waiting", true]);
});

test("without the server and without facts the page says so", () => {
  assert.equal(faceOf(after({ type: "ticket-unreachable" })), "unreachable");
});

test("the next answer ends the mark", () => {
  assert.equal(isStale(after(loaded(), { type: "ticket-unreachable" }, loaded())), false);
});

test("the page speaks the ticket's language", () => {
  assert.equal(after(loaded({ language: "en" })).language, "en");
});

test("the holder's own choice of language stays", () => {
  const state = after({ type: "choose-language", language: "id" }, loaded({ language: "en" }));
  assert.equal(state.language, "id");
});

test("a ticket that is over is asked for no more", () => {
  assert.deepEqual(["waiting", "called", "finished"].map((state) => isOver(after(loaded({ state })))), [false, false, true]);
});
