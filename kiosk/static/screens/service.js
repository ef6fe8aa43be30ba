/** One service on one page: how long, what to bring, what it costs, and the one green button that takes the number. */
import { html } from "/static/web/vendor/htm-preact.js";
import { agencyOf, availabilityOf, printerState, serviceOf } from "../hall.js";
import { verdictOf } from "../verdict.js";
import { OfficialFees, OtherCosts, PaidAndReady } from "./fees.js";
import { Button, Fit, Letter, Notice, Title, unbroken } from "./parts.js";
import { Refused } from "./refused.js";
import { TapActions, TapTrouble, isTroubled } from "./tapping.js";

export function Service({ state, tools }) {
  const { agency: code, service: serviceCode } = state.place;
  const verdict = verdictOf(state, serviceCode);
  const reading = Boolean(state.place.reading) && !verdict.can; // who came to read may take a number once that is possible
  if (!reading && !state.tap && !verdict.can) {
    return html`<${Refused} ...${{ state, tools, refusal: verdict.refusal, alone: false }} />`;
  }
  const service = serviceOf(state, serviceCode);
  const { say } = tools;
  return html`
    <${AgencyLine} ...${{ state, tools, agency: agencyOf(state, code), service, told: !reading }} />
    <${Title} key=${say.language}>${service.name[say.language]}<//>
    ${isTroubled(state.tap)
      ? html`<${TapTrouble} ...${{ state, tools }} />`
      : html`<${About} ...${{ state, tools, verdict, service, reading }} />`}
    <${Actions} ...${{ state, tools, service, reading }} />`;
}

function About({ state, tools, verdict, service, reading }) {
  const about = `${service.code}/${tools.say.language}/${reading}/${verdict.notice?.code}`;
  return html`
    ${!reading && html`<${Figures} ...${{ state, tools, service }} /><${NoticeOf} ...${{ state, tools, verdict, service }} />`}
    <${Fit} about=${about} levels=${5}>${(level) => html`<${Facts} ...${{ level, state, tools, service }} />`}<//>`;
}

/** Where this is; how many counters serve is told only where somebody may queue for them. */
export function AgencyLine({ state, tools, agency, service, told = false }) {
  const { say } = tools;
  const open = told ? availabilityOf(state, service.code)?.counters_open : undefined;
  const zone = service ? service.zone : agency.zones[0];
  return html`
    <p class="agency-line"><${Letter} large>${service ? service.queue : agency.code}<//>
      <span>${agency.short} · ${say("place", { zone, floor: service ? service.floor : agency.floor })}${
        open === undefined ? "" : ` · ${open ? say.n("service.counters", open) : say("service.no_counter")}`}</span></p>`;
}

/** Three figures of which the last stands only where the day has a limit. No estimate is said in words, not as a zero. */
function Figures({ state, tools, service }) {
  const { say, form } = tools;
  const now = availabilityOf(state, service.code);
  if (!now) return null;
  const range = now.wait && form.waitParts(now.wait);
  return html`
    <dl class="figures">
      <${Figure} value=${now.ahead} name=${say.n("figure.ahead", now.ahead)} />
      ${range
        ? html`<${Figure} value=${range.figure} unit=${range.unit} name=${say("figure.wait")} />`
        : html`<${Figure} value="–" name=${say("figure.unknown")} />`}
      ${now.remaining !== null && now.remaining !== undefined
        && html`<${Figure} value=${now.remaining} name=${say.n("figure.left", now.remaining)} />`}
    </dl>`;
}

export const Figure = ({ value, unit, name }) => html`
  <div><dt>${name}</dt><dd><span class="value">${value}</span>${unit && html` <span class="unit">${unit}</span>`}</dd></div>`;

const noPrint = new Map([["paper_out", "notice.no_paper"], ["cover_open", "notice.no_printer"], ["offline", "notice.no_printer"]]);

/** What to know before taking a number: that nobody calls just now, and that this kiosk prints no slip. */
function NoticeOf({ state, tools, verdict, service }) {
  if (state.tap) return null;
  const { notice } = verdict;
  const printer = printerState(state);
  return html`
    ${notice && html`<${Notice} icon=${notice.code === "paused" ? "player-pause" : "clock"}>${
      noticeWords(notice, agencyOf(state, service.agency), tools)}<//>`}
    ${noPrint.has(printer) && html`<${Notice} icon="printer-off">${tools.say(noPrint.get(printer))}<//>`}`;
}

function noticeWords(notice, agency, { say, form }) {
  const key = notice.until || notice.code === "no_counter_staffed" ? `notice.${notice.code}` : `notice.${notice.code}_open_end`;
  if (!say.has(key)) return notice.message[say.language];
  return say(key, { until: notice.until && form.time(notice.until), agency: agency.short });
}

/** Levels: 0 one column, 1 documents in two, 2 closer lines; then pages with a button between them, 3 two, 4 three. */
function Facts({ level, state, tools, service }) {
  const parts = partsOf(service, tools);
  const pages = level < 3 ? [parts] : level === 3 ? [parts.slice(0, 1), parts.slice(1)] : parts.map((part) => [part]);
  const page = Math.min(state.place.page ?? 0, pages.length - 1);
  const next = (page + 1) % pages.length;
  const [documents, ...costs] = parts.map((part) => (pages[page].includes(part) ? part.view : null));
  return html`${documents}
    ${costs.some(Boolean) && html`<section class="costs">${costs}${page === pages.length - 1 && html`<${PaidAndReady} ...${{ tools, service }} />`}</section>`}
    ${pages.length > 1 && html`<${Turn} ...${{ next, title: pages[next][0].title, tools }} />`}`;
}

/** What a service's page tells, in the order of the visitor's questions; each part can stand on a page of its own. */
function partsOf(service, tools) {
  const all = [
    { title: "documents.title", view: html`<${Documents} ...${{ tools, service }} />` },
    { title: "fees.title", view: html`<${OfficialFees} ...${{ tools, service }} />` },
    service.other_costs.length > 0 && { title: "others.title", view: html`<${OtherCosts} ...${{ tools, service }} />` },
  ];
  return all.filter(Boolean);
}

function Turn({ next, title, tools }) {
  const { say, send } = tools;
  const icons = next === 0 ? { icon: "arrow-left" } : { after: "arrow-right" };
  return html`<${Button} kind="turn" ...${icons} onTap=${() => send({ type: "turn-page", page: next })}>${
    say(next === 0 ? "pages.back" : "pages.next", { what: say(title) })}<//>`;
}

function Documents({ tools, service }) {
  const { say } = tools;
  return html`
    <section class="documents"><h2>${say("documents.title")}</h2>
      ${service.documents.length === 0 && html`<p>${say("documents.none")}</p>`}
      <ul data-count=${service.documents.length}>
        ${service.documents.map((document) => html`<li><span>${unbroken(documentWords(document, say))}</span></li>`)}</ul></section>`;
}

/** The document's name; whether original or copy is said where its name does not say it already. */
function documentWords({ text, form }, say) {
  const name = text[say.language];
  const word = form && say(`documents.${form}`);
  return !word || name.toLowerCase().includes(word.slice(0, 5)) || (form === "copy" && /^copy/i.test(name)) ? name : `${name}, ${word}`;
}

/** The one green button; around it what the visitor already has, or how the tap is doing. */
function Actions({ state, tools, service, reading }) {
  const { say, send } = tools;
  const mine = state.taken[service.code];
  if (reading) {
    return html`<div class="actions"><${Button} kind="main" onTap=${() => send({ type: "open-agencies" })}>${say("refused.other_agency")}<//></div>`;
  }
  if (state.tap) return html`<${TapActions} ...${{ state, tools }} />`;
  const take = () => send({ type: "take" });
  if (mine) {
    return html`<${Notice} icon="ticket">${say("notice.taken", { label: mine.label })}<//>
      <div class="actions two"><${Button} onTap=${take} disabled=${!state.settled}>${say("take.for_other")}<//>
      <${Button} kind="main" onTap=${() => send({ type: "show-taken" })} disabled=${!state.settled}>${say("take.show", { label: mine.label })}<//></div>`;
  }
  return html`<div class="actions"><${Button} kind="main take" onTap=${take} disabled=${!state.settled}>${say("take.button")}<//></div>`;
}
