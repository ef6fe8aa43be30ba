/** The faces of a ticket's page: waiting, called (yellow: go there), being served, missed, over, unknown. */
import { html, useEffect } from "/static/web/vendor/htm-preact.js";
import { formatsFor } from "/static/web/format.js";
import { People } from "/static/web/hem.js";
import { Icon } from "/static/web/icons.js";
import { callBetween } from "./moments.js";
import { Orders } from "./ticket-orders.js";
import { Bring, Card, Foot, For, Label, Stale, Top } from "./ticket-parts.js";
import { NEAR, around, faceOf } from "./ticket-state.js";
import { Appointment, Messages, Next, Priority, Returns, Undone } from "./ticket-visit.js";

const faces = { waiting: Waiting, called: Called, serving: Serving, absent: Returns, parked: Returns, returns: Returns, over: Over };
const READY_MINUTES = 10; // before the earliest likely call

export function Ticket({ state, say, now, send }) {
  const face = faceOf(state);
  useEffect(() => { document.title = titleOf(state, face, say); });
  if (!faces[face]) return html`<${Apart} ...${{ face, state, say, send }} />`;
  const { ticket, mall } = state;
  const service = mall.services.find(({ code }) => code === ticket.service);
  const agency = mall.agencies.find(({ code }) => code === ticket.agency);
  if (!service || !agency) return html`<${Apart} ...${{ face: "unknown", state, say, send }} />`;
  const formats = formatsFor(say, mall.timezone);
  const form = { ...formats, day: (date) => date.split("-").reverse().join("-") };
  const facts = { state, ticket, mall, service, agency, say, form, now, send, tools: { say, form } };
  return html`<div class=${`face ${face}`}><${Top} ...${{ mall, say, state, send }} /><main><${Stale} ...${facts} />
    ${face !== "called" && html`<${Messages} ...${facts} /><${Undone} ...${facts} />`}<${faces[face]} ...${facts} /></main><${Foot} ...${facts} /></div>`;
}

function titleOf(state, face, say) {
  const { ticket } = state;
  if (face === "called") return say("ticket.turn_title", { counter: ticket.counter, label: ticket.label });
  if (face === "waiting") return say("ticket.waiting_title", { ahead: around(state).ahead, label: ticket.label });
  return ticket && face !== "unknown" ? say("ticket.page", { label: ticket.label }) : say("ticket.title");
}

function Waiting(facts) {
  const { state, ticket, service, say, tools } = facts;
  const { ahead } = around(state);
  const words = ahead === 0 ? say("ticket.next") : say.n("ticket.people", ahead);
  return html`
    <${Card} ...${facts}>
      <div class="line"><${People} ahead=${ahead} label=${words} /><p role="status">${words}</p></div>
      <${Figures} ...${facts} ahead=${ahead} />
    <//>
    <${Place} ...${facts} ahead=${ahead} />
    <${Appointment} ...${facts} />
    <${Priority} ...${facts} />
    <${Next} ...${facts} />
    <div class="rows"><${Bring} ...${{ service, tools }} /></div>
    <${Orders} ...${facts} />`;
}

/** The wait's two moments are those of the answer that told it, so they stand still between two answers. */
function Figures({ state, ticket, say, form, ahead }) {
  const range = ticket.wait && form.waitParts(ticket.wait);
  const between = ticket.wait && callBetween(state.toldAt, ticket.wait);
  return html`
    <dl class="figures">
      <div><dt>${say.n("ticket.ahead", ahead)}</dt><dd>${ahead}</dd></div>
      ${range
        ? html`<div><dt>${say("ticket.around", { from: form.time(between.from), to: form.time(between.to) })}</dt>
            <dd>${range.figure} <span class="unit">${range.unit}</span></dd></div>`
        : html`<div><dt>${say("figure.unknown")}</dt><dd>–</dd></div>`}
    </dl>`;
}

/** Where to be and from when; and why nobody is called just now. */
function Place({ state, ticket, agency, say, form, now, ahead }) {
  const place = html`<strong>${say("place", { zone: ticket.zone, floor: ticket.floor })}</strong>`;
  return html`
    ${ticket.hold && html`<p class="where hold"><${Icon} name="clock-pause" size=${28} /><span>${holdWords(ticket.hold, agency, say, form)}</span></p>`}
    <p class="where"><${Icon} name="map-pin" size=${28} /><span>${placeWords({ state, ticket, place, say, form, now, ahead })}</span></p>`;
}

function holdWords(hold, agency, say, form) {
  const key = hold.until ? `ticket.hold.${hold.code}_until` : `ticket.hold.${hold.code}`;
  const known = say.has(key) ? key : "ticket.hold.paused";
  return say(known, { agency: agency.short, until: hold.until && form.time(hold.until) });
}

function placeWords({ state, ticket, place, say, form, now, ahead }) {
  if (ahead <= NEAR && !ticket.hold) return html`${say("ticket.near_before")}${place}. ${say("ticket.near_after")}`;
  const ready = ticket.wait && Date.parse(state.toldAt) + (ticket.wait.low_minutes - READY_MINUTES) * 60_000;
  if (ready && ready > now.getTime()) {
    return html`${say("ticket.ready_before")}${place}${say("ticket.ready_from")}<strong>${form.time(new Date(ready))}</strong>.`;
  }
  return html`${say("ticket.where_before")}${place}. ${say("number.called_on")}`;
}

/** Yellow means: go there. The place first, the number second. */
function Called({ state, ticket, mall, service, agency, say, now, send, tools }) {
  const counter = mall.counters.find(({ number }) => number === ticket.counter) ?? ticket;
  const of = mall.calling.calls_before_absent;
  return html`
    <section class="turn" role="status" aria-label=${say("ticket.turn_text", { counter: ticket.counter })}>
      <p class="go"><strong>${say("ticket.your_turn")}</strong> ${say("ticket.go_to")}</p>
      <p class="counter"><span>${say("ticket.counter")}</span><svg class="pointer" viewBox="0 0 38 54" aria-hidden="true"><path d="M0 0l38 27L0 54z" /></svg>
        <span class="counter-plate">${ticket.counter}</span></p>
      <${Label} ticket=${ticket} />
      <${For} ...${{ agency, service, say }} />
      <p class="calls"><span class="stay">${say("place", { zone: counter.zone, floor: counter.floor })}.</span> <span class="stay">${
        say(ticket.calls > of ? "ticket.calls_more" : "ticket.calls", { calls: ticket.calls, of })}</span></p>
    </section>
    <div class="hem" aria-hidden="true"></div>
    <div class="after">
      ${state.alarm.ringing && html`<button type="button" class="button act" onClick=${() => send({ type: "on-my-way" })}>${say("ticket.on_my_way")}</button>`}
      <${Messages} ...${{ state, say, now }} />
      <p class="missed">${say.n("ticket.if_missed", mall.calling.late_return_places, { of, places: mall.calling.late_return_places })}</p>
      <${Next} ...${{ ticket, say }} />
      <${Bring} ...${{ service, tools, open: true }} />
    </div>`;
}

function Serving(facts) {
  return html`<${Card} ...${facts}><p class="told">${facts.say("ticket.serving", { counter: facts.ticket.counter })}</p><//>
    <${Next} ...${facts} />
    <div class="rows"><${Bring} ...${{ ...facts, open: true }} /></div>`;
}

/** Sent home unserved in an outage: the code gives a number ahead of that day's later arrivals. */
function Noted(facts) {
  const { ticket, say, form } = facts;
  return html`
    <${Card} ...${facts}><p class="told">${say("ticket.noted")}</p>
      <p>${say("ticket.noted_code")} <strong class="code">${ticket.note.code}</strong></p>
      <p>${say("ticket.noted_means", { until: form.day(ticket.note.until) })}</p><//>`;
}

function Over(facts) {
  const { ticket, say } = facts;
  if (ticket.note && !ticket.note.used) return html`<${Noted} ...${facts} />`;
  return html`
    <${Card} ...${facts}><p class="told">${say(`ticket.${ticket.state}`)}</p>
      <p>${say(ticket.state === "finished" ? "ticket.thanks" : "ticket.take_new")}</p><//>`;
}

function Apart({ face, state, say, send }) {
  return html`
    <div class="face apart"><${Top} ...${{ mall: state.mall, say, state, send }} /><main>
      ${face === "loading"
        ? html`<section class="card"><h1>${say("ticket.loading")}</h1><p class="skeleton" aria-hidden="true"></p></section>`
        : html`<section class="card"><h1>${say(`ticket.${face}`)}</h1><p>${say(`ticket.${face}_hint`)}</p></section>`}
    </main></div>`;
}
