/** What news make of my own ticket: its calls, its stops, its place among the others. Pure. */
import { placeAfter } from "./ticket-line.js";

/** It waits at the first of the positions; as many stand before it as wait beyond them. */
const waitsAt = ({ positions, waiting }) => ({
  state: "waiting", position: positions[0], ahead: Math.max(0, waiting - positions.length), counter: null, calls: 0,
  wait: null, hold: null, parked: null, may_return: null, may_cancel: true,
});

/** Another service, another line: where it is, and what is left of the visit. */
const goesTo = (news, ticket) => ({
  ...waitsAt(news), queue: news.queue, service: news.service, agency: news.agency, zone: news.zone, floor: news.floor,
  leg: (ticket.leg ?? 1) + 1, plan: (ticket.plan ?? []).filter(({ code }) => code !== news.service),
});

const called = (news) => ({ state: "called", counter: news.counter, calls: news.calls, called_at: news.at, may_return: null, parked: null, may_cancel: false });
const over = (state) => (news) => ({ state, ended_at: news.at, may_return: null, may_cancel: false });

const becomes = {
  TicketCalled: called,
  TicketRecalled: called,
  TicketStarted: (news) => ({ state: "serving", counter: news.counter }),
  TicketFinished: (news) => ({ ...over("finished")(news), outcome: news.outcome ?? "done", may_return: news.outcome === "incomplete" ? "documents" : null }),
  TicketAbsent: (news) => ({ ...over("absent")(news), may_return: "late" }),
  TicketParked: (news) => ({ state: "parked", ended_at: news.at, may_return: "parked", may_cancel: true, parked: { why: news.why, until: news.until ?? null } }),
  TicketCancelled: over("cancelled"),
  TicketExpired: over("expired"),
  TicketReleased: over("expired"),
  TicketPostponed: (news, ticket) => ({ position: news.positions.at(-1), postponed: ticket.postponed + 1 }),
  TicketReturned: waitsAt,
  TicketTransferred: goesTo,
  TicketContinued: goesTo,
  PlanChanged: () => ({}), // which services follow is asked for: a room hears no plans
  PriorityRequested: () => ({ priority: "requested" }),
  PriorityConfirmed: () => ({ priority: "confirmed" }),
  PriorityDeclined: () => ({ priority: "declined" }),
};

/** Where an undone move left my ticket; null where it did not touch it. */
const tellOf = (ticket, news) => news.tells.find(({ label, state }) => label === ticket.label && state !== "gone") ?? null;

export const isAbout = (ticket, news) =>
  news.name === "MoveUndone" ? tellOf(ticket, news) !== null : news.label === ticket.label && news.name in becomes;

/** My ticket after these news: my own moves, and those of others that move me. */
export function ticketAfter(ticket, news) {
  if (news.name === "MoveUndone") return isAbout(ticket, news) ? undone(ticket, tellOf(ticket, news)) : ticket;
  if (isAbout(ticket, news)) return { ...ticket, ...becomes[news.name](news, ticket) };
  const place = placeAfter(ticket.position, news);
  return place === ticket.position ? ticket : { ...ticket, position: place };
}

const RETURNS = { absent: "late", parked: "parked", finished: "documents" };

/** As it was before the move. What a desk's news do not tell (until when it was parked) is asked for at once. */
const undone = (ticket, { queue, state, position, counter, calls }) => ({
  ...ticket, queue, state, position, counter, calls, may_return: RETURNS[state] ?? null, may_cancel: state === "waiting" || state === "parked",
});
