/** Who stands before whom: the room's news told to the places of the waiting, and to one ticket among them. Pure. */

/** The places of all who wait in this queue, from its room's snapshot; null where it does not tell them. */
export const placesIn = (snapshot, queue) => snapshot.queues.find(({ code }) => code === queue)?.positions ?? null;

const LEAVES = new Set(["TicketCalled", "TicketCancelled", "TicketExpired"]);

/** Postponing exchanges places among those who wait: none is made and none falls free. */
export function placesAfter(places, news) {
  if (places === null || !news.position) return places;
  if (news.name === "TicketIssued") return places.includes(news.position) ? places : [...places, news.position];
  return LEAVES.has(news.name) ? places.filter((place) => place !== news.position) : places;
}

const becomes = {
  TicketCalled: (news) => ({ state: "called", counter: news.counter, calls: news.calls, called_at: news.at }),
  TicketRecalled: (news) => ({ state: "called", counter: news.counter, calls: news.calls, called_at: news.at }),
  TicketStarted: (news) => ({ state: "serving", counter: news.counter }),
  TicketFinished: () => ({ state: "finished" }),
  TicketAbsent: () => ({ state: "absent" }),
  TicketCancelled: () => ({ state: "cancelled" }),
  TicketExpired: () => ({ state: "expired" }),
  TicketPostponed: (news, ticket) => ({ position: news.positions.at(-1), postponed: ticket.postponed + 1 }),
};

export const isAbout = (ticket, news) => news.label === ticket.label && news.name in becomes;

/** My ticket after these news: my own moves, and one place up where somebody before me lets others go first. */
export function ticketAfter(ticket, news) {
  if (isAbout(ticket, news)) return { ...ticket, ...becomes[news.name](news, ticket) };
  const mine = news.name === "TicketPostponed" ? news.positions.indexOf(ticket.position) : -1;
  return mine > 0 ? { ...ticket, position: news.positions[mine - 1] } : ticket;
}

/** How many stand before and behind this place; null where the places do not know it. */
export function aroundPlace(places, position) {
  if (!places?.includes(position)) return null;
  return { ahead: places.filter((place) => place < position).length, behind: places.filter((place) => place > position).length };
}
