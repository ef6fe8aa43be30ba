/** The pieces of the greeter's page: the green button, an outlined one, a label, the marks of a state. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Icon, Key } from "../parts.js";

export { Icon, Key };

/** A label never breaks at its hyphen. */
export const Label = ({ label, size = "" }) => html`<span class="label ${size} ${label.length > 5 ? "long" : ""}">${label}</span>`;

/** The one green button: what it does, and what follows from it. */
export function Go({ label, hint, icon, off, busy, onPress, keyName = "Enter", c }) {
  return html`<button type="button" id="primary" class="go-on" aria-disabled=${off || busy ? "true" : null} aria-keyshortcuts=${keyName} onClick=${() => !off && onPress()}>
    ${icon && html`<${Icon} name=${icon} />`}<span class="word">${busy ? c.w("move.wait") : label}${hint && html`<span class="hint">${hint}</span>`}</span>
    <${Key} name=${keyName} />
  </button>`;
}

/**
 * Any other thing that can be done; one that cannot be done now stays in place and says so. `onPress` learns whether it was
 * `aimed` at with a finger or a mouse, which a moving list leads astray, unlike the keyboard's focus.
 */
export function Act({ label, hint, icon, off = false, busy = false, onPress, keyName, extra = "", c, ...rest }) {
  return html`<button type="button" class="act-on ${extra}" aria-disabled=${off || busy ? "true" : null} aria-keyshortcuts=${keyName ?? null} onClick=${(event) => !off && onPress({ aimed: event.detail > 0 })} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}<span class="word">${busy ? c.w("move.wait") : label}${hint && html`<span class="hint">${hint}</span>`}</span>
    ${keyName && html`<${Key} name=${keyName} />`}
  </button>`;
}

/** Facts on one line, those that there are. */
export const Facts = ({ facts, extra = "" }) =>
  html`<p class="meta ${extra}">${facts.filter(Boolean).map((fact, at) => html`<span key=${at}>${at > 0 && " · "}<span class="fact">${fact}</span></span>`)}</p>`;

/** What the last press came to. */
export function Notice({ notice, c }) {
  return html`<div class="notice ${notice.kind}">
    <${Icon} name=${notice.kind === "done" ? "check" : notice.kind === "error" ? "alert-triangle" : "info-circle"} />
    <p>${c.sentence(notice)}${notice.code && html`<code>${notice.code}</code>`}</p>
    ${notice.code && html`<button type="button" class="small-act" onClick=${() => c.copy(notice.code)}>${c.w("error.copy")}</button>`}
    <button type="button" class="small-act" aria-label=${c.w("greeter.hush")} onClick=${c.hush}><${Icon} name="x" /></button>
  </div>`;
}
