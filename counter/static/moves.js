/**
 * What can be pressed now, and by which key: the biggest button, the other moves, and what a key means.
 * Pure; the labels are word keys with their values. `opens` and `waits` of a move: calls, and seconds from the reading, until it may be pressed.
 */

/** The next thing to do at this desk: always the biggest button, always Enter. Null where there is nothing to do. */
export function primaryMove(desk) {
  if (desk.ticket) return visitMove(desk);
  if (desk.counter.state === "closed") return { name: "open", key: "Enter", says: "move.open" };
  if (desk.counter.state === "paused") return { name: "open", key: "Enter", says: "move.resume" };
  return desk.next && !desk.break ? { name: "next", key: "Enter", says: "move.call_next", label: desk.next.label } : null;
}

function visitMove({ ticket, next, may }) {
  if (ticket.state === "called") return { name: "start", key: "Enter", says: "move.start" };
  if (may.next && next) return { name: "next", key: "Enter", says: "move.finish_and_call", values: { label: next.label }, label: next.label };
  return { name: "finish", key: "Enter", says: "move.finish" };
}

/** The other moves beside the biggest button, in reading order. A move that opens later is shown all the same. */
export function otherMoves(desk) {
  const first = primaryMove(desk)?.name;
  return movesOf(desk).filter((move) => move.name !== first);
}

const movesOf = (desk) => (desk.ticket ? visitMoves(desk) : idleMoves(desk));

function visitMoves({ ticket, may }) {
  const called = ticket.state === "called";
  return [
    called && may.recall && { name: "recall", key: "U", icon: "volume", says: "move.recall", waits: may.again_in_seconds ?? 0 },
    !called && may.finish && { name: "outcome", key: "S", icon: "check", says: "move.outcome" },
    !called && may.finish && { name: "incomplete", key: "B", icon: "file-text", says: "move.incomplete" },
    may.park && { name: "park", key: "T", icon: "clock-pause", says: "move.park" },
    may.transfer && { name: "transfer", key: "A", icon: "arrow-right", says: "move.transfer" },
    called && absentMove(ticket, may),
  ].filter(Boolean);
}

function absentMove(ticket, may) {
  const opens = may.absent ? 0 : Math.max(1, may.absent_after_calls - ticket.calls);
  return { name: "absent", key: "H", icon: "user-off", says: "move.absent", opens, waits: may.again_in_seconds ?? 0 };
}

function idleMoves(desk) {
  if (!desk.counter.held_by_me) return [];
  const open = desk.counter.state === "open";
  return [ISSUE, !open && REPRINT, NOTE, open && autoCall(desk)].filter(Boolean);
}

const autoCall = (desk) => ({ name: "auto_call", key: "O", icon: "repeat", says: desk.auto_call ? "move.auto_on" : "move.auto_off", on: Boolean(desk.auto_call) });

const ISSUE = { name: "issue", key: "N", icon: "ticket", says: "move.issue" };
const REPRINT = { name: "reprint", key: "C", icon: "printer", says: "move.reprint" };
const NOTE = { name: "note", key: "I", icon: "info-circle", says: "move.note" };

/** Moves whose buttons stand elsewhere (beside the queue, in the visit, in the menu) and whose keys count all the same. */
export function elsewhere(desk) {
  const open = desk.counter.state === "open";
  return [
    ISSUE, REPRINT, NOTE, open && autoCall(desk),
    open && { name: "call", key: "/", icon: "search", says: "move.call_chosen" },
    { name: "return", key: "D", icon: "refresh", says: "move.return" },
    { name: "hand_over", key: "G", icon: "door-exit", says: "move.hand_over" },
    { name: "menu", key: "M", icon: "list", says: "strip.menu" },
    { name: "keys", key: "?", icon: "key", says: "move.keys" },
    desk.ticket && { name: "priority", key: "R", icon: "user-check", says: "move.priority" },
    desk.ticket && { name: "plan", key: "L", icon: "list", says: "move.plan" },
    desk.may.next && desk.next && { name: "next", key: "P", says: desk.ticket ? "move.finish_and_call" : "move.call", values: { label: desk.next.label } },
    desk.undo && { name: "undo", key: "K", icon: "arrow-left", says: "move.undo" },
  ].filter(Boolean);
}

/** Everything a key can mean at this desk now, biggest first: for the list of keys. */
export function everyMove(desk) {
  const all = [primaryMove(desk), ...movesOf(desk), ...(desk.counter.held_by_me ? elsewhere(desk) : [])].filter(Boolean);
  return all.filter((move, at) => all.findIndex((other) => other.key === move.key) === at);
}

/**
 * What this key means here: {name} of a move, {tick} a document, or null. Modifiers and repeats never mean anything. A letter
 * keeps its meaning when its move is the biggest button, or stands in the menu.
 */
export function meaningOf(desk, { key, repeat = false, modified = false }) {
  if (!desk || repeat || modified) return null;
  if (key === "Enter") return named(primaryMove(desk));
  if (/^[1-9]$/.test(key)) return desk.ticket ? { tick: Number(key) - 1 } : null;
  if (key === "F8" || key === "j" || key === "J") return desk.counter.state === "open" ? { name: "pause" } : null;
  return named(everyMove(desk).find((move) => move.key === key.toUpperCase()));
}

function named(move) {
  if (!move) return null;
  return { name: move.name, opens: move.opens ?? 0, ...(move.waits ? { waits: move.waits } : {}) };
}

/** Why this key's move cannot be pressed yet: {key, values} of a sentence, or null. `passed`: seconds since the desk was read. */
export function tooEarly(desk, { name, opens = 0, waits = 0 }, passed) {
  const n = Math.max(0, Math.ceil(waits - Math.max(0, passed)));
  if (!opens && !n) return null;
  if (name === "recall") return { key: "refusal.recalled_too_soon", values: { n } };
  return opens ? { key: "refusal.absent_too_early", values: { calls: desk.may.absent_after_calls } } : { key: "refusal.absent_in", values: { n } };
}
