/* The API's documentation, drawn from the OpenAPI file that the server makes of its own models. */

import { api } from "./api.js";
import { fieldsOf, operationsOf, typeOf } from "./openapi.js";
import { html, render, useState } from "./vendor/htm-preact.js";
import { wordsFor } from "./words.js";

const place = document.getElementById("docs");
const w = await wordsFor("web", document.documentElement.lang);
const { status, body } = await api("GET", "/openapi.json");
place.textContent = "";
render(status === 200 && body ? html`<${Docs} spec=${body} />` : html`<p class="said">${w("docs.failed")}</p>`, place);
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();

function Docs({ spec }) {
  const [asked, ask] = useState("");
  const all = operationsOf(spec, spec.servers?.[0]?.url ?? "/api/v1");
  const found = all.filter((one) => one.search.includes(asked.trim().toLowerCase()));
  const nouns = [...new Set(found.map((one) => one.noun))];
  return html`
    <div class="docs-find field">
      <label for="find">${w("docs.find")}</label>
      <input id="find" type="search" value=${asked} onInput=${(event) => ask(event.target.value)} />
      <p class="small" role="status">${w.n("docs.count", found.length)}</p>
    </div>
    <nav class="docs-nouns" aria-label=${w("docs.contents")}>
      ${nouns.map((noun) => html`<a key=${noun} href="#${noun}">${noun || w("docs.other")}</a>`)}
    </nav>
    ${nouns.map((noun) => html`<section key=${noun} id=${noun} class="noun">
      <h2>${noun || w("docs.other")}</h2>
      ${found.filter((one) => one.noun === noun).map((one) => html`<${Operation} key=${one.id} one=${one} spec=${spec} />`)}
    </section>`)}`;
}

function Operation({ one, spec }) {
  return html`<details class="operation" id=${one.id}>
    <summary><span class="verb ${one.verb}">${one.verb.toUpperCase()}</span> <code>${one.path}</code> <span class="gist">${one.summary}</span></summary>
    ${one.description && one.description !== one.summary && html`<p>${one.description}</p>`}
    <${Parameters} given=${one.parameters} spec=${spec} />
    ${one.body && html`<h3>${w("docs.body")}</h3><${Fields} schema=${one.body} spec=${spec} />`}
    <h3>${w("docs.answers")}</h3>
    ${one.answers.map(({ status, description, schema }) => html`<div key=${status} class="answer">
      <p><strong>${status}</strong> ${description}</p>${schema && html`<${Fields} schema=${schema} spec=${spec} />`}
    </div>`)}
  </details>`;
}

function Parameters({ given, spec }) {
  if (!given.length) return null;
  return html`<h3>${w("docs.parameters")}</h3>
    <div class="scroll" tabindex="0" role="group" aria-label=${w("docs.parameters")}><table>
      <thead><tr><th scope="col">${w("docs.name")}</th><th scope="col">${w("docs.place")}</th><th scope="col">${w("docs.type")}</th></tr></thead>
      <tbody>${given.map((one) => html`<tr key=${one.name}>
        <td><code>${one.name}</code> ${one.required && w("docs.required")}</td><td>${one.in}</td><td>${typeOf(one.schema, spec)}</td>
      </tr>`)}</tbody>
    </table></div>`;
}

function Fields({ schema, spec }) {
  const rows = fieldsOf(schema, spec);
  if (!rows.length) return html`<p class="small">${typeOf(schema, spec)}</p>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${w("docs.body")}><table>
    <thead><tr><th scope="col">${w("docs.name")}</th><th scope="col">${w("docs.type")}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${row.name}>
      <td class="deep-${row.depth}"><code>${row.name}</code> ${row.required && html`<span class="small">${w("docs.required")}</span>`}</td>
      <td>${row.type}${row.description && html`<br /><span class="small">${row.description}</span>`}</td>
    </tr>`)}</tbody>
  </table></div>`;
}
