/** A service read in tabs, for large text, low buttons, and whatever is too long for one page: each tab a list, in pages where it must. */
import { html } from "/static/web/vendor/htm-preact.js";
import { amountWords, isAllFree, paidSentences } from "./fees.js";
import { documentWords } from "./documents.js";
import { Pages } from "./pages.js";
import { unbroken } from "./parts.js";

export function Tabs({ state, tools, service }) {
  const { say } = tools;
  const tabs = tabsOf(service, tools);
  const now = tabs.find(({ key }) => key === state.place.tab) ?? tabs[0];
  return html`
    <section class="tabbed" aria-label=${service.name[say.language]}>
      <div class="strip tabs" role="tablist">${tabs.map((tab) => html`<${Tab} ...${{ tab, now, tools }} />`)}</div>
      <div class="tab-panel" role="tabpanel" aria-labelledby=${`tab-${now.key}`}>
        <${Pages} key=${now.key} about=${`${service.code}/${now.key}/${say.language}`} cls="facts"
          page=${state.place.page} items=${now.items} tools=${tools} />
      </div>
    </section>`;
}

function Tab({ tab, now, tools }) {
  const chosen = tab.key === now.key;
  return html`
    <button type="button" class="tab" role="tab" id=${`tab-${tab.key}`} aria-selected=${String(chosen)}
      onClick=${() => tools.send({ type: "open-tab", tab: tab.key })}>${tab.name}</button>`;
}

/** In the order of the visitor's questions: what to bring, what it costs, what others charge, when it is ready. */
export function tabsOf(service, tools) {
  const { say } = tools;
  const ready = service.completion;
  return [
    { key: "documents", name: say("tabs.documents"), items: documentItems(service, tools) },
    { key: "fees", name: say(isAllFree(service) ? "tabs.fees_free" : "tabs.fees"), items: feeItems(service, tools) },
    service.other_costs.length > 0 && { key: "others", name: say("tabs.others"), items: otherItems(service, tools) },
    ready && { key: "ready", name: say("tabs.ready"), items: [line(say("completion", { text: ready[say.language] }))] },
  ].filter(Boolean);
}

const line = (words, key = words) => html`<li class="plain" key=${key}>${unbroken(words)}</li>`;

function documentItems({ documents }, { say }) {
  if (documents.length === 0) return [line(say("documents.none"))];
  return documents.map((document, place) => html`<li class="tick" key=${place}><span>${unbroken(documentWords(document, say))}</span></li>`);
}

function feeItems(service, tools) {
  if (service.tariffs.length === 0) return [line(tools.say("fees.none"))];
  const told = paidSentences(service, tools, { ready: false });
  return [...service.tariffs.map((tariff, place) => html`<${Cost} key=${place} line=${tariff} tools=${tools} />`), ...told.map((words) => line(words))];
}

const otherItems = (service, tools) => [
  line(tools.say("others.title")),
  ...service.other_costs.map((cost, place) => html`<${Cost} key=${place} line=${cost} tools=${tools} />`),
];

/** What, under it the law that says so, at the right the amount; an unverified line says no figure and names no law. */
function Cost({ line: { label, basis, verified, amount }, tools }) {
  const { say } = tools;
  if (!verified) return html`<li class="cost"><span class="what">${label[say.language]}<small>${say("fees.unverified")}</small></span></li>`;
  return html`
    <li class="cost"><span class="what">${label[say.language]}${basis && html`<small>${basis}</small>`}</span>
      <span class=${amount === 0 ? "amount free" : "amount"}>${amountWords(amount, tools)}</span></li>`;
}
