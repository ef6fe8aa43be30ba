/** Pieces that several faces of a ticket's page share: its head and foot, the number, what to bring, a dialogue. */
import { html, useEffect, useRef } from "/static/web/vendor/htm-preact.js";
import { Mark } from "/static/web/hem.js";
import { Icon } from "/static/web/icons.js";
import { OfficialFees, OtherCosts, PaidAndReady } from "./screens/fees.js";
import { isStale } from "./ticket-state.js";

export function Top({ mall, say, state, send }) {
  return html`
    <header class="top"><p class="brand"><${Mark} size=${30} /><span>${mall?.site.short ?? say("product.name")}</span></p>
      <div class="languages" role="group" aria-label=${say("bar.language")}>
        ${["id", "en"].map((language) => html`<button type="button" lang=${language} aria-pressed=${String(state.language === language)}
          onClick=${() => send({ type: "choose-language", language })}>${{ id: "Indonesia", en: "English" }[language]}</button>`)}
      </div></header>`;
}

export const For = ({ agency, service, say }) =>
  html`<p class="for"><strong>${agency.short}</strong> · ${service.name[say.language]}</p>`;

export const Label = ({ ticket }) => html`<h1 class=${`label length-${ticket.label.length}`}>${ticket.label}</h1>`;

export const Card = ({ ticket, agency, service, say, children }) => html`
  <section class="card"><${For} ...${{ agency, service, say }} /><${Label} ticket=${ticket} />${children}</section>`;

export function Bring({ service, tools, open = false }) {
  const { say } = tools;
  const count = service.documents.length;
  return html`
    ${count > 0 && html`<details open=${open}><summary><${Icon} name="file-text" /><h2>${say("documents.title")}</h2>
        <span class="count">${say.n("ticket.documents", count)}</span><${Icon} name="chevron-down" /></summary>
      <ul class="documents">${service.documents.map(({ text }) => html`<li>${text[say.language]}</li>`)}</ul></details>`}
    <details><summary><${Icon} name="receipt" /><h2>${say("fees.title")}</h2><${Icon} name="chevron-down" /></summary>
      <div class="costs"><${OfficialFees} ...${{ tools, service }} /><${OtherCosts} ...${{ tools, service }} /><${PaidAndReady} ...${{ tools, service }} /></div></details>`;
}

export function Foot({ state, ticket, mall, say, form }) {
  return html`
    <footer class="foot">
      <${Connection} ...${{ state, say, form }} />
      <p>${say("ticket.issued", { time: form.time(ticket.issued_at), date: form.longDate(ticket.issued_at) })}</p>
      ${mall.demonstration && mall.label && html`<p>${mall.label[say.language]}</p>`}
      <p>${mall.site.complaints[say.language].replaceAll("-", "\u2060-\u2060")}</p>
    </footer>`;
}

/** Old facts, said first of all: how old, and that the number keeps its worth. */
export function Stale({ state, say, form, now }) {
  if (!isStale(state)) return html`<p role="status" class="stale"></p>`;
  const minutes = Math.floor(Math.max(0, now - Date.parse(state.seenAt)) / 60_000);
  const age = minutes < 1 ? say("ticket.age_fresh") : say.n("ticket.age", minutes);
  return html`<p role="status" class="stale"><${Icon} name="plug-connected-x" size=${24} /><span>${
    say("ticket.stale", { time: form.timeWithSeconds(state.seenAt), age })}</span></p>`;
}

function Connection({ state, say, form }) {
  const live = state.link === "live";
  if (isStale(state)) return null;
  return html`<p class="fresh"><${Icon} name=${live ? "broadcast" : "refresh"} size=${16} /><span>${
    say(live ? "ticket.live" : "ticket.updated", { time: form.timeWithSeconds(state.seenAt) })}</span></p>`;
}

/** A question over the page. Where a browser has no modal dialogue it stands at the page's end, open. */
export function Dialog({ title, onClose, children }) {
  const self = useRef(null);
  useEffect(() => {
    const dialog = self.current;
    if (dialog.showModal) dialog.showModal();
    else dialog.setAttribute("open", "");
    return () => dialog.close?.();
  }, []);
  return html`
    <dialog ref=${self} class="sheet" aria-labelledby="sheet-title" onCancel=${(event) => (event.preventDefault(), onClose())}>
      <h2 id="sheet-title">${title}</h2>${children}
    </dialog>`;
}
