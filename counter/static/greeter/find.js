/** The one field, what may be meant by what stands in it, and the services most people come for. */

import { html } from "/static/web/vendor/htm-preact.js";
import { marked } from "../../web/search.js";
import { Icon, Label } from "./parts.js";
import { placeOf } from "./typed.js";

const LONGEST = 60;

export function Find({ state, c }) {
  const submit = (event) => { event.preventDefault(); c.find(); };
  const leave = (event) => { if (event.key === "Escape" && state.asked) { event.stopPropagation(); c.type(""); } };
  return html`<form class="find" role="search" onSubmit=${submit} autocomplete="off">
    <label for="asked">${c.w("greeter.find.label")}</label>
    <div class="find-row"><${Icon} name="search" />
      <input id="asked" type="text" inputmode="search" enterkeyhint="search" maxlength=${LONGEST} autocapitalize="none" spellcheck=${false} aria-keyshortcuts="/"
        placeholder=${c.w("greeter.find.example")} value=${state.asked} onInput=${(event) => c.type(event.target.value)} onKeyDown=${leave} />
      ${state.asked && html`<button type="button" class="clear" aria-label=${c.w("greeter.find.clear")} onClick=${() => { c.type(""); document.getElementById("asked").focus(); }}><${Icon} name="x" /></button>`}
      <button type="submit" class="seek">${c.w("greeter.find.go")}</button></div>
  </form>`;
}

export function Results({ state, c }) {
  const hits = c.hits(state.asked);
  return html`<section class="results" aria-label=${c.w("greeter.find.results")}>
    <p class="unseen" role="status">${hits.length ? c.w.n("greeter.find.found", hits.length) : ""}</p>
    ${hits.length === 0 && html`<p class="meta nothing" role="status">${c.w("greeter.find.nothing")}</p>`}
    <ul>${hits.map((hit) => html`<li key=${hit.label ?? hit.code ?? hit.service.code}>${hit.label ? html`<${NumberRow} hit=${hit} c=${c} />` : hit.code ? html`<${CodeRow} hit=${hit} c=${c} />` : html`<${ServiceRow} service=${hit.service} needs=${hit.needs} asked=${state.asked} state=${state} c=${c} onPress=${() => c.go(placeOf(hit))} />`}</li>`)}</ul>
  </section>`;
}

const NumberRow = ({ hit, c }) => html`<button type="button" class="row" onClick=${() => c.go(placeOf(hit))}>
  <${Label} label=${hit.label} size="row-label" /><span class="word">${c.w("greeter.find.number")}</span><${Icon} name="chevron-right" /></button>`;

const CodeRow = ({ hit, c }) => html`<button type="button" class="row" onClick=${() => c.open("redeem", hit)}>
  <${Icon} name="ticket" /><span class="word"><strong>${hit.code}</strong><span class="small">${c.w("greeter.find.code")}</span></span><${Icon} name="chevron-right" /></button>`;

/** A service as one line: its name, where it is, how full it is or why it gives no number. */
export function ServiceRow({ service, needs = null, asked = "", state, c, onPress }) {
  const offer = state.services?.[service.code];
  const name = c.text(service.name);
  return html`<button type="button" class="row ${offer && !offer.can_take ? "shut" : ""}" onClick=${onPress}>
    <span class="word"><strong>${asked ? marked(state.mall, name, asked).map(({ text, hit }, at) => (hit ? html`<mark key=${at}>${text}</mark>` : text)) : name}</strong>
      <span class="small">${c.agency(service.agency)} · ${needs ? c.w("greeter.find.needs", { document: c.text(needs) }) : c.place(service)}</span></span>
    <span class="figure small">${offer && !offer.can_take && html`<${Icon} name="ban" />`}<span>${c.figures(offer)}</span></span></button>`;
}

/** On a wide screen, where the lists stand beside: what to type, and the services most asked for. */
export function Frequent({ state, c }) {
  const services = (state.mall.frequent ?? []).map(c.service).filter(Boolean);
  return html`<section class="frequent" aria-labelledby="frequent"><p class="meta">${c.w("greeter.find.hint")}</p>
    ${services.length > 0 && html`<h2 id="frequent">${c.w("greeter.frequent")}</h2>
    <ul>${services.map((service) => html`<li key=${service.code}><${ServiceRow} service=${service} state=${state} c=${c} onPress=${() => c.go({ name: "service", code: service.code })} /></li>`)}</ul>`}</section>`;
}
