/** What is typed on the search screen: kept for this visit, cut to what a search can mean, and forgotten with the visit. */
import assert from "node:assert/strict";
import test from "node:test";
import { KEYS } from "../../kiosk/static/keys.js";
import { searchIsEmpty, saysSomething } from "../../kiosk/static/search.js";
import { afterKey, clean } from "../../kiosk/static/typing.js";
import { aKiosk, aMall, play } from "./builders.mjs";

const write = (text) => ({ type: "write", text });
const searching = (...steps) => play(aKiosk(), { type: "open-search" }, ...steps);

test("search is one tap from the first screen, and a result is the second", () => {
  const state = searching(write("c1"), { type: "open-service", service: "C1" });
  assert.deepEqual([state.place.screen, state.place.service], ["service", "C1"]);
});

test("who comes back from a service finds the words still there", () => {
  const state = searching(write("paspor"), { type: "open-service", service: "C1" });
  assert.equal(play(state, { type: "popped", place: { screen: "search" }, session: state.session }).asked, "paspor");
});

test("a new search begins empty", () => {
  assert.equal(play(searching(write("paspor")), { type: "open-agencies" }, { type: "open-search" }).asked, "");
});

test("the words go with the visit: home by a tap, home by silence", () => {
  assert.equal(play(searching(write("paspor")), { type: "home" }).asked, "");
  assert.equal(play(searching(write("paspor")), 61_000).asked, "");
});

test("the words are no part of the place that the browser's history keeps", () => {
  assert.deepEqual(searching(write("rahasia")).place, { screen: "search" });
});

test("after forty seconds of silence the kiosk asks here as well", () => {
  assert.notEqual(play(searching(write("pas")), 41_000).warning, null);
});

test("other words show their first results, not the page that was turned to", () => {
  const state = searching(write("k"), { type: "turn-page", page: 2 });
  assert.equal(state.place.page, 2);
  assert.equal(play(state, write("kk")).place.page, undefined);
});

test("writing elsewhere than on the search screen changes nothing", () => {
  const state = aKiosk();
  assert.equal(play(state, write("paspor")).asked, "");
});

test("ten thousand signs, markup, controls and pictures become a short plain line", () => {
  assert.equal(clean("x".repeat(10_000)).length, 60);
  assert.equal([...clean("😀".repeat(10_000))].length, 60);
  assert.equal(clean("a\u0000b\u202Ec\nd\te"), "abcde");
  assert.equal(clean("  dua   kata "), "dua kata ");
  assert.equal(searching(write("<img src=x onerror=alert(1)>")).asked, "<img src=x onerror=alert(1)>");
});

test("keys write at the end, take back the last sign whole, and take back all", () => {
  assert.equal(afterKey("pas", { sign: "p" }), "pasp");
  assert.equal(afterKey("pas😀", { does: "erase" }), "pas");
  assert.equal(afterKey("", { does: "erase" }), "");
  assert.equal(afterKey("pas", { does: "erase-all" }), "");
  assert.equal(afterKey("", { sign: " " }), "");
  assert.equal(afterKey("x".repeat(60), { sign: "y" }), "x".repeat(60));
});

test("every letter and digit has one key, and no two keys share a place on either glass", () => {
  assert.equal(KEYS.filter(({ sign }) => /^[a-z0-9]$/.test(sign ?? "")).length, 36);
  for (const [glass, columns, rows] of [["upright", 20, 5], ["lying", 26, 4]]) {
    const cells = KEYS.flatMap((key) => Array.from({ length: key[glass][2] }, (_, step) => `${key[glass][0]}/${key[glass][1] + step}`));
    assert.equal(new Set(cells).size, cells.length, glass);
    assert.ok(KEYS.every(({ [glass]: [row, from, wide] }) => row <= rows && from + wide - 1 <= columns), glass);
  }
});

test("nothing is said to be missing before something was asked for", () => {
  const asks = (text) => saysSomething(aMall(), text);
  assert.deepEqual(["", " ", "p", "mau", "saya mau urus", "paspor", "…!?"].map(asks), [false, false, false, false, false, true, true]);
  assert.deepEqual([searching(write("mau")), searching(write("nasi goreng")), searching(write("imigrasi"))].map(searchIsEmpty), [false, true, false]);
});
