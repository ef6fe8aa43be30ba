/** The sentences of the greeter's page: "kapan giliran saya?" in plain words, what became of a slip, names and times. No I/O. */

import { slipKey } from "../answers.js";
import { isLost } from "./state.js";

/** `w` the words, `f` the formats bound to the site's zone, `now()` the server's time as a Date. */
export function speechFor({ state, w, f, now }) {
  const text = (texts) => texts?.[w.language] ?? texts?.id ?? "";
  const c = {
    w, f, now, text, off: isLost(state) || Boolean(state.pending),
    time: f.time, rupiah: f.rupiah, today: () => f.longDate(now()),
    minutesSince: (at) => Math.max(0, Math.floor((now() - new Date(at)) / 60_000)),
    age: (at) => age((now() - new Date(at)) / 1000, w),
    sentence: (notice) => notice.text ?? counted(notice, w),
    orderName: (order) => w(`greeter.order.${order.name}`, { label: order.label }),
    busy: (name, label) => Boolean(state.pending?.slow && state.pending.order.name === name && (!label || state.pending.order.label === label)),
    slip: (slip) => w(slipKey(slip)),
    ...namesIn(state.mall, text),
  };
  return { ...c, answer: (ticket) => answerFor(ticket, c), figures: (offer) => figuresOf(offer, c), place: ({ zone, floor }) => w("greeter.place", { zone, floor }) };
}

function namesIn(mall, text) {
  const find = (list, test) => mall?.[list]?.find(test);
  return {
    site: () => text(mall?.site?.name) || mall?.site?.short || "",
    agency: (code) => find("agencies", (one) => one.code === code)?.short ?? code,
    service: (code) => find("services", (one) => one.code === code),
    printer: (id) => find("printers", (one) => one.id === id)?.name ?? id,
    countersOf: (queue) => (mall?.counters ?? []).filter((one) => one.queues.includes(queue)).map((one) => one.number),
    counterAt: (number) => find("counters", (one) => one.number === number),
  };
}

const counted = ({ key, count, values }, w) => {
  if (count === 0 && w.has(`${key}_none`)) return w(`${key}_none`, values);
  return count === undefined ? w(key, values) : w.n(key, count, values);
};

function age(seconds, w) {
  if (seconds < 60) return w.n("age.seconds", Math.max(1, Math.round(seconds)));
  return seconds < 3600 ? w.n("age.minutes", Math.floor(seconds / 60)) : w.n("age.hours", Math.floor(seconds / 3600));
}

/**
 * "When is it my turn?" → {title, more, plate}: one plain answer, then what supports it. `plate`: go there now.
 * Never a single figure for a wait; without an estimate the people ahead are the answer.
 */
export function answerFor(ticket, c) {
  const say = answers[ticket.state] ?? answers.over;
  return { plate: null, ...say(ticket, c) };
}

const answers = {
  waiting: (ticket, c) => ({ title: waitTitle(ticket, c), more: [peopleAhead(ticket, c), c.w("greeter.since", { time: c.time(ticket.issued_at) }), wanted(ticket, c)] }),
  called: (ticket, c) => ({ title: c.w("greeter.answer.called", { counter: ticket.counter }), plate: ticket.counter, more: [counterPlace(ticket, c), calledAt(ticket, c)] }),
  serving: (ticket, c) => ({ title: c.w("greeter.answer.serving", { counter: ticket.counter }), plate: ticket.counter, more: [counterPlace(ticket, c), calledAt(ticket, c)] }),
  absent: (ticket, c) => ({ title: c.w("greeter.answer.absent"), more: [calledAt(ticket, c), atCounter(ticket, c)] }),
  parked: (ticket, c) => ({ title: parkedTitle(ticket, c), more: [c.w(`greeter.why.${ticket.parked.why}`), c.w("greeter.gone", { time: c.time(ticket.parked.since) })] }),
  finished: (ticket, c) => (ticket.may_return
    ? { title: c.w("greeter.answer.incomplete"), more: [c.w("greeter.answer.may_return"), atCounter(ticket, c)] }
    : { title: c.w("greeter.answer.finished"), more: [atCounter(ticket, c)] }),
  over: (ticket, c) => ({ title: c.w(ticket.state === "cancelled" ? "greeter.answer.cancelled" : "greeter.answer.expired"), more: [] }),
};

function waitTitle(ticket, c) {
  if (ticket.ahead === 0) return c.w("greeter.answer.next");
  return ticket.wait ? c.w("greeter.answer.wait", { range: c.f.waitRange(ticket.wait) }) : c.w.n("greeter.answer.ahead", ticket.ahead);
}

/** What the title does not say already. */
function peopleAhead(ticket, c) {
  if (ticket.ahead === 0) return ticket.wait && ticket.wait.high_minutes > 0 ? c.w("greeter.answer.within", { range: c.f.waitRange(ticket.wait) }) : null;
  return ticket.wait ? c.w.n("greeter.ahead", ticket.ahead) : c.w("greeter.answer.no_estimate");
}

const wanted = (ticket, c) => (ticket.wanted_counter ? c.w("greeter.answer.only", { counter: ticket.wanted_counter }) : null);
const atCounter = (ticket, c) => (ticket.counter ? c.w("greeter.counter", { counter: ticket.counter }) : null);
const calledAt = (ticket, c) => (ticket.called_at ? c.w.n("greeter.calls", ticket.calls, { time: c.time(ticket.called_at) }) : null);

function counterPlace(ticket, c) {
  const counter = c.counterAt(ticket.counter);
  return counter ? c.w("greeter.place", counter) : null;
}

function parkedTitle({ parked }, c) {
  return parked.until ? c.w("greeter.answer.parked_until", { time: c.time(parked.until) }) : c.w("greeter.answer.parked");
}

/** How full a service is now, in one line; closed says so and why. */
function figuresOf(offer, c) {
  if (!offer) return "";
  if (!offer.can_take) return c.text(offer.refusal?.message) || c.w("greeter.service.closed");
  const people = offer.ahead ? c.w.n("greeter.queueing", offer.ahead) : c.w("greeter.queueing_none");
  return offer.wait && offer.ahead ? `${people} · ${c.f.waitRange(offer.wait)}` : people;
}

/** "after 3 numbers", or to the front: said before it is done. */
export function returnHint({ may_return: why }, mall, w) {
  return why === "late" ? w.n("greeter.return.late", mall.calling.late_return_places) : w(`greeter.return.${why}`);
}
