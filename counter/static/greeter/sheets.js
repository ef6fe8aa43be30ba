/** What lies over the page for one decision: a number given, a slip again, another queue, the plan, priority unasked, the menu. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice, Dialog, DialogFoot } from "../parts.js";
import { Appointments, Book, Booked, CancelBooking, PrintBooking, Redeem } from "./appointments.js";
import { ServiceRow } from "./find.js";
import { Act, Icon } from "./parts.js";
import { printerOf, Printers, printersFor, Said } from "./printing.js";

export { printersFor };

export const GROUPS = ["elderly", "disability", "pregnant", "infant", "disaster"];
const MOST_FOLLOWING = 5;
const ASK_NO_MORE = 8;

function Issue({ dialog, state, c }) {
  const service = c.service(dialog.service);
  const { language = "id", priority = null, then = [], adding = false } = dialog;
  const printer = printerOf(dialog, service.zone, state, c);
  const go = () => c.press("issue", { service: service.code, language, printer, priority, then, about: c.text(service.short) });
  if (adding) return html`<${Adding} present=${service.code} chosen=${then} state=${state} c=${c} onAdd=${(code) => c.change({ then: [...then, code], adding: false })} onBack=${() => c.change({ adding: false })} />`;
  return html`<${Dialog} title=${c.text(service.name)} onClose=${c.close} onSubmit=${go} wide=${true}>
    <fieldset><legend>${c.w("greeter.language")}</legend><div class="choices two">${state.mall.site.languages.map((code) =>
      html`<${Choice} key=${code} name="language" value=${code} chosen=${code === language} label=${c.w(`spoken.${code}`)} focused=${code === language} onChoose=${() => c.change({ language: code })} />`)}</div></fieldset>
    <fieldset><legend>${c.w("greeter.group")}</legend><div class="choices two">${[null, ...GROUPS].map((code) =>
      html`<${Choice} key=${code ?? "none"} name="priority" value=${code ?? ""} chosen=${code === priority} label=${c.w(`greeter.group.${code ?? "none"}`)} onChoose=${() => c.change({ priority: code })} />`)}</div></fieldset>
    <${Then} services=${then} c=${c} onChange=${(services) => c.change({ then: services })} onAdd=${() => c.change({ adding: true, asked: "" })} />
    <${Printers} dialog=${dialog} zone=${service.zone} state=${state} c=${c} />
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.act.issue")} off=${c.off} busy=${c.busy("issue")} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

/** The services that follow, in this order; each can be moved up or left out. */
function Then({ services, c, onChange, onAdd }) {
  const up = (at) => onChange(services.map((code, place) => (place === at - 1 ? services[at] : place === at ? services[at - 1] : code)));
  return html`<fieldset><legend>${c.w("greeter.then")}</legend>
    ${services.length === 0 && html`<p class="meta">${c.w("greeter.then_none")}</p>`}
    <ol class="then">${services.map((code, at) => html`<li key=${code}><span class="word">${at + 1}. ${c.text(c.service(code)?.name)}</span>
      ${at > 0 && html`<${Act} icon="arrow-down" extra="icon-only upwards" label=${html`<span class="unseen">${c.w("greeter.then.up", { service: c.text(c.service(code)?.short) })}</span>`} onPress=${() => up(at)} c=${c} />`}
      <${Act} icon="x" extra="icon-only" label=${html`<span class="unseen">${c.w("greeter.then.remove", { service: c.text(c.service(code)?.short) })}</span>`} onPress=${() => onChange(services.filter((one) => one !== code))} c=${c} /></li>`)}</ol>
    ${services.length < MOST_FOLLOWING && html`<${Act} icon="list" label=${c.w("greeter.then.add")} onPress=${onAdd} c=${c} />`}</fieldset>`;
}

/** A service found by its words, inside a sheet. */
function Adding({ present, chosen, state, c, onAdd, onBack }) {
  return html`<${Dialog} title=${c.w("greeter.then.add")} onClose=${onBack} onSubmit=${() => {}} wide=${true}>
    <${Picker} barred=${[present, ...chosen]} state=${state} c=${c} onPick=${onAdd} /><${DialogFoot} onBack=${onBack} c=${c} /></${Dialog}>`;
}

function Picker({ barred, state, c, onPick, agency }) {
  const { asked = "" } = state.dialog;
  const all = asked ? c.hits(asked).filter((hit) => hit.service).map((hit) => hit.service) : state.mall.services.filter((one) => (agency ? one.agency === agency : state.mall.frequent.includes(one.code)));
  const found = all.filter((one) => !barred.includes(one.code)).slice(0, ASK_NO_MORE);
  return html`<div class="picker"><label for="picked">${c.w("greeter.pick")}</label>
    <input id="picked" type="text" inputmode="search" maxlength="60" autocapitalize="none" spellcheck=${false} autocomplete="off" value=${asked} onInput=${(event) => c.change({ asked: event.target.value })} autofocus />
    ${asked && found.length === 0 && html`<p class="meta" role="status">${c.w("greeter.find.nothing")}</p>`}
    <ul class="picked">${found.map((one) => html`<li key=${one.code}><${ServiceRow} service=${one} asked=${asked} state=${state} c=${c} onPress=${() => onPick(one.code)} /></li>`)}</ul></div>`;
}

/** First which service, then once more what will happen. */
function Move({ dialog, state, c }) {
  const { ticket } = state;
  const to = dialog.service && c.service(dialog.service);
  if (!to) return html`<${Dialog} title=${c.w("greeter.move.title", { label: ticket.label })} onClose=${c.close} onSubmit=${() => {}} wide=${true}>
    <${Picker} barred=${[ticket.service]} agency=${ticket.agency} state=${state} c=${c} onPick=${(service) => c.change({ service })} /><${DialogFoot} onBack=${c.close} c=${c} /></${Dialog}>`;
  return html`<${Dialog} title=${c.w("greeter.move.title", { label: ticket.label })} onClose=${c.close} onSubmit=${() => c.press("move", { label: ticket.label, service: to.code })} wide=${true}>
    <p class="from-to"><span>${c.text(ticket.service_name)}</span><${Icon} name="arrow-down" /><strong>${c.text(to.name)}</strong><span class="small">${c.agency(to.agency)} · ${c.place(to)} · ${c.figures(state.services?.[to.code])}</span></p>
    <p class="meta">${c.w("greeter.move.kept")}</p><${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.act.move_long")} off=${c.off} busy=${c.busy("move")} back=${c.w("greeter.move.other")} onBack=${() => c.change({ service: null })} c=${c} focused=${true} /></${Dialog}>`;
}

function Plan({ dialog, state, c }) {
  const { ticket } = state;
  const { services, adding = false } = dialog;
  if (adding) return html`<${Adding} present=${ticket.service} chosen=${services} state=${state} c=${c} onAdd=${(code) => c.change({ services: [...services, code], adding: false })} onBack=${() => c.change({ adding: false })} />`;
  return html`<${Dialog} title=${c.w("greeter.plan.title", { label: ticket.label })} onClose=${c.close} onSubmit=${() => c.press("plan", { label: ticket.label, services })} wide=${true}>
    <p class="meta">${c.w("greeter.plan.now", { service: c.text(ticket.service_name) })}</p>
    <${Then} services=${services} c=${c} onChange=${(next) => c.change({ services: next })} onAdd=${() => c.change({ adding: true, asked: "" })} />
    <${Said} state=${state} c=${c} /><${DialogFoot} go=${c.w("greeter.plan.go")} off=${c.off} busy=${c.busy("plan")} onBack=${c.close} c=${c} /></${Dialog}>`;
}

function Reprint({ dialog, state, c }) {
  const { ticket } = state;
  const printer = printerOf(dialog, ticket.zone, state, c);
  return html`<${Dialog} title=${c.w("greeter.order.reprint", { label: ticket.label })} onClose=${c.close} onSubmit=${() => c.press("reprint", { label: ticket.label, printer })}>
    <${Printers} dialog=${dialog} zone=${ticket.zone} state=${state} c=${c} /><${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.act.reprint_long")} off=${c.off || !printer} busy=${c.busy("reprint")} onBack=${c.close} c=${c} focused=${true} /></${Dialog}>`;
}

/** Unasked: whoever sees the visitor may confirm at once, or leave it to the counter. */
function Priority({ state, c }) {
  const { label } = state.ticket;
  return html`<${Dialog} title=${c.w("greeter.order.priority", { label })} onClose=${c.close} onSubmit=${() => c.press("confirm", { label })}>
    <p>${c.w("greeter.priority.who")}</p><p class="meta">${c.w("greeter.priority.never_kept")}</p><${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.act.confirm_long")} off=${c.off} busy=${c.busy("confirm")} onBack=${c.close} c=${c} focused=${true} />
    <${Act} label=${c.w("greeter.act.ask")} off=${c.off} busy=${c.busy("ask")} onPress=${() => c.press("ask", { label })} c=${c} /></${Dialog}>`;
}

function Menu({ state, c }) {
  const denied = state.screen === "denied";
  return html`<${Dialog} title=${c.w("menu.title")} onClose=${c.close}>
    <p class="meta">${c.w("page.signed_in", { name: state.staff.username })} · ${c.today()}</p>
    <div class="menu"><${Act} icon="language" label=${c.w("page.other_language")} onPress=${c.otherLanguage} lang=${c.w.language === "id" ? "en" : "id"} c=${c} />
      ${!denied && html`<${Act} icon="clock" label=${c.w("greeter.appointments.title")} onPress=${() => c.open("appointments")} c=${c} />
      <${Act} icon="users" label=${c.w("floor.to.floor")} onPress=${() => location.assign("/floor/")} c=${c} />
      <${Act} icon="list" label=${c.w("outage.to_list")} onPress=${() => location.assign("/counter/list")} c=${c} />
      <${Act} icon="file-text" label=${c.w("outage.to_paper")} onPress=${() => location.assign("/counter/paper")} c=${c} />
      <${Act} icon="receipt" label=${c.w("outage.to_notes")} onPress=${() => location.assign("/counter/notes")} c=${c} />`}
      <${Act} icon="logout" label=${c.w("page.sign_out")} onPress=${c.signOut} c=${c} /></div>
    <${DialogFoot} onBack=${c.close} c=${c} /></${Dialog}>`;
}

const sheets = {
  issue: Issue, move: Move, plan: Plan, reprint: Reprint, priority: Priority, menu: Menu,
  book: Book, booked: Booked, redeem: Redeem, appointments: Appointments, printBooking: PrintBooking, cancelBooking: CancelBooking,
};
const NEEDS_TICKET = new Set(["move", "plan", "reprint", "priority"]);

/** The one sheet that is open, if any. */
export function OpenSheet({ state, c }) {
  const { dialog } = state;
  if (!dialog || (NEEDS_TICKET.has(dialog.name) && !state.ticket)) return null;
  const step = dialog.adding ? "adding" : dialog.service && dialog.name === "move" ? "sure" : "";
  return html`<${sheets[dialog.name]} key=${`${dialog.name}${step}`} state=${state} dialog=${dialog} c=${c} />`;
}
