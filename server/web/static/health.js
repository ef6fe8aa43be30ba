/* The health page: what is wrong and what to do about it, then the facts; looked at again every five seconds. */

import { api } from "./api.js";
import { shortDate, timeWithSeconds } from "./format.js";
import { html, render } from "./vendor/htm-preact.js";
import { wordsFor } from "./words.js";

const EVERY_MS = 5000;
const language = document.documentElement.lang;
const place = document.getElementById("health");
const w = await wordsFor("web", language);
let timezone = "UTC";
let last = null;

place.textContent = "";
look();

async function look() {
  if (timezone === "UTC") timezone = (await api("GET", "/mall")).body?.timezone ?? "UTC";
  const { status, body } = await api("GET", "/health");
  const heard = status === 200 && body;
  if (heard) last = body;
  render(html`<${Health} facts=${last} heard=${heard} />`, place);
  setTimeout(look, EVERY_MS);
}

function Health({ facts, heard }) {
  if (!facts) return html`<p class="said" role="status">${w("health.unheard")}</p>`;
  return html`
    <p class="lead" role="status">${verdict(facts, heard)}</p>
    ${facts.troubles.length > 0 && html`<ul class="troubles">
      ${facts.troubles.map((code) => html`<li key=${code}><strong>${trouble(code)}</strong> ${advice(code)}</li>`)}
    </ul>`}
    <div class="scroll"><table><tbody>
      ${rows(facts).map(([name, value]) => html`<tr key=${name}><th scope="row">${w(`health.${name}`)}</th><td>${value}</td></tr>`)}
    </tbody></table></div>`;
}

function verdict(facts, heard) {
  if (!heard) return w("health.unheard");
  const { length } = facts.troubles;
  return length ? w.n("health.wrong", length) : w("health.well");
}

/** A code of another version still says something. */
function trouble(code) {
  return w.has(`health.trouble.${code}`) ? w(`health.trouble.${code}`) : code;
}

function advice(code) {
  return w.has(`health.do.${code}`) ? w(`health.do.${code}`) : "";
}

function rows(facts) {
  const backup = facts.backup;
  return [
    ["now", moment(facts.now)],
    ["day", facts.day ? shortDate(`${facts.day}T12:00:00Z`, language, "UTC") : w("health.none")],
    ["seq", facts.seq ?? w("health.none")],
    ["database", Object.entries(facts.database).map(([name, value]) => (name === "kind" ? value : `${name} ${value}`)).join(" · ")],
    ["disk", room(facts)],
    ["backup", backup?.last_at ? w("health.backup_at", { at: moment(backup.last_at), every: backup.every_minutes }) : w("health.none")],
    ["lag", w("health.milliseconds", { n: facts.hub_lag_ms })],
    ["printers", Object.entries(facts.printers).map(([name, state]) => `${name}: ${state}`).join(" · ") || w("health.none")],
    ["process", `${facts.process.number}/${facts.process.of}`],
    ["version", facts.version],
  ];
}

function room({ disk_free_mb: free, disk_full_in_hours: hours }) {
  const left = w("health.free", { gb: (free / 1024).toFixed(1).replace(".", language === "id" ? "," : ".") });
  return hours === null ? left : `${left} · ${w.n("health.full_in", hours)}`;
}

function moment(at) {
  return `${shortDate(at, language, timezone)} ${timeWithSeconds(at, language, timezone)}`;
}
