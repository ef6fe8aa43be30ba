/** What a key means on the greeter's page. Pure: (state, key) → {focus} | {home} | {press, given} | {open} | null. */

import { movesFor } from "./may.js";

/** "/" the field · Enter the green button · Esc home · C the slip again · N give a number of this service. */
export function meaningOf(state, { key, modified = false }) {
  if (modified || state.dialog) return null;
  if (key === "/") return { focus: true };
  if (key === "Escape") return state.place.name === "home" ? null : { home: true };
  if (state.place.name === "service") return serviceKey(state, key);
  return state.ticket ? ticketKey(state.ticket, key) : null;
}

function serviceKey({ place, services }, key) {
  const takes = services?.[place.code]?.can_take;
  return takes && (key === "Enter" || key.toLowerCase() === "n") ? { open: { name: "issue", service: place.code } } : null;
}

function ticketKey(ticket, key) {
  if (key.toLowerCase() === "c") return { open: { name: "reprint" } };
  const { primary } = movesFor(ticket);
  return key === "Enter" && primary ? { press: primary, given: { label: ticket.label } } : null;
}
