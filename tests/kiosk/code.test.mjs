/** A code from paper typed on the glass: what a code is, one request for it, and what becomes of it. */
import assert from "node:assert/strict";
import test from "node:test";
import { refusalOf } from "../../kiosk/static/answers.js";
import { canSendCode, cleanCode, codeAfterKey, codeRefusal, ownWords, shownCode, wayOn } from "../../kiosk/static/code.js";
import { CODE_KEYS } from "../../kiosk/static/keys.js";
import { momentOf } from "../../kiosk/static/speech.js";
import { wishWords } from "../../kiosk/static/tap.js";
import { aKiosk, play, take, taken, withNumber } from "./builders.mjs";

const CODE = "ABCDEFGH";
const write = (text) => ({ type: "write-code", text });
const typing = (...steps) => play(aKiosk(), { type: "open-code" }, ...steps);
const sent = (...steps) => typing(write(CODE), 600, take(), ...steps);
const refused = (code, facts = {}) => ({ type: "refused", requestId: "first-request", refusal: { code, ...facts } });

test("a code is what stands on paper, however it is typed", () => {
  assert.equal(cleanCode(" abcd-efgh "), CODE);
  assert.equal(cleanCode("abcd efgh jk"), CODE);
  assert.equal(cleanCode("O0I1L<script>"), "SCRPT");
  assert.deepEqual(["ABCD", "ABCDE", CODE].map(shownCode), ["ABCD", "ABCD-E", "ABCD-EFGH"]);
});

test("keys write at the end, take back the last sign, and take back all", () => {
  assert.equal(codeAfterKey("AB", { sign: "c" }), "ABC");
  assert.equal(codeAfterKey("AB", { sign: "o" }), "AB");
  assert.equal(codeAfterKey("AB", { does: "erase" }), "A");
  assert.equal(codeAfterKey("AB", { does: "erase-all" }), "");
  assert.equal(codeAfterKey(CODE, { sign: "j" }), CODE);
});

test("the keyboard for codes has no key for gaps, and no two keys share a place on either glass", () => {
  assert.equal(CODE_KEYS.some(({ sign }) => sign === " "), false);
  for (const glass of ["upright", "lying"]) {
    const cells = CODE_KEYS.flatMap((key) => Array.from({ length: key[glass][2] }, (_, step) => `${key[glass][0]}/${key[glass][1] + step}`));
    assert.equal(new Set(cells).size, cells.length, glass);
  }
});

test("only a whole code can be sent, and only once", () => {
  assert.equal(typing(write("ABCDEFG"), 600, take()).tap, null);
  const state = sent(take("second-request"));
  assert.deepEqual([state.tap.requestId, wishWords(state.tap)], ["first-request", { code: CODE }]);
});

test("a number of a service is asked for by its service, as ever", () => {
  assert.deepEqual(wishWords({ service: "C1", code: null }), { service: "C1" });
});

test("writing while the code is under way changes nothing", () => {
  assert.equal(play(sent(), write("JJJJJJJJ")).code, CODE);
});

test("the number for a code is a number like any other", () => {
  const state = sent(taken());
  assert.deepEqual([state.place.screen, state.place.service, state.ticket.label, state.tap], ["number", "C1", "C-018", null]);
});

test("of an appointment the number's page knows when it was promised and how its holder came, until the next number", () => {
  const appointment = { at: "2026-11-23T03:00:00Z", arrival: "late" };
  const state = sent({ ...taken(), appointment });
  assert.deepEqual(state.appointment, appointment);
  assert.equal(play(withNumber()).appointment, null);
});

test("a page loaded anew in the middle of it asks with the same request for the same code", () => {
  const state = play(aKiosk(), { type: "resume", tap: { requestId: "one", service: null, code: CODE, language: "en" } });
  assert.deepEqual([state.place.screen, state.tap.requestId, wishWords(state.tap)], ["code", "one", { code: CODE }]);
});

test("a mistyped code stands there to be typed again", () => {
  const state = sent(refused("note_unknown"));
  assert.deepEqual([ownWords(codeRefusal(state)), wayOn(codeRefusal(state))], ["unknown", "again"]);
  const again = play(state, { type: "try-again" });
  assert.deepEqual([codeRefusal(again), again.code, canSendCode(again)], [null, CODE, true]);
});

test("a code that was used, is off, too old or for another day leads to an ordinary number", () => {
  const codes = ["note_used", "note_expired", "appointment_used", "appointment_cancelled", "appointment_not_today", "appointment_early"];
  assert.deepEqual(codes.map((code) => ownWords({ code })), ["used", "expired", "used", "cancelled", "another_day", "early"]);
  for (const code of codes) assert.equal(wayOn(codeRefusal(sent(refused(code)))), "ordinary");
});

test("a refusal about the service of the code names that service", () => {
  const refusal = codeRefusal(sent(refused("closed_today", { service: "C1" })));
  assert.deepEqual([refusal.service, ownWords(refusal), wayOn(refusal)], ["C1", null, "ordinary"]);
});

test("too many wrong codes are a moment to wait, with the seconds the server tells", () => {
  const refusal = refusalOf(429, { error: "too_many_requests", message: "x", retry_after_seconds: 12 });
  assert.deepEqual([ownWords(refusal), wayOn(refusal), refusal.seconds], ["wait", "again", 12]);
});

test("without the server the screen says so, and no code is sent", () => {
  const state = typing(write(CODE), 600, { type: "link-changed", link: "lost" }, { type: "hall-missed" }, { type: "hall-missed" }, take());
  assert.deepEqual([codeRefusal(state).code, wayOn(codeRefusal(state)), state.tap], ["offline", "start", null]);
});

test("a refusal stays behind when the visitor moves on", () => {
  assert.equal(play(sent(refused("note_used")), { type: "open-agencies" }, { type: "open-code" }).refusal, null);
});

test("the code goes with the visit, and is no part of the place that the browser's history keeps", () => {
  assert.equal(play(typing(write(CODE)), { type: "home" }).code, "");
  assert.equal(play(typing(write(CODE)), 61_000).code, "");
  assert.deepEqual(typing(write(CODE)).place, { screen: "code" });
});

test("a new visit to the screen begins empty", () => {
  assert.equal(play(typing(write(CODE)), { type: "open-agencies" }, { type: "open-code" }).code, "");
});

test("by ear: what to type, and whether to type it again", () => {
  const said = (...steps) => momentOf(play(aKiosk(), { type: "switch-aid", aid: "sound" }, { type: "open-code" }, ...steps)).sentences;
  assert.deepEqual(said(), [["code"]]);
  assert.deepEqual(said(write(CODE), 600, take(), refused("note_unknown")), [["code_again"]]);
  assert.deepEqual(said(write(CODE), 600, take(), refused("note_used")), [["not_now"]]);
});
