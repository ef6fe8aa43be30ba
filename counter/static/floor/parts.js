/** The pieces of the floor's pages: buttons, notices, a field, a sheet that says what it will do. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice, Dialog, DialogFoot, Icon, Plate } from "../parts.js";

export { Choice, Dialog, DialogFoot, Icon, Plate };

/**
 * An outlined button, green where it is the one thing to do next. One that cannot be pressed now stays in place. `onPress`
 * learns whether it was `aimed` at with a finger or a mouse, which a moving list leads astray, unlike the keyboard's focus.
 */
export const Act = ({ label, icon, next = false, off = false, busy = false, onPress, c, extra = "", ...rest }) =>
  html`<button type="button" class="press ${next ? "next" : ""} ${extra}" aria-disabled=${off || busy ? "true" : null} onClick=${(event) => !off && !busy && onPress({ aimed: event.detail > 0 })} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}<span>${busy ? c.w("move.wait") : label}</span></button>`;

/** What the last press came to. */
export function Notice({ notice, c }) {
  return html`<div class="notice ${notice.kind}">
    <${Icon} name=${notice.kind === "done" ? "check" : notice.kind === "error" ? "alert-triangle" : "info-circle"} />
    <p>${c.sentence(notice)}${notice.code && html`<code>${notice.code}</code>`}</p>
    ${notice.code && html`<button type="button" class="press small" onClick=${() => c.copy(notice.code)}>${c.w("error.copy")}</button>`}
    <button type="button" class="press small" aria-label=${c.w("floor.hush")} onClick=${c.hush}><${Icon} name="x" /></button>
  </div>`;
}

/** A dialog with its fields, what will happen when it is confirmed, and a refusal said where it was caused. */
export function Sheet({ title, will, order, go, waits = false, wide = false, onGo, state, c, children }) {
  return html`<${Dialog} title=${title} wide=${wide} onClose=${c.close} onSubmit=${() => !waits && onGo?.()}>
    ${children}
    ${will && html`<p class="will" role="status"><${Icon} name="info-circle" /><span>${will}</span></p>`}
    <div role="alert">${state.notice && state.notice.kind !== "done" && html`<${Notice} notice=${state.notice} c=${c} />`}</div>
    <${DialogFoot} go=${go} off=${c.off} waits=${waits} busy=${order && c.busy(order)} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

/** Several choices of one question; `options`: [{value, label, hint}]. */
export const Choices = ({ legend, name, options, chosen, onChoose, two = false, three = false }) =>
  html`<fieldset><legend>${legend}</legend><div class="choices ${three ? "three" : two ? "two" : ""}">${options.map((one) =>
    html`<${Choice} key=${one.value} name=${name} value=${one.value} chosen=${one.value === chosen} label=${one.label} hint=${one.hint} onChoose=${() => onChoose(one.value)} />`)}</div></fieldset>`;

export const Field = ({ id, label, hint, value, onInput, ...rest }) =>
  html`<div class="field"><label for=${id}>${label}</label><input id=${id} value=${value} onInput=${(event) => onInput(event.target.value)} aria-describedby=${hint ? `${id}-hint` : null} autocomplete="off" ...${rest} />
    ${hint && html`<p class="meta" id="${id}-hint">${hint}</p>`}</div>`;

export const Area = ({ id, label, value, onInput, lang }) =>
  html`<div class="field"><label for=${id}>${label}</label><textarea id=${id} lang=${lang} rows="3" maxlength="160" onInput=${(event) => onInput(event.target.value)}>${value}</textarea></div>`;

/** Names and values in rows. */
export const Facts = ({ facts }) => html`<dl class="facts">${facts.filter(Boolean).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
