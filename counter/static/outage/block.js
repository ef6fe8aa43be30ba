/** A block of paper numbers, printed in advance on any office printer and cut: number, and room for the time by hand. */

import { html } from "/static/web/vendor/htm-preact.js";
import { openPage } from "./page.js";
import { labelled, servicesOf } from "./paper-state.js";

const asked = new URLSearchParams(location.search);
const between = (value, low, high, usual) => (Number.isInteger(value) ? Math.min(high, Math.max(low, value)) : usual);

function View({ c }) {
  const queue = asked.get("queue") ?? "";
  const services = servicesOf(queue, c.mall);
  if (services.length === 0) return html`<p>${c.w("block.none")}</p>`;
  const from = between(Number(asked.get("from")), 1, 999, 1);
  const count = Math.min(between(Number(asked.get("count")), 1, 200, 48), 1000 - from);
  const agency = c.mall.agencies.find((one) => one.code === services[0].agency);
  return html`<div class="bar no-print"><h1>${c.w("block.title")}</h1>
      <button type="button" class="button act" onClick=${() => print()} autofocus>${c.w("list.print")}</button></div>
    <p class="meta no-print">${c.w("block.how")}</p>
    <div class="slips">${Array.from({ length: count }, (_, index) => html`<article key=${index}>
      <p class="slip-site">${c.mall.site.short} · ${agency.short}</p><p class="num">${labelled(queue, from + index)}</p>
      <p class="blank">${c.w("block.day")}<span></span></p><p class="blank">${c.w("block.time")}<span></span></p>
      ${services.length > 1 && html`<p class="blank">${c.w("block.service")}<span></span></p>`}</article>`)}</div>`;
}

openPage("paper", View);
