/** "Call staff": told once, and honestly. */
import assert from "node:assert/strict";
import test from "node:test";
import { aKiosk, play } from "./builders.mjs";

const call = (requestId = "help-one") => ({ type: "call-staff", requestId });
const sent = { type: "help-sent", requestId: "help-one", alarm: "a1" };
const failed = { type: "help-failed", requestId: "help-one" };

test("a call is on its way until the server has it", () => {
  assert.equal(play(aKiosk(), call()).help.state, "sending");
  assert.equal(play(aKiosk(), call(), sent).help.state, "sent");
});

test("a call that did not arrive is not said to have arrived", () => {
  assert.equal(play(aKiosk(), call(), failed).help.state, "failed");
});

test("calling again after a failure is the same call", () => {
  const state = play(aKiosk(), call(), failed, call("help-two"));
  assert.deepEqual([state.help.state, state.help.requestId], ["sending", "help-one"]);
});

test("calling again while staff are on their way makes no second alarm", () => {
  const state = play(aKiosk(), call(), sent, { type: "close-help" }, call("help-two"));
  assert.deepEqual([state.help.requestId, state.help.shown], ["help-one", true]);
});

test("the desk's answer reaches the kiosk", () => {
  const answered = { type: "news", news: [{ name: "AlarmAnswered", alarm: "a1" }] };
  assert.equal(play(aKiosk(), call(), sent, answered).help.state, "coming");
});

test("the word on the call goes by itself, the call is remembered a while longer", () => {
  const state = play(aKiosk(), call(), sent, 21_000);
  assert.deepEqual([state.help.shown, state.help.state], [false, "sent"]);
  assert.equal(play(state, 90_000).help, null);
});
