/** A visitor's number: the plain answer to "when is it my turn?", what can be done, what was and what follows. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Plate } from "../parts.js";
import { movesFor } from "./may.js";
import { Act, Facts, Go, Icon, Label } from "./parts.js";
import { returnHint } from "./speech.js";

export function Ticket({ state, c }) {
  const { ticket, missing, place } = state;
  if (missing) return html`<${Missing} label=${place.label} why=${missing} c=${c} />`;
  if (!ticket) return html`<section class="ticket"><${Label} label=${place.label} size="big" /><p class="meta" role="status">${c.w(c.lost ? "greeter.lost" : "greeter.looking")}</p></section>`;
  return html`<section class="ticket ${ticket.state}" aria-label=${ticket.label}>
    <${Answer} ticket=${ticket} state=${state} c=${c} />
    <${Primary} ticket=${ticket} state=${state} c=${c} />
    <${Others} ticket=${ticket} state=${state} c=${c} />
    <${Slip} ticket=${ticket} state=${state} c=${c} />
    <${Following} ticket=${ticket} c=${c} />
    <${Before} ticket=${ticket} c=${c} />
  </section>`;
}

const Missing = ({ label, why, c }) => html`<section class="ticket missing"><${Label} label=${label} size="big" />
  <p class="answer-title" role="status">${c.w(`greeter.missing.${why}`, { label })}</p><p class="meta">${c.w(`greeter.missing.${why}_more`)}</p></section>`;

function Answer({ ticket, state, c }) {
  const { title, more, plate } = c.answer(ticket);
  return html`<div class="ticket-head"><div><p class="eyebrow">${whereOf(ticket, c)}</p>
      <p data-test="label"><${Label} label=${ticket.label} size="big" /></p></div>
      <p class="service-name">${c.text(ticket.service_name)}</p></div>
    <div class="answer ${plate ? "there" : ""}" role="status">${plate && html`<${Plate} number=${plate} />`}
      <div><p class="answer-title" data-test="answer">${title}</p><${Facts} facts=${more} /></div></div>
    ${ticket.hold && html`<p class="hold"><${Icon} name="clock-pause" />${c.text(ticket.hold.message)}</p>`}
    ${ticket.appointment && html`<p class="priority"><${Icon} name="clock" />${c.w("greeter.appointment", { time: c.time(ticket.appointment) })}</p>`}
    ${ticket.priority && html`<p class="priority ${ticket.priority}"><${Icon} name=${ticket.priority === "declined" ? "info-circle" : "user-check"} />${c.w(`greeter.priority.${ticket.priority}`)}</p>`}`;
}

/** Agency, place, and the counters that call this queue; who is already sent to one sees its sign instead. */
function whereOf(ticket, c) {
  const counters = ticket.state === "waiting" ? c.countersOf(ticket.queue) : [];
  return [ticket.agency_short, c.place(ticket), counters.length > 0 && c.w.n("greeter.counters", counters.length, { counters: counters.join(", ") })].filter(Boolean).join(" · ");
}

function Primary({ ticket, state, c }) {
  const { primary } = movesFor(ticket);
  if (!primary) return null;
  const hint = primary === "return" ? returnHint(ticket, state.mall, c.w) : c.w("greeter.confirm.hint");
  return html`<${Go} icon=${ICONS[primary]} label=${c.w(`greeter.act.${primary}_long`)} hint=${hint} off=${c.off} busy=${c.busy(primary, ticket.label)} onPress=${() => c.press(primary, { label: ticket.label })} c=${c} />`;
}

const ICONS = { confirm: "user-check", decline: "x", return: "repeat", priority: "user-check", move: "arrow-right", plan: "list", reprint: "printer" };
const SHEETS = new Set(["priority", "move", "plan", "reprint"]);

function Others({ ticket, state, c }) {
  const { others } = movesFor(ticket);
  const press = (name) => (SHEETS.has(name) ? c.open(name, name === "plan" ? { services: ticket.plan.map((one) => one.code) } : {}) : c.press(name, { label: ticket.label }));
  return html`<div class="acts">${others.map((name) => html`<${Act} key=${name} icon=${ICONS[name]} label=${c.w(labelOf(name, ticket))} hint=${name === "return" ? returnHint(ticket, state.mall, c.w) : null}
    off=${c.off} busy=${c.busy(name, ticket.label)} keyName=${name === "reprint" ? "C" : null} onPress=${() => press(name)} data-act=${name} c=${c} />`)}</div>`;
}

const labelOf = (name, { priority }) => (name === "decline" && priority === "confirmed" ? "greeter.act.withdraw" : `greeter.act.${name}_long`);

/** What became of the paper, and where it comes out. */
function Slip({ ticket, state, c }) {
  const { slip } = ticket;
  const fresh = state.given?.label === ticket.label;
  const well = ["printed", "queued", "printing"].includes(slip.state);
  const where = slip.printer && (well || slip.state === "held") ? ` ${c.printer(slip.printer)}.` : "";
  return html`<p class="slip ${well ? "" : "strong"}" role=${fresh ? "status" : null} data-test="slip"><${Icon} name=${well ? "printer" : "printer-off"} />
    <span>${c.slip(slip)}${where}</span></p>`;
}

function Following({ ticket, c }) {
  if (!ticket.plan.length) return null;
  return html`<section class="following" aria-labelledby="following"><h2 id="following">${c.w("greeter.following")}</h2>
    <ol>${ticket.plan.map((one) => html`<li key=${one.code}><span class="word">${c.text(one.name)}<span class="small">${one.agency_short} · ${c.place(one)}</span></span></li>`)}</ol></section>`;
}

/** Earlier stops of this visit. */
function Before({ ticket, c }) {
  if (!ticket.stops.length) return null;
  return html`<section class="following" aria-labelledby="before"><h2 id="before">${c.w("greeter.before")}</h2>
    <ol>${ticket.stops.map((stop, at) => html`<li key=${at}><span class="word">${c.text(c.service(stop.service)?.name) || stop.service}
      <span class="small">${[c.w(`greeter.stop.${stop.outcome ?? "done"}`), stop.counter && c.w("greeter.counter", { counter: stop.counter }), c.time(stop.ended_at ?? stop.called_at)].filter(Boolean).join(" · ")}</span></span></li>`)}</ol></section>`;
}
