/** One row for each agency, by zone: who waits, how long, what to reckon with, and every counter as its plate. */

import { html } from "/static/web/vendor/htm-preact.js";
import { barOf, heldBy, isLong, rows } from "./facts.js";
import { Plate } from "./parts.js";

export function Board({ state, c }) {
  const all = rows(state.floor, state.told, c.now());
  const warns = new Set(state.floor.services.map((one) => one.warn_minutes));
  const line = warns.size === 1 ? c.w("floor.column.longest_at", { minutes: [...warns][0] }) : c.w("floor.column.longest");
  return html`<section class="board" aria-label=${c.w("floor.board")}>
    <table><thead><tr><th scope="col" class="zone"><span class="unseen">${c.w("floor.column.zone")}</span></th><th scope="col" colspan="2">${c.w("floor.column.agency")}</th>
      <th scope="col" class="count">${c.w("floor.column.waiting")}</th><th scope="col" colspan="2">${line}</th><th scope="col">${c.w("floor.column.expected")}</th>
      <th scope="col" class="count unanswered">${c.w("floor.column.unanswered")}</th><th scope="col">${c.w("floor.column.counters")}</th></tr></thead>
    <tbody>${all.map((row, n) => html`<${Row} key=${row.code} row=${row} first=${n === 0 || all[n - 1].zone !== row.zone} state=${state} c=${c} />`)}</tbody></table>
    ${!state.floor.counters.length && html`<p class="meta">${c.w("floor.no_counters")}</p>`}
  </section>`;
}

function Row({ row, first, state, c }) {
  const { ink, red } = barOf(row.longest);
  const expected = c.expected(row);
  const past = row.longest && row.longest.minutes > row.longest.warn;
  const minutes = row.longest ? c.w("floor.minutes", { minutes: row.longest.minutes }) : "–";
  return html`<tr class=${first ? "begins" : ""}>
    <td class="zone">${first ? c.zone(row.zone) : html`<span class="unseen">${c.zone(row.zone)}</span>`}</td>
    <td class="letter num">${row.queues[0] ?? ""}</td>
    <th scope="row" class="agency"><button type="button" onClick=${() => c.open("agency", { agency: row.code })}>${row.short}</button></th>
    <td class="count num" data-name=${c.w("floor.column.waiting")}>${row.waiting}</td>
    <td class="bar"><span class="track" aria-hidden="true"><span class="ink" style=${`width:${ink}%`}></span>${red > 0 && html`<span class="red" style=${`width:${red}%`}></span>`}<span class="promise"></span></span></td>
    <td class="longest ${past ? "past" : ""}" title=${row.longest ? row.longest.label : null}>${minutes}${past && html`<span class="unseen"> ${c.w("floor.past", { minutes: row.longest.warn })}</span>`}</td>
    <td class="expected ${expected.red ? "past" : ""}" data-name=${c.w("floor.column.expected")}>${expected.text}</td>
    <td class="count unanswered" data-name=${c.w("floor.column.unanswered")}>${row.unanswered || "–"}</td>
    <td class="counters"><ul>${row.counters.map((one) => html`<li key=${one.number}><${CounterPlate} counter=${one} row=${row} state=${state} c=${c} /></li>`)}</ul></td>
  </tr>`;
}

/** A counter's plate with what happens there; hollow where nobody is served. */
function CounterPlate({ counter, row, state, c }) {
  const said = c.counterSaid(counter);
  const held = counter.state === "open" && !counter.label && counter.agency === row.code && heldBy(row);
  const { since, full } = said;
  const short = held ? c.w(held.numbers ? "floor.state.paused" : "floor.state.stopped") : said.short;
  const long = isLong(counter, state.floor, c.now());
  return html`<button type="button" class="counter" title=${full} onClick=${() => c.open("counter", { counter: counter.number })}>
    <${Plate} number=${counter.number} hollow=${counter.state !== "open" || Boolean(held)} />
    <span class="does" aria-hidden="true">${short}${since !== undefined && html` <span class=${long ? "past" : "meta"}>${since}′</span>`}${(counter.agency !== row.code || counter.helps.length > 0) && html` <span class="meta">${c.w("floor.helps_short")}</span>`}</span>
    <span class="unseen">${full}</span></button>`;
}
