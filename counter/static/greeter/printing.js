/** Where the paper of a sheet comes out, and what its last press came to. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice } from "../parts.js";
import { Notice } from "./parts.js";

/** Printers with those nearest to the zone first; the one that this tab used last goes before all. */
export function printersFor(printers, zone, used) {
  const rank = ({ id, zone: stands }) => (id === used ? 0 : stands === zone ? 1 : 2);
  return [...printers].sort((one, other) => rank(one) - rank(other));
}

export const Said = ({ state, c }) => html`<div role="status">${state.notice && state.notice.kind !== "done" && html`<${Notice} notice=${state.notice} c=${c} />`}</div>`;

export function Printers({ dialog, zone, state, c }) {
  const printers = printersFor(state.inbox?.printers ?? [], zone, c.printer_used);
  const chosen = dialog.printer ?? printers[0]?.id;
  if (!printers.length) return html`<p class="meta">${c.w("greeter.no_printer")}</p>`;
  return html`<fieldset><legend>${c.w("greeter.printer")}</legend><div class="choices">${printers.map((one) =>
    html`<${Choice} key=${one.id} name="printer" value=${one.id} chosen=${one.id === chosen} label=${one.name} hint=${c.w(`printer.${one.state}`)} onChoose=${c.choosePrinter} />`)}</div></fieldset>`;
}

export const printerOf = (dialog, zone, state, c) => dialog.printer ?? printersFor(state.inbox?.printers ?? [], zone, c.printer_used)[0]?.id;
