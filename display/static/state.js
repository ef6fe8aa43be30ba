// What the hall's display knows, and how each snapshot, piece of news and tick changes it: pure, no clock, no I/O.

import { join, retire } from "./turns.js";

/** Milliseconds: a page of the strip or the foot; how old a call may be and still take the panel. */
export const PAGE = 8000;
export const STILL_FRESH = 60000;
const KEPT_CALLS = 40; // more than the hall has counters, so a burst at opening time loses none

/** `zone`: a zone's number, or null for the whole hall. */
export function initialState({ zone = null, language = "id" } = {}) {
  return {
    zone, language, loaded: false, day: null, site: null, agencies: {}, mall: null, services: null,
    calls: [], fresh: [], counters: [], pauses: [], messages: [], fields: [], words: {}, speaking: null,
    replaced: {}, // label → its earlier call, which stands again where the newer one is taken back
    page: { number: 0, since: 0 }, connection: "starting", lostAt: null, sound: "starting", device: null,
  };
}

/** `event.now`: milliseconds that only go forward. `event.time`: the server's time in epoch milliseconds. */
export function reduce(state, event) {
  const change = events[event.type];
  return change ? change(state, event) : state;
}

const events = {
  mall: (state, { mall }) => ({ ...state, mall }),
  services: (state, { services }) => ({ ...state, services }),
  messages: (state, { messages }) => ({ ...state, messages: messages ?? [] }),
  device: (state, { device }) => ({ ...state, device }),
  sound: (state, { sound }) => ({ ...state, sound }),
  connection: onConnection,
  snapshot: onSnapshot,
  news: onNews,
  tick: onTick,
  speaking: (state, { label }) => ({ ...state, speaking: label }),
  silent: (state, { job, now }) => onTick({ ...state, speaking: null, words: without(state.words, job) }, { now }),
};

function onConnection(state, { connection, time }) {
  const lostAt = connection === "lost" ? state.lostAt ?? time : null;
  return { ...state, connection, lostAt };
}

/** The first snapshot only shows: what was called before this page lived is never called out again. */
function onSnapshot(state, { snapshot, now, time }) {
  const calls = newestPerLabel(snapshot.calls.filter((call) => isMine(state, call)));
  const missed = state.loaded && snapshot.day === state.day ? missedCalls(state, calls, time) : [];
  const next = {
    ...state, loaded: true, calls, day: snapshot.day, site: snapshot.site, agencies: snapshot.agencies ?? {},
    counters: snapshot.counters.filter((counter) => isMine(state, counter)),
    pauses: snapshot.pauses, messages: snapshot.messages ?? [], fields: snapshot.fields ?? [],
    fresh: state.fresh.filter((one) => calls.some((call) => call.label === one.label)),
  };
  return missed.reduce((known, { label }) => ({ ...known, fresh: join(known.fresh, label, now) }), next);
}

/** Oldest first. A label called again is another call: its count tells. */
function missedCalls(state, calls, time) {
  const isKnown = (call) => state.calls.some((one) => one.label === call.label && one.calls === call.calls);
  return calls.filter((call) => !isKnown(call) && mayTakePanel(call, time)).reverse();
}

function mayTakePanel(call, time) {
  return call.state === "called" && time - Date.parse(call.at) <= STILL_FRESH;
}

/** The whole batch first, then who is fresh: after an outage only calls that still wait for somebody take the panel. */
function onNews(state, { news, now, time }) {
  const next = news.reduce((known, one) => (changes[one.name] ?? unchanged)(known, one), state);
  const called = news.filter((one) => isCall(one) && isMine(state, one));
  return called.reduce((known, one) => freshen(known, one.label, now, time), next);
}

function freshen(state, label, now, time) {
  const call = callOf(state, label);
  return call && mayTakePanel(call, time) ? { ...state, fresh: join(state.fresh, label, now) } : state;
}

/** One line a label: a recall replaces the call it repeats. */
export function callOf(state, label) {
  return state.calls.find((call) => call.label === label);
}

export function isCall(news) {
  return news.name === "TicketCalled" || news.name === "TicketRecalled";
}

function onTick(state, { now, time = 0 }) {
  const fresh = retire(state.fresh, now, {
    speaking: state.speaking,
    hasWords: (label) => Object.values(state.words).includes(label),
    isCalled: (label) => callOf(state, label)?.state === "called",
  });
  const page = now - state.page.since >= PAGE ? { number: state.page.number + 1, since: now } : state.page;
  const messages = state.messages.some((one) => isOver(one, time)) ? state.messages.filter((one) => !isOver(one, time)) : state.messages;
  const isSame = fresh === state.fresh && page === state.page && messages === state.messages;
  return isSame ? state : { ...state, fresh, page, messages };
}

const isOver = ({ until }, time) => Boolean(until) && Date.parse(until) <= time;

const unchanged = (state) => state;

const changes = {
  TicketCalled: onCalled,
  TicketRecalled: onCalled,
  TicketStarted: (state, { label }) => withTicket(state, label, "serving"),
  TicketFinished: (state, { label }) => withTicket(state, label, "finished"),
  TicketAbsent: (state, { label }) => withTicket(state, label, "absent"),
  TicketCancelled: (state, { label }) => withTicket(state, label, "finished"),
  TicketParked: waitsAgain,
  TicketReturned: waitsAgain,
  TicketTransferred: waitsAgain,
  TicketContinued: waitsAgain,
  MoveUndone: onUndone,
  CounterOpened: (state, { counter }) => withCounter(state, counter, { state: "open", pause: null }),
  CounterPaused: (state, { counter, reason, until }) =>
    withCounter(state, counter, { state: "paused", pause: { reason, until: until ?? null } }),
  CounterClosed: (state, { counter }) => withCounter(state, counter, { state: "closed", pause: null, label: null }),
  CounterLeft: (state, { counter }) => withCounter(state, counter, { state: "closed", pause: null, label: null }),
  Paused: (state, news) => ({ ...state, pauses: [...otherPauses(state, news), pauseOf(news)] }),
  Resumed: (state, news) => ({ ...state, pauses: otherPauses(state, news) }),
  AnnouncementReady: onWords,
  AnnouncementSpoken: (state, { job }) => ({ ...state, words: without(state.words, job) }),
  AnnouncementSkipped: (state, { job }) => ({ ...state, words: without(state.words, job) }),
  VoiceChanged: (state, { state: voice, fields }) => withFields(state, fields, { voice }),
  PlayerChanged: (state, { field, player }) => withFields(state, [field], { player }),
  DayOpened: (state, { day }) => ({ ...state, day, calls: [], fresh: [], words: {}, speaking: null, replaced: {} }),
};

function onCalled(state, news) {
  if (!isMine(state, news)) return state;
  const { label, counter, zone, floor, agency, agency_short, service_short, at, calls } = news;
  const call = { label, counter, zone, floor, agency, agency_short, service_short, at, calls, state: "called" };
  const earlier = state.calls.filter((one) => one.label !== label);
  const replaced = { ...without(state.replaced, label), ...(calls === 1 && callOf(state, label) && { [label]: callOf(state, label) }) };
  const next = { ...state, replaced, calls: [call, ...earlier].slice(0, KEPT_CALLS) };
  return withCounter(next, counter, { state: "open", pause: null, label, ticket_state: "called" });
}

/** A ticket moved on: its call is shown quieter, and a counter that is done with it serves nobody. */
function withTicket(state, label, ticketState) {
  const calls = state.calls.map((call) => (call.label === label ? { ...call, state: ticketState } : call));
  const held = ticketState === "serving" ? label : null;
  const counters = state.counters.map((counter) =>
    counter.label === label ? { ...counter, label: held, ticket_state: held && ticketState } : counter);
  const words = Object.fromEntries(Object.entries(state.words).filter(([, one]) => one !== label));
  return { ...state, calls, counters, words };
}

/** It waits, or is set aside: nobody is to go anywhere, so its call stands here no more. */
function waitsAgain(state, { label }) {
  const next = withTicket(state, label, "waiting");
  return { ...next, calls: next.calls.filter((call) => call.label !== label), fresh: next.fresh.filter((one) => one.label !== label) };
}

/** A desk's last move taken back: the call it made is gone, and what stood here before stands again. */
function onUndone(state, { tells }) {
  return tells.filter((tell) => tell.state !== "gone").reduce(stoodBefore, state);
}

function stoodBefore(state, { label, state: ticketState, counter, calls }) {
  const present = callOf(state, label);
  const before = present && isSameCall(present, counter, calls) ? present : state.replaced[label];
  const next = { ...waitsAgain(state, { label }), replaced: without(state.replaced, label) };
  if (!SHOWN.has(ticketState)) return next;
  const shown = before ? { ...next, calls: inOrder([...next.calls, { ...before, state: ticketState }]) } : next;
  const atCounter = ticketState === "called" || ticketState === "serving";
  return atCounter ? withCounter(shown, counter, { label, ticket_state: ticketState }) : shown;
}

const SHOWN = new Set(["called", "serving", "finished", "absent"]); // as the server's own list of calls
const isSameCall = (call, counter, calls) => call.counter === counter && call.calls === calls;
const inOrder = (calls) => [...calls].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));

/** Words are worth waiting for only where somebody will say them. */
function onWords(state, { job, label, field }) {
  const isSpokenFor = state.fields.some((one) => one.number === field && one.player);
  return isSpokenFor ? { ...state, words: { ...state.words, [job]: label } } : state;
}

function withCounter(state, number, change) {
  const counters = state.counters.map((one) => (one.number === number ? { ...one, ...change } : one));
  return { ...state, counters };
}

function withFields(state, numbers, change) {
  const touched = (field) => !numbers || numbers.includes(field.number);
  return { ...state, fields: state.fields.map((field) => (touched(field) ? { ...field, ...change } : field)) };
}

function otherPauses(state, { pause }) {
  return state.pauses.filter((one) => one.id !== pause);
}

function pauseOf({ pause, scope, code, reason, numbers, until, at }) {
  return { id: pause, scope, code, reason, numbers, since: at, until: until ?? null };
}

/** The snapshot's calls come newest first. */
function newestPerLabel(calls) {
  const seen = new Set();
  return calls.filter((call) => !seen.has(call.label) && seen.add(call.label));
}

function isMine(state, { zone }) {
  return state.zone === null || zone === undefined || zone === state.zone;
}

function without(record, key) {
  const { [key]: _, ...rest } = record;
  return rest;
}
