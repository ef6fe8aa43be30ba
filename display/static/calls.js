// The calls as they are drawn: the list at rest, the yellow panel with its rows, the crowd, and the last known ones.

import { html } from "/static/web/vendor/htm-preact.js";
import { Icon } from "/static/web/icons.js";
import { zoneAndFloor } from "./frame.js";
import { besideFocus, crowdOf, focusOf, recentOf } from "./screen.js";
import { emsOf } from "./fit.js";

function Label({ text }) {
  return html`<span class="label num" style=${{ "--em": emsOf(text) }}>${text}</span>`;
}

function Pointer() {
  return html`<svg class="pointer" viewBox="0 0 10 14" aria-hidden="true"><path d="M0 0l10 7L0 14z" fill="currentColor" /></svg>`;
}

/** Five calls, the newest on a card of its own. */
export function Rest({ state, w, f }) {
  const calls = recentOf(state);
  return html`<section class="rest" aria-label=${w("columns.called")}>
    <div class="columns" aria-hidden="true"><span>${w("columns.number")}</span><span>${w("columns.counter")}</span>
      <span>${w("columns.agency")}</span><span>${w("columns.called")}</span></div>
    <ol>${calls.map((call, place) => html`<${RestRow} key=${call.label} call=${call} newest=${place === 0} w=${w} f=${f} />`)}</ol>
  </section>`;
}

function RestRow({ call, newest, w, f }) {
  const classes = ["row", newest && "newest", call.state !== "called" && "quiet"].filter(Boolean).join(" ");
  return html`<li class=${classes}>
    <${Label} text=${call.label} /><${Pointer} /><${Plate} call=${call} w=${w} />
    <div class="place"><b class=${call.agency_short.length > 17 ? "long" : ""}>${call.agency_short}</b>
      <span>${zoneAndFloor(w, call.zone, call.floor)}</span></div>
    <div class="at"><b>${f.time(call.at)}</b>${call.state !== "called" && html`<span>${w(`call.${call.state}`)}</span>`}</div>
  </li>`;
}

/** Yellow means go there now: a call that is over keeps its plate hollow. */
function Plate({ call, w, stale }) {
  const hollow = stale || call.state !== "called";
  return html`<span class=${hollow ? "plate hollow" : "plate"}><span class="unseen">${w("columns.counter")} </span>${call.counter}</span>`;
}

/** The whole left of the field says one thing; who else is called stands on yellow beside it, earlier calls on the ground. */
export function Call({ state, w }) {
  const focus = focusOf(state);
  return html`<section class="call"><${Panel} key="panel" call=${focus} w=${w} spoken=${state.speaking === focus.label} /><${Beside} state=${state} w=${w} /></section>`;
}

function Panel({ call, w, spoken }) {
  return html`<div class="panel" role="status" data-spoken=${spoken}>
    <div class="saying" key=${`${call.label} ${call.calls}`}>
      <div class="who"><div><p class=${call.agency_short.length > 17 ? "agency long" : "agency"}>${call.agency_short}</p>
        <p>${call.service_short?.[w.language]}</p></div>
        <div class="which"><p class="floor">${zoneAndFloor(w, call.zone, call.floor)}</p>
          ${call.calls > 1 && html`<p class="again"><${Icon} name="repeat" />${timesCalled(call.calls, w)}</p>`}</div></div>
      <${Label} text=${call.label} />
      <div class="go"><${Pointer} /><p>${w("panel.proceed")}<b>${w("panel.counter")}</b></p><span class="counter num">${call.counter}</span></div>
    </div>
  </div>`;
}

function timesCalled(calls, w) {
  const named = { 2: "call.second", 3: "call.third" };
  return named[calls] ? w(named[calls]) : w("call.again", { calls });
}

function Beside({ state, w }) {
  const calls = besideFocus(state);
  const title = calls.some((call) => call.fresh) ? "beside.also" : "beside.earlier";
  return html`<div class="beside">${calls.length > 0 && html`<p class="columns"><span>${w(title)}</span><span>${w("columns.counter")}</span></p>`}
    <ol>${calls.map((call) => html`<${BesideRow} key=${call.label} call=${call} w=${w} />`)}</ol></div>`;
}

function BesideRow({ call, w, stale = false }) {
  const classes = ["row", call.fresh && "fresh", call.state !== "called" && "quiet"].filter(Boolean).join(" ");
  return html`<li class=${classes}><${Label} text=${call.label} /><${Plate} call=${call} w=${w} stale=${stale} /></li>`;
}

/** More fresh calls than the panel has places: all on yellow, in the order they were made, the spoken one reversed. */
export function Crowd({ state, w }) {
  return html`<section class="crowd" aria-label=${w("panel.calling")}><ol>
    ${crowdOf(state).map((call) => html`<li key=${call.label} class=${crowdClass(call)}>
      <${Label} text=${call.label} /><${Pointer} /><span class="counter num"><span class="unseen">${w("columns.counter")} </span>${call.counter}</span></li>`)}
  </ol></section>`;
}

function crowdClass(call) {
  if (call.spoken) return "row spoken";
  return call.state === "called" ? "row" : "row over";
}

/** Last known calls in grey outlines, so that nobody takes them for live ones. */
export function Lost({ state, w, f }) {
  const at = f.time(state.lostAt ?? 0);
  return html`<section class="lost">
    <div class="told" role="alert"><${Icon} name="plug-connected-x" /><h2>${w("lost.title")}</h2>
      <p class="listen">${w("lost.listen")} <b>${w("lost.valid")}</b></p>
      <p class="again">${w("lost.again")} <span>${w("lost.since", { time: at })}</span></p></div>
    <div class="beside">${state.calls.length > 0 && html`<p class="columns"><span>${w("lost.last", { time: at })}</span><span>${w("columns.counter")}</span></p>`}
      <ol>${recentOf(state).map((call) => html`<${BesideRow} key=${call.label} call=${call} w=${w} stale />`)}</ol></div>
  </section>`;
}
