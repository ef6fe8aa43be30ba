/** The list of keys as they count at this moment. */

import { html } from "/static/web/vendor/htm-preact.js";
import { everyMove } from "./moves.js";
import { Dialog, DialogFoot, Key } from "./parts.js";

export function KeyHelp({ state, c }) {
  const { desk } = state;
  const rows = everyMove(desk).filter((move) => move.name !== "keys").map((move) => [move.key, c.w(move.says, move.values)]);
  const more = [desk.counter.state === "open" && ["J", c.w("move.pause")], desk.ticket && ["1–9", c.w("keys.tick")], ["F9 F9", c.w("alarm.button")], ["Esc", c.w("keys.back")]];
  return html`<${Dialog} title=${c.w("keys.title")} onClose=${c.close} onSubmit=${c.close} wide=${true}>
    <dl class="keys">${[...rows, ...more.filter(Boolean)].map(([name, says]) => html`<div key=${name}><dt>${name.split(" ").map((one) => html`<${Key} name=${one} /> `)}<span class="unseen">${name}</span></dt><dd>${says}</dd></div>`)}</dl>
    <p class="small">${c.w("keys.more")}</p>
    <${DialogFoot} onBack=${c.close} c=${c} focused=${true} />
  </${Dialog}>`;
}
