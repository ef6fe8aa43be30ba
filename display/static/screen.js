// What stands on the screen for a given state: which layout, which call in which place, which notices. Pure.

import { callOf } from "./state.js";
import { isCrowded, GRID_PLACES } from "./turns.js";

export const ROWS = 5;

/** "loading" | "lost" | "unknown" | "crowd" | "call" | "closed" | "empty" | "rest" */
export function layoutOf(state) {
  if (state.connection === "lost") return "lost";
  if (isNowhere(state)) return "unknown";
  if (!state.loaded) return "loading";
  if (isCrowded(state.fresh)) return "crowd";
  if (focusOf(state)) return "call";
  if (isClosed(state)) return "closed";
  return state.calls.length ? "rest" : "empty";
}

function isNowhere({ zone, mall }) {
  return zone !== null && mall !== null && !mall.zones.some((one) => one.number === zone);
}

/** The call on the yellow panel: the one being spoken, else the first whose turn it is. */
export function focusOf(state) {
  return callOf(state, state.speaking) ?? callOf(state, state.fresh[0]?.label) ?? null;
}

/** The rows beside the panel: who else is called, in the order of their turns, then earlier calls, newest first. */
export function besideFocus(state) {
  const focus = focusOf(state);
  const others = state.calls.filter((call) => call !== focus);
  const waiting = freshCalls(state).filter((call) => call !== focus);
  const earlier = others.filter((call) => !waiting.includes(call));
  return [...waiting.map((call) => ({ ...call, fresh: call.state === "called" })), ...earlier].slice(0, ROWS);
}

export function crowdOf(state) {
  const fresh = freshCalls(state);
  // Where even the grid is too small, its last place is the newest call's: each is painted the moment it is made.
  const shown = fresh.length > GRID_PLACES ? [...fresh.slice(0, GRID_PLACES - 1), fresh.at(-1)] : fresh;
  const spoken = callOf(state, state.speaking);
  const all = spoken && !shown.includes(spoken) ? [spoken, ...shown] : shown;
  return all.slice(0, GRID_PLACES).map((call) => ({ ...call, spoken: call === spoken }));
}

/** In the order of their turns. */
function freshCalls(state) {
  return state.fresh.map((one) => callOf(state, one.label)).filter(Boolean);
}

export function recentOf(state) {
  return state.calls.slice(0, ROWS);
}

/** All calls that can be read on the screen now. */
export function visibleCalls(state) {
  const layouts = { crowd: crowdOf, rest: recentOf, lost: recentOf, call: (s) => [focusOf(s), ...besideFocus(s)] };
  return (layouts[layoutOf(state)] ?? (() => []))(state);
}

/** Nobody serves and the house is shut: then the next opening is the news. */
export function isClosed(state) {
  const staffed = state.counters.some((counter) => counter.state !== "closed");
  return state.services?.site_open.state === "closed" && !staffed;
}

/** Counters with somebody behind them, in even pages of at most `size`. */
export function countersOnPage(state, size) {
  const staffed = state.counters.filter((one) => one.state !== "closed").sort((one, other) => one.number - other.number);
  const pages = Math.max(1, Math.ceil(staffed.length / size));
  const page = pageOfCounters(state) % pages;
  const each = Math.ceil(staffed.length / pages);
  return { page, pages, counters: staffed.slice(page * each, page * each + each) };
}

/** A message takes the strip's place for its page: the counters go on where they were, so that none is left out. */
function pageOfCounters(state) {
  const all = footPages(state).length;
  const messages = messagesHere(state).length;
  const { number } = state.page;
  return Math.floor(number / all) * (all - messages) + Math.max(0, (number % all) - messages);
}

/** Agencies this display speaks for, in ticket-letter order. */
export function agenciesHere(state) {
  const agencies = state.mall?.agencies ?? [];
  return state.zone === null ? agencies : agencies.filter((agency) => agency.zones.includes(state.zone));
}

/** What people must know at the foot: pauses that touch this display, agencies without numbers left, a common break. */
export function noticesOf(state) {
  const here = new Set(agenciesHere(state).map((agency) => agency.code));
  const touches = (code) => state.zone === null || here.has(code);
  const pauses = state.pauses.map((pause) => ({ ...pause, agency: agencyOfPause(state, pause) }))
    .filter((pause) => pause.scope === "site" || touches(pause.agency))
    .map((pause) => ({ kind: "pause", pause }));
  const full = (state.services?.agencies ?? []).filter((one) => one.state === "full" && one.message && touches(one.code))
    .map((one) => ({ kind: "full", message: one.message }));
  return [...pauses, ...full, ...commonBreak(state)];
}

/** What staff tell those who wait here. */
export function messagesHere(state) {
  const here = new Set(agenciesHere(state).map((agency) => agency.code));
  const ofService = (code) => state.mall?.services.find((service) => service.code === code)?.agency;
  const isAbout = {
    zone: (code) => String(code) === String(state.zone),
    agency: (code) => here.has(code),
    service: (code) => here.has(ofService(code)),
  };
  return state.messages.filter(({ scope, code }) => state.zone === null || (isAbout[scope]?.(code) ?? true));
}

function agencyOfPause(state, { scope, code }) {
  if (scope === "agency") return code;
  return state.mall?.services.find((service) => service.code === code)?.agency ?? null;
}

function commonBreak(state) {
  const notices = (state.services?.services ?? []).map((service) => service.notice);
  const pause = notices.find((notice) => notice?.code === "on_break");
  return pause && notices.every((notice) => notice?.code === "on_break") ? [{ kind: "break", message: pause.message }] : [];
}

/** The notice whose page it is; null stands for the missed-call hint, which takes its turn with the notices. */
export function noticeOnPage(state) {
  const pages = footPages(state);
  return pages[state.page.number % pages.length];
}

/** Messages first, then notices, then the hint. */
function footPages(state) {
  return [...messagesHere(state).map(({ texts }) => ({ kind: "message", message: texts })), ...noticesOf(state), null];
}

/** Whether a message has the whole foot now; never where the wall asks for a touch, or has lost the server. */
export function isMessageOnPage(state) {
  return noticeOnPage(state)?.kind === "message" && state.sound !== "blocked" && layoutOf(state) !== "lost";
}
