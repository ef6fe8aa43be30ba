/** The phone's page of one ticket, as a pure reducer: (state, event) → state, and which of its faces the state shows. */

export function firstTicketState(language = "id") {
  return { language, chosen: false, ticket: null, mall: null, seenAt: null, trouble: null };
}

const moves = {
  "mall-loaded": (state, { mall }) => ({ ...state, mall }),
  "ticket-loaded": ticketLoaded,
  "ticket-unknown": (state) => ({ ...state, trouble: "unknown" }),
  "ticket-unreachable": (state) => (state.trouble === "unknown" ? state : { ...state, trouble: "unreachable" }),
  "choose-language": (state, { language }) => ({ ...state, language, chosen: true }),
};

export const reduceTicket = (state, event) => (moves[event.type] ? moves[event.type](state, event) : state);

/** The page speaks the ticket's language until its holder chooses another. */
function ticketLoaded(state, { ticket, at }) {
  const language = state.chosen ? state.language : ticket.language;
  return { ...state, ticket, language, seenAt: at, trouble: null };
}

const faces = { waiting: "waiting", reserved: "waiting", called: "called", serving: "serving", absent: "absent", parked: "absent" };

/** "loading", "unknown", "unreachable", "waiting", "called", "serving", "absent" or "over". Old facts stay up, marked with their age. */
export function faceOf({ ticket, mall, trouble }) {
  if (trouble === "unknown") return "unknown";
  if (ticket && mall) return faces[ticket.state] ?? "over";
  return trouble ? "unreachable" : "loading";
}

export const isStale = ({ ticket, trouble }) => Boolean(ticket && trouble === "unreachable");

/** A ticket that is over asks the server for nothing more. */
export const isOver = ({ ticket, trouble }) =>
  trouble === "unknown" || Boolean(ticket && ["finished", "cancelled", "expired"].includes(ticket.state));
