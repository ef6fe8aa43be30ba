/** What the views need to speak of the desk: texts, times, names and lists in the clerk's language. No I/O. */

import { slipKey } from "./answers.js";
import { isLost } from "./state.js";

const ALARM_SHOWN_MS = 30_000; // a word in the strip, for the one who pressed

/** `w` the words, `f` the formats bound to the site's zone, `now()` the server's time as a Date. */
export function speechFor({ state, w, f, now }) {
  const text = (texts) => texts?.[w.language] ?? texts?.id ?? "";
  const secondsSince = (at) => (now() - new Date(at)) / 1000;
  const left = (seconds) => Math.max(0, Math.ceil((seconds ?? 0) - Math.max(0, state.desk ? secondsSince(state.desk.now) : 0)));
  const said = { left, w, now, text, secondsSince, off: isLost(state), time: f.time, rupiah: f.rupiah, stopwatch: f.duration };
  return {
    ...said,
    languages: state.mall?.site?.languages ?? ["id", "en"],
    minutesSince: (at) => Math.max(0, Math.floor(secondsSince(at) / 60)),
    timeIn: (minutes) => f.time(new Date(now().getTime() + minutes * 60_000)),
    alarmHeard: now() - state.alarmedAt < ALARM_SHOWN_MS,
    today: () => f.longDate(now()), longDate: f.longDate,
    age: (at) => age(secondsSince(at), w),
    listed: (names) => listed(names, w),
    orderName: (order) => orderName(order, state, w),
    sentence: (notice) => notice.text ?? w.n(notice.key, notice.values?.n, { ...notice.values, ...timesOf(notice, f) }),
    refusal: (refusal) => text(refusal?.message) || w("idle.cannot_take"),
    slip: ({ ticket, slip }) => w(slipKey(newest(ticket.slip, slip))),
    busy: (name) => Boolean(state.pending?.slow && state.pending.order.name === name),
    ...namesIn(state.mall, text),
    reprintable: () => reprintable(state, w, f),
    printersNear: () => nearFirst(state.desk, state.mall),
  };
}

function namesIn(mall, text) {
  const find = (list, test) => mall?.[list]?.find(test);
  return {
    site: () => text(mall?.site?.name) || mall?.site?.short || "",
    agency: (code) => find("agencies", (one) => one.code === code)?.short ?? code,
    zoneName: (number) => text(find("zones", (one) => one.number === number)?.name),
  };
}

/** What became of the slip: the ticket, read again, knows more than the first answer once it is no longer queued. */
const newest = (read, first) => (read && read.state !== "queued" ? read : first ?? read);

function age(seconds, w) {
  if (seconds < 60) return w.n("age.seconds", Math.max(1, Math.round(seconds)));
  return seconds < 3600 ? w.n("age.minutes", Math.floor(seconds / 60)) : w.n("age.hours", Math.floor(seconds / 3600));
}

function listed(names, w) {
  if (names.length < 2) return names.join("");
  return w("lost.and", { first: names.slice(0, -1).join(", "), last: names.at(-1) });
}

const orderName = (order, { desk }, w) =>
  order.name === "next" && order.meant ? w(desk?.ticket ? "move.finish_and_call" : "move.call", { label: order.meant }) : w(`move.${order.name}`);

const timesOf = ({ times = {} }, f) =>
  Object.fromEntries(Object.entries(times).filter(([, at]) => at).map(([name, at]) => [name, f.time(at)]));

/** Printers of my zone first, then those of my floor: the slip should come out where the visitor stands. */
function nearFirst({ printers, counter }, mall) {
  const floorOf = (zone) => mall?.zones.find((one) => one.number === zone)?.floor;
  const nearness = ({ zone }) => (zone === counter.zone ? 2 : floorOf(zone) === counter.floor ? 1 : 0);
  return [...printers].sort((one, other) => nearness(other) - nearness(one));
}

/** Tickets whose slip can be printed again: at my counter, in trouble, given out here, waiting, and lately called. */
function reprintable({ desk, issued }, w, f) {
  const mine = desk.ticket ? [{ id: desk.ticket.id, label: desk.ticket.label, about: w("reprint.at_counter") }] : [];
  const troubled = desk.troubles.filter((one) => one.action === "reprint" && one.ticket)
    .map((one) => ({ id: one.ticket, label: one.ticket_label, about: w("reprint.trouble") }));
  const given = issued.map((one) => ({ id: one.id, label: one.label, about: w("reprint.issued_here", { time: f.time(one.issued_at) }) }));
  const waiting = desk.waiting.filter((one) => one.id)
    .map((one) => ({ id: one.id, label: one.label, about: w("reprint.waiting", { time: f.time(one.issued_at) }) }));
  const called = desk.recent.map((one) => ({ id: one.id, label: one.label, about: w("visit.called_at", { time: f.time(one.called_at) }) }));
  const all = [...mine, ...troubled, ...given, ...waiting, ...called];
  return all.filter((one, at) => all.findIndex((other) => other.label === one.label) === at);
}
