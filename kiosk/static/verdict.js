/** May a number be taken here now, and if not, which words say so: the server's verdict, the kiosk's own line, the last refusal. */
import { availabilityOf, isOffline, servicesOf } from "./hall.js";

/** {can: true, notice} or {can: false, refusal}. The refusal of the last tap stands until the visitor moves on. */
export function verdictOf(state, code) {
  if (state.refusal && state.refusal.service === code) return { can: false, refusal: state.refusal, notice: null };
  if (isOffline(state)) return { can: false, refusal: { code: "offline" }, notice: null };
  const known = availabilityOf(state, code);
  if (!known) return { can: false, refusal: { code: "other" }, notice: null };
  return known.can_take ? { can: true, refusal: null, notice: known.notice } : { can: false, refusal: known.refusal, notice: null };
}

/** An agency refuses as a whole only where every one of its services does, for one and the same reason. */
export function agencyRefusal(state, agency) {
  const refusals = servicesOf(state, agency).map(({ code }) => verdictOf(state, code).refusal);
  const [first] = refusals;
  return first && refusals.every((refusal) => refusal && refusal.code === first.code) ? first : null;
}

const icons = {
  central_system_down: "alert-triangle", quota_used_up: "ban", agency_paused: "player-pause", service_paused: "player-pause",
  not_yet_open: "clock", too_late: "clock", offline: "plug-connected-x", too_many_tickets: "hourglass", not_paired: "plug-connected-x",
  clock_in_doubt: "clock",
};

/** Red is for what is broken; a lunch break or a full day is nobody's fault and stays ink. */
export const refusalLook = ({ code }) => ({
  icon: icons[code] ?? (isClosed(code) ? "lock" : "info-circle"),
  tone: code === "central_system_down" ? "red" : "ink",
});

const isClosed = (code) => ["holiday", "closed_today", "day_closed"].includes(code);

const titled = new Set([
  "closed_today", "holiday", "not_yet_open", "too_late", "day_closed", "agency_paused", "service_paused",
  "central_system_down", "quota_used_up", "clock_in_doubt", "offline", "too_many_tickets", "not_paired",
]);

/** Refusals that pass by themselves in a moment, and those we have no words for: trying again is the way on. */
export const isWorthTryingAgain = ({ code }) => code === "too_many_tickets" || !titled.has(code);

/** The headline's key: what is so, with its end where one is known. */
export function titleKey({ code, until }, { alone = true } = {}) {
  if (!titled.has(code)) return "refused.other.title";
  if (code === "quota_used_up" && !alone) return "refused.quota_used_up.title_service";
  return code.endsWith("_paused") && until ? `refused.${code}.title_until` : `refused.${code}.title`;
}

const bodies = {
  closed_today: ["opens"],
  holiday: ["refused.holiday.reason", "opens"],
  not_yet_open: ["refused.not_yet_open.body"],
  too_late: ["refused.too_late.body", "opens"],
  day_closed: ["opens"],
  agency_paused: ["reason", "refused.paused.body", "refused.kept"],
  service_paused: ["reason", "refused.paused.body", "refused.kept"],
  central_system_down: ["refused.central_system_down.body", "refused.kept"],
  quota_used_up: ["refused.quota_used_up.body"],
  clock_in_doubt: ["refused.clock_in_doubt.body"],
  offline: ["refused.offline.body"],
  too_many_tickets: ["refused.too_many_tickets.body"],
  not_paired: ["refused.not_paired.body"],
};

const needs = {
  "opens": "opens_at", "refused.not_yet_open.body": "numbers_from", "refused.quota_used_up.body": "numbers_from",
  "refused.too_late.body": "since", "refused.holiday.reason": "name", "reason": "reason",
};
const better = {
  "refused.central_system_down.body": ["since", "_since"], "refused.too_many_tickets.body": ["seconds", "_seconds"],
};

/** The sentences under the headline, as keys; a sentence whose fact is missing is left out, a fuller one is taken where it can be. */
export function bodyKeys(refusal) {
  const keys = bodies[refusal.code] ?? [];
  return keys.filter((key) => !needs[key] || refusal[needs[key]]).map((key) => fuller(key, refusal));
}

function fuller(key, refusal) {
  if (key === "reason") return `reason.${refusal.reason}`;
  const [fact, suffix] = better[key] ?? [];
  return fact && refusal[fact] ? `${key}${suffix}` : key;
}

/** What the number's screen says of the slip: the key, and how it looks. Only a slip that is there or on its way is good news. */
export function slipWords(slip) {
  if (slip.state === "queued" || slip.state === "printed") return { key: `slip.${slip.state}`, good: true };
  if (slip.state === "failed") return { key: failedWords(slip.reason), good: false };
  if (slip.state === "expired") return { key: "slip.late", good: false };
  if (slip.state === "no_printer") return { key: "slip.none", good: false };
  return { key: slipKeys.has(slip.state) ? `slip.${slip.state}` : "slip.late", good: false };
}

const slipKeys = new Set(["waiting_for_paper", "waiting_for_printer", "late", "uncertain", "none"]);
const failedWords = (reason) => (reason && reason.includes("paper") ? "slip.waiting_for_paper" : "slip.waiting_for_printer");
