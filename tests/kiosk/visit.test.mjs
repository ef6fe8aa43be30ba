/** Screens, the way back, and going home by itself. */
import assert from "node:assert/strict";
import test from "node:test";
import { aKiosk, aMall, aService, atService, play, take, withNumber } from "./builders.mjs";

const back = (state, place, session = state.session) => play(state, { type: "popped", place, session });

test("a frequent service is two taps from a number", () => {
  const state = play(aKiosk(), { type: "open-service", service: "C1" }, 600, take());
  assert.equal(state.tap.service, "C1");
});

test("any other service is four taps from a number", () => {
  const state = play(aKiosk(), { type: "open-agencies" }, { type: "open-agency", agency: "A" }, { type: "open-service", service: "A2" }, 600, take());
  assert.equal(state.tap.service, "A2");
});

test("an agency with one service opens it at once", () => {
  const state = play(aKiosk(), { type: "open-agency", agency: "C" });
  assert.deepEqual([state.place.screen, state.place.service], ["service", "C1"]);
});

test("back goes one screen back within the visit", () => {
  const state = back(atService(), { screen: "agencies" });
  assert.equal(state.place.screen, "agencies");
});

test("back to the first screen ends the visit and forgets it", () => {
  const state = back(withNumber(), { screen: "idle" });
  assert.deepEqual([state.place.screen, state.ticket, state.taken], ["idle", null, {}]);
});

test("back never leads into an earlier visitor's screens", () => {
  const state = play(withNumber(), 600, { type: "finish" });
  assert.equal(back(state, { screen: "number", agency: "C", service: "C1" }, state.session - 1).place.screen, "idle");
});

test("back is held while a tap is under way", () => {
  const state = play(atService(), take());
  assert.equal(back(state, { screen: "agencies" }).place.screen, "service");
});

test("a number is not shown again by the forward key once it is forgotten", () => {
  const state = aKiosk();
  assert.equal(back(state, { screen: "number", agency: "C", service: "C1" }).place.screen, "idle");
});

test("after forty seconds of silence the kiosk asks, with twenty seconds to answer", () => {
  assert.equal(play(atService(), 39_000).warning, null);
  assert.deepEqual(play(atService(), 40_000).warning.seconds <= 20, true);
});

test("the warning counts every second down", () => {
  const state = play(play(aKiosk(), { type: "open-agencies" }), 46_000);
  assert.deepEqual(state.warning, { seconds: 14, of: 20 });
});

test("an answer to the warning lets the visitor stay", () => {
  const state = play(atService(), 45_000, { type: "stay" }, 30_000);
  assert.deepEqual([state.place.screen, state.warning], ["service", null]);
});

test("a touch beside the warning's buttons does not take them away", () => {
  assert.notEqual(play(atService(), 45_000, { type: "touched" }).warning, null);
});

test("nobody answers: the kiosk goes home", () => {
  assert.equal(play(atService(), 61_000).place.screen, "idle");
});

test("every touch starts the silence anew", () => {
  assert.equal(play(atService(), 39_000, { type: "touched" }, 39_000).warning, null);
});

test("the idle screen never warns", () => {
  assert.equal(play(aKiosk(), 300_000).warning, null);
});

test("home puts the mall's own language back", () => {
  const state = play(atService(), { type: "choose-language", language: "en" }, { type: "home" });
  assert.equal(state.language, "id");
});

test("a language chosen on the idle screen and left there is put back", () => {
  const english = play(aKiosk(), { type: "choose-language", language: "en" });
  assert.equal(play(english, 30_000).language, "en");
  assert.equal(play(english, 61_000).language, "id");
});

test("a language can be changed in the middle of a tap", () => {
  const state = play(atService(), take(), { type: "choose-language", language: "en" });
  assert.deepEqual([state.language, state.tap.language], ["en", "id"]);
});

test("nothing changes for a tick that shows nothing new", () => {
  const state = play(atService(), 1000);
  assert.equal(play(state, 1000).place, state.place);
});

test("a mall with another language first goes home to it", () => {
  const mall = aMall({ site: { name: { id: "", en: "" }, languages: ["en", "id"] }, services: [aService("C1", "C")] });
  assert.equal(play(aKiosk({ mall }), { type: "open-agencies" }, { type: "home" }).language, "en");
});
