/* What the recorded voice has and lacks: each clip with the text to read, how it is, and how it sounds. */

import { api } from "./api.js";
import { Icon } from "./icons.js";
import { html, render, useState } from "./vendor/htm-preact.js";
import { wordsFor } from "./words.js";

const FINE = ["present", "composed"];
const place = document.getElementById("voice");
const w = await wordsFor("web", document.documentElement.lang);
const sound = new Audio();
const { status, body } = await api("GET", "/voice/pack");
if (status === 401) {
  location.replace(`/sign-in?language=${w.language}&next=${encodeURIComponent(location.pathname + location.search)}`);
} else {
  place.textContent = "";
  render(status === 200 ? html`<${Page} report=${body} />` : html`<p class="said" role="alert">${w(troubleOf(status))}</p>`, place);
}

function troubleOf(status) {
  if (status === 0) return "trouble.no_answer";
  return status === 403 ? "voice.not_yours" : "voice.failed";
}

export function lacks(clip) {
  return !FINE.includes(clip.state);
}

function Page({ report }) {
  const [all, showAll] = useState(false);
  if (!report.at) return html`<p class="lead">${w("voice.nobody")}</p>`;
  const missing = report.clips.filter(lacks);
  const shown = all ? report.clips : missing;
  const languages = [...new Set(report.clips.map((one) => one.language))];
  return html`
    <div class="voice-sum">
      <div><strong>${missing.length}</strong><span>${w("voice.lacking", { all: report.clips.length })}</span></div>
      <div><strong>${report.pack ? report.pack.name : "–"}</strong><span>${report.pack ? report.pack.made_by : w("voice.no_pack")}</span></div>
      <div><strong>${w(`voice.engine.${report.engine}`)}</strong><span>${w("voice.engine")}</span></div>
    </div>
    <div class="voice-bar">
      <label class="tick"><input type="checkbox" checked=${all} onChange=${(event) => showAll(event.target.checked)} />${w("voice.show_all")}</label>
      <button class="button" type="button" onClick=${() => print()}>${w("voice.print")}</button>
    </div>
    ${!shown.length && html`<p class="lead" role="status">${w("voice.complete")}</p>`}
    ${languages.map((language) => html`<${Language} key=${language} language=${language} clips=${shown.filter((one) => one.language === language)} />`)}`;
}

function Language({ language, clips }) {
  const groups = [...new Set(clips.map((one) => one.group))];
  return groups.map((group) => html`<section key=${group} class="voice-group">
    <h2>${w(`language.${language}`)} · ${w.has(`voice.group.${group}`) ? w(`voice.group.${group}`) : group}</h2>
    <table>
      <thead><tr><th scope="col">${w("voice.text")}</th><th scope="col">${w("voice.file")}</th><th scope="col">${w("voice.state")}</th><th scope="col">${w("voice.listen")}</th></tr></thead>
      <tbody>${clips.filter((one) => one.group === group).map((one) => html`<${Clip} key=${one.clip} one=${one} />`)}</tbody>
    </table>
  </section>`);
}

function Clip({ one }) {
  return html`<tr>
    <td class="text" lang=${one.language}>${one.text}</td>
    <td><code>${one.file}</code></td>
    <td><span class=${`voice-state ${lacks(one) ? "lacks" : ""}`}><${Icon} name=${lacks(one) ? "alert-triangle" : "check"} size=${20} />${w(`voice.state.${one.state}`)}</span>
      ${one.in_vain && html`<span class="voice-vain">${w("voice.in_vain")}</span>`}</td>
    <td>${one.url && html`<button class="button" type="button" aria-label=${w("voice.listen_to", { text: one.text })} onClick=${() => play(one.url)}><${Icon} name="volume" size=${20} /></button>`}</td>
  </tr>`;
}

/** A second touch begins anew; what cannot sound stays silent. */
function play(url) {
  sound.src = url;
  sound.play().catch(() => {});
}
