/** What the desk's menus offer, and what stands ready in them. Pure. */

import { found, labelMeant, labelsFound, servicesFound } from "./finding.js";

/** Whom this desk could call now: [{label, kind: waiting | parked | absent | incomplete, one}]. The next in line first. */
export function callable(desk) {
  const waiting = desk.waiting.map((one) => ({ label: one.label, kind: "waiting", one }));
  const parked = (desk.parked ?? []).map((one) => ({ label: one.label, kind: "parked", one }));
  const back = desk.recent.filter((one) => one.may_return && one.may_return !== "parked").map((one) => ({ label: one.label, kind: one.state === "absent" ? "absent" : "incomplete", one }));
  const all = [...waiting, ...parked, ...back];
  return all.filter((candidate, at) => candidate.label !== desk.ticket?.label && all.findIndex((other) => other.label === candidate.label) === at);
}

/** What was typed or pointed at: {shown, chosen, reason}. Who came back has the reason already; for the others a person says it. */
export function choiceIn(desk, dialog, digits) {
  const all = callable(desk);
  const typed = dialog.typed ?? "";
  const fit = labelsFound(all.map((one) => one.label), typed);
  const meant = fit.length ? null : labelMeant(typed, desk.counter.queues ?? [], digits);
  const shown = meant ? [{ label: meant, kind: "other", one: null }] : all.filter((one) => fit.includes(one.label));
  const chosen = shown.find((one) => one.label === dialog.ticket) ?? (typed ? shown[0] : null);
  const returning = chosen && ["parked", "absent", "incomplete"].includes(chosen.kind);
  return { shown, chosen: chosen ?? null, reason: dialog.reason ?? (returning ? "returning" : null) };
}

/** Those who may come back, and the one that is meant: {shown, chosen}. */
export function comingBack(desk, dialog, digits) {
  const all = callable(desk).filter((one) => one.kind !== "waiting");
  const fit = labelsFound(all.map((one) => one.label), dialog.typed ?? "");
  const meant = dialog.typed && !fit.length ? labelMeant(dialog.typed, desk.counter.queues ?? [], digits) : null;
  const shown = meant ? [{ label: meant, kind: "other" }] : all.filter((one) => fit.includes(one.label));
  return { shown, chosen: shown.find((one) => one.label === dialog.ticket) ?? shown[0] ?? null };
}

const TARGETS_SHOWN = 40;

/** A person is offered where the counter they sit at serves this visitor's queue: else they would never call this number. */
const serves = (one, ticket) => !ticket?.queue || !one.queues || one.queues.includes(ticket.queue);

/** Where to, as it fits what was typed: [{value, to, kind, one}]; the own agency's services, counters and people first. */
export function targets({ desk, mall, typed = "", colleagues = [] }) {
  const fit = (one, name) => found(typed, `loket counter ${one.counter} ${name}`);
  const people = colleagues.filter((one) => one.username && serves(one, desk.ticket) && fit(one, one.username)).map((one) => ({ value: `staff:${one.username}`, kind: "staff", to: { staff: one.username }, one }));
  const counters = colleagues.filter((one) => fit(one, "")).map((one) => ({ value: `counter:${one.counter}`, kind: "counter", to: { counter: one.counter }, one }));
  const services = servicesFound(mall, typed, desk.counter.agency).filter((one) => one.code !== desk.ticket?.service)
    .map((one) => ({ value: `service:${one.code}`, kind: "service", to: { service: one.code }, one }));
  const own = services.filter(({ one }) => one.agency === desk.counter.agency);
  return [...own, ...counters, ...people, ...services.filter((one) => !own.includes(one))].slice(0, TARGETS_SHOWN);
}

export const MOST_DELIVERED = 99;

/** service → count. Unless the clerk says otherwise: the visitor's own service once where the visit is done, else nothing. */
export function delivered(ticket, outcome, counts = {}) {
  const usual = outcome === "done" ? { [ticket.service]: 1 } : {};
  return { ...usual, ...counts };
}

/** As the command carries it: [{service, count}], only what was delivered, each within its bounds. */
export function deliveredList(counts) {
  const whole = (count) => Math.min(MOST_DELIVERED, Math.max(0, Math.round(Number(count) || 0)));
  return Object.entries(counts).map(([service, count]) => ({ service, count: whole(count) })).filter((one) => one.count > 0);
}

export const MOST_FOLLOWING = 5;

/** The plan with this service added at its end, or taken out. */
export function toggled(plan, service) {
  if (plan.includes(service)) return plan.filter((one) => one !== service);
  return plan.length < MOST_FOLLOWING ? [...plan, service] : plan;
}

/** Whole seconds left at this moment, 0 where there is nothing to take back. Pure. */
export function secondsToUndo(undo, now) {
  return undo ? Math.max(0, Math.ceil((new Date(undo.until) - now) / 1000)) : 0;
}

/** How long is too long for this service: "" while it is well, then warn, then critical. */
export function waitLevel(minutes, thresholds) {
  const [warn, critical] = thresholds ?? [];
  if (critical && minutes >= critical) return "critical";
  return warn && minutes >= warn ? "warn" : "";
}
