/** The sentences of the floor's pages: names, times, what an alert says, what a counter does. No I/O. */

import { heldBy, minutesSince, notOpen, pausesOf, standingOf } from "./facts.js";
import { steers } from "./may.js";
import { isLost } from "./page-state.js";

/** `w` the words, `f` the formats bound to the site's zone, `now()` the server's time as a Date. */
export function speechFor({ state, w, f, now }) {
  const { floor, mall, staff } = state;
  const text = (texts) => (typeof texts === "string" ? texts : texts?.[w.language] ?? texts?.id ?? "");
  const find = (list, test) => list?.find(test);
  const c = {
    w, f, now, text, off: isLost(state) || Boolean(state.pending), lost: isLost(state), steers: Boolean(staff) && steers(staff),
    time: f.time, minutesSince: (at) => minutesSince(at, now()), age: (at) => age((now() - new Date(at)) / 1000, w),
    agency: (code) => find(floor?.agencies ?? mall?.agencies, (one) => one.code === code)?.short ?? code,
    service: (code) => text(find(mall?.services, (one) => one.code === code)?.short) || code,
    zone: (number) => w("floor.zone", { zone: number }),
    person: (id) => floor?.people[id]?.username ?? "–",
    profileName: (code) => code ?? w("floor.plain"),
    sentence: (notice) => notice.text ?? w(notice.key, notice.values),
    orderName: (order) => orderName(order, w),
    busy: (name) => Boolean(state.pending?.slow && state.pending.order.name === name),
  };
  return { ...c, alert: (one) => alertFor(one, floor, c), expected: (row) => expectedOf(row, c), scope: (scope, code) => scopeName(scope, code, c), within: (scope, code) => (scope === "site" ? w("floor.scope.whole") : scopeName(scope, code, c)), counterSaid: (one) => counterSaid(one, c) };
}

/** What waits to be sent, at the beginning of a sentence, and about whom where there are several. */
function orderName({ name, values }, w) {
  const said = w(`floor.order.${name}`);
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}${values.about ? ` (${values.about})` : ""}`;
}

function age(seconds, w) {
  if (seconds < 60) return w.n("age.seconds", Math.max(1, Math.round(seconds)));
  return seconds < 3600 ? w.n("age.minutes", Math.floor(seconds / 60)) : w.n("age.hours", Math.floor(seconds / 3600));
}

const RUNS_ON = new Set(["waiting_critical", "waiting_long", "counter_back_late", "forgotten_visit", "sent_to_nobody"]);

/** An alert in words: {title, more}. Minutes run on between two readings. */
function alertFor(alert, floor, c) {
  const { values, code, since } = alert;
  const own = floor.counters.filter((one) => one.agency === values.agency);
  const told = {
    ...values, agency: c.agency(values.agency), service: c.text(values.service_short), name: values.name ?? "", others: alert.others,
    minutes: RUNS_ON.has(code) && since ? c.minutesSince(since) : values.minutes ?? 0, time: since ? c.time(since) : "",
    open: own.filter((one) => one.state === "open").length, waiting: floor.queues.filter((one) => one.agency === values.agency).reduce((sum, one) => sum + one.line.length, 0),
    closes: floor.hours[values.agency] ? c.time(floor.hours[values.agency].closes) : "–",
    ...(alert.subject.kind === "pause" ? pauseValues(values, floor, c) : {}),
  };
  if (code === "sent_to_nobody") told.holder = c.person(floor.counters.find((one) => one.number === values.counter)?.holder);
  if (code === "counter_back_late") told.reason = c.w(`reason.${values.reason}`);
  const more = [c.w(`floor.alert.${code}.more`, told), alert.others ? c.w.n("floor.alert.others", alert.others) : null, idleSaid(alert, floor, c)].filter(Boolean).join(" ");
  return { title: c.w(`floor.alert.${code}`, told), more };
}

const NEEDS_COUNTERS = new Set(["waiting_critical", "waiting_long", "nobody_serves"]);

/** Which counters of the agency could open: that is whom to call. */
function idleSaid({ code, values }, floor, c) {
  const idle = NEEDS_COUNTERS.has(code) ? notOpen(floor, values.agency) : [];
  return idle.length ? c.w.n("floor.alert.idle", idle.length, { counters: idle.join(", ") }) : null;
}

function pauseValues(pause, floor, c) {
  const held = floor.queues.flatMap((queue) => queue.line.map((one) => ({ ...one, agency: queue.agency })))
    .filter((one) => (pause.scope === "service" ? one.service === pause.code : pausesOf(floor, one.agency).some(({ id }) => id === pause.id))).length;
  return {
    who: scopeName(pause.scope, pause.code, c), reason: c.w(`floor.reason.${pause.reason}`), waiting: c.w.n("floor.waiting", held),
    until: pause.until ? c.w("floor.until", { time: c.time(pause.until) }) : c.w("floor.until_resumed"), numbers: c.w(pause.numbers ? "floor.numbers_go_on" : "floor.numbers_stopped"),
  };
}

function scopeName(scope, code, c) {
  if (scope === "site") return c.w("floor.scope.site");
  return scope === "zone" ? c.zone(code) : scope === "agency" ? c.agency(code) : c.service(code);
}

/** What somebody who comes now must reckon with; or why nobody is served. */
function expectedOf(row, c) {
  const standing = standingOf(row, c.now());
  if (standing === "paused") {
    const { numbers } = heldBy(row);
    return { text: c.w(numbers ? "floor.state.paused" : "floor.state.stopped"), red: !numbers };
  }
  if (standing === "closed" || standing === "after") return { text: c.w("floor.state.closed") };
  if (standing === "before") return { text: c.w("floor.state.opens", { time: c.time(row.hours.opens) }) };
  if (!row.open) return { text: row.waiting ? c.w("floor.state.nobody") : "–", red: Boolean(row.waiting) };
  if (!row.waiting) return { text: c.w("floor.state.at_once") };
  if (!row.wait) return { text: "–" };
  const { figure } = c.f.waitParts(row.wait);
  return { text: row.wait.high_minutes > 90 ? c.w("floor.hours_short", { range: figure }) : figure };
}

/** What happens at a counter, in a few words beside its plate and in one sentence: {short, since, full}. */
function counterSaid(counter, c) {
  const place = c.w("floor.counter", { counter: counter.number });
  if (counter.label) {
    const at = counter.visitor_state === "serving" ? counter.started_at : counter.called_at;
    const key = counter.visitor_state === "serving" ? "floor.at.serving" : "floor.at.called";
    return { short: counter.label, since: c.minutesSince(at), full: `${place}: ${c.w(key, { label: counter.label, time: c.time(at), calls: counter.calls, who: c.person(counter.holder) })}` };
  }
  if (counter.state === "paused") {
    const { reason, until } = counter.pause;
    const why = c.w(`reason.${reason}`);
    return { short: until ? c.w("floor.at.paused_until_short", { time: c.time(until) }) : c.w("floor.at.paused_short"), full: `${place}: ${c.w(until ? "floor.at.paused_until" : "floor.at.paused", { reason: why, time: until ? c.time(until) : "", since: c.time(counter.pause.since), who: c.person(counter.holder) })}` };
  }
  if (counter.state === "open") return { short: c.w("floor.at.ready_short"), full: `${place}: ${c.w("floor.at.ready", { who: c.person(counter.holder), time: c.time(counter.since) })}` };
  return { short: c.w("floor.at.closed_short"), full: `${place}: ${c.w("floor.at.closed")}` };
}
