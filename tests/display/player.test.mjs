// The voice of a sound field: order, one at a time, what is shortened, what is left out, and what it says about it.

import assert from "node:assert/strict";
import test from "node:test";
import { createPlayer } from "../../display/static/player.js";

const NOW = Date.parse("2026-11-23T02:00:00Z");
const tick = () => new Promise((done) => setImmediate(done));
const settleDown = async () => { for (let n = 0; n < 40; n += 1) await tick(); };

/** A hall with a loudspeaker that writes down what it sounds and never sounds two things at once. */
function aHall({ holds = () => true, isCalled = () => true, voice = "ready", fails = () => false, slow = null } = {}) {
  const log = [];
  const timers = [];
  const clock = { time: NOW };
  let sounding = 0;
  async function sound(name) {
    sounding += 1;
    assert.equal(sounding, 1, "two sounds at once");
    await (slow?.(name) ?? tick());
    log.push(name);
    sounding -= 1;
  }
  const player = createPlayer({
    hall: { time: () => clock.time, holds, isCalled, voiceIsReady: () => voice === "ready" },
    output: {
      chime: () => sound("chime"),
      fetch: async (part) => { if (fails(part)) throw new Error("unreachable"); return part; },
      play: (part) => sound(part.url),
    },
    tell: {
      begin: (item) => log.push(`begin ${item.call_seq}`),
      end: (item) => log.push(`end ${item.call_seq}`),
      spoken: (item) => item.job !== null && log.push(`spoken ${item.job}`),
      skipped: (item, reason) => log.push(`skipped ${item.job} ${reason}`),
    },
    later: (ms, action) => (ms ? timers.push({ ms, action }) : action()),
  });
  return { player, log, clock, timers, pass: () => timers.splice(0).forEach(({ action }) => action()) };
}

function ready(seq, { languages = ["id"], at = NOW, field = 1 } = {}) {
  const parts = languages.map((language) => ({ language, url: `${seq}.${language}`, seconds: 6 }));
  return { job: 100 + seq, call_seq: seq, label: `A-${seq}`, field, parts, called_at: new Date(at).toISOString() };
}

const sounds = (log) => log.filter((line) => /^(chime|\d)/.test(line));

test("chime first, then the visitor's language, then the site's, then the report", async () => {
  const { player, log } = aHall();
  player.announcementReady(ready(1, { languages: ["en", "id"] }));
  await settleDown();
  assert.deepEqual(log, ["begin 1", "chime", "1.en", "1.id", "end 1", "spoken 101"]);
});

test("calls are spoken in the order they were made, whatever order their sounds came in, never two at once", async () => {
  const { player, log } = aHall();
  [1, 4, 2, 3].forEach((seq) => player.announcementReady(ready(seq)));
  await settleDown();
  assert.deepEqual(sounds(log), ["chime", "1.id", "chime", "2.id", "chime", "3.id", "chime", "4.id"]);
});

test("five calls in one second are each spoken once, and a backlog drops the second language", async () => {
  const { player, log } = aHall();
  [1, 2, 3, 4, 5].forEach((seq) => player.announcementReady(ready(seq, { languages: ["en", "id"] })));
  await settleDown();
  const spoken = sounds(log).filter((line) => line !== "chime");
  assert.deepEqual(spoken, ["1.en", "1.id", "2.en", "3.en", "3.id", "4.en", "4.id", "5.en", "5.id"]);
  assert.equal(log.filter((line) => line.startsWith("spoken")).length, 5);
});

test("once calls are behind their time, the second language waits for a quiet moment", async () => {
  const { player, log, clock } = aHall();
  clock.time = NOW + 16000;
  [1, 2].forEach((seq) => player.announcementReady(ready(seq, { languages: ["en", "id"] })));
  player.announcementReady(ready(3, { languages: ["en", "id"] }));
  await settleDown();
  assert.deepEqual(sounds(log).filter((line) => line !== "chime"), ["1.en", "1.id", "2.en", "3.en", "3.id"]);
});

test("the same announcement delivered twice is spoken once", async () => {
  const { player, log } = aHall();
  player.announcementReady(ready(1));
  player.announcementReady(ready(1));
  await settleDown();
  player.announcementReady(ready(1));
  await settleDown();
  assert.deepEqual(sounds(log), ["chime", "1.id"]);
});

test("words more than a minute late are left out and reported", async () => {
  const { player, log } = aHall();
  player.announcementReady(ready(1, { at: NOW - 61000 }));
  await settleDown();
  assert.deepEqual(log, ["skipped 101 late"]);
});

test("words for a visitor who is served already are left out and reported", async () => {
  const { player, log } = aHall({ isCalled: (label) => label !== "A-1" });
  [1, 2].forEach((seq) => player.announcementReady(ready(seq)));
  await settleDown();
  assert.deepEqual(log, ["skipped 101 served", "begin 2", "chime", "2.id", "end 2", "spoken 102"]);
});

test("a sound that cannot be fetched leaves the chime, is reported, and the line goes on", async () => {
  const { player, log } = aHall({ fails: (part) => part.url === "1.id" });
  [1, 2].forEach((seq) => player.announcementReady(ready(seq)));
  await settleDown();
  assert.deepEqual(log, ["begin 1", "chime", "end 1", "skipped 101 no_sound", "begin 2", "chime", "2.id", "end 2", "spoken 102"]);
});

test("a display that is not the field's player is silent, and takes over what is still waiting", async () => {
  let isPlayer = false;
  const { player, log } = aHall({ holds: () => isPlayer });
  player.announcementReady(ready(1));
  player.announcementReady(ready(2));
  await settleDown();
  assert.deepEqual(log, []);
  player.reported({ job: 101 });
  isPlayer = true;
  player.next();
  await settleDown();
  assert.deepEqual(sounds(log), ["chime", "2.id"]);
});

test("what another player left for more than a minute is forgotten without a word", async () => {
  const { player, log, clock } = aHall({ holds: () => false });
  player.announcementReady(ready(1));
  clock.time += 61000;
  player.next();
  await settleDown();
  assert.deepEqual(player.waiting(), []);
  assert.deepEqual(log, []);
});

test("a call whose words do not come in time gets its chime", async () => {
  const { player, log, pass, timers } = aHall();
  player.called({ seq: 1, label: "A-1", at: new Date(NOW).toISOString() }, 1);
  assert.equal(timers[0].ms, 2500);
  pass();
  await settleDown();
  assert.deepEqual(sounds(log), ["chime"]);
});

test("a call whose words came in time gets one chime only", async () => {
  const { player, log, pass } = aHall();
  player.called({ seq: 1, label: "A-1", at: new Date(NOW).toISOString() }, 1);
  player.announcementReady(ready(1));
  await settleDown();
  pass();
  await settleDown();
  assert.deepEqual(sounds(log), ["chime", "1.id"]);
});

test("where the voice is known to be down, the chime comes at once", async () => {
  const { player, log } = aHall({ voice: "failing" });
  player.called({ seq: 1, label: "A-1", at: new Date(NOW).toISOString() }, 1);
  await settleDown();
  assert.deepEqual(sounds(log), ["chime"]);
});

test("words that come after their chime follow without a second chime", async () => {
  const { player, log, pass } = aHall();
  player.called({ seq: 1, label: "A-1", at: new Date(NOW).toISOString() }, 1);
  pass();
  await settleDown();
  player.announcementReady(ready(1));
  await settleDown();
  assert.deepEqual(sounds(log), ["chime", "1.id"]);
});

test("a loudspeaker that breaks in the middle stops nobody else", async () => {
  const { player, log } = aHall({ slow: (name) => (name === "1.id" ? Promise.reject(new Error("gone")).catch(() => { throw 0; }) : tick()) });
  player.announcementReady(ready(1));
  await settleDown();
  assert.ok(log.includes("skipped 101 no_sound"));
});
