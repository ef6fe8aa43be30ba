/** Who stands before whom: the room's news told to the places of those who wait. Pure. */

/** The places of all who wait in this queue, from its room's snapshot; null where it does not tell them. */
export const placesIn = (snapshot, queue) => snapshot.queues.find(({ code }) => code === queue)?.positions ?? null;

const JOINS = new Set(["TicketIssued", "PaperKeyedIn", "TicketReturned", "TicketTransferred", "TicketContinued"]);
const LEAVES = new Set(["TicketCalled", "TicketCancelled", "TicketExpired", "TicketReleased"]);

/** Postponing exchanges places among those who wait: none is made and none falls free. */
export function placesAfter(places, news, queue = news.queue) {
  if (places === null) return places;
  if (news.name === "MoveUndone") return placesUndone(places, news, queue);
  const left = news.left_queue === queue ? without(places, news.left_position) : places;
  if (!news.position || news.queue !== queue) return left;
  if (JOINS.has(news.name)) return withPlace(left, news.position);
  return LEAVES.has(news.name) ? without(left, news.position) : left;
}

/** Who waits again stands where they stood; who is gone from this line leaves no hole. */
const placesUndone = (places, { tells }, queue) => tells.filter((tell) => tell.queue === queue).reduce(
  (known, { state, position }) => (state === "waiting" ? withPlace(known, position) : state === "gone" ? without(known, position) : known), places);

const withPlace = (places, place) => (places.includes(place) ? places : [...places, place]);
const without = (places, place) => places.filter((one) => one !== place);

/** Places that are exchanged in a ring: one up where somebody lets others go first, one back where an earlier one takes its place. */
const shifts = { TicketPostponed: -1, PaperKeyedIn: 1, NoteRedeemed: 1, TicketReturned: 1, TicketTransferred: 1, TicketContinued: 1 };

/** Where somebody at this place stands after news of others. */
export function placeAfter(place, news) {
  if (!(news.name in shifts)) return place;
  const mine = news.positions.indexOf(place);
  return (mine < 0 ? undefined : news.positions[mine + shifts[news.name]]) ?? place;
}

/** How many stand before and behind this place; null where the places do not know it. */
export function aroundPlace(places, position) {
  if (!places?.includes(position)) return null;
  return { ahead: places.filter((place) => place < position).length, behind: places.filter((place) => place > position).length };
}
