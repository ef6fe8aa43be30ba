/** The kiosk's state and the one function that changes it, (state, event) → state: no clock, no chance, no network in here. */
import { NO_AIDS, reduceAids } from "./aids.js";
import { NO_BASKET, reduceBasket } from "./basket.js";
import { reduceCode } from "./code.js";
import { reduceComingBack } from "./coming-back.js";
import { reduceHelp } from "./help.js";
import { reduceTap } from "./tap.js";
import { reduceTyping } from "./typing.js";
import { reduceVisit } from "./visit.js";

export const IDLE = Object.freeze({ screen: "idle" });

/** What a kiosk knows before it has heard anything. `at` and every event's `at` are milliseconds of the machine's own clock. */
export function firstState({ language = "id", at = 0 } = {}) {
  return {
    language, session: 1, place: IDLE, enteredAt: at, settled: false, touchedAt: at, warning: null,
    mall: null, hall: null, device: null, printers: {}, link: "connecting", failures: 0,
    aids: NO_AIDS, prompts: [], asked: "", code: "", tap: null, ticket: null, slip: null, leaving: null, taken: {}, refusal: null, help: null,
    ...NO_BASKET, back: null,
  };
}

const facts = {
  "mall-loaded": (state, { mall }) => ({ ...state, mall }),
  "hall-loaded": (state, { hall }) => ({ ...state, hall, failures: 0 }),
  "hall-missed": (state) => ({ ...state, failures: state.failures + 1 }),
  "device-known": (state, { device }) => ({ ...state, device }),
  "link-changed": (state, { link }) => ({ ...state, link }),
  "prompts-known": (state, { prompts }) => (sameSounds(state.prompts, prompts) ? state : { ...state, prompts }),
  "printers-known": (state, { printers }) => ({ ...state, printers: statesById(printers) }),
};

const parts = [reduceVisit, reduceAids, reduceTyping, reduceCode, reduceBasket, reduceComingBack, reduceTap, reduceHelp];

/** One event after the other; an event nobody knows, or one that changes nothing, gives the same object back. */
export function reduce(state, event) {
  if (facts[event.type]) return facts[event.type](state, event);
  return parts.reduce((now, part) => part(now, event), state);
}

const sameSounds = (before, now) => before.length === now.length && before.every(({ url }, place) => url === now[place].url);

const statesById = (printers) => Object.fromEntries(printers.map(({ id, state }) => [id, state]));
