/** What the floor's page shows, worked out of its state: a row for each agency, the figures of the hall, what needs a decision. Pure. */

const MINUTE = 60_000;
export const minutesSince = (at, now) => Math.max(0, Math.floor((now - new Date(at)) / MINUTE));

const ALARMS = new Set(["silent_alarm", "help_asked", "kiosk_burst"]);
const WAITED = new Set(["waiting_critical", "waiting_long"]);

/** The hall in figures; `median`: minutes that half of those who wait have waited. */
export function totals(floor, now) {
  const waited = floor.queues.flatMap(({ line }) => line.map((one) => minutesSince(one.since, now))).sort((one, other) => one - other);
  return {
    waiting: waited.length, serving: floor.counters.filter((one) => one.visitor_state === "serving").length,
    issued: floor.services.reduce((sum, one) => sum + one.issued, 0), median: waited.length ? waited[Math.floor(waited.length / 2)] : null,
  };
}

/** One row for each agency, by zone and then as the mall lists them. */
export function rows(floor, told, now) {
  const all = floor.agencies.map((agency) => rowOf(agency, floor, told, now));
  return all.sort((one, other) => one.zone - other.zone);
}

function rowOf(agency, floor, told, now) {
  const queues = floor.queues.filter((one) => one.agency === agency.code);
  const line = queues.flatMap((queue) => queue.line.map((one) => ({ ...one, queue: queue.code })));
  const counters = floor.counters.filter((one) => one.agency === agency.code || queues.some(({ code }) => one.helps.includes(code)));
  return {
    code: agency.code, short: agency.short, zone: agency.zones[0] ?? 0, queues: queues.map(({ code }) => code), waiting: line.length,
    longest: longestOf(line, floor, now), wait: waitOf(told, agency.code), counters, pauses: pausesOf(floor, agency.code), hours: floor.hours[agency.code] ?? null,
    unanswered: floor.figures[agency.code]?.unanswered ?? 0, served: floor.figures[agency.code]?.served ?? 0,
    away: [...floor.parked, ...floor.absent].filter((one) => one.agency === agency.code).length,
    open: counters.filter((one) => one.state === "open").length,
  };
}

/** Who is longest past its own promise, or else has waited longest: {label, minutes, warn}. */
function longestOf(line, floor, now) {
  const known = new Map(floor.services.map((one) => [one.code, one]));
  const waited = line.map((one) => ({ label: one.label, service: one.service, minutes: minutesSince(one.since, now), warn: known.get(one.service)?.warn_minutes ?? 30 }));
  return waited.reduce((most, one) => (most === null || one.minutes / one.warn > most.minutes / most.warn ? one : most), null);
}

/** Of several queues the longest wait: that is what somebody must reckon with. */
function waitOf(told, agency) {
  const known = (told?.waits ?? []).filter((one) => one.agency === agency && one.wait).map((one) => one.wait);
  return known.reduce((most, one) => (most === null || one.high_minutes > most.high_minutes ? one : most), null);
}

/** Pauses that hold this agency: its own, a service's of it, the hall's. */
export const pausesOf = (floor, agency) => floor.pauses.filter((one) => one.scope === "site" || one.agency === agency || (one.scope === "agency" && one.code === agency));

/** The pause that holds a whole agency, if one does. */
export const heldBy = (row) => row.pauses.find((one) => one.scope !== "service") ?? null;

/** How an agency stands in time: paused, closed, before, after, or open. */
export function standingOf(row, now) {
  if (heldBy(row)) return "paused";
  if (!row.hours) return "closed";
  if (now < new Date(row.hours.opens)) return "before";
  return now > new Date(row.hours.closes) ? "after" : "open";
}

/** The two lengths of a waiting bar in percent; its line, the promised minutes, stands in the middle. */
export function barOf(longest) {
  if (!longest) return { ink: 0, red: 0 };
  const share = Math.min(2, longest.minutes / longest.warn) * 50;
  return { ink: Math.min(50, share), red: Math.max(0, share - 50) };
}

/** Whether somebody has been at the counter much longer than this service takes. */
export function isLong(counter, floor, now) {
  const usual = floor.services.find((one) => one.code === counter.service)?.minutes;
  return Boolean(counter.started_at && usual && minutesSince(counter.started_at, now) > 2 * usual);
}

/**
 * What needs somebody, the most pressing first: the server's alerts, those about waiting once for each agency, and pauses that
 * somebody must end. Alarms that are answered by now are left out.
 */
export function decisions(floor, told) {
  const open = new Set(floor.alarms.map(({ id }) => id));
  const alerts = together((told?.alerts ?? []).filter((one) => !ALARMS.has(one.code) || open.has(one.subject.code)));
  const [system, others] = [floor.pauses.filter(isSystem), floor.pauses.filter((one) => !isSystem(one))];
  const first = alerts.filter((one) => ALARMS.has(one.code) && one.level === "critical");
  const rest = alerts.filter((one) => !first.includes(one));
  return [...first, ...system.map(fromPause), ...rest, ...others.map(fromPause)];
}

const isSystem = (pause) => pause.reason === "central_system_down";

const fromPause = (pause) => ({ key: `pause:${pause.id}`, code: isSystem(pause) ? "system_down" : "paused", level: isSystem(pause) ? "critical" : "warning", since: pause.since, subject: { kind: "pause", code: pause.id }, values: pause, others: 0 });

function together(alerts) {
  const found = new Map();
  for (const alert of alerts) {
    const key = WAITED.has(alert.code) ? `waiting:${alert.values.agency}` : `${alert.code}:${alert.subject.kind}:${alert.subject.code}`;
    const known = found.get(key);
    if (known) known.others += 1;
    else found.set(key, { ...alert, key, others: 0 });
  }
  return [...found.values()];
}

/** Counters that could help a queue, those with least to do first: open, of the same agency, and not serving it yet. */
export function helpersFor(floor, queue) {
  const { agency } = floor.queues.find(({ code }) => code === queue) ?? {};
  const waits = (counter) => counter.queues.reduce((sum, code) => sum + (floor.queues.find((one) => one.code === code)?.line.length ?? 0), 0);
  return floor.counters.filter((one) => one.state === "open" && one.agency === agency && !one.queues.includes(queue) && !one.helps.includes(queue))
    .map((counter) => ({ counter, waiting: waits(counter) })).sort((one, other) => one.waiting - other.waiting || one.counter.number - other.counter.number);
}

/** Queues of its own agency that a counter could serve too, the longest line first. */
export function helpable(floor, counter) {
  return floor.queues.filter((one) => one.agency === counter.agency && !counter.queues.includes(one.code)).sort((one, other) => other.line.length - one.line.length);
}

/** The agency's counters that serve nobody though people wait. */
export const notOpen = (floor, agency) => floor.counters.filter((one) => one.agency === agency && one.state !== "open").map(({ number }) => number);

/** How many wait in a scope: the site, a zone, an agency, a service. */
export function waitingIn(floor, scope, code) {
  const queues = floor.queues.filter((one) => scope === "site" || scope === "service" || (scope === "zone" ? String(one.zone) === String(code) : one.agency === code));
  return queues.flatMap(({ line }) => line).filter((one) => scope !== "service" || one.service === code).length;
}

/** What is plugged in, in one list: [{kind, name, zone, state}]; `fine`: nothing to do about it. */
export function things(floor) {
  const line = (one) => (one.connected ? one.state : "lost");
  const fields = floor.fields.map((one) => ({ kind: "field", id: one.number, name: String(one.number), zone: null, state: one.player ? "heard" : "silent" }));
  return [
    ...floor.kiosks.map((one) => ({ kind: "kiosk", id: one.device, name: one.name, zone: one.zone, state: line(one) })),
    ...floor.displays.map((one) => ({ kind: "display", id: one.device, name: one.name, zone: one.zone, state: line(one) })),
    ...floor.printers.map((one) => ({ kind: "printer", id: one.id, name: one.name, zone: one.zone, state: one.state })),
    ...floor.voices.map((one) => ({ kind: "voice", id: one.device, name: one.name, zone: null, state: one.state })), ...fields,
  ].map((one) => ({ ...one, fine: FINE[one.kind].has(one.state) }));
}

const FINE = {
  kiosk: { has: (state) => state !== "lost" }, display: { has: (state) => !["lost", "sound_blocked"].includes(state) }, printer: new Set(["ready"]), voice: new Set(["ready"]),
  field: new Set(["heard"]),
};

const DAYS_SHOWN = 7;

/** The newest days first that had any promise: [{day, all, services}]. */
export const scoredDays = (scores) => Object.values(scores ?? {}).filter((one) => one.all).sort((one, other) => (one.day < other.day ? 1 : -1)).slice(0, DAYS_SHOWN);
