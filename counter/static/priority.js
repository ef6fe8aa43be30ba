/** Priority that was asked for: a person who sees the visitor confirms or declines it. For whom it is stays unsaid here. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice, Dialog, DialogFoot, Icon, Key, keepFocus } from "./parts.js";

/** Beside a number: asked for (a press opens the question), or confirmed. */
export function PriorityTag({ one, keyName, c }) {
  if (one.priority === "confirmed") return html`<span class="tag"><${Icon} name="user-check" />${c.w("priority.confirmed")}</span>`;
  if (one.priority !== "requested") return null;
  return html`<button type="button" class="tag asks" onMouseDown=${keepFocus} aria-label=${c.w("priority.ask_of", { label: one.label })} aria-keyshortcuts=${keyName ?? null}
    onClick=${() => c.open("priority", { ticket: one.label })}><${Icon} name="user-check" />${c.w("priority.asked")}${keyName && html` <${Key} name=${keyName} />`}</button>`;
}

export function Priority({ state, dialog, c }) {
  const ticket = dialog.ticket ?? state.desk.ticket?.label;
  const { decision = "confirmed" } = dialog;
  return html`<${Dialog} title=${c.w("priority.title", { label: ticket })} onClose=${c.close} onSubmit=${() => c.press("priority", { ticket, decision })}>
    <p class="meta">${c.w("priority.more")}</p>
    <fieldset><legend class="unseen">${c.w("priority.title", { label: ticket })}</legend><div class="choices">${["confirmed", "declined"].map((code) =>
      html`<${Choice} key=${code} name="decision" value=${code} chosen=${code === decision} label=${c.w(`priority.${code}_choice`)} focused=${code === decision} onChoose=${() => c.change({ decision: code })} />`)}</div></fieldset>
    <${DialogFoot} go=${c.w("priority.go")} busy=${c.busy("priority")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}
