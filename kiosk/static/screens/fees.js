/** Official tariffs line by line with their basis, and other parties' costs in a table of their own; nothing is ever added up. */
import { html } from "/static/web/vendor/htm-preact.js";
import { unbroken } from "./parts.js";

export function OfficialFees({ tools, service }) {
  const { say } = tools;
  return html`
    <h2 id="fees-title">${say("fees.title")}</h2>
    ${service.tariffs.length === 0
      ? html`<p class="unverified">${say("fees.none")}</p>`
      : html`<${Table} ...${{ tools, lines: service.tariffs, named: "fees-title", basis: true }} />`}`;
}

export function OtherCosts({ tools, service }) {
  if (service.other_costs.length === 0) return null;
  return html`
    <h2 id="others-title" class="others">${tools.say("others.title")}</h2>
    <${Table} ...${{ tools, lines: service.other_costs, named: "others-title", basis: false }} />`;
}

function Table({ tools, lines, named, basis }) {
  const { say } = tools;
  return html`
    <table class="fees" aria-labelledby=${named}>
      <thead class="unseen"><tr><th scope="col">${say("fees.what")}</th>${basis && html`<th scope="col">${say("fees.basis")}</th>`}
        <th scope="col">${say("fees.amount")}</th></tr></thead>
      <tbody>${lines.map((line) => html`<${Line} ...${{ line, tools, basis }} />`)}</tbody>
    </table>`;
}

/** An unverified line says no figure, takes the whole right side, and names no law as if that settled it. */
function Line({ line, tools, basis }) {
  const { say } = tools;
  const label = html`<th scope="row">${line.label[say.language]}</th>`;
  if (!line.verified) return html`<tr>${label}<td class="unverified" colspan=${basis ? 2 : 1}>${say("fees.unverified")}</td></tr>`;
  return html`<tr>${label}${basis && html`<td class="basis">${line.basis}</td>`}<td class="amount"><${Amount} ...${{ line, tools }} /></td></tr>`;
}

const Amount = ({ line, tools }) =>
  (line.amount === 0 ? html`<strong class="free">${amountWords(0, tools)}</strong>` : amountWords(line.amount, tools));

/** A verified amount in words: none is computed at the counter, zero is free. */
export function amountWords(amount, { say, form }) {
  if (amount === null) return say("fees.computed");
  return amount === 0 ? say("fees.free") : form.rupiah(amount);
}

export const isAllFree = ({ tariffs }) => tariffs.length > 0 && tariffs.every(({ verified, amount }) => verified && amount === 0);

/** Where it is paid, when it is ready, when somebody last checked the figures. */
export function PaidAndReady({ tools, service }) {
  const sentences = paidSentences(service, tools);
  return sentences.length > 0 && html`<p class="foot">${sentences.map((words) => html`<span class="sentence">${unbroken(words)} </span>`)}</p>`;
}

export function paidSentences(service, { say, form }, { ready = true } = {}) {
  const checked = service.tariffs.filter((line) => line.verified && line.checked_on).map((line) => line.checked_on).sort()[0];
  const costs = service.tariffs.some((line) => line.verified && line.amount !== 0);
  return [
    service.paid_to && costs && say(`paid.${service.paid_to}`),
    ready && service.completion && say("completion", { text: service.completion[say.language] }),
    checked && say("fees.checked", { date: form.day(checked) }),
  ].filter(Boolean);
}
