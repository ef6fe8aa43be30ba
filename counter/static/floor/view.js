/** The frame of the floor's pages: head with the ways between them, what stands below, what is out of reach, what the last press came to. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Mark } from "/static/web/hem.js";
import { Board } from "./board.js";
import { Closing } from "./closing.js";
import { Decisions, Things } from "./decisions.js";
import { totals } from "./facts.js";
import { waysOf } from "./may.js";
import { isLost } from "./page-state.js";
import { Act, Icon, Notice } from "./parts.js";
import { Profiles } from "./profiles.js";
import { Ready } from "./ready.js";
import { OpenSheet } from "./sheets.js";

const PLACES = { ready: Ready, closing: Closing, profiles: Profiles };

export function Page({ state, c }) {
  if (state.screen === "loading") return html`<main class="loading"><p class="meta">${c.w("page.loading")}</p></main>`;
  if (state.screen === "denied") return html`<${Denied} state=${state} c=${c} />`;
  return html`<${Head} state=${state} c=${c} />
    ${state.name === "floor" ? html`<${Floor} state=${state} c=${c} />` : html`<${Other} state=${state} c=${c} />`}
    <${Dock} state=${state} c=${c} /><${OpenSheet} state=${state} c=${c} />`;
}

function Floor({ state, c }) {
  if (!state.floor || !state.told) return html`<main class="loading"><h1 class="unseen">${c.w("floor.title")}</h1><p class="meta">${c.w("page.loading")}</p></main>`;
  return html`<main class="floor ${c.lost ? "old" : ""}"><h1 class="unseen">${c.w("floor.title")}</h1>
    <aside class="side" aria-label=${c.w("floor.decisions")}><${Decisions} state=${state} c=${c} /><${Things} state=${state} c=${c} /></aside>
    <${Board} state=${state} c=${c} /></main>`;
}

function Other({ state, c }) {
  const Place = PLACES[state.name];
  return html`<main class="other ${state.name}"><h1>${c.w(`floor.${state.name}.title`)}</h1>${state.page ? html`<${Place} state=${state} c=${c} />` : html`<p class="meta">${c.w("page.loading")}</p>`}</main>`;
}

function Head({ state, c }) {
  const { floor } = state;
  const own = state.staff.agency;
  const mark = isLost(state) ? "lost" : state.line === "live" ? "live" : "polling";
  return html`<header class="head">
    <span class="mark" aria-hidden="true"><${Mark} size=${40} /></span>
    <p class="head-title"><strong>${own ? c.w("floor.title_of", { agency: c.agency(own) }) : c.w("floor.title_at", { site: state.mall.site.short })}</strong><span class="meta">${c.f.longDate(c.now())}</span></p>
    ${floor && state.name === "floor" && html`<${Figures} floor=${floor} c=${c} />`}
    <p class="line ${mark}"><${Icon} name=${mark === "lost" ? "wifi-off" : "broadcast"} size=${20} /><span class="word">${c.w(`strip.${mark}`)}</span></p>
    <p class="wall num"><span class="unseen">${c.w("page.clock")} </span>${c.time(c.now())}</p>
    <${Act} icon="list" label=${c.w("floor.menu")} extra="menu-button" aria-keyshortcuts="M" onPress=${() => c.open("menu")} c=${c} />
  </header>`;
}

function Figures({ floor, c }) {
  const { waiting, serving, issued, median } = totals(floor, c.now());
  const figures = [["waiting", waiting], ["serving", serving], ["issued", issued], ["median", median === null ? "–" : c.w("floor.minutes", { minutes: median })]];
  return html`<dl class="figures">${figures.map(([name, value]) => html`<div key=${name}><dt>${c.w(`floor.figure.${name}`)}</dt><dd class="num">${value}</dd></div>`)}</dl>`;
}

/** Over everything and in one place, so that nothing moves: how old the data are, what waits to be sent, what the last press came to. */
function Dock({ state, c }) {
  return html`<div class="dock">
    <div role="alert">${c.lost && html`<div class="lost-banner"><${Icon} name="plug-connected-x" />
      <p><strong>${c.w("floor.lost")}</strong> ${c.w("lost.age", { time: c.time(new Date(state.rightAt)), age: c.age(state.rightAt) })}
        ${state.pending && ` ${c.w("lost.kept", { move: c.orderName(state.pending.order) })}`}</p>
      ${state.pending?.failed && html`<button type="button" class="press small" onClick=${c.giveUp}>${c.w("lost.give_up")}</button>`}</div>`}</div>
    <div role="status" aria-live="polite">${state.notice && (!state.dialog || state.notice.kind === "done") && html`<${Notice} notice=${state.notice} c=${c} />`}</div>
  </div>`;
}

/** Not for this account: where to go instead. */
function Denied({ state, c }) {
  const own = state.staff.role === "clerk" ? ["floor.denied.clerk", "/counter/", "floor.to.desk"] : ["floor.denied.greeter", "/floor/", "floor.to.floor"];
  return html`<main class="denied"><h1>${c.w("floor.denied")}</h1><p>${c.w(own[0])}</p><a class="button act" href=${own[1]}>${c.w(own[2])}</a>
    ${state.staff.role === "greeter" && html`<a class="button" href="/counter/greeter">${c.w("floor.to.greeter")}</a>`}</main>`;
}

/** The ways to the other pages, as they stand in the menu. */
export const Ways = ({ state, c }) => html`<nav class="ways" aria-label=${c.w("floor.ways")}>${waysOf(state.staff).map(([key, path]) =>
  html`<a key=${key} class="press" href=${path} aria-current=${key === `floor.to.${state.name}` ? "page" : null}>${c.w(key)}</a>`)}</nav>`;
