// The display when nobody is called: who is in this hall and when it is open, and no invented calls.

import { html } from "/static/web/vendor/htm-preact.js";
import { agenciesHere } from "./screen.js";

const LARGE = 9; // up to this many agencies stand in large type

export function Loading({ w }) {
  return html`<section class="house"><h2 class="soft">${w("loading")}</h2></section>`;
}

/** An address for a zone this mall does not have. */
export function Unknown({ state, w }) {
  return html`<section class="house"><h2>${w("place.unknown", { zone: state.zone })}</h2></section>`;
}

export function Empty({ state, w, f }) {
  const hours = state.services?.site_open;
  return html`<section class="house">
    <h2>${w("empty.title")}</h2>
    ${hours?.opens_at && hours.closes_at && html`<p>${w("empty.hours", { opens: f.time(hours.opens_at), closes: f.time(hours.closes_at) })}</p>`}
    <${Agencies} state=${state} w=${w} />
  </section>`;
}

export function Closed({ state, w, f, now }) {
  return html`<section class="house"><h2>${opening(state, w, f, now)}</h2><p>${w("closed.thanks")}</p><${Agencies} state=${state} w=${w} /></section>`;
}

function opening(state, w, f, now) {
  const at = state.services.site_open.opens_at;
  if (!at) return w("closed.title_unknown");
  const isToday = f.shortDate(at) === f.shortDate(now);
  return isToday ? w("closed.today", { time: f.time(at) }) : w("closed.title", { day: f.weekday(at), time: f.time(at) });
}

function Agencies({ state, w }) {
  const agencies = agenciesHere(state);
  const many = agencies.length > LARGE;
  return html`<ul class=${many ? "agencies many" : "agencies"}>
    ${agencies.map((agency) => html`<${Agency} key=${agency.code} agency=${agency} state=${state} w=${w} many=${many} />`)}</ul>`;
}

function Agency({ agency, state, w, many }) {
  const here = state.services?.agencies.find((one) => one.code === agency.code)?.state ?? "open";
  return html`<li><b class="num">${agency.code}</b><span>${agency.short}</span>
    <span class="counters">${here === "open" ? countersOf(agency, state, w, many) : w(`agency.${here}`)}</span></li>`;
}

/** "1–4", "9, 11" on a sign; where many stand together the sign alone says it. */
function countersOf(agency, state, w, many) {
  const mine = (state.mall?.counters ?? []).filter((counter) => counter.agency === agency.code && (state.zone === null || counter.zone === state.zone));
  const runs = mine.map((counter) => counter.number).sort((one, other) => one - other).reduce(addToRuns, []);
  const text = runs.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(", ");
  return text && html`<span class=${many ? "unseen" : ""}>${w("columns.counter")} </span><span class="sign">${text}</span>`;
}

function addToRuns(runs, number) {
  const last = runs[runs.length - 1];
  if (last && last[1] === number - 1) return [...runs.slice(0, -1), [last[0], number]];
  return [...runs, [number, number]];
}
