/** What the kiosk says aloud at each moment, as the names of short recorded clips: (state) → sentences. Pure; silent unless chosen. */
import { codeRefusal, wayOn } from "./code.js";
import { adviceNow, ownOrder } from "./basket.js";
import { availabilityOf } from "./hall.js";
import { searchIsEmpty } from "./search.js";
import { agencyRefusal, slipWords, verdictOf } from "./verdict.js";

/** Prompts by name in the visitor's language; a language without any has no switch for sound. */
export const clipsOf = ({ prompts, language }) =>
  new Map(prompts.filter((prompt) => prompt.language === language).map((prompt) => [prompt.key, prompt]));

export const canSpeak = ({ prompts, language }) => prompts.some((prompt) => prompt.language === language);

const MOST_SAID = 99;

/**
 * The moment a visitor stands in, or null where nothing is said. A new `id` cuts what was being said; `more` is said after it, once for each id.
 * @returns {{id: string, sentences: string[][], more: {id: string, sentences: string[][]} | null} | null}
 */
export function momentOf(state, { lying = false } = {}) {
  if (!state.aids.sound) return null;
  const overlay = state.warning ? warning() : state.help?.shown ? helpMoment(state.help) : null;
  const { id, sentences, more = null } = overlay ?? screenMoment(state, lying);
  const aids = [state.aids.large && "large", state.aids.reach && "low"].filter(Boolean).join(" ");
  return { id: `${state.session}/${state.language}/${id}`, overlay: Boolean(overlay), lying, aids, sentences, more };
}

/** What was switched between two sets of aids: "large_on", "low_off". */
export function switchedWords(before, after) {
  const [had, has] = [before, after].map((names) => new Set(names.split(" ")));
  return ["large", "low"].filter((name) => had.has(name) !== has.has(name)).map((name) => [`${name}_${has.has(name) ? "on" : "off"}`]);
}

/** Said first of all when sound is switched on: that it is on, and where help is. */
export const welcomeOf = (lying) => [["sound_on"], [lying ? "where.call_left" : "where.call_right"]];

const warning = () => ({ id: "warning", sentences: [["warning_idle"]] });

const helpMoment = ({ state }) =>
  ({ id: `help/${state}`, sentences: state === "sending" ? [] : [[state === "failed" ? "trouble" : "help_called"]] });

const screens = {
  idle: () => [["idle"], ["where.door"]],
  agencies: () => [["agencies"]],
  agency: (state) => refusalWords(agencyRefusal(state, state.place.agency)) ?? [["service"]],
  search: () => [["search"]],
  code: codeWords,
  visit: () => [["visit"], ["where.main"]],
  order: () => [["order"], ["where.main"]],
  priority: () => [["priority"]],
  back: backWords,
  service: serviceWords,
};

function screenMoment(state, lying) {
  const { screen, agency = "", service = "", reading = false } = state.place;
  if (screen === "number") return numberMoment(state);
  if (screen === "order" && state.place.moved && !state.tap) return movedMoment(state);
  if (state.tap) return { id: `tap/${state.tap.phase === "long" ? "long" : ""}`, sentences: state.tap.phase === "long" ? [["trouble"]] : [] };
  const sentences = reading ? [] : (screens[screen]?.(state) ?? []);
  const first = sentences[0]?.[0] ?? "";
  const more = screen === "search" && searchIsEmpty(state) ? { id: "none", sentences: [["search_none"]] } : null;
  return { id: `${screen}/${agency}/${service}/${first}`, sentences, more };
}

/** Which place it has now; and how long everything takes, once that is known of this order. */
function movedMoment(state) {
  const own = ownOrder(state);
  const place = own.indexOf(state.place.moved) + 1;
  const total = totalWords(adviceNow(state)?.chosen.total);
  const more = total && { id: `order/${own.join()}`, sentences: [total] };
  return { id: `order/${own.join()}/${state.place.moved}`, sentences: [["order_place", `count.${place}`]], more };
}

function serviceWords(state) {
  const verdict = verdictOf(state, state.place.service);
  if (!verdict.can) return refusalWords(verdict.refusal);
  const now = availabilityOf(state, state.place.service);
  return [["take"], ["where.main"], aheadWords(now.ahead), waitWords(now.wait)].filter(Boolean);
}

/** What is wrong with the code stands on the glass; whether to type it again is said. */
function codeWords(state) {
  const refusal = codeRefusal(state);
  if (!refusal) return [["code"]];
  return [[{ again: "code_again", start: "trouble", ordinary: "not_now" }[wayOn(refusal)]]];
}

/** After how many numbers is on the glass, and said where there are clips for it. */
function backWords({ back }) {
  if (back.step === "done") return [["returned"], ...[aheadWords(back.told.ahead), back.told.floor && [`floor.${back.told.floor}`]].filter(Boolean)];
  return back.step === "asking" ? [] : [[back.step === "failed" ? "trouble" : "returned_not"]];
}

const later = new Set(["closed_today", "holiday", "not_yet_open", "too_late", "day_closed"]);
const broken = new Set(["offline", "clock_in_doubt", "not_paired"]);

function refusalWords(refusal) {
  if (!refusal) return null;
  if (broken.has(refusal.code)) return [["trouble"]];
  return [[later.has(refusal.code) ? "closed" : "not_now"]];
}

/** The number letter by letter, who is ahead, the floor, then the number once more; what the slip does is said when it is known. */
function numberMoment({ ticket, slip }) {
  const number = spelled(ticket.label);
  const asked = ticket.priority === "requested" && ["priority_asked"];
  const sentences = [number, aheadWords(ticket.ahead), ticket.floor && [`floor.${ticket.floor}`], asked, number].filter(Boolean);
  return { id: `number/${ticket.label}`, sentences, more: slipMoment(slip) };
}

function slipMoment(slip) {
  const { key, good } = slipWords(slip);
  if (key === "slip.queued") return { id: "slip/printing", sentences: [["printing"]] };
  return good ? { id: "slip/printed", sentences: [["take_slip"]] } : { id: "slip/none", sentences: [["no_paper"]] };
}

/** "C-018" → number, c, 0, 1, 8: letters and digits one by one, the hyphen not said. */
export const spelled = (label) => ["number", ...[...label.toLowerCase()].flatMap(signClip)];
const signClip = (sign) => (/[a-z]/.test(sign) ? [`letter.${sign}`] : /\d/.test(sign) ? [`digit.${sign}`] : []);

function aheadWords(ahead) {
  if (ahead === null || ahead === undefined) return null;
  if (ahead === 0) return ["ahead.none"];
  return ["ahead", `count.${ahead > MOST_SAID ? "more" : ahead}`];
}

/** "40 to 60 minutes"; a wait too long for the clips is left to the glass. */
function waitWords(wait, beginning = "wait") {
  if (!wait || wait.high_minutes > MOST_SAID) return null;
  const { low_minutes: low, high_minutes: high } = wait;
  const count = low === high ? [`count.${high}`] : [`count.${low}`, "to", `count.${high}`];
  return [beginning, ...count, high === 1 ? "minute" : "minutes"];
}

const totalWords = (total) => waitWords(total, "order_total");

/** Sentences whose clips are all there; never half a sentence. */
export const sayable = (sentences, clips) => sentences.filter((sentence) => sentence.every((key) => clips.has(key)));
