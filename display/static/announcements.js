// The line of announcements waiting for the one voice of a sound field: what is said next, what is left out and why. Pure.

/** Milliseconds after which words for a call would only confuse. */
export const TOO_LATE = 60000;
/** With more than this many waiting behind it, or any once it is this late, a call is said in the visitor's own language only. */
export const BACKLOG = 2;
export const BEHIND = 15000;
/** Milliseconds a call waits for its words before the chime goes alone. */
export const WORDS_GRACE = 2500;

/** An item is {job, call_seq, label, field, parts, called_at}; a chime alone has job null and no parts. */
export function fromNews({ job, call_seq, label, field, parts, called_at }) {
  return { job, call_seq, label, field, parts, called_at: Date.parse(called_at) };
}

export function chimeAlone({ seq, label, at }, field) {
  return { job: null, call_seq: seq, label, field, parts: [], called_at: Date.parse(at) };
}

/** Keeps the order in which the calls were made, whatever order their sounds came in. */
export function add(line, item) {
  const known = line.find((one) => one.call_seq === item.call_seq);
  if (known?.job) return line;
  const others = line.filter((one) => one !== known);
  return [...others, item].sort((one, other) => one.call_seq - other.call_seq);
}

/** Somebody else's report: that call needs no voice any more. */
export function drop(line, job) {
  return line.filter((one) => one.job !== job);
}

/**
 * The next step of the voice, or null when it has nothing to do: {item, act: "speak", parts} or {item, act: "skip", reason}.
 * `facts`: time (server, ms), holds(field) whether this page is that field's player, isCalled(label, call_seq).
 */
export function nextStep(line, { time, holds, isCalled }) {
  const mine = line.filter((item) => holds(item.field));
  const item = mine[0];
  if (!item) return null;
  if (time - item.called_at > TOO_LATE) return { item, act: "skip", reason: "late" };
  if (!isCalled(item.label, item.call_seq)) return { item, act: "skip", reason: "served" };
  return { item, act: "speak", parts: isPressed(mine, time) ? item.parts.slice(0, 1) : item.parts };
}

/** Five calls at once, each in two languages, would leave the last one waiting for a minute. */
function isPressed([item, ...behind], time) {
  return behind.length > BACKLOG || (behind.length > 0 && time - item.called_at > BEHIND);
}

/** Another player speaks for these fields: its items are kept while they could still be taken over, then forgotten. */
export function forgetStale(line, { time, holds }) {
  return line.filter((item) => holds(item.field) || time - item.called_at <= TOO_LATE);
}
