/** Who came back: parked, called in vain, or sent for a document. They wait again without queueing anew, or are called at once. */

import { html } from "/static/web/vendor/htm-preact.js";
import { comingBack } from "./choices.js";
import { Finder } from "./finder.js";
import { Dialog, DialogFoot, Said } from "./parts.js";

export function ComesBack({ state, dialog, c }) {
  const { shown, chosen } = comingBack(state.desk, dialog, state.mall?.numbers?.digits);
  const go = () => chosen && c.press("return", { ticket: chosen.label });
  const canCall = state.desk.counter.state === "open" && chosen;
  return html`<${Dialog} title=${c.w("back.title")} onClose=${c.close} onSubmit=${go} wide=${true}>
    <p class="meta">${c.w("back.more")}</p>
    <${Finder} id="back-number" label=${c.w("call.number")} typed=${dialog.typed} chosen=${chosen?.label} empty=${c.w("back.nobody")}
      choices=${shown.map((one) => ({ value: one.label, label: html`<span class="label row">${one.label}</span>`, hint: backAbout(one, c) }))}
      onType=${(typed) => c.change({ typed, ticket: null })} onChoose=${(ticket) => c.change({ ticket })} />
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${chosen && c.w("back.go", { label: chosen.label })} busy=${c.busy("return")} off=${c.off} onBack=${c.close} c=${c}
      also=${canCall && { label: c.w("back.call_now"), onPress: () => c.open("call", { ticket: chosen.label, typed: chosen.label }) }} />
  </${Dialog}>`;
}

/** Who set this visitor aside, why, and until when. */
export function backAbout({ kind, one }, c) {
  if (kind !== "parked") return c.w(`back.${kind}`);
  const until = one.until ? c.w("park.until_time", { time: c.time(one.until) }) : c.w("park.until_back_short");
  return `${c.w(`park.${one.why}`)} · ${until}`;
}
