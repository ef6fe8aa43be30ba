/** Keying in slips of paper after an outage: number, time, what became of it; Enter, and the next. And printing a block. */

import { html } from "/static/web/vendor/htm-preact.js";
import { openPage, refusalOf } from "./page.js";
import { emptyRow, labelOf, nextRow, queuesOf, servicesOf, slipOf } from "./paper-state.js";

const STATES = ["waiting", "served", "left"];

let row = emptyRow();
let wrong = null;
let said = null;
let busy = false;
let done = [];

function change(c, patch) {
  row = { ...row, ...patch };
  wrong = null;
  c.draw();
}

function look(name) {
  const field = document.getElementById(`field-${name}`);
  field?.focus();
  field?.select?.();
}

async function send(c) {
  if (busy) return;
  const { slip, wrong: field } = slipOf(row, c.mall);
  wrong = field ?? null;
  said = field ? c.w(`paper.wrong_${field}`) : null;
  c.draw();
  if (field) return look(field);
  busy = true;
  const answer = await c.command("/paper-tickets", { tickets: [slip] });
  busy = false;
  taken(c, answer);
}

function taken(c, answer) {
  said = refusalOf(answer, c.w);
  if (said === null) {
    done = [answer.body.tickets[0], ...done].slice(0, 60);
    row = nextRow(row, c.mall);
  }
  c.draw();
  look(said ? "label" : "issued");
}

async function reprint(c, ticket) {
  const answer = await c.command(`/tickets/${ticket.id}/reprint`, {});
  said = refusalOf(answer, c.w) ?? c.w("paper.reprinted", { label: ticket.label });
  c.draw();
}

function View({ c }) {
  const submit = (event) => { event.preventDefault(); send(c); };
  const label = labelOf(row.label, queuesOf(c.mall));
  const services = label ? servicesOf(label.queue, c.mall) : [];
  return html`<h1>${c.w("outage.paper")}</h1><p class="meta">${c.w("paper.about")}</p>
    <form class="row" onSubmit=${submit} autocomplete="off">
      <${Field} name="label" c=${c} hint="A-P07" first=${true} />
      ${services.length > 1 && html`<label class="wide">${c.w("paper.service")}<select id="field-service" value=${row.service || services[0].code} onChange=${(event) => change(c, { service: event.target.value })}>
        ${services.map((one) => html`<option key=${one.code} value=${one.code}>${c.text(one.short)}</option>`)}</select></label>`}
      <${Field} name="issued" c=${c} hint="08.15" numeric=${true} />
      <label>${c.w("paper.state")}<select id="field-state" value=${row.state} onChange=${(event) => change(c, { state: event.target.value })}>
        ${STATES.map((one) => html`<option key=${one} value=${one}>${c.w(`paper.state_${one}`)}</option>`)}</select></label>
      ${row.state === "served" && ["counter", "called", "started", "ended"].map((one) => html`<${Field} key=${one} name=${one} c=${c} numeric=${true} />`)}
      <button type="submit" class="button act" aria-disabled=${busy ? "true" : null}>${c.w("paper.send")} <kbd>Enter</kbd></button>
    </form>
    <p class="said" role="alert">${said}</p>
    ${done.length > 0 && html`<h2>${c.w("paper.done", { n: done.length })}</h2><ul class="done">${done.map((one) => html`<li key=${one.id}>
      <span class="num">${one.label}</span><span class="what">${c.f.time(one.issued_at)} · ${c.w(`paper.is_${one.state}`)}${one.state === "waiting" ? ` · ${c.w("paper.ahead", { n: one.ahead })}` : ""}</span>
      ${one.state === "waiting" && html`<button type="button" class="button" onClick=${() => reprint(c, one)}>${c.w("paper.reprint")}</button>`}</li>`)}</ul>`}
    <${Block} c=${c} />`;
}

function Field({ name, c, hint, numeric = false, first = false }) {
  return html`<label>${c.w(`paper.${name}`)}<input id=${`field-${name}`} value=${row[name]} placeholder=${hint} autofocus=${first} inputmode=${numeric ? "numeric" : "text"}
    maxlength="12" autocapitalize="characters" spellcheck=${false} aria-invalid=${wrong === name ? "true" : null} onInput=${(event) => change(c, { [name]: event.target.value })} /></label>`;
}

function Block({ c }) {
  const queues = [...new Set(c.mall.services.filter((one) => !c.staff.agency || one.agency === c.staff.agency).map((one) => one.queue))];
  return html`<section class="block-form"><h2>${c.w("block.title")}</h2><p class="meta">${c.w("block.about")}</p>
    <form class="row" action="/counter/paper/block" method="get">
      <label>${c.w("block.queue")}<select name="queue">${queues.map((one) => html`<option key=${one}>${one}</option>`)}</select></label>
      <label>${c.w("block.from")}<input name="from" type="number" min="1" max="999" value="1" required /></label>
      <label>${c.w("block.count")}<input name="count" type="number" min="1" max="200" value="48" required /></label>
      <button type="submit" class="button">${c.w("block.show")}</button></form></section>`;
}

openPage("paper", View, () => look("label"));
