/** Calling somebody who is chosen: by typing a number, from those who wait, are parked, or came back; always with a reason. */

import { html } from "/static/web/vendor/htm-preact.js";
import { choiceIn } from "./choices.js";
import { Finder } from "./finder.js";
import { Choice, Dialog, DialogFoot, Said } from "./parts.js";

export const REASONS = ["urgent", "returning", "together", "mistake", "system", "other"];

export function CallChosen({ state, dialog, c }) {
  const { desk } = state;
  const { shown, chosen, reason } = choiceIn(desk, dialog, state.mall?.numbers?.digits);
  const go = () => {
    if (!chosen) return document.getElementById("call-number")?.focus();
    if (!reason) return document.querySelector("[name=call-reason]")?.focus();
    return c.press("call", { ticket: chosen.label, reason });
  };
  return html`<${Dialog} title=${c.w("call.title")} onClose=${c.close} onSubmit=${go} wide=${true}>
    <${Finder} id="call-number" label=${c.w("call.number")} typed=${dialog.typed} mode="text" chosen=${chosen?.label} empty=${c.w("call.nobody")}
      choices=${shown.map((one) => ({ value: one.label, label: html`<span class="label row">${one.label}</span>`, hint: about(one, c) }))}
      onType=${(typed) => c.change({ typed, ticket: null })} onChoose=${(ticket) => c.change({ ticket })} />
    <fieldset><legend>${c.w("call.reason")}</legend><div class="choices two">${REASONS.map((code) =>
      html`<${Choice} key=${code} name="call-reason" value=${code} chosen=${code === reason} label=${c.w(`call.${code}`)} onChoose=${() => c.change({ reason: code })} />`)}</div></fieldset>
    ${desk.ticket && html`<p class="meta">${c.w("call.ends", { label: desk.ticket.label })}</p>`}
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${goText(chosen, reason, c)} waits=${!chosen || !reason} busy=${c.busy("call")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

function goText(chosen, reason, c) {
  if (!chosen) return c.w("call.choose_first");
  return reason ? c.w("move.call", { label: chosen.label }) : c.w("call.reason_first");
}

/** Why this number stands here. */
function about({ kind, one }, c) {
  if (kind === "waiting") return `${c.text(one.service_short)} · ${c.w("queue.since", { time: c.time(one.since ?? one.issued_at) })}`;
  if (kind === "parked") return c.w("back.parked", { why: c.w(`park.${one.why}`) });
  return c.w(`back.${kind}`);
}
