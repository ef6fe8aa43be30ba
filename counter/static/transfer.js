/** Sending the visitor on: to a service of any agency, to a counter, or to a person who is there now. The number stays. */

import { html } from "/static/web/vendor/htm-preact.js";
import { targets } from "./choices.js";
import { Finder } from "./finder.js";
import { Dialog, DialogFoot, Said } from "./parts.js";

export function Transfer({ state, dialog, c }) {
  const shown = targets({ ...dialog, desk: state.desk, mall: state.mall }).map((one) => ({ ...one, ...named(one, state.desk, c) }));
  const chosen = shown.find((one) => one.value === dialog.chosen) ?? (dialog.typed ? shown[0] : null);
  const go = () => (chosen ? c.press("transfer", { to: chosen.to, where: chosen.where }) : document.getElementById("transfer-to")?.focus());
  return html`<${Dialog} title=${c.w("transfer.title", { label: state.desk.ticket?.label })} onClose=${c.close} onSubmit=${go} wide=${true}>
    <${Finder} id="transfer-to" label=${c.w("transfer.find")} typed=${dialog.typed} choices=${shown} chosen=${chosen?.value} empty=${c.w("transfer.nothing")}
      onType=${(typed) => c.change({ typed, chosen: null })} onChoose=${(value) => c.change({ chosen: value })} />
    <p class="meta">${c.w("transfer.more")}</p>
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${chosen ? c.w("transfer.go", { where: chosen.where }) : c.w("transfer.choose_first")} waits=${!chosen} busy=${c.busy("transfer")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

/** {label, hint, group, where}: as a choice, and as a few words in a sentence. */
function named({ kind, one }, desk, c) {
  if (kind === "service") {
    const own = one.agency === desk.counter.agency;
    return { label: c.text(one.name), hint: c.w("transfer.at", { agency: c.agency(one.agency), zone: one.zone }), where: c.text(one.short),
      group: own ? c.w("transfer.own") : c.w("transfer.others") };
  }
  if (kind === "counter") {
    const where = c.w("strip.counter", { counter: one.counter });
    return { label: where, hint: c.w(`strip.${one.state}`), where, group: c.w("transfer.counters") };
  }
  return { label: one.username, hint: c.w("strip.counter", { counter: one.counter }), where: one.username, group: c.w("transfer.people") };
}
