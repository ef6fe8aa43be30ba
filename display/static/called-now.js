// Which calls of the sound field still wait for their visitor: an older call, or one that was taken back, is never spoken. Pure.

import { isCall } from "./state.js";

const OVER = new Set([
  "TicketStarted", "TicketFinished", "TicketAbsent", "TicketCancelled", "TicketExpired", "TicketReleased",
  "TicketParked", "TicketReturned", "TicketTransferred", "TicketContinued",
]);

/** Hears the news of all zones of the field; `isCalled(label, call_seq)` answers for the last call of a label alone. */
export function calledNow() {
  const over = new Set(); // labels whose visitor has arrived or left, or whose call was taken back
  const last = new Map(); // label → the journal's seq of its last call

  function hear(news) {
    if (isCall(news)) {
      over.delete(news.label);
      last.set(news.label, news.seq);
    } else if (OVER.has(news.name)) over.add(news.label);
    else if (news.name === "MoveUndone") news.tells.forEach(({ label }) => over.add(label));
    else if (news.name === "DayOpened") [over, last].forEach((known) => known.clear());
  }

  function knows(calls) {
    calls.forEach((call) => (call.state === "called" ? over.delete(call.label) : over.add(call.label)));
  }

  return { hear, knows, isCalled: (label, seq) => !over.has(label) && seq >= (last.get(label) ?? 0) };
}
