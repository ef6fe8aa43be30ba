/** Setting the visitor aside, with why and until when; and the list of those who were, with who did it. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice, Dialog, DialogFoot, keepFocus } from "./parts.js";

export const WHY = ["documents", "form", "copy", "payment", "prayer", "other"];
export const PARK_MINUTES = [5, 10, 15, 30, 60];

export function Park({ state, dialog, c }) {
  const { why = WHY[0], minutes = 0 } = dialog;
  return html`<${Dialog} title=${c.w("park.title", { label: state.desk.ticket?.label })} onClose=${c.close} onSubmit=${() => c.press("park", { why, minutes })}>
    <fieldset><legend>${c.w("park.why")}</legend><div class="choices two">${WHY.map((code, index) =>
      html`<${Choice} key=${code} name="why" value=${code} chosen=${code === why} label=${c.w(`park.${code}`)} focused=${index === 0} onChoose=${() => c.change({ why: code })} />`)}</div></fieldset>
    <fieldset><legend>${c.w("park.until")}</legend><div class="choices two">
      <${Choice} name="minutes" value="0" chosen=${minutes === 0} label=${c.w("park.until_back")} onChoose=${() => c.change({ minutes: 0 })} />
      ${PARK_MINUTES.map((n) => html`<${Choice} key=${n} name="minutes" value=${n} chosen=${n === minutes} label=${c.w.n("pause.n_minutes", n)} hint=${c.timeIn(n)} onChoose=${() => c.change({ minutes: n })} />`)}
    </div></fieldset>
    <p class="meta">${c.w(minutes ? "park.then_time" : "park.then_back")}</p>
    <${DialogFoot} go=${c.w("move.park")} busy=${c.busy("park")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

/** Beside the queue: pressing a number opens the menu of those who came back. */
export function Parked({ state, c }) {
  const parked = state.desk.parked ?? [];
  if (!parked.length) return null;
  return html`<section class="parked" aria-labelledby="parked"><div class="section-head"><h2 id="parked">${c.w.n("park.list", parked.length)}</h2></div>
    <ul>${parked.map((one) => html`<li class="waiter" key=${one.label}>
      <button type="button" class="pick label row" onMouseDown=${keepFocus} aria-label=${c.w("back.of", { label: one.label })} onClick=${() => c.open("return", { ticket: one.label })}>${one.label}</button>
      <span class="word">${c.w(`park.${one.why}`)}${!one.until && `, ${c.w("park.until_back_short")}`}<span class="since">${c.w("park.by", { by: one.by ?? "–", time: c.time(one.since) })}</span></span>
      <span class="minutes">${one.until && html`<strong>${c.time(one.until)}</strong>`}</span></li>`)}</ul>
  </section>`;
}
