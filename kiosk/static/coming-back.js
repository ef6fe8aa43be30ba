/** Somebody is back with their slip: its code read by the scanner, and what becomes of it: (state, event) → state. The id is never shown. */
import { goTo } from "./visit.js";

const SCANNED = /\/t\/([A-Za-z0-9_-]{6,64})\/?$/;
const PAUSE_MS = 1500; // between two signs: a scanner types faster, another visitor begins anew
const LONGEST = 300;

/** Reads a scanner that types like a keyboard: hear(key, at) → the ticket's id at the Enter after a slip's address, else null. */
export function createScanner() {
  let typed = "";
  let last = 0;
  return function hear(key, at) {
    if (at - last > PAUSE_MS) typed = "";
    last = at;
    if (key === "Enter") {
      const [, ticket = null] = SCANNED.exec(typed) ?? [];
      typed = "";
      return ticket;
    }
    if (key.length === 1) typed = (typed + key).slice(-LONGEST);
    return null;
  };
}

const READS = new Set(["idle", "code", "back"]);

/** Where a slip may be read: nobody is in the middle of another visit. */
export const readsSlips = (state) => READS.has(state.place.screen) && !state.tap;

/** Whether a code reader hangs on this kiosk: only then is anybody told to scan. */
export const hasScanner = ({ mall, device }) => Boolean(mall.kiosks?.find(({ id }) => id === device?.place)?.scanner);

const moves = {
  "slip-scanned": (state, { ticket, requestId, at }) =>
    (readsSlips(state) ? goTo({ ...state, back: { requestId, ticket, step: "asking", told: null, refusal: null } }, { screen: "back" }, at) : state),
  "return-again": (state, { at }) => (state.back?.step === "failed" ? { ...state, touchedAt: at, back: { ...state.back, step: "asking" } } : state),
  "returned": (state, { requestId, ticket, at }) => ifMine(state, requestId, { step: "done", told: ticket }, at),
  "return-refused": (state, { requestId, refusal, at }) => ifMine(state, requestId, { step: "refused", refusal }, at),
  "return-failed": (state, { requestId, at }) => ifMine(state, requestId, { step: "failed" }, at),
};

export const reduceComingBack = (state, event) => (moves[event.type] ? moves[event.type](state, event) : state);

const ifMine = (state, requestId, change, at) =>
  (state.back?.requestId === requestId ? { ...state, touchedAt: at, back: { ...state.back, ...change } } : state);

const states = new Set(["waiting", "called", "serving", "finished", "cancelled", "expired"]);

/** Which words say why not: the number's state; `other_day` for a slip of another day; `unknown`, `other`. */
export function refusedWords({ code, state }) {
  if (code === "not_found") return "unknown";
  if (code !== "move_not_allowed") return "other";
  return states.has(state) ? state : "other_day";
}

/** Whose number still counts needs no other one. */
export const isStillGood = (refusal) => ["waiting", "called", "serving"].includes(refusedWords(refusal));
