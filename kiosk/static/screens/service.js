/** One service on one page: how long, what to bring, what it costs, and the one green button that takes the number. */
import { html } from "/static/web/vendor/htm-preact.js";
import { readsInTabs } from "../aids.js";
import { MOST_STOPS } from "../basket.js";
import { agencyOf, availabilityOf, printerState, serviceOf } from "../hall.js";
import { verdictOf } from "../verdict.js";
import { Documents } from "./documents.js";
import { OfficialFees, OtherCosts, PaidAndReady } from "./fees.js";
import { Fit, Tells } from "./glass.js";
import { Button, Letter, Notice, Title } from "./parts.js";
import { Refused } from "./refused.js";
import { Tabs } from "./tabs.js";
import { TapActions, TapTrouble, Waiting, isTroubled, isUnderWay } from "./tapping.js";
import { More } from "./visit.js";

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
    <${Tells} about=${`${service.code}/${say.language}/${reading}/${state.tap?.phase}`}>
      <${AgencyLine} ...${{ state, tools, agency: agencyOf(state, code), service, told: !reading }} />
      <${Title} key=${say.language}>${service.name[say.language]}<//>
      ${!reading && !isTroubled(state.tap) && html`<${Figures} ...${{ state, tools, service }} />`}
    <//>
    ${isTroubled(state.tap)
      ? html`<${TapTrouble} ...${{ state, tools }} />`
      : html`<${About} ...${{ state, tools, verdict, service, reading }} />`}
    <${Actions} ...${{ state, tools, service, reading }} />`;
}

function About({ state, tools, verdict, service, reading }) {
  const about = `${service.code}/${tools.say.language}/${reading}/${verdict.notice?.code}`;
  return html`
    ${!reading && html`<${NoticeOf} ...${{ state, tools, verdict, service }} />`}
    <${Facts} ...${{ state, tools, service, about }} />`;
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

/** Levels: 0 one column, 1 documents in two, 2 closer lines; what is still too long is read in tabs. */
function Facts({ state, tools, service, about }) {
  if (readsInTabs(state)) return html`<${Tabs} ...${{ state, tools, service }} />`;
  return html`<${Fit} about=${about} levels=${4}>${(level) => (level === 3
    ? html`<${Tabs} ...${{ state, tools, service }} />`
    : html`<${Documents} ...${{ tools, service }} />
      <section class="costs"><${OfficialFees} ...${{ tools, service }} /><${OtherCosts} ...${{ tools, service }} />
        <${PaidAndReady} ...${{ tools, service }} /></section>`)}<//>`;
}

/** The one green button; around it what the visitor already has, or how the tap is doing. */
function Actions({ state, tools, service, reading }) {
  const { say, send } = tools;
  const mine = state.taken[service.code];
  if (reading) {
    return html`<div class="actions"><${Button} kind="main" onTap=${() => send({ type: "open-agencies" })}>${say("refused.other_agency")}<//></div>`;
  }
  if (isTroubled(state.tap) || (state.tap && mine)) return html`<${TapActions} ...${{ state, tools }} />`;
  const take = () => send({ type: "take" });
  if (mine) {
    return html`<${Notice} icon="ticket">${say("notice.taken", { label: mine.label })}<//>
      <div class="actions two"><${Button} onTap=${take} disabled=${!state.settled}>${say("take.for_other")}<//>
      <${Button} kind="main" onTap=${() => send({ type: "show-taken" })} disabled=${!state.settled}>${say("take.show", { label: mine.label })}<//></div>`;
  }
  if (state.basket.length) return html`<${InVisit} ...${{ state, tools, service }} />`;
  return html`
    <div class="actions"><${More} ...${{ state, tools, add: { type: "add-more" } }} />
      ${isUnderWay(state.tap) ? html`<${Waiting} ...${{ state, tools }} />`
        : html`<${Button} kind="main take" onTap=${take} disabled=${!state.settled}>${say("take.button")}<//>`}</div>`;
}

/** Somebody is putting a visit together: this service joins it, or is in it already. */
function InVisit({ state, tools, service }) {
  const { say, send } = tools;
  const open = () => send({ type: "open-visit" });
  const n = state.basket.length;
  if (state.basket.includes(service.code) || n >= MOST_STOPS) {
    return html`<div class="actions"><${Button} kind="main" onTap=${open} disabled=${!state.settled}>${say("visit.open")}<//></div>`;
  }
  return html`
    <div class="actions two"><${Button} onTap=${open} disabled=${!state.settled}>${say.n("visit.so_far", n)}<//>
      <${Button} kind="main" onTap=${() => send({ type: "add-to-visit" })} disabled=${!state.settled}>${say("visit.add_this")}<//></div>`;
}
