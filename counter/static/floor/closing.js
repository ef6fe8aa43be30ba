/** The end of the day: who was not served, what was forgotten, how honest the figures are, and the report with the name under it. */

import { html } from "/static/web/vendor/htm-preact.js";
import { longDate } from "/static/web/format.js";
import { leads } from "./may.js";
import { Act, Facts } from "./parts.js";

const LABELS_SHOWN = 12;
const COUNTS = ["served", "inferred_share", "paper", "notes", "expected", "missed"];
const LISTS = ["waiting", "parked", "absent", "released"]; // who was not served, and how that came

export function Closing({ state, c }) {
  const { page } = state;
  return html`<p class="meta">${page.day ? longDate(`${page.day}T00:00:00Z`, c.w.language, "UTC") : c.w("floor.ready.no_day")}</p>
    <${Report} state=${state} c=${c} />
    <section><h2>${c.w("floor.closing.left")}</h2><${Left} agencies=${page.agencies} c=${c} /></section>
    <section><h2>${c.w("floor.closing.forgotten")}</h2><${Forgotten} page=${page} c=${c} /></section>
    <section><h2>${c.w("floor.closing.figures")}</h2><${Figures} page=${page} c=${c} /></section>`;
}

/** Where the day stands, and the next thing to do about it. */
function Report({ state, c }) {
  const { page, staff, floor } = state;
  const day = floor?.state ?? (page.closed ? "stopped" : "open");
  const how = !page.day ? "none" : page.signed ? "signed" : page.report ? "closed" : day === "stopped" ? "stopped" : "open";
  const hall = leads(staff);
  const acts = hall && {
    none: [], signed: [["floor.menu.reopen", () => c.open("reopen")]], closed: [["floor.sign.title", () => c.open("sign")], ["floor.menu.reopen", () => c.open("reopen")]],
    stopped: [["floor.menu.close", () => c.open("close", { waiting: "release" })], ["floor.menu.reopen", () => c.open("reopen")]],
    open: [["floor.menu.stop", () => c.open("close", { waiting: "serve" })], ["floor.menu.close", () => c.open("close", { waiting: "release" })]],
  }[how];
  return html`<section class="report"><p class="verdict ${how}">${c.w(`floor.closing.${how}`, { name: page.signed?.by ?? "", time: page.signed ? c.time(page.signed.at) : page.report ? c.time(page.report.closed_at) : "" })}</p>
    ${page.report && html`<${Facts} facts=${[[c.w("floor.closing.head"), html`<code>${page.report.head}</code>`]]} />`}
    <p class="acts no-print">${acts && acts.map(([key, press], n) => html`<${Act} key=${key} label=${c.w(key)} next=${n === 0 && how !== "signed"} off=${c.off} onPress=${press} c=${c} />`)}
      <${Act} icon="printer" label=${c.w("floor.closing.print")} onPress=${c.print} c=${c} /></p></section>`;
}

function Left({ agencies, c }) {
  const some = agencies.filter((one) => LISTS.some((list) => one[list].length > 0));
  if (!some.length) return html`<p>${c.w("floor.closing.nobody_left")}</p>`;
  return html`<table><thead><tr><th scope="col">${c.w("floor.column.agency")}</th>${LISTS.map((one) => html`<th scope="col" key=${one}>${c.w(`floor.closing.${one}`)}</th>`)}</tr></thead>
    <tbody>${some.map((one) => html`<tr key=${one.agency}><th scope="row">${one.short}</th>${LISTS.map((list) => html`<td key=${list} data-name=${c.w(`floor.closing.${list}`)}>${labels(one[list], c)}</td>`)}</tr>`)}</tbody></table>`;
}

function labels(list, c) {
  if (!list.length) return "–";
  const rest = list.length - LABELS_SHOWN;
  return html`<strong>${list.length}</strong> <span class="meta">${list.slice(0, LABELS_SHOWN).join(", ")}${rest > 0 ? ` ${c.w.n("floor.closing.more", rest)}` : ""}</span>`;
}

function Forgotten({ page, c }) {
  const open = page.counters_open;
  if (!page.forgotten.length && !open.length) return html`<p>${c.w("floor.closing.nothing_forgotten")}</p>`;
  return html`<ul class="plain">${page.forgotten.map((one) => html`<li key=${one.subject.code}>${c.text(one.message)}</li>`)}
    ${open.map((one) => html`<li key=${`c${one.counter}`}>${c.w(one.label ? "floor.closing.counter_serving" : "floor.closing.counter_open", { counter: one.counter, agency: c.agency(one.agency), who: one.holder ?? "–", label: one.label, minutes: one.minutes })}</li>`)}</ul>`;
}

const share = (part, c) => (c.w.language === "id" ? `${(part * 100).toFixed(0)} %` : `${(part * 100).toFixed(0)}%`);

/** What clerks said, and what had to be inferred: a visit ended by the next call or by the day's end teaches nothing. */
function Figures({ page, c }) {
  const { totals } = page;
  const some = page.agencies.filter((one) => one.served + one.paper + one.notes + one.expected + one.missed > 0);
  return html`<p>${c.w("floor.closing.inferred", { served: totals.served, inferred: totals.inferred, share: share(totals.served ? totals.inferred / totals.served : 0, c) })}</p>
    ${some.length > 0 && html`<table><thead><tr><th scope="col">${c.w("floor.column.agency")}</th>${COUNTS.map((one) => html`<th scope="col" class="count" key=${one}>${c.w(`floor.closing.${one}`)}</th>`)}</tr></thead>
    <tbody>${some.map((one) => html`<tr key=${one.agency}><th scope="row">${one.short}</th>${COUNTS.map((name) => html`<td key=${name} class="count" data-name=${c.w(`floor.closing.${name}`)}>${name === "inferred_share" ? share(one[name], c) : one[name]}</td>`)}</tr>`)}</tbody></table>`}`;
}
