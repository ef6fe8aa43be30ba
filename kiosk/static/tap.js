/** The life of one tap on "take number": one request id from the tap to the answer, then the number and what its slip did. */
import { isOfVisit, NO_BASKET, visitWish } from "./basket.js";
import { asked, canSendCode } from "./code.js";
import { goHome } from "./visit.js";
import { verdictOf } from "./verdict.js";

export const SOON_MS = 300;
export const BROKEN_MS = 6_000;
export const LONG_MS = 30_000;
export const GIVEN_UP_MS = 180_000;
export const PRINTING_MS = 15_000;

const moves = {
  "take": take,
  "resume": (state, { tap, at }) => (state.tap ? state : resumed(state, tap, at)),
  "attempt-failed": (state, event) => ifMine(state, event, () => ({ ...state, tap: { ...state.tap, failed: true } })),
  "taken": taken,
  "refused": refused,
  "try-again": (state) => ({ ...state, refusal: null }),
  "show-taken": showTaken,
  "leave-waiting": (state, { at }) => (state.tap && state.tap.phase === "long" ? goHome(state, at) : state),
  "ticket-refreshed": refreshed,
  "news": (state, { news }) => news.reduce(heard, state),
  "tick": tick,
};

export const reduceTap = (state, event) => (moves[event.type] ? moves[event.type](state, event) : state);

/** A second tap while the first is under way, or in the blink after the page opened, is the same finger: nothing happens. */
function take(state, { requestId, order, at }) {
  const wish = state.tap || !state.settled ? null : wishOf(state, order);
  if (!wish) return state;
  return { ...state, warning: null, touchedAt: at, tap: newTap({ requestId, ...wish, language: state.language }, at) };
}

/** What this screen asks for: a number of its service, or the one a code stands for; null where it can ask for none. */
function wishOf(state, order) {
  const { screen, service } = state.place;
  if (isOfVisit(state.place)) return visitWish(state, screen === "order" ? "own" : order);
  if (screen === "service" && verdictOf(state, service).can) return { service, code: null, priority: state.priority };
  return canSendCode(state) ? { service: null, code: state.code } : null;
}

const newTap = ({ requestId, service, code = null, then = [], priority = null, language }, at) =>
  ({ requestId, service, code, then, priority, language, at, phase: "quiet", failed: false });

/** The wish as the server is told it. */
export const wishWords = ({ service, code, then = [], priority = null }) =>
  (code ? asked(code) : { service, ...(then.length && { then }), ...(priority && { priority }) });

/** The page was loaded anew in the middle of a tap: the same request goes on. */
function resumed(state, tap, at) {
  const place = placeOf(state, tap);
  if (!place) return state;
  const { language, aids = state.aids } = tap;
  const visit = tap.then?.length ? { basket: [tap.service, ...tap.then], priority: tap.priority ?? null } : {};
  return { ...state, ...visit, language, aids, place, code: tap.code ?? "", enteredAt: at, tap: { ...newTap(tap, at), failed: true } };
}

function placeOf(state, { service, then = [], code: typed }) {
  if (typed) return { screen: "code" };
  if (then.length) return { screen: "visit" };
  const known = state.mall.services.find(({ code }) => code === service);
  return known && { screen: "service", agency: known.agency, service, reading: false, page: 0 };
}

const ifMine = (state, { requestId }, change) => (state.tap && state.tap.requestId === requestId ? change() : state);

function taken(state, event) {
  return ifMine(state, event, () => ({
    ...state, ...NO_BASKET, tap: null, refusal: null, ticket: event.ticket, slip: slipOf(event.slip ?? event.ticket.slip, event.at),
    taken: { ...state.taken, [event.ticket.service]: event.ticket }, appointment: event.appointment ?? null,
    place: { screen: "number", agency: event.ticket.agency, service: event.ticket.service },
    enteredAt: event.at, settled: false, touchedAt: event.at, leaving: null,
  }));
}

const slipOf = (slip, at) =>
  ({ state: slipState(slip), reason: slip?.reason ?? null, printer: slip?.printer ?? null, since: at });

/** The server's word for a slip as the glass says it: printing is being on its way, held is waiting for what is wrong there. */
function slipState(slip) {
  if (!slip) return "none";
  if (slip.state === "printing") return "queued";
  return slip.state === "held" ? (stuckAt[slip.reason] ?? "waiting_for_printer") : slip.state;
}

function refused(state, event) {
  return ifMine(state, event, () => ({
    ...state, tap: null, touchedAt: event.at, refusal: { ...event.refusal, service: event.refusal.service ?? state.tap.service ?? null },
  }));
}

function showTaken(state, { at }) {
  const ticket = state.taken[state.place.service];
  if (!ticket || state.tap) return state;
  const place = { screen: "number", agency: ticket.agency, service: ticket.service };
  return { ...state, ticket, appointment: null, slip: slipOf(ticket.slip, at), place, enteredAt: at, settled: false, touchedAt: at, leaving: null };
}

function refreshed(state, { ticket, at }) {
  if (!state.ticket || state.ticket.id !== ticket.id) return state;
  const slip = ticket.slip ? slipNow(state.slip, slipState(ticket.slip), ticket.slip.reason, at) : state.slip;
  const known = state.taken[ticket.service]?.id === ticket.id ? { ...state.taken, [ticket.service]: ticket } : state.taken;
  return { ...state, ticket, slip, taken: known };
}

/** A slip that only waits stays as it was said at the counter of facts: "queued" never overwrites "waiting_for_paper". */
function slipNow(slip, name, reason = null, at = slip.since) {
  if (name === "queued" && slip.state !== "queued") return slip;
  if (name === slip.state && reason === slip.reason) return slip;
  return { ...slip, state: name, reason, since: at };
}

const slipNews = { SlipPrinted: "printed", SlipFailed: "failed", SlipUncertain: "uncertain", SlipExpired: "expired" };

function heard(state, item) {
  if (item.name === "PrinterChanged") return printerChanged(state, item);
  if (!slipNews[item.name] || !state.ticket || item.label !== state.ticket.label) return state;
  return { ...state, slip: slipNow(state.slip, slipNews[item.name], item.reason ?? null) };
}

function printerChanged(state, { printer, state: printerState }) {
  const printers = { ...state.printers, [printer]: printerState };
  const slip = state.slip && state.slip.printer === printer ? slipAtPrinter(state.slip, printerState) : state.slip;
  return { ...state, printers, slip };
}

const stuckAt = { paper_out: "waiting_for_paper", cover_open: "waiting_for_printer", offline: "waiting_for_printer" };

function slipAtPrinter(slip, printerState) {
  const waits = slip.state === "queued" || slip.state.startsWith("waiting_");
  if (!waits) return slip;
  return { ...slip, state: stuckAt[printerState] ?? "queued", reason: null };
}

function tick(state, { at }) {
  if (state.tap) return tapTick(state, at);
  const slow = state.slip && state.slip.state === "queued" && at - state.slip.since >= PRINTING_MS;
  return slow ? { ...state, slip: { ...state.slip, state: "late" } } : state;
}

function tapTick(state, at) {
  const waited = at - state.tap.at;
  if (waited >= GIVEN_UP_MS) return goHome(state, at);
  const phase = phaseAfter(waited, state.tap.failed);
  return phase === state.tap.phase ? state : { ...state, tap: { ...state.tap, phase } };
}

/** quiet → soon ("one moment") → broken (it says so, and goes on asking) → long (it says what to do instead). */
export function phaseAfter(waited, failed) {
  if (waited >= LONG_MS) return "long";
  if (waited >= BROKEN_MS || (failed && waited >= SOON_MS)) return "broken";
  return waited >= SOON_MS ? "soon" : "quiet";
}
