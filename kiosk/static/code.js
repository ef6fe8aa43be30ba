/** A code from paper, typed on the glass, and what it asks for: (state, event) → state. It stays in this state, until the visit ends. */
import { isOffline } from "./hall.js";
import { goTo } from "./visit.js";

/** The signs codes are made of: none that reads as another one. */
export const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** What a code of so many signs is: the name under which it goes to the server with the wish for a number. */
const KINDS = { 8: "code" }; // of a note or of an appointment: the server knows which

export const LONGEST_CODE = Math.max(...Object.keys(KINDS).map(Number));

const known = new Set(SIGNS);

/** People type a code with gaps, hyphens and small letters; what no code has is left out. */
export const cleanCode = (text) => [...text.slice(0, 200).toUpperCase()].filter((sign) => known.has(sign)).slice(0, LONGEST_CODE).join("");

/** As it stands on paper: ABCD-EFGH. */
export const shownCode = (code) => (code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code);

/** The code after a key of the glass. */
export function codeAfterKey(code, { does, sign = "" }) {
  if (does === "erase-all") return "";
  return does === "erase" ? code.slice(0, -1) : cleanCode(code + sign);
}

export const isWhole = (code) => code.length in KINDS;

/** What the server is asked for with it: {code: "ABCDEFGH"}. */
export const asked = (code) => ({ [KINDS[code.length]]: code });

/** May the code that stands there be sent? */
export const canSendCode = (state) => state.place.screen === "code" && isWhole(state.code) && !codeRefusal(state);

/** Why the code gave no number, or why none can be asked about; null while somebody types. */
export function codeRefusal(state) {
  if (state.tap || state.place.screen !== "code") return null;
  return state.refusal ?? (isOffline(state) ? { code: "offline" } : null);
}

export function reduceCode(state, event) {
  if (event.type === "open-code") return goTo({ ...state, code: "" }, { screen: "code" }, event.at);
  if (event.type !== "write-code" || state.place.screen !== "code" || state.tap) return state;
  const code = cleanCode(event.text);
  return code === state.code ? state : { ...state, code };
}

const own = {
  note_unknown: "unknown", note_used: "used", note_expired: "expired", too_many_tickets: "wait",
  appointment_used: "used", appointment_cancelled: "cancelled", appointment_not_today: "another_day",
  appointment_early: "early",
};

/** Refusals that are about the code itself have words of their own (`unknown`, `used`, …); null for others. */
export const ownWords = ({ code }) => own[code] ?? null;

const broken = new Set(["offline", "not_paired", "clock_in_doubt"]);

/** Where the green button leads: type it `again`, take an `ordinary` number, or, at a kiosk that cannot help, to the `start`. */
export function wayOn({ code }) {
  if (broken.has(code)) return "start";
  return code === "note_unknown" || code === "too_many_tickets" ? "again" : "ordinary";
}
