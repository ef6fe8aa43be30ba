/** The phone's page of one ticket, as a pure reducer: (state, event) → state, and what the state shows and asks for. */
import { aroundPlace, placesAfter, placesIn } from "./ticket-line.js";
import { isAbout, ticketAfter } from "./ticket-news.js";

export const NEAR = 2; // so many ahead and it is time to come near
const LINGERS = 90_000; // ms: a desk may take its last move back within a minute

export function firstTicketState(language = "id") {
  return {
    language, chosen: false, ticket: null, mall: null, trouble: null, link: null, offline: false,
    seenAt: null, // when the facts were last known to be true
    toldAt: null, // when the server worked out the wait
    seq: 0, // up to which news the ticket is told
    places: null, placesSeq: -1, timeline: null,
    messages: [], // to all who wait here
    dialog: null, said: null, alarm: { armed: false, ringing: false },
  };
}

const moves = {
  "mall-loaded": (state, { mall }) => ({ ...state, mall }),
  "ticket-loaded": ticketLoaded,
  "ticket-unchanged": (state, { at }) => ({ ...state, seenAt: at, toldAt: at, trouble: null }),
  "ticket-unknown": (state) => ({ ...state, trouble: "unknown" }),
  "ticket-unreachable": (state) => (state.trouble === "unknown" ? state : { ...state, trouble: "unreachable" }),
  snapshot: (state, { snapshot, at }) => ({
    ...state, seenAt: at, trouble: null, places: placesIn(snapshot, state.ticket.queue), placesSeq: snapshot.seq,
    timeline: snapshot.timeline ?? null, seq: isOfAnotherPast(state, snapshot) ? 0 : state.seq, messages: snapshot.messages ?? [],
  }),
  messages: (state, { messages }) => ({ ...state, messages: messages ?? [] }),
  news: heard,
  link: (state, { link, at }) => ({ ...state, link, seenAt: state.seenAt > at ? state.seenAt : at }),
  offline: (state, { offline }) => ({ ...state, offline }),
  "choose-language": (state, { language }) => ({ ...state, language, chosen: true }),
  alarm: (state, { armed, ringing }) => ({ ...state, alarm: { armed, ringing } }),
  "open-dialog": (state, { kind, requestId }) => ({ ...state, said: null, dialog: { kind, requestId, step: "asking", message: null } }),
  "close-dialog": (state) => ({ ...state, dialog: null }),
  "command-sent": (state) => inDialog(state, { step: "sending" }),
  "command-unreached": (state) => inDialog(state, { step: "unreached" }),
  "command-refused": (state, { message }) => inDialog(state, { step: "refused", message }),
  "command-done": (state, event) => ({ ...ticketLoaded(state, event), dialog: null, said: event.said }),
};

export const reduceTicket = (state, event) => (moves[event.type] ? moves[event.type](state, event) : state);

const inDialog = (state, change) => (state.dialog ? { ...state, dialog: { ...state.dialog, ...change } } : state);

/** A restored backup begins another past: what was heard before counts no more. */
export const isOfAnotherPast = (state, snapshot) => state.timeline !== null && (snapshot.timeline ?? null) !== state.timeline;

/** An answer that news have overtaken on its way changes nothing. The page speaks the ticket's language until its holder chooses. */
function ticketLoaded(state, { ticket, seq = 0, at }) {
  if (state.ticket && seq < state.seq) return { ...state, seenAt: at, trouble: null };
  const language = state.chosen ? state.language : ticket.language;
  return settled(state, { ...state, ticket, seq, language, seenAt: at, toldAt: at, trouble: null });
}

function heard(state, { news, at }) {
  const places = placesAfter(state.places, news, state.ticket.queue);
  const fresh = news.seq > state.seq;
  const ticket = fresh ? ticketAfter(state.ticket, news) : state.ticket;
  const said = fresh && isAbout(ticket, news) ? saidBy(state, news) : state.said;
  return settled(state, { ...state, ticket, places, placesSeq: news.seq, seq: Math.max(state.seq, news.seq), said, seenAt: at, trouble: null });
}

/** What the page says of this move until the next one: a call taken back, else only the holder's own order. */
function saidBy({ ticket, said }, news) {
  if (news.name === "MoveUndone") return { kind: "undone", call: ticket.state === "called" };
  return news.name === "TicketPostponed" ? said : null;
}

/** In another line the places of the old one say nothing; a question that no longer arises is taken away. */
function settled(before, state) {
  const moved = before.ticket && before.ticket.queue !== state.ticket.queue;
  const here = moved ? { ...state, places: null, placesSeq: -1 } : state;
  return here.dialog && here.ticket.state !== "waiting" ? { ...here, dialog: null } : here;
}

const faces = { waiting: "waiting", reserved: "waiting", called: "called", serving: "serving", absent: "absent", parked: "parked" };

/** "loading", "unknown", "unreachable", "waiting", "called", "serving", "absent", "parked", "returns" or "over". Old facts stay up, marked with their age. */
export function faceOf({ ticket, mall, trouble }) {
  if (trouble === "unknown") return "unknown";
  if (ticket && mall) return faces[ticket.state] ?? (ticket.may_return ? "returns" : "over");
  return trouble ? "unreachable" : "loading";
}

/** {ahead, behind}: counted in the room's places where these are as new as the ticket, else as the server said. */
export function around({ ticket, places, placesSeq, seq }) {
  const counted = placesSeq >= seq ? aroundPlace(places, ticket.position) : null;
  return counted ?? { ahead: ticket.ahead, behind: null };
}

/** How many would go first, and how often that may still be asked; behind unknown counts as enough. */
export function postponing(state) {
  const { postpone_places: most, postpone_times: times } = state.mall.calling;
  const { ahead, behind } = around(state);
  const places = Math.min(most, behind ?? most);
  return { places, ahead: ahead + places, left: Math.max(0, times - state.ticket.postponed), times };
}

/** Old facts: nobody answers, and the news line is down. */
export const isStale = ({ ticket, trouble, link, offline }) =>
  Boolean(ticket && trouble === "unreachable" && (offline || (link !== "live" && link !== "polling")));

const OVER = ["finished", "cancelled", "expired"];

/** A ticket that is over asks the server for nothing more, once nobody can take its end back any more. */
export function isOver({ ticket, trouble }, now = Infinity) {
  if (trouble === "unknown") return true;
  return Boolean(ticket && OVER.includes(ticket.state) && !ticket.may_return && now - Date.parse(ticket.ended_at ?? 0) > LINGERS);
}

/** How many go before whoever comes back: a late one some places on, the others at the front. */
export const returning = ({ may_return: why }, { calling }) => (why === "late" ? calling.late_return_places : 0);

/** What still counts of the messages to those who wait. */
export const messagesNow = ({ messages }, now) => messages.filter(({ until }) => !until || Date.parse(until) > now);

/** "call" where this change calls the holder (again), "near" where few are left before, else null. */
export function bellFor(before, after) {
  if (!after.ticket || !after.mall) return null;
  const was = before.ticket;
  const called = after.ticket.state === "called";
  const again = was?.state !== "called" && after.said?.kind !== "undone"; // who stands at the counter already is not called to it
  if (called && (again || after.ticket.calls > was.calls)) return "call";
  if (!was || was.state !== "waiting" || after.ticket.state !== "waiting") return null;
  return around(before).ahead > NEAR && around(after).ahead <= NEAR ? "near" : null;
}
