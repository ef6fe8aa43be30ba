/** The faces of a ticket's page: waiting, called (yellow: go there), being served, missed, over, unknown. */
import { html, useEffect } from "/static/web/vendor/htm-preact.js";
import { formatsFor } from "/static/web/format.js";
import { Mark, People } from "/static/web/hem.js";
import { Icon } from "/static/web/icons.js";
import { callBetween } from "./moments.js";
import { OfficialFees, OtherCosts, PaidAndReady } from "./screens/fees.js";
import { faceOf, isStale } from "./ticket-state.js";

const faces = { waiting: Waiting, called: Called, serving: Serving, absent: Absent, over: Over };

export function Ticket({ state, say, now, send }) {
  const face = faceOf(state);
  useEffect(() => { document.title = titleOf(state, face, say); });
  if (!faces[face]) return html`<${Apart} ...${{ face, state, say, send }} />`;
  const { ticket, mall } = state;
  const service = mall.services.find(({ code }) => code === ticket.service);
  const agency = mall.agencies.find(({ code }) => code === ticket.agency);
  const formats = formatsFor(say, mall.timezone);
  const form = { ...formats, day: (date) => date.split("-").reverse().join("-") };
  const facts = { state, ticket, mall, service, agency, say, form, now, tools: { say, form } };
  return html`<div class=${`face ${face}`}><${Top} ...${{ mall, say, state, send }} /><main><${faces[face]} ...${facts} /></main><${Foot} ...${facts} /></div>`;
}

function titleOf({ ticket }, face, say) {
  if (face === "called") return say("ticket.turn_text", { counter: ticket.counter });
  return ticket && face !== "unknown" ? say("ticket.page", { label: ticket.label }) : say("ticket.title");
}

function Top({ mall, say, state, send }) {
  return html`
    <header class="top"><p class="brand"><${Mark} size=${30} /><span>${mall?.site.short ?? say("product.name")}</span></p>
      <div class="languages" role="group" aria-label=${say("bar.language")}>
        ${["id", "en"].map((language) => html`<button type="button" lang=${language} aria-pressed=${String(state.language === language)}
          onClick=${() => send({ type: "choose-language", language })}>${{ id: "Indonesia", en: "English" }[language]}</button>`)}
      </div></header>`;
}

const For = ({ agency, service, say }) =>
  html`<p class="for"><strong>${agency.short}</strong> · ${service.name[say.language]}</p>`;

const Label = ({ ticket }) => html`<h1 class=${`label length-${ticket.label.length}`}>${ticket.label}</h1>`;

function Waiting({ ticket, service, agency, say, form, now, tools }) {
  return html`
    <section class="card">
      <${For} ...${{ agency, service, say }} /><${Label} ticket=${ticket} />
      <${Line} ...${{ ticket, say }} />
      <${Figures} ...${{ ticket, say, form, now }} />
    </section>
    <p class="where"><${Icon} name="map-pin" size=${28} /><span>${say("ticket.where_before")}<strong>${
      say("place", { zone: ticket.zone, floor: ticket.floor })}</strong>. ${say("number.called_on")}</span></p>
    <${Bring} ...${{ service, tools }} />`;
}

function Line({ ticket, say }) {
  const words = ticket.ahead === 0 ? say("ticket.next") : say("ticket.people", { ahead: ticket.ahead });
  return html`<div class="line"><${People} ahead=${ticket.ahead} label=${words} /><p>${words}</p></div>`;
}

function Figures({ ticket, say, form, now }) {
  const range = ticket.wait && form.waitParts(ticket.wait);
  const between = ticket.wait && callBetween(now.toISOString(), ticket.wait);
  return html`
    <dl class="figures">
      <div><dt>${say.n("ticket.ahead", ticket.ahead)}</dt><dd>${ticket.ahead}</dd></div>
      ${range
        ? html`<div><dt>${say("ticket.around", { from: form.time(between.from), to: form.time(between.to) })}</dt>
            <dd>${range.figure} <span class="unit">${range.unit}</span></dd></div>`
        : html`<div><dt>${say("figure.unknown")}</dt><dd>–</dd></div>`}
    </dl>`;
}

function Bring({ service, tools }) {
  const { say } = tools;
  return html`
    <details open><summary><${Icon} name="file-text" /><h2>${say("documents.title")}</h2><${Icon} name="chevron-down" /></summary>
      <ul class="documents">${service.documents.map(({ text }) => html`<li>${text[say.language]}</li>`)}</ul></details>
    <details><summary><${Icon} name="receipt" /><h2>${say("fees.title")}</h2><${Icon} name="chevron-down" /></summary>
      <div class="costs"><${OfficialFees} ...${{ tools, service }} /><${OtherCosts} ...${{ tools, service }} /><${PaidAndReady} ...${{ tools, service }} /></div></details>`;
}

/** Yellow means: go there. The place first, the number second. */
function Called({ ticket, mall, service, agency, say, tools }) {
  return html`
    <section class="turn" role="status" aria-label=${say("ticket.turn_text", { counter: ticket.counter })}>
      <p class="go"><strong>${say("ticket.your_turn")}</strong> ${say("ticket.go_to")}</p>
      <p class="counter"><span>${say("ticket.counter")}</span><svg class="pointer" viewBox="0 0 38 54" aria-hidden="true"><path d="M0 0l38 27L0 54z" /></svg>
        <span class="counter-plate">${ticket.counter}</span></p>
      <${Label} ticket=${ticket} />
      <${For} ...${{ agency, service, say }} />
      <p class="calls">${say("place", { zone: ticket.zone, floor: ticket.floor })}. ${
        say("ticket.calls", { calls: ticket.calls, of: mall.calling.calls_before_absent })}</p>
    </section>
    <div class="hem" aria-hidden="true"></div>
    <div class="after"><${Bring} ...${{ service, tools }} /></div>`;
}

const Card = ({ ticket, agency, service, say, children }) => html`
  <section class="card"><${For} ...${{ agency, service, say }} /><${Label} ticket=${ticket} />${children}</section>`;

function Serving({ ticket, say, ...rest }) {
  return html`<${Card} ...${{ ticket, say, ...rest }}><p class="said">${say("ticket.serving", { counter: ticket.counter })}</p><//>`;
}

function Absent({ ticket, mall, say, ...rest }) {
  const key = ticket.state === "parked" ? "ticket.parked" : "ticket.absent";
  return html`<${Card} ...${{ ticket, say, ...rest }}><p class="said">${say(key, { places: mall.calling.late_return_places })}</p><//>`;
}

function Over({ ticket, say, ...rest }) {
  return html`
    <${Card} ...${{ ticket, say, ...rest }}><p class="said">${say(`ticket.${ticket.state}`)}</p>
      ${ticket.state !== "finished" && html`<p>${say("ticket.take_new")}</p>`}<//>`;
}

function Foot({ state, ticket, mall, say, form }) {
  const time = form.timeWithSeconds(state.seenAt);
  return html`
    <footer class="foot">
      <p role="status" class=${isStale(state) ? "stale" : ""}><${Icon} name=${isStale(state) ? "plug-connected-x" : "refresh"} size=${16} /><span>${
        isStale(state) ? say("ticket.stale", { time }) : say("ticket.updated", { time })}</span></p>
      <p>${say("ticket.issued", { time: form.time(ticket.issued_at), date: form.longDate(ticket.issued_at) })}</p>
      ${mall.demonstration && mall.label && html`<p>${mall.label[say.language]}</p>`}
      <p>${mall.site.complaints[say.language]}</p>
    </footer>`;
}

function Apart({ face, state, say, send }) {
  return html`
    <div class="face apart"><${Top} ...${{ mall: state.mall, say, state, send }} /><main>
      ${face === "loading"
        ? html`<section class="card"><h1>${say("ticket.loading")}</h1><p class="skeleton" aria-hidden="true"></p></section>`
        : html`<section class="card"><h1>${say(`ticket.${face}`)}</h1><p>${say(`ticket.${face}_hint`)}</p></section>`}
    </main></div>`;
}
