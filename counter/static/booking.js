/** An appointment made at the desk: a service of the own agency that can be booked, a day, an hour; and its code. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice, Dialog, DialogFoot, Key, Said } from "./parts.js";

/** The own agency's services that can be booked ahead. */
export const bookable = ({ mall, desk }) => (mall?.services ?? []).filter((one) => one.appointments && one.agency === desk?.counter.agency);

export function Book({ state, dialog, c }) {
  const services = bookable(state);
  const { service = services[0]?.code, days = null, language = "id" } = dialog;
  const day = days?.find((one) => one.day === dialog.day) ?? days?.[0];
  const chosen = day?.times.find(({ at }) => at === dialog.at)?.at ?? null;
  const printer = c.printersNear()[0]?.id ?? null;
  const go = () => chosen && c.press("book", { service, at: chosen, language, printer });
  return html`<${Dialog} title=${c.w("book.title")} onClose=${c.close} onSubmit=${go} wide=${true}>
    ${services.length > 1 && html`<fieldset><legend>${c.w("issue.service")}</legend><div class="choices">${services.map((one) =>
      html`<${Choice} key=${one.code} name="service" value=${one.code} chosen=${one.code === service} label=${c.text(one.name)} onChoose=${(code) => c.open("book", { service: code })} />`)}</div></fieldset>`}
    ${!day && html`<p class="meta" role="status">${c.w(days ? "book.full" : "page.loading")}</p>`}
    ${day && html`<div class="book-day"><label for="book-day">${c.w("book.day")}</label>
      <select id="book-day" autofocus onChange=${(event) => c.change({ day: event.target.value, at: null })}>${days.map((one) =>
        html`<option key=${one.day} value=${one.day} selected=${one.day === day.day}>${c.longDate(`${one.day}T12:00:00Z`)}</option>`)}</select></div>
    <fieldset><legend>${c.w("book.hour")}</legend><div class="choices three">${day.times.map(({ at, left }) =>
      html`<${Choice} key=${at} name="at" value=${at} chosen=${at === chosen} label=${c.time(at)} hint=${c.w.n("book.left", left)} onChoose=${() => c.change({ at })} />`)}</div></fieldset>
    <fieldset><legend>${c.w("issue.language")}</legend><div class="choices two">${c.languages.map((code) =>
      html`<${Choice} key=${code} name="language" value=${code} chosen=${code === language} label=${c.w(`spoken.${code}`)} onChoose=${() => c.change({ language: code })} />`)}</div></fieldset>`}
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("move.book")} off=${c.off} waits=${!chosen} busy=${c.busy("book")} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

/** The code to read out or write down; it is on paper, too, where the zone has a printer. */
export function Booked({ dialog, c }) {
  const { appointment } = dialog;
  return html`<${Dialog} title=${c.w("booked.title")} onClose=${c.close} onSubmit=${c.close}>
    <p class="code-large" data-test="code">${appointment.code}</p>
    <p><strong>${c.longDate(appointment.at)}, ${c.time(appointment.at)}</strong></p><p class="meta">${c.w("booked.how")}</p>
    <div class="dialog-foot"><button type="submit" class="go" autofocus><span>${c.w("booked.done")}</span><${Key} name="Enter" /></button></div>
  </${Dialog}>`;
}
