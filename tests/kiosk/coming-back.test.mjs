/** A slip's code before the scanner: read wherever nobody is busy, one request a scan, the id never on the glass. */
import assert from "node:assert/strict";
import test from "node:test";
import { createScanner, readsSlips, refusedWords } from "../../kiosk/static/coming-back.js";
import { aKiosk, atService, play } from "./builders.mjs";

const ID = "b9Xk-_2mQ7tLw4Rz";
const type = (scanner, text, at = 0) => [...text, "Enter"].map((key, n) => scanner(key, at + 10 * n)).at(-1);
const scan = (requestId = "back-1") => ({ type: "slip-scanned", ticket: ID, requestId });

test("the address of a slip and its Enter give the ticket, anything else nothing", () => {
  const heard = createScanner();
  assert.equal(type(heard, `http://antrean.mpp/t/${ID}`), ID);
  assert.equal(type(heard, "ktp hilang", 5000), null);
  assert.equal(type(heard, "http://example.test/?q=/t/", 9000), null);
  assert.equal(type(heard, `https://antrean.mpp/t/${ID}/`, 12_000), ID);
});

test("what somebody typed long before does not stand in a scan's way, nor do keys like Shift", () => {
  const heard = createScanner();
  [..."HTTP", "Shift"].forEach((key) => heard(key, 0));
  assert.equal(type(heard, `http://antrean.mpp/t/${ID}`, 5000), ID);
});

test("a slip is read on the idle screen and the code screen, not in the middle of a visit", () => {
  assert.deepEqual([aKiosk(), play(aKiosk(), { type: "open-code" }), atService()].map(readsSlips), [true, true, false]);
  assert.equal(play(atService(), scan()).place.screen, "service");
});

test("while the server is asked, then back in line with how many go first", () => {
  const told = { label: "C-018", ahead: 3, zone: 2, floor: 1, state: "waiting" };
  const state = play(aKiosk(), scan(), { type: "returned", requestId: "back-1", ticket: told });
  assert.deepEqual([state.place.screen, state.back.step, state.back.told.ahead], ["back", "done", 3]);
});

test("an answer to an earlier slip says nothing about this one", () => {
  const state = play(aKiosk(), scan("one"), scan("two"), { type: "returned", requestId: "one", ticket: {} });
  assert.deepEqual([state.back.requestId, state.back.step], ["two", "asking"]);
});

for (const [refusal, words] of [
  [{ code: "move_not_allowed", state: "waiting" }, "waiting"], [{ code: "move_not_allowed", state: "called" }, "called"],
  [{ code: "move_not_allowed", state: "finished" }, "finished"], [{ code: "move_not_allowed", state: "absent" }, "other_day"],
  [{ code: "not_found" }, "unknown"], [{ code: "day_closed" }, "other"],
]) {
  test(`${refusal.code} of ${refusal.state ?? "anything"} is told as "${words}"`, () => assert.equal(refusedWords(refusal), words));
}

test("a kiosk that cannot reach the server says so, and asks again with the same request", () => {
  const failed = play(aKiosk(), scan(), { type: "return-failed", requestId: "back-1" });
  const again = play(failed, { type: "return-again" });
  assert.deepEqual([failed.back.step, again.back.step, again.back.requestId], ["failed", "asking", "back-1"]);
});

test("home forgets the slip", () => {
  assert.equal(play(aKiosk(), scan(), { type: "home" }).back, null);
});
