/** Which screen stands: loading, not for this account, or head, field, page and lists; and what lies over them. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Find, Frequent, Results } from "./find.js";
import { Lists, openOf } from "./lists.js";
import { Act, Icon, Notice } from "./parts.js";
import { HOME } from "./place.js";
import { Service } from "./service.js";
import { OpenSheet } from "./sheets.js";
import { isLost } from "./state.js";
import { Ticket } from "./ticket.js";

export function Page({ state, c }) {
  if (state.screen === "loading") return html`<main class="loading"><p class="meta">${c.w("page.loading")}</p></main>`;
  if (state.screen === "denied") return html`<${Head} state=${state} c=${c} /><${Denied} state=${state} c=${c} />`;
  const home = state.place.name === "home" && !state.asked;
  return html`
    <${Head} state=${state} c=${c} />
    <main class="hall ${home ? "at-home" : "at-work"}">
      <div class="work"><h1 class="unseen">${c.w("greeter.title")}</h1>
        <${Find} state=${state} c=${c} />
        ${state.asked ? html`<${Results} state=${state} c=${c} />` : html`<${Place} state=${state} c=${c} />`}
      </div>
      <aside class="lists" aria-label=${c.w("greeter.lists")}><${Lists} state=${state} c=${c} /></aside>
    </main>
    <${Dock} state=${state} c=${c} />
    <${OpenSheet} state=${state} c=${c} />`;
}

function Place({ state, c }) {
  const { name } = state.place;
  if (name === "home") return html`<${Frequent} state=${state} c=${c} />`;
  return html`<${Back} state=${state} c=${c} /><div id="result" class="result" tabindex="-1">${name === "ticket" ? html`<${Ticket} state=${state} c=${c} />` : html`<${Service} state=${state} c=${c} />`}</div>`;
}

/** The way back to the lists, with what waits there. */
function Back({ state, c }) {
  const open = openOf(state.inbox);
  return html`<div class="back"><${Act} icon="arrow-left" label=${c.w("greeter.back")} hint=${open ? c.w.n("greeter.open", open) : null} keyName="Esc" onPress=${() => c.go(HOME)} c=${c} /></div>`;
}

function Head({ state, c }) {
  const mark = isLost(state) ? "lost" : state.line === "live" ? "live" : "polling";
  return html`<header class="head">
    <p class="head-title"><strong>${c.w("greeter.title")}</strong><span class="small">${state.mall?.site.short} · ${state.staff.username}</span></p>
    <p class="line ${mark}"><${Icon} name=${mark === "lost" ? "wifi-off" : "broadcast"} /><span class="word">${c.w(`strip.${mark}`)}</span></p>
    <p class="wall" title=${c.today()}><span class="unseen">${c.today()}, ${c.w("page.clock")} </span>${c.time(c.now())}</p>
    <${Act} icon="list" label=${c.w("strip.menu")} extra="menu-button" onPress=${() => c.open("menu")} c=${c} />
  </header>`;
}

/** Over everything and in one place, so that nothing moves: what is out of reach and what was kept; what the last press came to. */
function Dock({ state, c }) {
  return html`<div class="dock">
    <div role="alert">${isLost(state) && html`<div class="lost-banner"><${Icon} name="plug-connected-x" />
      <p><strong>${c.w("greeter.lost")}</strong> ${c.w("lost.age", { time: c.time(new Date(state.rightAt)), age: c.age(state.rightAt) })}
        ${state.pending && ` ${c.w("lost.kept", { move: c.orderName(state.pending.order) })}`}</p>
      ${state.pending?.failed && html`<button type="button" class="small-act" onClick=${c.giveUp}>${c.w("lost.give_up")}</button>`}</div>`}</div>
    <div role="status" aria-live="polite">${state.notice && !state.dialog && html`<${Notice} notice=${state.notice} c=${c} />`}</div>
  </div>`;
}

const WAYS = { clerk: ["greeter.denied.clerk", "/counter/", "greeter.to_desk"], auditor: ["greeter.denied.auditor", "/floor/", "floor.to.floor"] };

/** Not for this account: where to go instead. */
function Denied({ state, c }) {
  const [why, path, go] = WAYS[state.staff.role] ?? WAYS.auditor;
  return html`<main class="denied"><h1>${c.w("greeter.denied")}</h1><p>${c.w(why)}</p><a class="button act" href=${path}>${c.w(go)}</a></main><${OpenSheet} state=${state} c=${c} />`;
}
