/* In which order news may be applied. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { NOTHING, afterAnswer, afterHeartbeat, afterNews, afterSnapshot } from "../../server/web/static/ordering.js";

const news = (seq, after) => ({ seq, after });
const seqs = (result) => result.apply.map((item) => item.seq);
const at = (seq) => afterSnapshot(NOTHING, { seq }).order;

test("news that follows the snapshot is applied", () => {
  const result = afterNews(at(10), [news(12, 10)]);
  assert.deepEqual(seqs(result), [12]);
  assert.equal(result.order.seq, 12);
  assert.equal(result.hole, false);
});

test("news whose predecessor is missing waits and says that there is a hole", () => {
  const result = afterNews(at(10), [news(15, 12)]);
  assert.deepEqual(seqs(result), []);
  assert.equal(result.hole, true);
  assert.equal(result.order.seq, 10);
});

test("the late predecessor closes the hole and both are applied in order", () => {
  const waiting = afterNews(at(10), [news(15, 12)]).order;
  const result = afterNews(waiting, [news(12, 10)]);
  assert.deepEqual(seqs(result), [12, 15]);
  assert.equal(result.hole, false);
});

test("news seen already is ignored", () => {
  const once = afterNews(at(10), [news(12, 10)]).order;
  const result = afterNews(once, [news(12, 10), news(9, 8)]);
  assert.deepEqual(seqs(result), []);
  assert.equal(result.hole, false);
});

test("a batch in any order is applied in sequence, each once", () => {
  const result = afterNews(at(1), [news(5, 3), news(2, 1), news(3, 2), news(2, 1)]);
  assert.deepEqual(seqs(result), [2, 3, 5]);
});

test("news before the first snapshot is kept for after it", () => {
  const early = afterNews(NOTHING, [news(11, 9), news(9, 7)]);
  assert.deepEqual(seqs(early), []);
  assert.deepEqual(seqs(afterSnapshot(early.order, { seq: 9 })), [11]);
});

test("a snapshot whose seq is beyond the room's own last leaves no false hole", () => {
  assert.deepEqual(seqs(afterNews(at(1050), [news(1052, 1048)])), [1052]);
});

test("the answer of the server fills the hole and lets the held news follow", () => {
  const waiting = afterNews(at(10), [news(20, 15)]).order;
  const result = afterAnswer(waiting, { seq: 15, news: [news(12, 10), news(15, 12)] });
  assert.deepEqual(seqs(result), [12, 15, 20]);
  assert.equal(result.order.seq, 20);
  assert.equal(result.hole, false);
});

test("an answer that news have overtaken applies nothing twice", () => {
  const order = afterNews(at(10), [news(12, 10), news(15, 12)]).order;
  const result = afterAnswer(order, { seq: 12, news: [news(12, 10)] });
  assert.deepEqual(seqs(result), []);
  assert.equal(result.order.seq, 15);
});

test("an empty answer moves on to the server's head", () => {
  assert.equal(afterAnswer(at(10), { seq: 14, news: [] }).order.seq, 14);
});

test("a heartbeat with a later head is a hole, with the same head it is not", () => {
  assert.equal(afterHeartbeat(at(10), { head: 11 }).hole, true);
  assert.equal(afterHeartbeat(at(10), { head: 10 }).hole, false);
  assert.equal(afterHeartbeat(NOTHING, { head: 10 }).hole, false);
});

test("whatever the order of arrival, every item is applied once and in sequence", () => {
  const chain = Array.from({ length: 8 }, (_, place) => news(place * 3 + 4, place * 3 + 1));
  for (let turn = 0; turn < 200; turn += 1) {
    const shuffled = [...chain, ...chain.slice(2, 5)].map((item, place) => [(place * 7919 + turn * 104729) % 101, item]).sort((a, b) => a[0] - b[0]);
    let order = at(1);
    const applied = [];
    for (const [, item] of shuffled) {
      const result = afterNews(order, [item]);
      applied.push(...seqs(result));
      order = result.order;
    }
    assert.deepEqual(applied, chain.map((item) => item.seq));
  }
});
