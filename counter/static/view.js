/** Which screen stands: locked, loading, the choice of counters, or the desk; and the menu over it. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choose } from "./choose.js";
import { Desk } from "./desk.js";
import { OpenDialog } from "./dialogs.js";
import { Lock } from "./lock.js";

export function Page({ state, lock, c }) {
  if (state.locked) return html`<${Lock} state=${state} lock=${lock} c=${c} />`;
  if (state.screen === "loading") return html`<main class="loading"><p class="meta">${c.w("page.loading")}</p></main>`;
  return [state.screen === "desk" ? html`<${Desk} state=${state} c=${c} />` : html`<${Choose} state=${state} c=${c} />`, html`<${OpenDialog} state=${state} c=${c} />`];
}
