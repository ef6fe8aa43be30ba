// Turns on the yellow ground: none is skipped, none is shorter than a reader needs.

import assert from "node:assert/strict";
import test from "node:test";
import { GRID_PLACES, HOLD, isCrowded, join, retire } from "../../display/static/turns.js";

const QUIET = { speaking: null, hasWords: () => false, isCalled: () => true };
const labels = (fresh) => fresh.map((one) => one.label);
const joinAll = (count, now = 0) => Array.from({ length: count }, (_, n) => `A-${n + 1}`).reduce((line, one) => join(line, one, now), []);

/** Lets time run in steps of 100 ms and writes down when each call first and last had the panel. */
function watch(fresh, facts = QUIET, until = 120000) {
  const turns = new Map();
  for (let now = 0; now <= until && fresh.length; now += 100) {
    fresh = retire(fresh, now, facts);
    if (fresh.length && !isCrowded(fresh)) turns.set(fresh[0].label, [turns.get(fresh[0].label)?.[0] ?? now, now]);
  }
  return turns;
}

test("a call alone keeps the panel for eight seconds", () => {
  const fresh = joinAll(1);
  assert.equal(retire(fresh, HOLD.alone - 1, QUIET).length, 1);
  assert.equal(retire(fresh, HOLD.alone, QUIET).length, 0);
});

test("five calls in one second each get the panel, in order, for a readable time, and none waits over twenty seconds", () => {
  const turns = watch(joinAll(5));
  assert.deepEqual([...turns.keys()], ["A-1", "A-2", "A-3", "A-4", "A-5"]);
  for (const [first, last] of turns.values()) assert.ok(last - first >= HOLD.queued - 100);
  assert.ok(Math.max(...[...turns.values()].map(([first]) => first)) <= 20000);
});

test("five calls in one second are all in sight from the first moment", () => {
  assert.ok(joinAll(5).every((one) => one.seen === 0));
});

test("a call being spoken keeps the panel until its words end", () => {
  const speaking = { ...QUIET, speaking: "A-1" };
  const fresh = joinAll(2);
  assert.deepEqual(labels(retire(fresh, 15000, speaking)), ["A-1", "A-2"]);
  assert.deepEqual(labels(retire(fresh, 15100, QUIET)), ["A-2"]);
});

test("a call whose words are on their way keeps the panel, but not for ever", () => {
  const expecting = { ...QUIET, hasWords: (label) => label === "A-1" };
  assert.equal(retire(joinAll(1), HOLD.alone + 1, expecting).length, 1);
  assert.equal(retire(joinAll(1), HOLD.words, expecting).length, 0);
});

test("a recall of the call on the panel starts its time again and shows it once", () => {
  const recalled = join(joinAll(2), "A-1", 3000);
  assert.deepEqual(labels(recalled), ["A-1", "A-2"]);
  assert.equal(recalled[0].turn, 3000);
});

test("a recall of a waiting call waits at the end like a new call", () => {
  assert.deepEqual(labels(join(joinAll(3), "A-2", 100)), ["A-1", "A-3", "A-2"]);
});

test("a visitor who has arrived frees the panel after a readable time", () => {
  const facts = { ...QUIET, isCalled: (label) => label !== "A-1" };
  const fresh = joinAll(1);
  assert.equal(retire(fresh, HOLD.queued - 1, facts).length, 1);
  assert.equal(retire(fresh, HOLD.queued, facts).length, 0);
});

test("thirty-one calls at opening time come in pages of ten, each call eight seconds in sight, none skipped", () => {
  let fresh = joinAll(31);
  assert.ok(isCrowded(fresh));
  const sight = new Map();
  for (let now = 0; fresh.length && now < 90000; now += 100) {
    fresh = retire(fresh, now, QUIET);
    const places = isCrowded(fresh) ? GRID_PLACES : fresh.length;
    fresh.slice(0, places).forEach((one) => sight.set(one.label, (sight.get(one.label) ?? 0) + 100));
  }
  assert.equal(fresh.length, 0);
  assert.equal(sight.size, 31);
  assert.ok(Math.min(...sight.values()) >= HOLD.queued);
});
