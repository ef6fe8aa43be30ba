/* Times, money, waits, words, clock, addresses and the reading of an OpenAPI file. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { newest, newRequestId } from "../../server/web/static/api.js";
import { makeClock } from "../../server/web/static/clock.js";
import { duration, longDate, rupiah, shortDate, time, timeWithSeconds, waitParts, waitRange } from "../../server/web/static/format.js";
import { fieldsOf, operationsOf, typeOf } from "../../server/web/static/openapi.js";
import { sameSitePath } from "../../server/web/static/same_site.js";
import { wordsOf } from "../../server/web/static/words.js";

const ZONE = "Asia/Pontianak";
const NOON = "2026-11-23T02:42:07Z";
const ID = wordsOf({ "times.minutes": ["{range} menit"], "times.hours": ["{range} jam"], "times.minute_unit": ["menit"], "times.hour_unit": ["jam"] }, "id");
const EN = wordsOf({ "times.minutes": ["{range} minute", "{range} minutes"], "times.hours": ["{range} hour", "{range} hours"] }, "en");

test("times and dates are those of the site, written as each language writes them", () => {
  assert.equal(time(NOON, "id", ZONE), "09.42");
  assert.equal(time(NOON, "en", ZONE), "09:42");
  assert.equal(timeWithSeconds(NOON, "id", ZONE), "09.42.07");
  assert.equal(shortDate(NOON, "id", ZONE), "23-11-2026");
  assert.equal(longDate(NOON, "id", ZONE), "Senin, 23 November 2026");
  assert.equal(longDate(NOON, "en", ZONE), "Monday, 23 November 2026");
  assert.equal(longDate("2026-11-22T17:00:00Z", "id", ZONE), "Senin, 23 November 2026");
  assert.equal(time("2026-11-22T17:00:00Z", "id", ZONE), "00.00");
});

test("rupiah has points between thousands", () => {
  assert.deepEqual([0, 999, 1000, 350000, 1250000].map(rupiah), ["Rp0", "Rp999", "Rp1.000", "Rp350.000", "Rp1.250.000"]);
});

test("a wait is a range in minutes, past ninety minutes in half hours", () => {
  assert.equal(waitRange({ low_minutes: 40, high_minutes: 60 }, ID), "40–60 menit");
  assert.equal(waitRange({ low_minutes: 80, high_minutes: 120 }, ID), "1–2 jam");
  assert.equal(waitRange({ low_minutes: 1, high_minutes: 1 }, EN), "1 minute");
  assert.equal(waitRange({ low_minutes: 80, high_minutes: 95 }, EN), "1–2 hours");
  assert.deepEqual(waitParts({ low_minutes: 10, high_minutes: 100 }, ID), { figure: "½–2", unit: "jam" });
});

test("a duration counts minutes and seconds, then hours", () => {
  assert.deepEqual([0, 432, 3725].map(duration), ["00:00", "07:12", "1:02:05"]);
});

test("words fill their holes and choose their form", () => {
  const w = wordsOf({ ahead: ["{n} person ahead", "{n} people ahead"], hello: "Hello {name}" }, "en");
  assert.equal(w("hello", { name: "C-018" }), "Hello C-018");
  assert.deepEqual([1, 2, 0].map((n) => w.n("ahead", n)), ["1 person ahead", "2 people ahead", "0 people ahead"]);
});

test("the clock follows the server, trusts the quickest message, and follows a step", () => {
  let ticks = 1000;
  const clock = makeClock(() => ticks, () => 0);
  clock.correct("2026-11-23T02:00:00.000Z");
  ticks += 900; // this message was 400 ms on its way
  clock.correct("2026-11-23T02:00:00.500Z");
  assert.equal(clock.now().toISOString(), "2026-11-23T02:00:00.900Z");
  clock.correct("2026-11-23T01:00:00.000Z");
  assert.equal(clock.now().toISOString(), "2026-11-23T01:00:00.000Z");
  clock.correct("rubbish");
  assert.equal(clock.now().toISOString(), "2026-11-23T01:00:00.000Z");
});

test("after signing in one goes to a path of this site and nowhere else", () => {
  const origin = "http://hall.test:8080";
  const go = (wish) => sameSitePath(wish, origin);
  assert.equal(go("/counter/?n=3#x"), "/counter/?n=3#x");
  const bad = ["//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", "/%0a/../", " /counter/",
    "/a/..//evil.example", "", null, undefined, "counter/", "/a\\b"];
  for (const wish of bad) assert.ok(["/counter/", "/"].includes(go(wish)) || new URL(go(wish), origin).origin === origin, String(wish));
  for (const wish of bad.slice(0, 6)) assert.equal(go(wish), "/counter/", String(wish));
  assert.equal(go("/a/..//evil.example"), "/counter/");
});

test("every request id is fresh and has the shape the door asks for", () => {
  const ids = Array.from({ length: 50 }, newRequestId);
  assert.equal(new Set(ids).size, 50);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9_-]{8,64}$/);
});

test("an OpenAPI file is read through its references, and never in circles", () => {
  const spec = {
    paths: { "/api/v1/tickets": { post: {
      summary: "Take a number", requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Take" } } } },
      responses: { 201: { description: "Taken", content: { "application/json": { schema: { $ref: "#/components/schemas/Ticket" } } } } },
    } } },
    components: { schemas: {
      Take: { type: "object", required: ["service"], properties: { service: { type: "string", maxLength: 16 } } },
      Ticket: { type: "object", properties: { label: { type: "string" }, next: { anyOf: [{ $ref: "#/components/schemas/Ticket" }, { type: "null" }] } } },
    } },
  };
  const [one] = operationsOf(spec);
  assert.deepEqual([one.verb, one.noun, one.answers[0].status], ["post", "tickets", "201"]);
  assert.deepEqual(fieldsOf(one.body, spec), [{ name: "service", depth: 0, type: "string [0…16]", required: true, description: "" }]);
  assert.deepEqual(fieldsOf(one.answers[0].schema, spec).map((row) => row.name), ["label", "next"]);
  assert.equal(typeOf({ type: "array", items: { $ref: "#/x/Ticket" } }, spec), "[Ticket]");
});

test("an answer that a newer question has overtaken counts for nothing, whichever comes first", async () => {
  const answers = [];
  const ask = newest((what) => new Promise((resolve) => answers.push(() => resolve(what))));
  const [first, second] = [ask("old"), ask("new")];
  answers[1]();
  answers[0]();
  assert.deepEqual(await Promise.all([first, second]), [null, "new"]);
  const third = ask("later");
  answers[2]();
  assert.equal(await third, "later"); // each by itself, when none overtakes it
});
