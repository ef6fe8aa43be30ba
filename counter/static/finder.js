/** A field to type in with the choices that fit below it: arrows choose without leaving the field, Enter does it. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice } from "./parts.js";

/**
 * `choices` [{value, label, hint, group}] as they fit what was typed; `chosen` the value of one of them.
 * `onType(text)`, `onChoose(value)`. Groups are headed where they begin.
 */
export function Finder({ id, label, typed, choices, chosen, onType, onChoose, empty, focused = true, many = null, mode = "text" }) {
  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || many || !choices.length) return;
    event.preventDefault();
    const at = choices.findIndex((one) => one.value === chosen);
    onChoose(choices[(at + step + choices.length) % choices.length].value);
  };
  return html`<div class="finder">
    <label class="unseen" for=${id}>${label}</label>
    <input id=${id} class="find" type="text" inputmode=${mode} autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" placeholder=${label} value=${typed ?? ""}
      autofocus=${focused} onInput=${(event) => onType(event.target.value)} onKeyDown=${move} />
    <div class="choices scrolls" role="group" aria-label=${label} tabindex="-1">
      ${choices.map((one, at) => [
        one.group && one.group !== choices[at - 1]?.group && html`<p class="small group" key=${`g${one.group}`}>${one.group}</p>`,
        many ? html`<${Ticked} key=${one.value} one=${one} ticked=${many.has(one.value)} onChoose=${onChoose} />`
          : html`<${Choice} key=${one.value} name=${`${id}-choice`} value=${one.value} label=${one.label} hint=${one.hint} chosen=${one.value === chosen} onChoose=${onChoose} />`,
      ])}
      ${!choices.length && html`<p class="meta empty">${empty}</p>`}
    </div>
  </div>`;
}

const Ticked = ({ one, ticked, onChoose }) => html`<label class="choice">
  <input type="checkbox" value=${one.value} checked=${ticked} onChange=${() => onChoose(one.value)} />
  <span class="word">${one.label}</span>${one.hint && html`<span class="hint">${one.hint}</span>`}</label>`;
