// A short log of what was painted and spoken, and when: `window.antreanDisplay`, so that a test or a bench can time the real screen.

const KEPT = 200;
const log = { painted: [], spoken: [] };
const shown = new Set();

window.antreanDisplay = log;

/** Notes calls that came into sight, after the frame that shows them; `time` is comparable with another process's clock. */
export function notePainted(calls) {
  const fresh = calls.filter((call) => !shown.has(nameOf(call)));
  if (!fresh.length) return;
  fresh.forEach((call) => shown.add(nameOf(call)));
  requestAnimationFrame(() => afterPaint(() => fresh.forEach(({ label, calls: times }) => put(log.painted, { label, calls: times, ...moment() }))));
}

function nameOf({ label, calls, at }) {
  return `${label} ${calls} ${at}`;
}

export function noteSpoken({ job, call_seq: seq, label }, languages) {
  put(log.spoken, { job, seq, label, languages, ...moment() });
}

/** A message comes after the frame's painting, unlike a second animation frame, which would add a whole one. */
function afterPaint(action) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    action();
    port1.close();
  };
  port2.postMessage(null);
}

function moment() {
  const at = performance.now();
  return { at, time: performance.timeOrigin + at };
}

function put(list, entry) {
  list.push(entry);
  if (list.length > KEPT) list.splice(0, list.length - KEPT);
  if (shown.size > 10 * KEPT) shown.clear();
}
