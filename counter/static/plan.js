/** What follows after this service with the same number: seen beside the visitor, changed in a menu. */

import { html } from "/static/web/vendor/htm-preact.js";
import { toggled } from "./choices.js";
import { Finder } from "./finder.js";
import { servicesFound } from "./finding.js";
import { Dialog, DialogFoot, Icon, Key, keepFocus, Said } from "./parts.js";

/** Whether there is anything to say: a service that follows, or one that went before. */
export const isPlanned = ({ plan, leg }) => plan?.length > 0 || leg > 1;

export const PlanButton = ({ says, c }) => html`<button type="button" class="small-move" aria-keyshortcuts="L" onMouseDown=${keepFocus} onClick=${() => c.act("plan", "L")}>${c.w(says)} <${Key} name="L" /></button>`;

export function PlanLine({ ticket, c }) {
  const plan = ticket.plan ?? [];
  return html`<div class="plan-line"><${Icon} name="list" /><p class="word">${ticket.leg > 1 && html`<strong>${c.w("plan.stop", { n: ticket.leg })}</strong> · `}${plan.length
      ? html`${c.w("plan.then")} ${plan.map((one, at) => html`${at > 0 && ", "}<strong>${c.text(one.short)}</strong> <span class="small">${c.w("transfer.at", { agency: one.agency_short, zone: one.zone })}</span>`)}`
      : c.w("plan.nothing")}</p>
    <${PlanButton} says=${plan.length ? "plan.change" : "plan.add"} c=${c} /></div>`;
}

export function Plan({ state, dialog, c }) {
  const { ticket, counter } = state.desk;
  if (!ticket) return null;
  const services = dialog.services ?? (ticket.plan ?? []).map((one) => one.code);
  const known = (code) => state.mall?.services.find((one) => one.code === code);
  const fit = servicesFound(state.mall, dialog.typed ?? "", counter.agency).filter((one) => one.code !== ticket.service && !services.includes(one.code));
  const rows = [...services.map(known).filter(Boolean), ...fit].map((one) => ({
    value: one.code, label: nameOf(one, services, c), hint: c.w("transfer.at", { agency: c.agency(one.agency), zone: one.zone }),
    group: services.includes(one.code) ? c.w("plan.chosen") : c.w("plan.others"),
  }));
  const toggle = (code) => c.change({ services: toggled(services, code) });
  return html`<${Dialog} title=${c.w("plan.title", { label: ticket.label })} onClose=${c.close} onSubmit=${() => c.press("plan", { ticket: ticket.label, services })} wide=${true}>
    <p class="meta">${c.w("plan.more")}</p>
    <${Finder} id="plan-find" label=${c.w("transfer.find_service")} typed=${dialog.typed} choices=${rows} many=${new Set(services)} empty=${c.w("transfer.nothing")}
      onType=${(typed) => c.change({ typed })} onChoose=${toggle} />
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("plan.go")} busy=${c.busy("plan")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

/** Those chosen carry their place in the order. */
function nameOf(service, services, c) {
  const at = services.indexOf(service.code);
  return at < 0 ? c.text(service.name) : `${at + 1}. ${c.text(service.name)}`;
}
