/** The small pieces every desk screen is made of: plate, key hint, icon, button, notice. */

import { html, useLayoutEffect, useRef } from "/static/web/vendor/htm-preact.js";
import { Icon } from "/static/web/icons.js";

export { Icon };

/** The yellow sign of a counter; `hollow` where nobody is served at it. */
export const Plate = ({ number, size = "", hollow = false }) =>
  html`<span class="plate ${size} ${hollow ? "hollow" : ""}" aria-hidden="true">${number}</span>`;

/** A key's name beside what it does; sighted help only, the button itself carries aria-keyshortcuts. While it must wait, the seconds stand in its place. */
export const Key = ({ name, seconds = 0 }) => html`<kbd aria-hidden="true" class=${seconds ? "counts" : ""}>${seconds || name}</kbd>`;

/** A press with the mouse leaves the focus where it is, so that Enter stays the biggest button's. */
export const keepFocus = (event) => event.preventDefault();

/** An outlined button with word, icon and key. A button that cannot be pressed now stays in place and says so. */
export function Move({ icon, label, hint, keyName, seconds = 0, off = false, busy = false, onPress, wide = false, extra = "", ...rest }) {
  return html`<button type="button" class="move ${wide ? "wide" : ""} ${extra}" aria-disabled=${off || busy ? "true" : null}
      aria-keyshortcuts=${keyName ?? null} onMouseDown=${keepFocus} onClick=${() => !off && onPress()} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}<span class="word">${label}</span>
    ${hint && html`<span class="hint">${hint}</span>`}${keyName && html`<${Key} name=${keyName} seconds=${seconds} />`}
  </button>`;
}

/** The one green button. */
export function Primary({ label, number, about, why = null, off, busy, onPress, tall = false, c }) {
  return html`<button type="button" id="primary" class="primary ${tall ? "tall" : ""}" aria-disabled=${off || busy ? "true" : null}
      aria-keyshortcuts="Enter" onMouseDown=${keepFocus} onClick=${onPress}>
    <span class="primary-head ${label.length > 16 ? "long" : ""}"><span class="word">${busy ? c.w("move.wait") : label}</span><${Key} name="Enter" /></span>
    ${number && html`<span class="label huge ${number.length > 5 ? "long" : ""}">${number}</span>`}
    ${(about || why) && html`<span class="about">${why && html`<strong class="why">${why}</strong>`}${about}</span>`}
  </button>`;
}

/** What the last command came to. The region is always there, so that a screen reader hears it change. */
export function Notice({ notice, c }) {
  return html`<div class="notice-place" role="status" aria-live="polite">
    ${notice && html`<div class="notice ${notice.kind} ${notice.quiet ? "hushed" : ""}">
      ${notice.kind === "error" && html`<${Icon} name="alert-triangle" />`}
      ${notice.kind === "refused" && html`<${Icon} name="info-circle" />`}
      <span class="notice-text">${c.sentence(notice)}${notice.code && html`<code>${notice.code}</code>`}</span>
      ${notice.code && html`<button type="button" class="plain" onClick=${() => c.copy(notice.code)}><${Icon} name="copy" />${c.w("error.copy")}</button>`}
    </div>`}
  </div>`;
}

/** A menu over the desk: the browser's own dialog, so focus stays inside, Esc leaves it, and Enter does its choice. */
export function Dialog({ title, onClose, onSubmit, children, wide = false }) {
  const box = useRef(null);
  useLayoutEffect(() => { // before the next key: what is typed at once belongs into it
    box.current.showModal();
    return () => box.current?.close();
  }, []);
  const submit = (event) => { event.preventDefault(); onSubmit?.(); };
  return html`<dialog ref=${box} class=${wide ? "wide" : ""} aria-labelledby="dialog-title" onCancel=${(event) => { event.preventDefault(); onClose(); }}>
    <form onSubmit=${submit}><h2 id="dialog-title">${title}</h2>${children}</form>
  </dialog>`;
}

/** The foot of a menu: its choice first and green, then the way back. `waits`: something must be chosen first, and Enter leads there. */
export function DialogFoot({ go, off = false, waits = false, busy = false, back, onBack, also = null, c, focused = false }) {
  return html`<div class="dialog-foot">
    ${go && html`<button type="submit" class="go" aria-disabled=${off || waits || busy ? "true" : null} autofocus=${focused}>
      <span>${busy ? c.w("move.wait") : go}</span><${Key} name="Enter" /></button>`}
    ${also && html`<button type="button" class="move" onClick=${also.onPress}><span class="word">${also.label}</span></button>`}
    <button type="button" class="move" aria-keyshortcuts="Escape" onClick=${onBack}><span class="word">${back ?? c.w("dialog.back")}</span><${Key} name="Esc" /></button>
  </div>`;
}

/** One choice of several: a real radio in a row one can press anywhere. */
export function Choice({ name, value, chosen, label, hint, off = false, onChoose, focused = false }) {
  return html`<label class="choice ${off ? "off" : ""}">
    <input type="radio" name=${name} value=${value} checked=${chosen} disabled=${off} autofocus=${focused} onChange=${() => onChoose(value)} />
    <span class="word">${label}</span>${hint && html`<span class="hint">${hint}</span>`}
  </label>`;
}

/** A refusal said inside the menu that caused it. */
export const Said = ({ state, c }) =>
  html`<p class="slip-said" role="status">${state.notice && state.notice.kind !== "done" ? c.sentence(state.notice) : ""}</p>`;
