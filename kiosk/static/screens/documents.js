/** What to bring, as a list to tick off in one's own bag. */
import { html } from "/static/web/vendor/htm-preact.js";
import { unbroken } from "./parts.js";

export function Documents({ tools, service }) {
  const { say } = tools;
  return html`
    <section class="documents"><h2>${say("documents.title")}</h2>
      ${service.documents.length === 0 && html`<p>${say("documents.none")}</p>`}
      <ul data-count=${service.documents.length}>
        ${service.documents.map((document) => html`<li><span>${unbroken(documentWords(document, say))}</span></li>`)}</ul></section>`;
}

/** The document's name; whether original or copy is said where its name does not say it already. */
export function documentWords({ text, form }, say) {
  const name = text[say.language];
  const word = form && say(`documents.${form}`);
  return !word || name.toLowerCase().includes(word.slice(0, 5)) || (form === "copy" && /^copy/i.test(name)) ? name : `${name}, ${word}`;
}
