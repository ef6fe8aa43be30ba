/** The visitor at my counter: number, time running, service, what to bring, official fee. */

import { html } from "/static/web/vendor/htm-preact.js";
import { slipKey } from "./answers.js";
import { Icon, Key } from "./parts.js";
import { isPlanned, PlanButton, PlanLine } from "./plan.js";
import { PriorityTag } from "./priority.js";

export function Visit({ state, c }) {
  const { ticket } = state.desk;
  return html`<section class="visit ${ticket.state} ${isDense(ticket) ? "dense" : ""}" aria-label=${ticket.label}>
    <div class="visit-head">
      <div><p class="eyebrow">${standing(state.desk, c)}</p><p class="label big ${ticket.label.length > 5 ? "long" : ""}" data-test="label">${ticket.label}</p></div>
      <${Running} ticket=${ticket} c=${c} />
    </div>
    <div class="service-line"><h1 class="service">${c.text(ticket.service_name)}</h1>
      ${ticket.tariffs.length === 1 && html`<p class="price"><${Price} tariff=${ticket.tariffs[0]} c=${c} /></p>`}</div>
    <div class="facts-line"><p class="meta facts">${facts(ticket, c).join(" · ")}${" "}<${PriorityTag} one=${ticket} keyName="R" c=${c} /></p>
      ${!isPlanned(ticket) && html`<${PlanButton} says="plan.add" c=${c} />`}</div>
    <${SlipLine} ticket=${ticket} c=${c} />
    ${isPlanned(ticket) && html`<${PlanLine} ticket=${ticket} c=${c} />`}
    ${state.desk.counter.state === "paused" && html`<p class="meta strong">${c.w("visit.paused_note")}</p>`}
    <div class="lists ${ticket.tariffs.length > 1 ? "beside" : ""}"><${Documents} state=${state} c=${c} />
      ${ticket.tariffs.length > 1 && html`<${Tariffs} ticket=${ticket} c=${c} />`}</div>
  </section>`;
}

/** Long lists take room from the number: documents and tariffs stand side by side, and both should be seen at once. */
/** Many papers, or papers beside several tariffs: then lines stand closer, so that the last is not cut on a small window. */
const isDense = ({ documents, tariffs }) => documents.length > 6 || (tariffs.length > 1 && Math.max(documents.length, tariffs.length) > 3);

function standing({ ticket, may }, c) {
  if (ticket.state !== "called") return c.w("visit.serving");
  const within = ticket.calls <= may.absent_after_calls;
  return c.w(within ? "visit.called" : "visit.called_more", { calls: ticket.calls, of: may.absent_after_calls });
}

/** The time since the call, or since the start with how long it usually takes. */
function Running({ ticket, c }) {
  const serving = ticket.state === "serving";
  const seconds = c.secondsSince(serving ? ticket.started_at : ticket.called_at);
  const usual = serving ? ticket.usual_minutes : null;
  return html`<div class="running">
    <p class="eyebrow">${c.w(serving ? "visit.duration" : "visit.since_call")}</p>
    <p class="label clock" role="timer">${c.stopwatch(seconds)}</p>
    ${usual && html`<${Progress} share=${seconds / 60 / usual.high} /><p class="small">${usualText(usual, c)}</p>`}
  </div>`;
}

const usualText = ({ low, high }, c) =>
  low === high ? c.w.n("visit.usual_one", low, { low }) : c.w("visit.usual", { low, high });

/** How much of the usual time is used; the figures beside it say the same. */
const Progress = ({ share }) =>
  html`<div class="progress" aria-hidden="true"><div style=${{ width: `${Math.min(100, Math.round(share * 100))}%` }}></div></div>`;

function facts(ticket, c) {
  const waited = Math.floor(ticket.waited_seconds / 60);
  return [
    waited ? c.w.n("visit.waited", waited) : c.w("visit.waited_short"),
    c.w("visit.called_at", { time: c.time(ticket.called_at) }),
    ticket.started_at && c.w("visit.started_at", { time: c.time(ticket.started_at) }),
    ticket.appointment && c.w("visit.appointment", { time: c.time(ticket.appointment) }),
    c.w(`spoken.${ticket.language}`),
    ticket.slip?.state === "printed" && c.w("slip.short_printed"),
  ].filter(Boolean);
}

/** The slip only where something is to be known about it. */
function SlipLine({ ticket, c }) {
  const quiet = ["printed", "none", "queued", "printing"].includes(ticket.slip?.state ?? "none");
  if (quiet) return null;
  return html`<p class="slip-line"><${Icon} name="printer" />${c.w(slipKey(ticket.slip))}</p>`;
}

function Documents({ state, c }) {
  const { documents, tariffs } = state.desk.ticket;
  const { marks } = state.ticked;
  if (!documents.length) return html`<p class="meta">${c.w("visit.documents_none")}</p>`;
  const done = marks.filter(Boolean).length;
  return html`<div class="documents">
    <div class="section-head"><h2 id="documents">${c.w("visit.documents", { done, all: documents.length })}</h2>
      <p class="small tick-with">${c.w("visit.tick_with")} <${Key} name="1" />${documents.length > 1 && html` – <${Key} name=${documents.length} />`}</p></div>
    <ul class=${tariffs.length > 1 ? "" : "two"} aria-labelledby="documents">${documents.map((document, index) =>
      html`<li key=${index}><label class="document"><input type="checkbox" checked=${Boolean(marks[index])} onChange=${() => c.tick(index)} />
        <span class="word">${c.text(document)}</span><span class="nth" aria-hidden="true">${index + 1}</span></label></li>`)}</ul>
  </div>`;
}

/** The only tariff stands beside the service, with its legal basis. */
const Price = ({ tariff, c }) =>
  html`<span class="unseen">${c.w("visit.tariffs")}: </span>${amount(tariff, c)}${tariff.verified && tariff.basis && html` <span class="basis">${tariff.basis}</span>`}`;

function Tariffs({ ticket: { tariffs, other_costs: others }, c }) {
  return html`<div class="tariffs"><div class="section-head"><h2 id="tariffs">${c.w("visit.tariffs")}</h2></div>
    <ul aria-labelledby="tariffs">${tariffs.map((tariff, index) =>
      html`<li key=${index} class="tariff"><span class="word">${c.text(tariff.label)}${tariff.verified && tariff.basis && html` <span class="basis">${tariff.basis}</span>`}</span>
        <span class="amount">${amount(tariff, c)}</span></li>`)}</ul>
    ${others?.length > 0 && html`<p class="others small">${c.w("visit.others")}: ${others.map((one) => c.text(one.label)).join(", ")}</p>`}</div>`;
}

/** An amount only where it was verified: never an unproven price, never an unproven "free". */
function amount({ verified, amount: rupiah }, c) {
  if (!verified) return html`<span class="small">${c.w("visit.unverified")}</span>`;
  if (rupiah === 0) return html`<strong class="free">${c.w("visit.free")}</strong>`;
  return rupiah === null ? html`<span class="small">${c.w("visit.computed")}</span>` : html`<strong>${c.rupiah(rupiah)}</strong>`;
}
