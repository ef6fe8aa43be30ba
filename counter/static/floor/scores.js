/** How good the told waits were: one line on the floor, and by day and by service in a sheet. */

import { html } from "/static/web/vendor/htm-preact.js";
import { longDate } from "/static/web/format.js";
import { scoredDays } from "./facts.js";
import { Dialog, DialogFoot } from "./parts.js";

const dayName = (day, c) => longDate(`${day}T00:00:00Z`, c.w.language, "UTC");
const percent = (share, c) => c.w("floor.percent", { share: Math.round(share * 100) });
const minutes = (figure, c) => c.w("floor.minutes", { minutes: Math.round(figure) });

/** "Senin, 23 November 2026: 91 % tidak menunggu lebih lama dari yang disebut", of the last day there is. */
export function scoreSaid(scores, c) {
  const [last] = scoredDays(scores);
  return last ? c.w("floor.scores.last", { day: dayName(last.day, c), share: percent(last.all.coverage, c) }) : null;
}

export function ScoresSheet({ state, c }) {
  const days = scoredDays(state.told?.scores);
  const services = Object.entries(days[0]?.services ?? {}).filter(([code]) => state.floor.services.some((one) => one.code === code)).sort(([, one], [, other]) => other.n - one.n);
  return html`<${Dialog} title=${c.w("floor.scores")} wide=${true} onClose=${c.close} onSubmit=${c.close}>
    <p class="meta">${c.w("floor.scores.about")}</p>
    <${Table} first=${c.w("floor.scores.day")} rows=${days.map((one) => [dayName(one.day, c), one.all])} c=${c} />
    ${services.length > 0 && html`<h3>${c.w("floor.scores.services", { day: dayName(days[0].day, c) })}</h3><${Table} first=${c.w("floor.column.service")} rows=${services.map(([code, score]) => [c.service(code), score])} c=${c} />`}
    <${DialogFoot} back=${c.w("floor.close_sheet")} onBack=${c.close} c=${c} /></${Dialog}>`;
}

const Table = ({ first, rows, c }) => html`<table class="services"><thead><tr><th scope="col">${first}</th>${["n", "coverage", "mae"].map((one) => html`<th scope="col" class="count" key=${one}>${c.w(`floor.scores.${one}`)}</th>`)}</tr></thead>
  <tbody>${rows.map(([name, score]) => html`<tr key=${name}><th scope="row">${name}</th><td class="count">${score.n}</td><td class="count">${percent(score.coverage, c)}</td><td class="count">${minutes(score.mae, c)}</td></tr>`)}</tbody></table>`;
