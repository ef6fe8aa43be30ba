/* News as it happens: a snapshot, then every change once and in order, by websocket or, where that fails, over HTTP. */

import { api } from "./api.js";
import { clock } from "./clock.js";
import { NOTHING, afterAnswer, afterHeartbeat, afterNews, afterSnapshot } from "./ordering.js";

export const TIMES = Object.freeze({
  hole: 250, // a hole may close by itself
  silence: 12_000, // nothing heard on an open line
  unreached: 3000, // no socket, and questions over HTTP fail
  first: 1200, // how long the websocket has before HTTP helps
  probe: 600, // between two questions while nobody answers
  probeTimeout: 2500,
  wait: 8000, // how long the server may hold a question open; with the answer's way below `silence`
  look: 500,
});

const SOCKET = {
  path: "/socket.io", transports: ["websocket"], forceNew: true, timeout: 2000,
  reconnectionDelay: 300, reconnectionDelayMax: 800, randomizationFactor: 0.3,
};

/**
 * @param {{room: string, key?: string, onSnapshot: (s: object) => void, onNews: (n: object) => void,
 *          onState?: (state: "live"|"polling"|"lost") => void, onRefused?: (answer: {status, body}) => void}} wish
 * @returns {{close: () => void, refresh: () => Promise<boolean>, readonly seq: number|null, readonly state: string|null}}
 */
export function connectLive(wish, parts = {}) {
  const line = new Line(wish, { ask: api, openSocket, clock, ...parts, times: { ...TIMES, ...parts.times } });
  line.open();
  return {
    close: () => line.close(),
    refresh: () => line.takeSnapshot(),
    get seq() { return line.order.seq; },
    get state() { return line.state; },
  };
}

/** The library comes by itself, so that a page without it still has HTTP. */
async function openSocket(auth) {
  const { io } = await import("./vendor/socket.io.js");
  return io({ ...SOCKET, auth });
}

class Line {
  constructor(wish, parts) {
    Object.assign(this, parts, { wish, order: NOTHING, timeline: null, state: null, socket: null, holeTimer: undefined, question: null });
    Object.assign(this, { closed: false, connected: false, polling: false, answered: false, refused: false, heard: Date.now() });
  }

  open() {
    const auth = (give) => give({ key: this.wish.key, room: this.wish.room, since: this.order.seq, timeline: this.timeline });
    this.openSocket(auth).then((socket) => this.listen(socket), () => this.poll());
    this.firstTimer = setTimeout(() => this.poll(), this.times.first);
    this.watch = setInterval(() => this.look(), this.times.look);
  }

  close() {
    this.closed = true;
    clearTimeout(this.firstTimer);
    clearTimeout(this.holeTimer);
    clearInterval(this.watch);
    this.question?.abort();
    this.socket?.disconnect();
  }

  listen(socket) {
    if (this.closed) return void socket.disconnect();
    this.socket = socket;
    socket.on("connect", () => this.reached());
    socket.on("disconnect", () => this.dropped(500));
    socket.on("connect_error", () => this.dropped(3000));
    socket.on("snapshot", (snapshot) => this.hear(() => this.put(snapshot)));
    socket.on("news", (news) => this.hear(() => this.take(afterNews(this.order, news))));
    socket.on("heartbeat", (beat) => this.hear(() => this.beat(beat)));
  }

  reached() {
    this.connected = true;
    this.heard = Date.now();
    this.question?.abort();
    this.tell("live");
  }

  /** socket.io knocks again by itself, except where the server itself said no: then we do, after a while. */
  dropped(pauseBeforeKnocking) {
    this.connected = false;
    this.answered = false;
    if (this.closed) return;
    if (!this.socket.active) setTimeout(() => this.closed || this.connected || this.socket.connect(), pauseBeforeKnocking);
    this.poll();
  }

  hear(apply) {
    if (this.closed) return;
    this.heard = Date.now();
    if (this.connected) this.tell("live");
    apply();
  }

  /** An open socket may be dead without knowing, and a dead line must be said. */
  look() {
    const silent = Date.now() - this.heard;
    const patience = this.connected || this.answered ? this.times.silence : this.times.unreached;
    if (silent <= patience) return;
    this.tell("lost");
    if (this.connected) this.reopen();
  }

  reopen() {
    this.connected = false;
    this.answered = false;
    this.socket.disconnect();
    this.socket.connect();
    this.poll();
  }

  beat(beat) {
    this.clock.correct(beat.now);
    if (this.order.seq === null) this.takeSnapshot();
    else this.take(afterHeartbeat(this.order, beat));
  }

  put(snapshot) {
    this.clock.correct(snapshot.now);
    const held = this.order.seq === null || this.isOfMyPast(snapshot) ? this.order : NOTHING;
    const result = afterSnapshot(held, snapshot);
    this.order = result.order;
    this.timeline = snapshot.timeline ?? null;
    this.give("onSnapshot", snapshot);
    this.take(result);
  }

  take({ order, apply, hole }) {
    this.order = order;
    for (const item of apply) this.give("onNews", item);
    if (hole) this.fillLater(this.times.hole);
    else {
      clearTimeout(this.holeTimer);
      this.holeTimer = undefined;
    }
  }

  fillLater(pause) {
    this.holeTimer ??= setTimeout(() => this.fill(), pause);
  }

  async fill() {
    this.holeTimer = undefined;
    const filled = this.closed || (await this.askNews(0));
    if (!filled && this.connected) this.fillLater(this.times.probe);
  }

  /** Over HTTP until the websocket is there. One loop at a time. */
  async poll() {
    if (this.polling || this.closed || this.connected) return;
    this.polling = true;
    while (!this.closed && !this.connected) {
      this.answered = await this.askNews(this.answered ? this.times.wait : 0);
      if (this.connected) break;
      if (this.answered) this.tell("polling");
      else await pause(this.refused ? this.times.unreached : this.times.probe);
    }
    this.polling = false;
  }

  /** True when the server answered. Before the first snapshot, and after `reset`, the whole state is taken. */
  async askNews(wait) {
    if (this.order.seq === null) return this.takeSnapshot();
    this.question = new AbortController();
    const path = `/news?room=${encodeURIComponent(this.wish.room)}&since=${this.order.seq}&wait=${wait / 1000}${this.past()}`;
    const answer = await this.request(path, wait + this.times.probeTimeout, this.question.signal);
    if (answer === null) return false;
    if (answer.reset) return this.takeSnapshot(true);
    this.take(afterAnswer(this.order, answer));
    return true;
  }

  /** Which past `since` counts in: a restored backup begins another one. */
  past() {
    return this.timeline === null ? "" : `&timeline=${encodeURIComponent(this.timeline)}`;
  }

  isOfMyPast(snapshot) {
    return (snapshot.timeline ?? null) === this.timeline;
  }

  /** A snapshot that news have overtaken on its way is not put over them, unless the server began anew. */
  async takeSnapshot(anew = false) {
    const snapshot = await this.request(`/snapshot?room=${encodeURIComponent(this.wish.room)}`, 2 * this.times.probeTimeout);
    if (snapshot === null) return false;
    if (anew) this.order = NOTHING; // what was held belongs to a past that is gone
    if (this.isOfMyPast(snapshot) && this.order.seq !== null && snapshot.seq < this.order.seq) return true;
    this.put(snapshot);
    return true;
  }

  /** The body of a good answer, else null; a refusal (key withdrawn, signed out) is told to the page. */
  async request(path, timeoutMs, signal) {
    const { status, body } = await this.ask("GET", path, undefined, { key: this.wish.key, timeoutMs, signal });
    if (this.closed) return null;
    const refused = status === 401 || status === 403;
    if (refused && !this.refused) this.give("onRefused", { status, body });
    if (status !== 0) this.refused = refused;
    if (status !== 200) return null;
    this.heard = Date.now();
    return body;
  }

  tell(state) {
    if (state === this.state || this.closed) return;
    this.state = state;
    this.give("onState", state);
  }

  /** A page that stumbles over one message must still get the next. */
  give(name, value) {
    try {
      this.wish[name]?.(value);
    } catch (trouble) {
      console.error(trouble);
    }
  }
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
