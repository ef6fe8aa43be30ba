/* Slips keyed in after an outage: rows, labels and times as a clerk types them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyRow, instantOf, labelOf, nextRow, slipOf, timeOf } from "../../counter/static/outage/paper-state.js";

const mall = {
  today: "2026-11-23", utc_offset_minutes: 420,
  services: [{ code: "A1", queue: "A" }, { code: "A2", queue: "A" }, { code: "DS1", queue: "DS" }, { code: "P1", queue: "P" }],
};
const row = (more) => ({ ...emptyRow(), label: "A-P07", issued: "8.15", ...more });

test("a number is understood however it is typed, and no other queue's", () => {
  const queues = ["A", "DS", "P"];
  for (const typed of ["A-P07", "ap7", " a p 7 ", "A7", "A.P.007"]) assert.deepEqual(labelOf(typed, queues), { queue: "A", number: 7 });
  assert.deepEqual(labelOf("DS-P12", queues), { queue: "DS", number: 12 });
  assert.deepEqual(labelOf("P-P3", queues), { queue: "P", number: 3 });
  for (const typed of ["", "A-P0", "Z-P07", "7", "A-P", "A-P1234"]) assert.equal(labelOf(typed, queues), null);
});

test("a time is understood with point, colon or neither, and nothing else is", () => {
  assert.deepEqual(["0815", "8.15", "08:15", "815"].map(timeOf), ["08:15", "08:15", "08:15", "08:15"]);
  assert.deepEqual(["2460", "8", "", "25.00", "ab"].map(timeOf), [null, null, null, null, null]);
});

test("the times of the slip are those of the hall, whatever the zone of the machine", () => {
  assert.equal(instantOf("08:15", "2026-11-23", 420), "2026-11-23T08:15:00+07:00");
  assert.equal(instantOf("08:15", "2026-11-23", -210), "2026-11-23T08:15:00-03:30");
});

test("a row says what it lacks before the server is asked", () => {
  assert.deepEqual(slipOf(row({ label: "??" }), mall), { wrong: "label" });
  assert.deepEqual(slipOf(row({ issued: "" }), mall), { wrong: "issued" });
  assert.deepEqual(slipOf(row({ state: "served", called: "8.20" }), mall), { wrong: "ended" });
  assert.deepEqual(slipOf(row({ state: "served", called: "8.20", ended: "8.30" }), mall), { wrong: "counter" });
  assert.deepEqual(slipOf(row({ state: "served", called: "8.20", ended: "8.30", started: "x", counter: "3" }), mall), { wrong: "started" });
});

test("a whole row becomes a slip; who still waits brings no other time", () => {
  assert.deepEqual(slipOf(row({ called: "8.20", counter: "3" }), mall), {
    slip: { service: "A1", number: 7, state: "waiting", issued_at: "2026-11-23T08:15:00+07:00" },
  });
  const served = slipOf(row({ service: "A2", state: "served", called: "8.20", ended: "8.30", counter: "3" }), mall).slip;
  assert.deepEqual([served.service, served.counter, served.ended_at], ["A2", 3, "2026-11-23T08:30:00+07:00"]);
});

test("the next row has the number after, the same service and state, and no time", () => {
  assert.deepEqual(nextRow(row({ service: "A2", state: "served", counter: "3" }), mall), {
    ...emptyRow(), label: "A-P08", service: "A2", state: "served", counter: "3",
  });
});
