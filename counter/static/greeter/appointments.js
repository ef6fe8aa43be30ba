/** The sheets of appointments: a time promised, its code to read out, the list of a day, and a code that gives a number. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice, Dialog, DialogFoot } from "../parts.js";
import { reaches } from "./may.js";
import { Act, Icon, Key } from "./parts.js";
import { printerOf, Printers, Said } from "./printing.js";

const moment = (day) => `${day}T12:00:00Z`;

/** Beside the number of a service that can be booked. */
export function Books({ service, state, c }) {
  if (!service.appointments || !reaches(state.staff, service.agency)) return null;
  return html`<div class="acts"><${Act} icon="clock" label=${c.w("greeter.act.book")} off=${c.off} onPress=${() => c.open("book", { service: service.code })} data-act="book" c=${c} /></div>`;
}

/** First the day, then the hour of those that are free; the code stands on the next sheet. */
export function Book({ dialog, state, c }) {
  const service = c.service(dialog.service);
  const { days = null, language = "id" } = dialog;
  if (!days?.length) return html`<${Dialog} title=${c.text(service.name)} onClose=${c.close} onSubmit=${() => {}}>
    <p class="meta" role="status">${c.w(days ? "greeter.book.full" : "greeter.looking")}</p><${Said} state=${state} c=${c} /><${DialogFoot} onBack=${c.close} c=${c} /></${Dialog}>`;
  const day = days.find((one) => one.day === dialog.day) ?? days[0];
  const printer = dialog.printer === "" ? null : printerOf(dialog, service.zone, state, c);
  const chosen = day.times.some(({ at }) => at === dialog.at) ? dialog.at : null;
  const go = () => chosen && c.press("book", { service: service.code, at: chosen, language, printer, about: c.text(service.short) });
  return html`<${Dialog} title=${c.w("greeter.book.title", { service: c.text(service.short) })} onClose=${c.close} onSubmit=${go} wide=${true}>
    <div class="picker"><label for="book-day">${c.w("greeter.book.day")}</label>
      <select id="book-day" autofocus onChange=${(event) => c.change({ day: event.target.value, at: null })}>${days.map((one) =>
        html`<option key=${one.day} value=${one.day} selected=${one.day === day.day}>${c.f.longDate(moment(one.day))}</option>`)}</select></div>
    <fieldset><legend>${c.w("greeter.book.hour")}</legend><div class="choices two">${day.times.map(({ at, left }) =>
      html`<${Choice} key=${at} name="at" value=${at} chosen=${at === chosen} label=${c.time(at)} hint=${c.w.n("greeter.book.left", left)} onChoose=${() => c.change({ at })} />`)}</div></fieldset>
    <fieldset><legend>${c.w("greeter.language")}</legend><div class="choices two">${state.mall.site.languages.map((code) =>
      html`<${Choice} key=${code} name="language" value=${code} chosen=${code === language} label=${c.w(`spoken.${code}`)} onChoose=${() => c.change({ language: code })} />`)}</div></fieldset>
    <${Printers} dialog=${dialog} zone=${service.zone} state=${state} c=${c} />
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.act.book")} off=${c.off} waits=${!chosen} busy=${c.busy("book")} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

/** What the visitor takes along: the code, the day, the time. Paper may fail; the code can be read out. */
export function Booked({ dialog, state, c }) {
  const { appointment } = dialog;
  return html`<${Dialog} title=${c.w("greeter.booked.title")} onClose=${c.close} onSubmit=${c.close}>
    <p class="code-large" data-test="code">${appointment.code}</p>
    <p><strong>${c.f.longDate(appointment.at)}, ${c.time(appointment.at)}</strong><span class="small">${serviceOf(appointment, c)}</span></p>
    <p class="meta">${c.w("greeter.booked.how", windowOf(state))}</p>
    <${Said} state=${state} c=${c} />
    <div class="dialog-foot"><button type="submit" class="go" autofocus><span>${c.w("greeter.booked.done")}</span><${Key} name="Enter" /></button></div>
  </${Dialog}>`;
}

const windowOf = ({ mall }) => ({ early: mall.calling.appointment_early_minutes, late: mall.calling.appointment_late_minutes });
const serviceOf = ({ service, agency }, c) => `${c.agency(agency)} · ${c.text(c.service(service)?.name) || service}`;

/** A code that somebody brings, of an appointment or a note: it gives one number. */
export function Redeem({ dialog, state, c }) {
  const { code, language = "id" } = dialog;
  const printer = printerOf(dialog, null, state, c);
  return html`<${Dialog} title=${c.w("greeter.redeem.title", { code })} onClose=${c.close} onSubmit=${() => c.press("redeem", { code, language, printer })}>
    <p class="meta">${c.w("greeter.redeem.once")}</p>
    <fieldset><legend>${c.w("greeter.language")}</legend><div class="choices two">${state.mall.site.languages.map((one) =>
      html`<${Choice} key=${one} name="language" value=${one} chosen=${one === language} label=${c.w(`spoken.${one}`)} onChoose=${() => c.change({ language: one })} />`)}</div></fieldset>
    <${Printers} dialog=${dialog} zone=${null} state=${state} c=${c} /><${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.act.issue")} off=${c.off} busy=${c.busy("redeem")} onBack=${c.close} c=${c} focused=${true} />
  </${Dialog}>`;
}

/** The appointments of one day by their time. */
export function Appointments({ dialog, state, c }) {
  const { list = null, day = null } = dialog;
  return html`<${Dialog} title=${c.w("greeter.appointments.title")} onClose=${c.close} onSubmit=${() => {}} wide=${true}>
    <div class="picker"><label for="list-day">${c.w("greeter.book.day")}</label>
      <select id="list-day" autofocus onChange=${(event) => c.lookAt(event.target.value)}>${daysFrom(c.todayCode(), state.mall.calling.appointment_days).map((one) =>
        html`<option key=${one} value=${one} selected=${one === day}>${c.f.longDate(moment(one))}</option>`)}</select></div>
    ${list === null && html`<p class="meta" role="status">${c.w("greeter.looking")}</p>`}
    ${list?.length === 0 && html`<p class="meta" role="status">${c.w("greeter.appointments.none")}</p>`}
    <ul class="booked">${(list ?? []).map((one) => html`<li key=${one.code}><${Row} one=${one} day=${day} state=${state} c=${c} /></li>`)}</ul>
    <${Said} state=${state} c=${c} /><${DialogFoot} onBack=${c.close} c=${c} /></${Dialog}>`;
}

/** "2026-11-27" and so many days after it. */
export const daysFrom = (today, days) => Array.from({ length: days + 1 }, (_, n) => new Date(Date.parse(moment(today)) + n * 86_400_000).toISOString().slice(0, 10));

function Row({ one, day, c }) {
  const still = one.state === "booked" || one.state === "missed";
  return html`<span class="booked-head"><strong class="figures-of">${c.time(one.at)}</strong><span class="word"><strong>${one.code}</strong><span class="small">${c.agency(one.agency)} · ${c.text(c.service(one.service)?.short)}</span></span>
      <span class="small">${c.w(`greeter.appointments.${one.state}`)}</span></span>
    ${still && html`<span class="item-acts">
      ${day === c.todayCode() && html`<${Act} label=${c.w("greeter.act.issue")} aria-label=${c.w("greeter.redeem.title", one)} extra="strong" off=${c.off} onPress=${() => c.open("redeem", { code: one.code, language: one.language })} c=${c} />`}
      <${Act} label=${c.w("greeter.act.print")} aria-label=${c.w("greeter.order.printBooking", { label: one.code })} off=${c.off} onPress=${() => c.open("printBooking", { appointment: one })} c=${c} />
      <${Act} label=${c.w("greeter.act.cancel")} aria-label=${c.w("greeter.order.cancelBooking", { label: one.code })} off=${c.off} onPress=${() => c.open("cancelBooking", { appointment: one })} c=${c} /></span>`}`;
}

export function PrintBooking({ dialog, state, c }) {
  const { code } = dialog.appointment;
  const printer = printerOf(dialog, null, state, c);
  return html`<${Dialog} title=${c.w("greeter.order.printBooking", { label: code })} onClose=${c.close} onSubmit=${() => c.press("printBooking", { code, printer })}>
    <${Printers} dialog=${dialog} zone=${null} state=${state} c=${c} /><${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.act.print")} off=${c.off || !printer} busy=${c.busy("printBooking")} onBack=${c.close} c=${c} focused=${true} /></${Dialog}>`;
}

/** Once more what will happen: the code then gives no number any more. */
export function CancelBooking({ dialog, state, c }) {
  const { appointment } = dialog;
  return html`<${Dialog} title=${c.w("greeter.order.cancelBooking", { label: appointment.code })} onClose=${c.close} onSubmit=${() => c.press("cancelBooking", { code: appointment.code })}>
    <p><strong>${c.f.longDate(appointment.at)}, ${c.time(appointment.at)}</strong><span class="small">${serviceOf(appointment, c)}</span></p>
    <p class="meta"><${Icon} name="info-circle" /> ${c.w("greeter.cancel.means")}</p><${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("greeter.cancel.go")} off=${c.off} busy=${c.busy("cancelBooking")} onBack=${c.close} c=${c} /></${Dialog}>`;
}
