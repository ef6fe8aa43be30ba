/** Who waits, for calling by voice: kept up to date, on paper with one key, and still there when the server is not. */

import { html } from "/static/web/vendor/htm-preact.js";
import { everySecond } from "/static/web/clock.js";
import { connectLive } from "/static/web/live.js";
import { openPage, refusalOf, wasAnswered } from "./page.js";
import { ageOf, keep, keptList, queryOf, roomOf } from "./list-state.js";

const SETTLE_MS = 400;
const READ_EVERY_MS = 15_000;
const OLD_SECONDS = 30; // a list this old says so

let scope = new URLSearchParams(location.search).get("of") ?? "";
let list = null;
let said = null;
let settling = null;

async function read(c) {
  const { status, body } = await c.get(`/waiting-list${queryOf(scope)}`);
  if (status === 200) {
    list = body;
    keep(scope, body);
  }
  c.unreached(!wasAnswered(status));
  c.draw();
}

function choose(c, wanted) {
  scope = wanted;
  history.replaceState(null, "", wanted ? `?of=${wanted}` : location.pathname);
  list = keptList(scope);
  read(c);
}

async function onPaper(c) {
  said = null;
  const [kind, code] = scope.split(":");
  const about = kind === "zone" ? { zone: Number(code) } : kind === "agency" ? { agency: code } : {};
  const answer = await c.command("/waiting-list/print", about);
  const printer = c.mall.printers?.find((one) => one.id === answer.body?.printer)?.name ?? answer.body?.printer;
  said = refusalOf(answer, c.w) ?? c.w("list.sent", { printer });
  c.draw();
}

function View({ c }) {
  const age = list ? ageOf(list, c.now()) : 0;
  return html`<div class="bar no-print"><h1>${c.w("outage.list")}</h1>
      <label>${c.w("list.of")} <select value=${scope} onChange=${(event) => choose(c, event.target.value)}><${Scopes} c=${c} /></select></label>
      <button type="button" id="print" class="button act" aria-keyshortcuts="P" onClick=${() => print()}>${c.w("list.print")} <kbd>P</kbd></button>
      <button type="button" class="button" aria-keyshortcuts="K" onClick=${() => onPaper(c)}>${c.w("list.thermal")} <kbd>K</kbd></button></div>
    <p class="said no-print" role="status">${said}</p>
    ${age > OLD_SECONDS && html`<p class="old" role="alert">${c.w("list.old", { time: c.f.time(list.now), minutes: Math.max(1, Math.round(age / 60)) })}</p>`}
    ${list && html`<p class="stamp">${c.mall.site.short} · ${c.f.longDate(list.now)} · ${c.f.time(list.now)} · ${c.w("list.waiting", { n: list.waiting })} · ${c.w("list.chain", { head: list.head })}</p>
      ${list.agencies.length === 0 && html`<p class="nobody">${c.w("list.nobody")}</p>`}
      <div class="agencies">${list.agencies.map((one) => html`<${Agency} key=${one.agency} agency=${one} c=${c} />`)}</div>`}`;
}

function Scopes({ c }) {
  const own = c.staff.agency;
  const agencies = own ? c.mall.agencies.filter((one) => one.code === own) : c.mall.agencies;
  return html`<option value="">${c.w(own ? "list.mine" : "list.hall")}</option>
    ${!own && c.mall.zones.map((one) => html`<option key=${one.number} value=${`zone:${one.number}`}>${c.w("list.zone", { zone: one.number })}</option>`)}
    ${!own && agencies.map((one) => html`<option key=${one.code} value=${`agency:${one.code}`}>${one.short}</option>`)}`;
}

function Agency({ agency, c }) {
  return html`<section><h2>${agency.short} <span class="zones">${c.w("list.zones", { zones: agency.zones.join(", ") })} · ${c.w("list.waiting", { n: agency.waiting.length })}</span></h2>
    <ol>${agency.waiting.map((row) => html`<li key=${row.label}><span class="num">${row.label}</span><span class="what">${c.text(row.service)}</span><span class="since">${c.f.time(row.since)}</span></li>`)}</ol>
    ${agency.called.length > 0 && html`<p class="called">${c.w("list.called")} ${agency.called.map((row) => `${row.label} → ${row.counter}`).join(", ")}</p>`}
  </section>`;
}

openPage("list", View, (c) => {
  list = keptList(scope);
  read(c);
  const soon = () => { clearTimeout(settling); settling = setTimeout(() => read(c), SETTLE_MS); };
  connectLive({ room: roomOf(c.staff), onSnapshot: soon, onNews: soon, onState: (line) => line === "lost" ? c.unreached(true) : soon() });
  setInterval(() => read(c), READ_EVERY_MS);
  everySecond(() => list && ageOf(list, c.now()) > OLD_SECONDS && c.draw());
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input")) return;
    if (event.key.toLowerCase() === "p") print();
    if (event.key.toLowerCase() === "k") onPaper(c);
  });
});
