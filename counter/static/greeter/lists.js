/** What waits for somebody in the hall: help asked, priority to confirm, who may be brought back, who waits longest. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Act, Icon, Label } from "./parts.js";
import { returnHint } from "./speech.js";

/** How much waits for a decision. */
export const openOf = (inbox) => (inbox ? inbox.alarms.length + inbox.requested.length : 0);

export function Lists({ state, c }) {
  if (!state.inbox) return html`<p class="meta">${c.w("page.loading")}</p>`;
  const { alarms, requested, away, longest } = state.inbox;
  return html`
    ${alarms.length > 0 && html`<${List} id="alarms" title=${c.w.n("greeter.alarms", alarms.length)} loud=${true}>${alarms.map((one) => html`<${Alarm} key=${one.id} one=${one} c=${c} />`)}</${List}>`}
    <${List} id="requested" title=${requested.length ? c.w.n("greeter.requested", requested.length) : c.w("greeter.requested_none")}>${requested.map((one) => html`<${Requested} key=${one.label} one=${one} c=${c} />`)}</${List}>
    <${List} id="away" title=${away.length ? c.w.n("greeter.away", away.length) : c.w("greeter.away_none")}>${away.map((one) => html`<${Away} key=${one.label} one=${one} state=${state} c=${c} />`)}</${List}>
    <${List} id="longest" title=${c.w(longest.length ? "greeter.longest" : "greeter.longest_none")}>${longest.map((one) => html`<${Longest} key=${one.agency} one=${one} state=${state} c=${c} />`)}</${List}>`;
}

const List = ({ id, title, loud = false, children }) => html`<section class="list ${loud ? "loud" : ""}" aria-labelledby=${`list-${id}`} data-list=${id}>
  <h2 id=${`list-${id}`}>${title}</h2><ul>${children}</ul></section>`;

/** Somebody at a kiosk cannot go on. */
function Alarm({ one, c }) {
  const where = c.w("greeter.alarm.where", { name: one.device_name, zone: one.zone, floor: one.floor });
  return html`<li class="item"><span class="item-head"><${Icon} name="hand-stop" /><span class="word"><strong>${one.device_name}</strong>
      <span class="small">${c.w(`greeter.alarm.${one.kind}`)}, ${c.time(one.since)} · ${c.place(one)}</span></span></span>
    <${Act} label=${c.w("greeter.alarm.go")} off=${c.off} busy=${c.busy("answer", where)} extra="strong" onPress=${({ aimed }) => c.press("answer", { alarm: one.id, where }, { listed: aimed })} c=${c} /></li>`;
}

const Opens = ({ one, about, c }) => html`<button type="button" class="opens" onClick=${() => c.go({ name: "ticket", label: one.label })}>
  <${Label} label=${one.label} size="row-label" /><span class="word"><span>${c.text(one.service_short)}</span><span class="small">${about}</span></span><${Icon} name="chevron-right" /></button>`;

/** Confirmed or declined by whoever sees the visitor; for which reason it was asked stands nowhere. */
function Requested({ one, c }) {
  const about = [one.counter ? c.w("greeter.counter", { counter: one.counter }) : c.place(one), c.w("greeter.since", { time: c.time(one.since) })].join(" · ");
  const decide = (name, aimed) => c.press(name, { label: one.label }, { listed: aimed });
  return html`<li class="item"><${Opens} one=${one} about=${about} c=${c} />
    <span class="item-acts"><${Act} icon="check" label=${c.w("greeter.act.confirm")} aria-label=${c.w("greeter.order.confirm", one)} extra="strong" off=${c.off} busy=${c.busy("confirm", one.label)} onPress=${({ aimed }) => decide("confirm", aimed)} c=${c} />
      <${Act} icon="x" label=${c.w("greeter.act.decline")} aria-label=${c.w("greeter.order.decline", one)} off=${c.off} busy=${c.busy("decline", one.label)} onPress=${({ aimed }) => decide("decline", aimed)} c=${c} /></span></li>`;
}

function Away({ one, state, c }) {
  const about = [c.w(`greeter.away.${one.may_return}`), one.parked?.until && c.w("greeter.until", { time: c.time(one.parked.until) }), c.w("greeter.gone", { time: c.time(one.since) })];
  return html`<li class="item"><${Opens} one=${one} about=${about.filter(Boolean).join(" · ")} c=${c} />
    <span class="item-acts"><${Act} icon="repeat" label=${c.w("greeter.act.return")} hint=${returnHint(one, state.mall, c.w)} aria-label=${c.w("greeter.order.return", one)} off=${c.off} busy=${c.busy("return", one.label)}
      onPress=${({ aimed }) => c.press("return", { label: one.label }, { listed: aimed })} c=${c} /></span></li>`;
}

/** The agency, how many wait there, and how long the first of them has waited. */
function Longest({ one, state, c }) {
  const minutes = c.minutesSince(one.since);
  const past = minutes > state.mall.calling.promised_wait_minutes;
  return html`<li class="item"><button type="button" class="opens" onClick=${() => c.go({ name: "ticket", label: one.label })}>
    <span class="word"><strong>${one.agency_short}</strong><span class="small">${c.w.n("greeter.queueing", one.waiting)} · ${c.place(one)}</span></span>
    <span class="long-wait ${past ? "past" : ""}"><span class="small">${one.label}</span><strong>${minutes ? c.w.n("age.minutes", minutes) : c.w("queue.new")}</strong>${past && html`<span class="small">${c.w.n("greeter.past", state.mall.calling.promised_wait_minutes)}</span>`}</span></button></li>`;
}
