/* The live line with a socket and a server of its own: what reaches the page, and what it is told of the connection. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { makeClock } from "../../server/web/static/clock.js";
import { connectLive } from "../../server/web/static/live.js";

const SLOWLY = 3; // a busy machine must not turn an order of events around
const FAST = { hole: 20, silence: 120, unreached: 60, first: 40, probe: 10, probeTimeout: 50, wait: 20, look: 10 };
for (const name of Object.keys(FAST)) FAST[name] *= SLOWLY;
const news = (seq, after) => ({ seq, after, name: "TicketCalled" });
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds * SLOWLY));

/** A socket as socket.io gives it: events in, connect and disconnect noted. */
class Socket {
  constructor() {
    this.heard = {};
    this.active = true;
    this.knocks = 0;
  }
  on(name, tell) { this.heard[name] = tell; }
  give(name, value) { this.heard[name](value); }
  connect() { this.knocks += 1; }
  disconnect() { this.ended = true; }
}

/** A line to a server whose answers the test sets; `asked` has every path. */
async function aLine(t, { answers = {}, withSocket = true } = {}) {
  const seen = { news: [], snapshots: [], states: [], refused: [], asked: [] };
  const socket = new Socket();
  const ask = async (method, path) => {
    seen.asked.push(path);
    await pause(2);
    const answer = answers[path.split("?")[0]];
    return answer ? answer(path) : { status: 0, body: null };
  };
  let auth = null;
  const openSocket = async (given) => {
    auth = () => new Promise((done) => given(done));
    if (!withSocket) throw new Error("no library");
    return socket;
  };
  const live = connectLive({
    room: "zone:2", key: "k", onSnapshot: (s) => seen.snapshots.push(s.seq), onNews: (n) => seen.news.push(n.seq),
    onState: (state) => seen.states.push(state), onRefused: ({ status }) => seen.refused.push(status),
  }, { ask, openSocket, times: FAST, clock: makeClock() });
  t.after(() => live.close()); // also where the test fails: an open line keeps its timers
  await pause(1);
  return { live, socket, seen, answers, auth: () => auth() };
}

const good = (body) => () => ({ status: 200, body });

test("connected: the snapshot, then the news, and the page is told that it is live", async (t) => {
  const { live, socket, seen } = await aLine(t);
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  socket.give("news", [news(11, 10), news(13, 11)]);
  live.close();
  assert.deepEqual([seen.snapshots, seen.news, seen.states], [[10], [11, 13], ["live"]]);
  assert.ok(socket.ended);
});

test("a hole that does not close by itself is asked for once, after a while", async (t) => {
  const { live, socket, seen } = await aLine(t, { answers: { "/news": good({ seq: 15, news: [news(12, 10), news(15, 12)], reset: false }) } });
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  socket.give("news", [news(15, 12)]);
  assert.deepEqual(seen.news, []);
  await pause(60);
  live.close();
  assert.deepEqual(seen.news, [12, 15]);
  assert.deepEqual(seen.asked, ["/news?room=zone%3A2&since=10&wait=0"]);
});

test("a hole that closes in time is not asked for", async (t) => {
  const { live, socket, seen } = await aLine(t);
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  socket.give("news", [news(15, 12)]);
  socket.give("news", [news(12, 10)]);
  await pause(60);
  live.close();
  assert.deepEqual([seen.news, seen.asked], [[12, 15], []]);
});

test("a heartbeat ahead of us finds what was never pushed", async (t) => {
  const { live, socket, seen } = await aLine(t, { answers: { "/news": good({ seq: 11, news: [news(11, 10)], reset: false }) } });
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  socket.give("heartbeat", { room: "zone:2", head: 11, now: "2026-11-23T02:00:05Z" });
  await pause(60);
  live.close();
  assert.deepEqual(seen.news, [11]);
});

test("where the websocket never connects the page lives over HTTP", async (t) => {
  const answers = { "/snapshot": good({ seq: 5, now: "2026-11-23T02:00:00Z" }) };
  answers["/news"] = (path) => ({ status: 200, body: { seq: 6, news: path.includes("since=5") ? [news(6, 5)] : [], reset: false } });
  const { live, seen } = await aLine(t, { answers, withSocket: false });
  await pause(60);
  live.close();
  assert.deepEqual([seen.snapshots, seen.news, seen.states], [[5], [6], ["polling"]]);
});

test("from HTTP back to the websocket, asking from where we were", async (t) => {
  const answers = { "/snapshot": good({ seq: 5, now: "2026-11-23T02:00:00Z" }), "/news": good({ seq: 5, news: [], reset: false }) };
  const { live, socket, seen, auth } = await aLine(t, { answers });
  await pause(80);
  assert.deepEqual(seen.states, ["polling"]);
  assert.deepEqual(await auth(), { key: "k", room: "zone:2", since: 5, timeline: null });
  socket.give("connect");
  await pause(30);
  const asked = seen.asked.length;
  await pause(60);
  assert.equal(seen.asked.length, asked);
  assert.deepEqual(seen.states, ["polling", "live"]);
  live.close();
});

test("a restored backup is another past: its snapshot counts though its number is lower, and old news are dropped", async (t) => {
  const { live, socket, seen, auth } = await aLine(t);
  socket.give("connect");
  socket.give("snapshot", { seq: 10, timeline: "", now: "2026-11-23T02:00:00Z" });
  socket.give("news", [news(14, 13)]);
  assert.equal((await auth()).timeline, "");
  socket.give("snapshot", { seq: 7, timeline: "again", now: "2026-11-23T02:00:00Z" });
  socket.give("news", [news(8, 7)]);
  live.close();
  assert.deepEqual([seen.snapshots, seen.news], [[10, 7], [8]]);
  assert.equal((await auth()).timeline, "again");
});

test("over HTTP the past is named, so that the server can tell", async (t) => {
  const snapshot = good({ seq: 5, timeline: "one", now: "2026-11-23T02:00:00Z" });
  const { live, seen } = await aLine(t, { withSocket: false, answers: { "/snapshot": snapshot, "/news": good({ seq: 5, news: [], reset: false }) } });
  await pause(60);
  live.close();
  assert.ok(seen.asked.some((path) => path.startsWith("/news?") && path.endsWith("&timeline=one")));
});

test("a silent socket is said to be lost and is opened anew", async (t) => {
  const { live, socket, seen } = await aLine(t);
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  await pause(180);
  live.close();
  assert.deepEqual(seen.states, ["live", "lost"]);
  assert.equal(socket.knocks, 1);
});

test("server gone and back: lost, then what was missed, once", async (t) => {
  const { live, socket, seen, answers } = await aLine(t);
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  socket.give("disconnect", "transport close");
  await pause(120);
  assert.deepEqual(seen.states, ["live", "lost"]);
  answers["/news"] = (path) => ({ status: 200, body: { seq: 12, news: path.includes("since=10") ? [news(12, 10)] : [], reset: false } });
  await pause(40);
  socket.give("connect");
  socket.give("news", [news(12, 10), news(14, 12)]);
  live.close();
  assert.deepEqual(seen.states, ["live", "lost", "polling", "live"]);
  assert.deepEqual(seen.news, [12, 14]);
});

test("reset takes the whole state again, even where its seq is smaller", async (t) => {
  const { live, socket, seen } = await aLine(t, { answers: { "/news": good({ seq: 3, news: [], reset: true }), "/snapshot": good({ seq: 3, now: "2026-11-23T02:00:00Z" }) } });
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  socket.give("news", [news(15, 12)]);
  await pause(60);
  assert.deepEqual(seen.snapshots, [10, 3]);
  live.close();
});

test("a snapshot that news have overtaken is not put over them", async (t) => {
  const { live, socket, seen } = await aLine(t, { answers: { "/snapshot": good({ seq: 10, now: "2026-11-23T02:00:00Z" }) } });
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  const taken = live.refresh();
  socket.give("news", [news(11, 10)]);
  await taken;
  assert.deepEqual([seen.snapshots, live.seq], [[10], 11]);
  live.close();
});

test("a page that stumbles over one message gets the next", async (t) => {
  const socket = new Socket();
  const seen = [];
  const silenced = console.error;
  console.error = () => {};
  const live = connectLive({
    room: "hall", onSnapshot() {},
    onNews(item) {
      seen.push(item.seq);
      if (item.seq === 11) throw new Error("stumbled");
    },
  }, { ask: async () => ({ status: 0, body: null }), openSocket: async () => socket, times: FAST, clock: makeClock() });
  t.after(() => live.close());
  await pause(1);
  socket.give("connect");
  socket.give("snapshot", { seq: 10, now: "2026-11-23T02:00:00Z" });
  socket.give("news", [news(11, 10), news(12, 11)]);
  live.close();
  console.error = silenced;
  assert.deepEqual(seen, [11, 12]);
});

test("a withdrawn key is told to the page once", async (t) => {
  const { live, seen } = await aLine(t, { answers: { "/snapshot": () => ({ status: 401, body: { error: "not_signed_in" } }) }, withSocket: false });
  await pause(150);
  live.close();
  assert.ok(seen.asked.length > 1);
  assert.deepEqual(seen.refused, [401]);
});
