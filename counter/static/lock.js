/** The locked screen: nothing of the queue is shown until the same person gives the password again. */

import { html, useEffect, useRef } from "/static/web/vendor/htm-preact.js";
import { Icon, Key, Plate } from "./parts.js";

export function Lock({ state, lock, c }) {
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  const submit = (event) => {
    event.preventDefault();
    if (!lock.busy) c.unlock(field.current.value);
  };
  return html`<main class="lock"><form onSubmit=${submit}>
    ${state.desk && html`<${Plate} number=${state.desk.counter.number} size="huge-plate" />`}
    <h1><${Icon} name="lock" size=${32} />${c.w("lock.title")}</h1>
    <p class="meta">${state.desk && c.w("lock.more", { counter: state.desk.counter.number })}</p>
    <div class="field"><label for="lock-name">${c.w("lock.name")}</label><input id="lock-name" autocomplete="username" readonly value=${state.staff.username} /></div>
    <div class="field"><label for="lock-password">${c.w("lock.password")}</label>
      <input id="lock-password" ref=${field} type="password" autocomplete="current-password" required maxlength="200" aria-invalid=${lock.wrong ? "true" : null} aria-describedby="lock-said" /></div>
    <p id="lock-said" class="said" role="alert">${lock.said ? c.w(lock.said) : ""}</p>
    <div class="dialog-foot"><button type="submit" class="go" aria-disabled=${lock.busy ? "true" : null}><span>${c.w(lock.busy ? "move.wait" : "lock.go")}</span><${Key} name="Enter" /></button>
      <button type="button" class="move" onClick=${c.signOut}><span class="word">${c.w("page.sign_out")}</span></button></div>
  </form></main>`;
}
