/**
 * What can be pressed now, and by which key: the biggest button, the other moves, and what a key means.
 * Pure; the labels are word keys with their values.
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

/** The other moves, in reading order. A move that opens later is shown with `opens` (calls still to make). */
export function otherMoves(desk) {
  const first = primaryMove(desk)?.name;
  return movesOf(desk).filter((move) => move.name !== first);
}

const movesOf = (desk) => (desk.ticket ? visitMoves(desk) : deskMoves(desk));

function visitMoves({ ticket, next, may }) {
  const called = ticket.state === "called";
  return [
    may.recall && { name: "recall", key: "U", icon: "volume", says: "move.recall" },
    called && absentMove(ticket, may),
    may.next && next && { name: "next", key: "P", icon: "arrow-right", says: "move.finish_and_call", values: { label: next.label } },
    !called && may.finish && { name: "finish", key: "S", icon: "check", says: "move.finish_only" },
    !called && { name: "reprint", key: "C", icon: "printer", says: "move.reprint" },
    !called && { name: "issue", key: "N", icon: "ticket", says: "move.issue" },
  ].filter(Boolean);
}

function absentMove(ticket, may) {
  const opens = may.absent ? 0 : Math.max(1, may.absent_after_calls - ticket.calls);
  return { name: "absent", key: "H", icon: "user-off", says: "move.absent", opens };
}

function deskMoves(desk) {
  return [
    { name: "issue", key: "N", icon: "ticket", says: "move.issue" },
    { name: "reprint", key: "C", icon: "printer", says: "move.reprint" },
  ].slice(0, desk.counter.held_by_me ? 2 : 0);
}

/**
 * What this key means here: {name} of a move, {tick} a document, or null. Modifiers and repeats never mean anything. A letter
 * keeps its meaning when its move is the biggest button, or stands in the menu while a visitor is called.
 */
export function meaningOf(desk, { key, repeat = false, modified = false }) {
  if (!desk || repeat || modified) return null;
  if (key === "Enter") return named(primaryMove(desk));
  if (/^[1-9]$/.test(key)) return desk.ticket ? { tick: Number(key) - 1 } : null;
  if (key === "F8" || key === "j" || key === "J") return desk.counter.state === "open" ? { name: "pause" } : null;
  return named([...movesOf(desk), ...deskMoves(desk)].find((move) => move.key === key.toUpperCase()));
}

const named = (move) => (move ? { name: move.name, opens: move.opens ?? 0 } : null);
