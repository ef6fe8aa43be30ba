/** The central system of an agency is down: hold who waits, tell, release with notes; and a number for a note. */

import { html } from "/static/web/vendor/htm-preact.js";
import { openPage, refusalOf } from "./page.js";

const RELEASERS = ["manager", "supervisor", "admin"];

let agency = null;
let notes = [];
let pauses = [];
let waiting = null;
let sure = false;
let printer = "";
let code = "";
let said = null;
let failed = false;
let given = null;

const mayRelease = (c) => RELEASERS.includes(c.staff.role);
const downOf = (code) => pauses.find((one) => one.reason === "central_system_down" && one.scope === "agency" && one.code === code);

async function read(c) {
  const [list, all, room] = await Promise.all([
    c.get(`/waiting-list?agency=${agency}`), mayRelease(c) ? c.get("/notes") : null, c.get(`/snapshot?room=${c.staff.agency ? `desk:${c.staff.agency}` : "hall"}`),
  ]);
  if (list.status === 200) waiting = list.body.waiting;
  if (all?.status === 200) notes = all.body.notes;
  if (room.status === 200) pauses = room.body.pauses;
  c.draw();
}

async function order(c, path, body, then = () => null) {
  said = null;
  const answer = await c.command(path, body);
  failed = answer.status >= 400;
  said = refusalOf(answer, c.w) ?? then(answer.body);
  sure = false;
  return read(c);
}

const hold = (c) => order(c, "/pauses", { scope: "agency", code: agency, reason: "central_system_down", numbers: false }, () => c.w("notes.held"));
const back = (c) => order(c, `/pauses/${downOf(agency).id}/lift`, {}, () => c.w("notes.back"));
const release = (c) => order(c, "/releases", { scope: "agency", code: agency, ...(printer ? { printer } : {}) }, (body) => c.w.n("notes.released", body.released.length));
const onPaper = (c, note) => order(c, "/notes/print", { note: note.code, printer: printer || c.mall.printers[0].id }, (body) => c.w("notes.printed", { label: body.label }));

async function redeem(c) {
  given = null;
  const answer = await c.command("/tickets", { note: code.trim(), language: c.w.language, ...(printer ? { printer } : {}) });
  said = refusalOf(answer, c.w);
  failed = said !== null;
  if (said === null) {
    given = answer.body.ticket;
    code = "";
  }
  c.draw();
}

function View({ c }) {
  return html`<h1>${c.w("outage.notes")}</h1><p class="said" role=${failed ? "alert" : "status"}>${said}</p>
    <${Redeem} c=${c} />
    ${mayRelease(c) && html`<${Release} c=${c} />`}
    ${notes.length > 0 && html`<h2>${c.w("notes.today", { n: notes.length })}</h2><ul class="done">${notes.map((one) => html`<li key=${one.code}>
      <span class="num">${one.label}</span><span class="what"><strong class="code">${one.code}</strong> ${c.w(one.used ? "notes.used" : "notes.until", { until: one.until.split("-").reverse().join("-") })}</span>
      ${!one.used && c.mall.printers?.length > 0 && html`<button type="button" class="button" onClick=${() => onPaper(c, one)}>${c.w("notes.print")}</button>`}</li>`)}</ul>`}`;
}

function Redeem({ c }) {
  const submit = (event) => { event.preventDefault(); redeem(c); };
  return html`<section><h2>${c.w("notes.redeem")}</h2><form class="row" onSubmit=${submit} autocomplete="off">
      <label class="wide">${c.w("notes.code")}<input id="field-code" value=${code} maxlength="16" placeholder="ABCD-EFGH" autocapitalize="characters" spellcheck=${false} required
        pattern="[A-Za-z0-9 \\-]{8,16}" onInput=${(event) => { code = event.target.value; }} /></label>
      <button type="submit" class="button act">${c.w("notes.give")} <kbd>Enter</kbd></button></form>
    ${given && html`<p class="given" role="status"><span class="num" data-test="given">${given.label}</span> ${c.w("notes.given", { n: given.ahead, zone: given.zone })}</p>`}</section>`;
}

function Release({ c }) {
  const reach = c.staff.agency ? c.mall.agencies.filter((one) => one.code === c.staff.agency) : c.mall.agencies;
  const down = downOf(agency);
  return html`<section><h2>${c.w("notes.central")}</h2><div class="row">
    <label class="wide">${c.w("notes.agency")}<select value=${agency} onChange=${(event) => { agency = event.target.value; sure = false; waiting = null; read(c); }}>
      ${reach.map((one) => html`<option key=${one.code} value=${one.code}>${one.short}</option>`)}</select></label>
    ${down ? html`<button type="button" class="button" onClick=${() => back(c)}>${c.w("notes.is_back")}</button>` : html`<button type="button" class="button" onClick=${() => hold(c)}>${c.w("notes.hold")}</button>`}</div>
    <p class=${down ? "down" : "meta"}>${down ? c.w("notes.down_since", { time: c.f.time(down.since) }) : c.w("notes.about_hold")}</p>
    ${waiting !== null && html`<p>${c.w.n("notes.waiting", waiting)}</p>`}
    ${waiting > 0 && !sure && html`<button type="button" class="button danger" onClick=${() => { sure = true; c.draw(); }}>${c.w("notes.release")}</button>`}
    ${sure && html`<div class="sure" role="group" aria-label=${c.w("notes.release")}><p>${c.w.n("notes.sure", waiting)}</p><div class="row">
      <label class="wide">${c.w("notes.printer")}<select value=${printer} onChange=${(event) => { printer = event.target.value; }}><option value="">${c.w("notes.no_printer")}</option>
        ${(c.mall.printers ?? []).map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select></label>
      <button type="button" class="button danger" id="release" onClick=${() => release(c)}>${c.w("notes.release_go")}</button>
      <button type="button" class="button" onClick=${() => { sure = false; c.draw(); }}>${c.w("dialog.back")}</button></div></div>`}</section>`;
}

openPage("notes", View, (c) => {
  agency = c.staff.agency ?? c.mall.agencies[0].code;
  read(c);
  setInterval(() => read(c), 15_000);
});
