/** The phone's page of one ticket, as a pure reducer: (state, event) → state, and what the state shows and asks for. */
import { aroundPlace, isAbout, placesAfter, placesIn, ticketAfter } from "./ticket-line.js";

export const NEAR = 2; // so many ahead and it is time to come near

export function firstTicketState(language = "id") {
  return {
    language, chosen: false, ticket: null, mall: null, trouble: null, link: null, offline: false,
    seenAt: null, // when the facts were last known to be true
    toldAt: null, // when the server worked out the wait
    seq: 0, // up to which news the ticket is told
    places: null, placesSeq: -1, timeline: null,
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
    timeline: snapshot.timeline ?? null, seq: isOfAnotherPast(state, snapshot) ? 0 : state.seq,
  }),
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
  return endDialogs({ ...state, ticket, seq, language, seenAt: at, toldAt: at, trouble: null });
}

function heard(state, { news, at }) {
  const places = placesAfter(state.places, news);
  const fresh = news.seq > state.seq;
  const ticket = fresh ? ticketAfter(state.ticket, news) : state.ticket;
  const said = fresh && isAbout(ticket, news) && news.name !== "TicketPostponed" ? null : state.said;
  return endDialogs({ ...state, ticket, places, placesSeq: news.seq, seq: Math.max(state.seq, news.seq), said, seenAt: at, trouble: null });
}

/** A question that no longer arises is taken away: whoever is called is shown where to go. */
const endDialogs = (state) => (state.dialog && state.ticket.state !== "waiting" ? { ...state, dialog: null } : state);

const faces = { waiting: "waiting", reserved: "waiting", called: "called", serving: "serving", absent: "absent", parked: "absent" };

/** "loading", "unknown", "unreachable", "waiting", "called", "serving", "absent" or "over". Old facts stay up, marked with their age. */
export function faceOf({ ticket, mall, trouble }) {
  if (trouble === "unknown") return "unknown";
  if (ticket && mall) return faces[ticket.state] ?? "over";
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

/** A ticket that is over asks the server for nothing more. */
export const isOver = ({ ticket, trouble }) =>
  trouble === "unknown" || Boolean(ticket && ["finished", "cancelled", "expired"].includes(ticket.state));

/** "call" where this change calls the holder (again), "near" where few are left before, else null. */
export function bellFor(before, after) {
  if (!after.ticket || !after.mall) return null;
  const was = before.ticket;
  const called = after.ticket.state === "called";
  if (called && (was?.state !== "called" || after.ticket.calls > was.calls)) return "call";
  if (!was || was.state !== "waiting" || after.ticket.state !== "waiting") return null;
  return around(before).ahead > NEAR && around(after).ahead <= NEAR ? "near" : null;
}
