/** Small pieces of several screens: buttons, letter tiles, rows, a title that takes the focus. */
import { html, useEffect, useRef } from "/static/web/vendor/htm-preact.js";
import { Icon } from "/static/web/icons.js";

export { Icon };

/** The screen's headline; it takes the focus when its screen opens, so that a reader starts there. */
export function Title({ children, id = "title" }) {
  const self = useRef(null);
  useEffect(() => self.current.focus({ preventScroll: true }), []);
  const letters = String(children).length;
  const size = letters <= 24 ? "" : letters <= 44 ? "long" : "longest";
  return html`<h1 id=${id} class=${`title ${size}`} tabindex="-1" ref=${self}>${unbroken(String(children))}</h1>`;
}

export function Button({ kind = "plain", icon, after, onTap, disabled = false, children, ...rest }) {
  return html`
    <button type="button" class=${`button ${kind}`} disabled=${disabled} onClick=${onTap} ...${rest}>
      ${icon && html`<${Icon} name=${icon} />`}<span>${children}</span>${after && html`<${Icon} name=${after} />`}
    </button>`;
}

export const Letter = ({ children, large = false }) =>
  html`<span class=${`letter ${large ? "large" : ""} ${String(children).length > 1 ? "two" : ""}`} aria-hidden="true">${children}</span>`;

/** A line one can touch: what it is, what it does, what waits there. */
export function Row({ letter, icon, name, does, flat = false, chevron = false, onTap, children }) {
  return html`
    <button type="button" class=${`row ${flat ? "flat" : ""}`} onClick=${onTap}>
      ${letter && html`<${Letter}>${letter}<//>`}
      ${icon && html`<${Icon} name=${icon} />`}
      <span class="what"><span class=${`name ${name.length > 17 ? "long" : ""}`}>${name}</span>${does && html`<span class="does">${does}</span>`}</span>
      ${children}
      ${chevron && html`<${Icon} name="chevron-right" />`}
    </button>`;
}

const LONGEST_UNBROKEN = 12; // letters; a longer word may have to be broken

/** Text whose words with a hyphen (KTP-el, C-018, 23-11-2026) stay on one line. */
export const unbroken = (text) =>
  text.split(" ").map((word, place) => [place > 0 && " ", word.includes("-") && word.length <= LONGEST_UNBROKEN ? html`<span class="stay">${word}</span>` : word]);

export const StateMark = ({ icon, word, tone = "ink" }) =>
  html`<span class=${`mark ${tone}`}><${Icon} name=${icon} /><span class="word">${word}</span></span>`;

export const Waiting = ({ n, word }) =>
  html`<span class=${`mark ${n === 0 ? "none" : ""}`}><span class="n">${n}</span><span class="word">${word}</span></span>`;

export const Notice = ({ icon, tone = "plain", children, live = false }) => html`
  <p class=${`notice ${tone}`} role=${live ? "status" : undefined}><${Icon} name=${icon} /><span>${typeof children === "string" ? unbroken(children) : children}</span></p>`;
