/** Large text, low buttons and sound: each alone or together, for one visit; and where a list is cut into pages. */
import assert from "node:assert/strict";
import test from "node:test";
import { cutIntoPages } from "../../kiosk/static/cutting.js";
import { aKiosk, atService, play, take, taken, withNumber } from "./builders.mjs";

const on = (aid) => ({ type: "switch-aid", aid });

test("aids are switched each alone and together, and off again", () => {
  const both = play(aKiosk(), on("large"), on("reach"));
  assert.deepEqual(both.aids, { large: true, reach: true, sound: false });
  assert.deepEqual(play(both, on("large")).aids, { large: false, reach: true, sound: false });
});

test("an aid nobody knows changes nothing", () => {
  const state = aKiosk();
  assert.equal(play(state, on("colour")).aids, state.aids);
});

test("aids stay through the visit, also through a number", () => {
  const state = play(aKiosk(), on("large"), { type: "open-service", service: "C1" }, 600, take(), taken());
  assert.deepEqual([state.place.screen, state.aids.large], ["number", true]);
});

test("the next visitor finds none of them", () => {
  const state = play(withNumber(), on("large"), on("reach"), on("sound"), 600, { type: "finish" });
  assert.deepEqual(state.aids, { large: false, reach: false, sound: false });
});

test("aids switched on the idle screen and left there are put back", () => {
  const state = play(aKiosk(), on("reach"));
  assert.equal(play(state, 100_000).aids.reach, true);
  assert.equal(play(state, 111_000).aids.reach, false);
});

test("who reads or reaches with effort is asked after ninety seconds, not forty", () => {
  const state = play(atService(), on("large"));
  assert.equal(play(state, 89_000).warning, null);
  assert.notEqual(play(state, 91_000).warning, null);
  assert.equal(play(state, 111_000).place.screen, "idle");
});

test("a number stays twice as long for them", () => {
  const state = play(withNumber(), on("sound"), { type: "touched" });
  assert.equal(play(state, 31_000).place.screen, "number");
  assert.equal(play(state, 61_000).place.screen, "idle");
});

test("a page that was loaded anew in a tap keeps the aids it began with", () => {
  const aids = { large: true, reach: true, sound: false };
  const state = play(aKiosk(), { type: "resume", tap: { requestId: "kept", service: "C1", language: "id", aids } });
  assert.deepEqual(state.aids, aids);
});

test("pages turn and tabs open on the screen where one is", () => {
  const state = play(atService(), { type: "turn-page", page: 2 }, { type: "open-tab", tab: "fees" });
  assert.deepEqual([state.place.screen, state.place.tab, state.place.page], ["service", "fees", 0]);
});

const cut = (heights, given = {}) => cutIntoPages({ heights, columns: 1, gap: 10, room: 320, roomWithButtons: 210, ...given });

test("what fits is one page", () => {
  assert.deepEqual(cut([100, 100, 100]).pages, [{ from: 0, to: 3 }]);
  assert.deepEqual(cut([]).pages, [{ from: 0, to: 0 }]);
});

test("what does not fit leaves room for the buttons on every page, and loses nothing", () => {
  const { pages } = cut([100, 100, 100, 100, 60]);
  assert.deepEqual(pages, [{ from: 0, to: 2 }, { from: 2, to: 4 }, { from: 4, to: 5 }]);
});

test("an item taller than the room stands alone", () => {
  assert.deepEqual(cut([100, 400, 100]).pages, [{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 2, to: 3 }]);
});

test("a grid is cut into pages evenly full, in rows as high as its tallest item", () => {
  const { pages, rows } = cut(Array(9).fill(90), { columns: 2 });
  assert.deepEqual([pages.length, rows], [3, 2]);
  assert.deepEqual(pages.at(-1), { from: 8, to: 9 });
  assert.deepEqual(cut(Array(6).fill(90), { columns: 2 }), { pages: [{ from: 0, to: 6 }], rows: 3 });
});
