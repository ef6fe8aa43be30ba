/** Who stands before whom: the room's news told to the places of the waiting, and to one ticket among them. Pure. */

/** The places of all who wait in this queue, from its room's snapshot; null where it does not tell them. */
export const placesIn = (snapshot, queue) => snapshot.queues.find(({ code }) => code === queue)?.positions ?? null;

const JOINS = new Set(["TicketIssued", "PaperKeyedIn"]);
const LEAVES = new Set(["TicketCalled", "TicketCancelled", "TicketExpired", "TicketReleased"]);

/** Postponing exchanges places among those who wait: none is made and none falls free. */
export function placesAfter(places, news) {
  if (places === null || !news.position) return places;
  if (JOINS.has(news.name)) return places.includes(news.position) ? places : [...places, news.position];
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
  TicketReleased: () => ({ state: "expired" }),
  TicketPostponed: (news, ticket) => ({ position: news.positions.at(-1), postponed: ticket.postponed + 1 }),
};

export const isAbout = (ticket, news) => news.label === ticket.label && news.name in becomes;

/** Places that are exchanged in a ring: one up where somebody lets others go first, one back where an older slip takes its place. */
const shifts = { TicketPostponed: -1, PaperKeyedIn: 1, NoteRedeemed: 1 };

/** My ticket after these news: my own moves, and those of others that move me. */
export function ticketAfter(ticket, news) {
  if (isAbout(ticket, news)) return { ...ticket, ...becomes[news.name](news, ticket) };
  if (!(news.name in shifts)) return ticket;
  const mine = news.positions.indexOf(ticket.position);
  const place = mine < 0 ? undefined : news.positions[mine + shifts[news.name]];
  return place === undefined ? ticket : { ...ticket, position: place };
}

/** How many stand before and behind this place; null where the places do not know it. */
export function aroundPlace(places, position) {
  if (!places?.includes(position)) return null;
  return { ahead: places.filter((place) => place < position).length, behind: places.filter((place) => place > position).length };
}
