/** How the visit ended and what was really delivered. The likeliest answer stands ready: Enter takes it. */

import { html } from "/static/web/vendor/htm-preact.js";
import { delivered, deliveredList, MOST_DELIVERED } from "./choices.js";
import { Choice, Dialog, DialogFoot } from "./parts.js";

export const OUTCOMES = ["done", "incomplete", "referred", "not_needed"];
export function Outcome({ state, dialog, c }) {
  const { ticket, services } = state.desk;
  if (!ticket) return null;
  const { outcome = "done" } = dialog;
  const counts = delivered(ticket, outcome, dialog.counts);
  const count = (code, value) => c.change({ counts: { ...dialog.counts, [code]: Math.min(MOST_DELIVERED, Math.max(0, value)) } });
  const own = [...services].sort((one, other) => (other.code === ticket.service) - (one.code === ticket.service));
  return html`<${Dialog} title=${c.w("outcome.title", { label: ticket.label })} onClose=${c.close} onSubmit=${() => c.press("finish", { outcome, delivered: deliveredList(counts) })} wide=${true}>
    <fieldset><legend>${c.w("outcome.how")}</legend><div class="choices two">${OUTCOMES.map((code) =>
      html`<${Choice} key=${code} name="outcome" value=${code} chosen=${code === outcome} label=${c.w(`outcome.${code}`)} focused=${code === outcome} onChoose=${() => c.change({ outcome: code })} />`)}</div></fieldset>
    <p class="meta outcome-more">${c.w(`outcome.${outcome}_more`)}</p>
    <fieldset><legend>${c.w("outcome.delivered")}</legend><ul class="choices scrolls counts">${own.map((service) =>
      html`<${Count} key=${service.code} name=${c.text(service.name)} code=${service.code} n=${counts[service.code] ?? 0} onCount=${(n) => count(service.code, n)} c=${c} />`)}</ul></fieldset>
    <${DialogFoot} go=${c.w(outcome === "done" ? "move.finish" : "outcome.go")} busy=${c.busy("finish")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

function Count({ name, code, n, onCount, c }) {
  return html`<li class="count ${n ? "some" : ""}"><label class="word" for=${`count-${code}`}>${name}</label>
    <button type="button" class="step" aria-label=${c.w("outcome.less", { name })} aria-disabled=${n ? null : "true"} tabindex="-1" onClick=${() => onCount(n - 1)}>−</button>
    <input id=${`count-${code}`} type="number" min="0" max=${MOST_DELIVERED} step="1" inputmode="numeric" value=${n} onInput=${(event) => onCount(Number(event.target.value) || 0)} />
    <button type="button" class="step" aria-label=${c.w("outcome.more", { name })} tabindex="-1" onClick=${() => onCount(n + 1)}>+</button></li>`;
}
