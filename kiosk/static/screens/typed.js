/** Typing on the glass: the field that real keys reach as well, and the keyboard, which keeps its place. */
import { html, useLayoutEffect } from "/static/web/vendor/htm-preact.js";
import { placeOf } from "../keys.js";
import { Icon } from "./parts.js";

/**
 * `value`: what stands there; `write(text)` takes what was typed, `done()` is Enter. `field`: a ref to the input. Keys on the glass
 * write into it as well; what is typed on real keys lands here wherever the focus is.
 */
export function Field({ value, icon, longest, field, write, done, ...rest }) {
  useLayoutEffect(() => {
    field.current.focus({ preventScroll: true });
    return catchKeys(field.current);
  }, []);
  useLayoutEffect(() => { // with the picture, not after it: a letter typed meanwhile would be taken back
    if (field.current.value !== value) field.current.value = value; // also what was typed and is no text
    field.current.scrollLeft = field.current.scrollWidth;
  });
  const pressed = (event) => {
    if (event.key === "Escape") write("");
    if (event.key !== "Enter") return;
    event.preventDefault(); // else the same press would go on and open what it only leads to
    done();
  };
  return html`
    <div class="asked"><${Icon} name=${icon} />
      <input type="text" inputmode="none" autocomplete="off" spellcheck="false" maxlength=${longest} aria-labelledby="title"
        value=${value} onInput=${(event) => write(event.target.value)} onKeyDown=${pressed} ref=${field} ...${rest} /></div>`;
}

function catchKeys(field) {
  const caught = (event) => {
    const presses = event.key === " " && event.target.closest?.("button");
    if (event.target === field || event.key.length > 1 || presses || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!field.closest("[inert]")) field.focus({ preventScroll: true });
  };
  addEventListener("keydown", caught);
  return () => removeEventListener("keydown", caught);
}

/**
 * `press(key)` is told which; `isOff(key)`: it stands there and does nothing. Pressing a key leaves the focus where it is: in the field,
 * whose text a reader follows.
 */
export function Keyboard({ keys, tools, press, isOff }) {
  const { say } = tools;
  return html`
    <div class="keyboard" role="group" aria-label=${say("search.keyboard")} onPointerDown=${(event) => event.preventDefault()}>
      ${keys.map((key) => html`
        <button type="button" key=${key.does ?? key.sign} class=${`key ${key.does ?? (key.word ? "space" : "")}`} style=${placeOf(key)} disabled=${isOff(key)}
          aria-label=${key.icon ? say(key.word) : undefined} onClick=${() => press(key)}>
          ${key.icon ? html`<${Icon} name=${key.icon} />` : key.word ? say(key.word) : key.sign.toUpperCase()}</button>`)}
    </div>`;
}
