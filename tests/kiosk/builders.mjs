/** A small mall, a hall where everything is open, and a kiosk that has heard of both: say only what matters. */
import { reduce, firstState } from "../../kiosk/static/state.js";

const text = (words) => ({ id: words, en: words });

export const aService = (code, agency, given = {}) => ({
  code, agency, queue: agency, zone: 1, floor: 1, name: text(`Layanan ${code}`), short: text(code), documents: [], tariffs: [],
  other_costs: [], paid_to: null, completion: null, ...given,
});

export const aMall = (given = {}) => ({
  site: { name: text("Mal"), languages: ["id", "en"] }, timezone: "Asia/Pontianak", utc_offset_minutes: 420,
  agencies: [{ code: "A", short: "Disdukcapil", name: text("Dukcapil") }, { code: "C", short: "Imigrasi", name: text("Imigrasi") }],
  services: [aService("A1", "A"), aService("A2", "A"), aService("C1", "C")], frequent: ["A1", "C1"], ...given,
});

export const anOffer = (code, given = {}) =>
  ({ code, can_take: true, refusal: null, notice: null, ahead: 3, wait: null, remaining: null, counters_open: 1, ...given });

export const aHall = (given = {}) => ({
  now: "2026-11-23T02:42:00Z", site_open: { state: "open" },
  services: ["A1", "A2", "C1"].map((code) => anOffer(code)), agencies: [], ...given,
});

export const aTicket = (given = {}) => ({
  id: "ticket-1", label: "C-018", service: "C1", agency: "C", state: "waiting", ahead: 5, wait: null, language: "id",
  slip: { state: "queued", reason: null, printer: "p1" }, ...given,
});

/** Event after event; a number between them lets that many milliseconds pass, with the ticks a page would make. */
export function play(state, ...steps) {
  let at = state.clock ?? state.enteredAt;
  let now = state;
  for (const step of steps) {
    if (typeof step !== "number") now = reduce(now, { at, ...step });
    else for (const end = at + step; at < end; ) now = reduce(now, { type: "tick", at: (at = Math.min(at + 250, end)) });
  }
  return { ...now, clock: at };
}

export const aKiosk = ({ mall = aMall(), hall = aHall() } = {}) =>
  play(firstState({ at: 0 }), { type: "mall-loaded", mall }, { type: "hall-loaded", hall }, { type: "link-changed", link: "live" },
    { type: "device-known", device: { id: "k1", printer: "p1" } });

/** Somebody stands before the page of C1, which has been there long enough to be pressed. */
export const atService = (given) => play(aKiosk(given), { type: "open-service", service: "C1" }, 600);

export const take = (requestId = "first-request") => ({ type: "take", requestId });
export const taken = (requestId = "first-request", given = {}) =>
  ({ type: "taken", requestId, ticket: aTicket(given.ticket), slip: { printer: "p1", state: "queued", ...given.slip } });

export const withNumber = () => play(atService(), take(), taken());
