/* In which order news may be applied: pure, no timers, no network. A value in, a new value and what to apply out. */

/** Nothing known yet: a snapshot must come first. `held` are news that wait for one before them. */
export const NOTHING = Object.freeze({ seq: null, held: [] });

/** A snapshot is the whole state at its seq; held news that are newer follow it. */
export function afterSnapshot(order, snapshot) {
  return settle(snapshot.seq, order.held);
}

/** News from the socket, in whatever order. `hole` says that something before them is missing. */
export function afterNews(order, news) {
  const held = order.seq === null ? [...order.held, ...news] : [...order.held, ...news.filter(({ seq }) => seq > order.seq)];
  return settle(order.seq, held);
}

/** The answer of GET /news: everything after my seq up to its own, so its links need no checking. */
export function afterAnswer(order, { seq, news }) {
  const fresh = sorted(news).filter((item) => item.seq > order.seq);
  const reached = Math.max(order.seq, seq, ...fresh.map((item) => item.seq));
  const rest = settle(reached, order.held);
  return { ...rest, apply: [...fresh, ...rest.apply] };
}

/** A heartbeat carries the room's head: a head beyond what I have is a hole too. */
export function afterHeartbeat(order, { head }) {
  return { order, apply: [], hole: order.seq !== null && (head > order.seq || order.held.length > 0) };
}

/** Apply what follows without a gap: the room's previous news (`after`) is one I already have. */
function settle(seq, held) {
  if (seq === null) return { order: { seq, held }, apply: [], hole: false };
  const apply = [];
  const waiting = [];
  let reached = seq;
  for (const item of sorted(held)) {
    if (item.seq <= reached) continue;
    if (item.after <= reached && waiting.length === 0) {
      apply.push(item);
      reached = item.seq;
    } else waiting.push(item);
  }
  return { order: { seq: reached, held: waiting }, apply, hole: waiting.length > 0 };
}

function sorted(news) {
  return [...news].sort((one, other) => one.seq - other.seq);
}
