/** Several services in one visit: the proposed order and why, the visitor's own beside it, and one number for all of them. */
import { html } from "/static/web/vendor/htm-preact.js";
import { adviceNow, isProposed, MOST_STOPS, orderOf } from "../basket.js";
import { agencyOf, serviceOf } from "../hall.js";
import { refusalLook, verdictOf } from "../verdict.js";
import { Mark, Queueing } from "./agency.js";
import { Tells } from "./glass.js";
import { Pages } from "./pages.js";
import { Button, Icon, Letter, Notice, Title } from "./parts.js";
import { refusalTitle } from "./refused.js";
import { Figure } from "./service.js";
import { TapActions, TapTrouble, Waiting, isTroubled, isUnderWay } from "./tapping.js";

export function Visit({ state, tools }) {
  const { say } = tools;
  const advice = adviceNow(state);
  const rows = [...orderOf(state, "proposed").map((code, place) => ({ code, place: place + 1 })), ...closed(state).map((code) => ({ code }))];
  return html`
    <${Tells} about=${`${say.language}/${state.basket.join()}/${advice?.saves_minutes}/${state.tap?.phase}`}>
      <${Title} key=${say.language}>${say(isProposed(state) ? "visit.title_proposed" : "visit.title")}<//>
      ${!isTroubled(state.tap) && html`<${Totals} ...${{ state, advice, tools }} /><${Why} ...${{ state, advice, tools }} />`}
    <//>
    ${isTroubled(state.tap)
      ? html`<${TapTrouble} ...${{ state, tools }} />`
      : html`<${Trouble} ...${{ state, tools }} />
        <${Pages} about=${`${say.language}/${rows.map(({ code }) => code).join()}/${Boolean(advice)}`} cls="stops" page=${state.place.page} tools=${tools}
          items=${rows.map((row) => html`<li key=${row.code} class="stop"><${Stop} ...${{ ...row, state, advice, tools }} /></li>`)} />`}
    <${Actions} ...${{ state, tools }} />`;
}

const closed = (state) => state.basket.filter((code) => !verdictOf(state, code).can);

/** How long everything is likely to take: in the proposed order, and, where that is another one, in the visitor's own. */
function Totals({ state, advice, tools }) {
  const { say, form } = tools;
  const told = (order, name) => {
    const range = order.total && form.waitParts(order.total);
    return range ? html`<${Figure} value=${range.figure} unit=${range.unit} name=${say(name)} />` : null;
  };
  if (!advice?.proposed.total) return null;
  return html`
    <dl class="figures">
      ${told(advice.proposed, isProposed(state) ? "visit.total_proposed" : "visit.total")}
      ${isProposed(state) && told(advice.chosen, "visit.total_own")}
    </dl>`;
}

const MOST_REASONS = 2;

function Why({ state, advice, tools }) {
  const most = state.aids.large || state.aids.reach ? 1 : MOST_REASONS;
  const sentences = (advice?.why ?? []).slice(0, most).map(({ message }) => message[tools.say.language]);
  return html`<p class="reason why">${(sentences.join(" ") || tools.say("visit.one_number")).replaceAll("–", "\u2060–\u2060")}</p>`;
}

/** What hindered the number: the service that stopped, or this kiosk. */
export function Trouble({ state, tools }) {
  const { refusal } = state;
  if (!refusal) return null;
  const service = refusal.service && serviceOf(state, refusal.service);
  const about = { service, agency: service && agencyOf(state, service.agency), tools, alone: false };
  return html`<${Notice} icon=${refusalLook(refusal).icon} tone="outlined" live>${refusalTitle(refusal, about)}<//>`;
}

/** Its place in the order, what and where, when it is likely to be called; and a way out of the visit. */
function Stop({ code, place, state, advice, tools }) {
  const { say, send } = tools;
  const service = serviceOf(state, code);
  const verdict = verdictOf(state, code);
  const called = advice?.proposed.stops.find((stop) => stop.service === code);
  return html`
    <${Letter}>${place ?? "–"}<//>
    <span class="what"><span class="name">${service.short[say.language]}</span>
      <span class="does">${agencyOf(state, service.agency).short} · ${say("place", { zone: service.zone, floor: service.floor })}</span></span>
    ${!verdict.can ? html`<${Mark} ...${{ verdict, tools }} />`
      : called ? html`<${Called} ...${{ called, tools }} />` : html`<${Queueing} ...${{ service, state, tools }} />`}
    <button type="button" class="button out" disabled=${Boolean(state.tap)} aria-label=${say("visit.leave_out_text", { service: service.short[say.language] })}
      onClick=${() => send({ type: "leave-out", service: code })}><${Icon} name="x" /><span>${say("visit.leave_out")}</span></button>`;
}

function Called({ called, tools }) {
  const { say, form } = tools;
  if (!called.called) return html`<span class="queueing"><span class="n">–</span><span class="wait">${say("figure.unknown")}</span></span>`;
  return html`
    <span class="queueing"><span class="n">${form.waitRange(called.called)}</span>
      <span class="wait">${say(called.at_risk ? "visit.at_risk" : "visit.until_called")}</span></span>`;
}

/** The visitor decides: the proposal is the green one; beside it, their own order, where they can change it. */
function Actions({ state, tools }) {
  const { say, send } = tools;
  const take = (order) => () => send({ type: "take", order });
  const change = () => send({ type: "open-order" });
  if (isTroubled(state.tap)) return html`<${TapActions} ...${{ state, tools }} />`;
  if (state.refusal || orderOf(state, "own").length === 0) return html`<${NotNow} ...${{ state, tools }} />`;
  const canOrder = orderOf(state, "own").length > 1;
  return html`
    <${More} ...${{ state, tools, canAdd: state.basket.length < MOST_STOPS }} />
    <div class=${canOrder ? "actions two" : "actions"}>
      ${canOrder && html`<${Button} onTap=${change} disabled=${!state.settled} inert=${isUnderWay(state.tap)}>${say(isProposed(state) ? "visit.own" : "order.change")}<//>`}
      ${isUnderWay(state.tap) ? html`<${Waiting} ...${{ state, tools }} />`
        : isProposed(state) ? html`<${Button} kind="main" onTap=${take("proposed")} disabled=${!state.settled}>${say("visit.follow")}<//>`
        : html`<${Button} kind="main take" onTap=${take("own")} disabled=${!state.settled}>${say("take.button")}<//>`}
    </div>`;
}

export function NotNow({ state, tools }) {
  const { say, send } = tools;
  const on = state.refusal ? { type: "try-again" } : { type: "open-agencies" };
  return html`<div class="actions"><${Button} kind="main" onTap=${() => send(on)}>${say(state.refusal ? "refused.try_again" : "refused.other_agency")}<//></div>`;
}

/** Beside the one green button: another service with the same number, and priority. */
export function More({ state, tools, canAdd = true, add = { type: "open-agencies" } }) {
  const { say, send } = tools;
  return html`
    <div class="also" inert=${isUnderWay(state.tap)}>
      ${canAdd && html`<${Button} onTap=${() => send(add)}>${say("visit.add")}<//>`}
      <${Button} kind=${state.priority ? "chosen" : "plain"} icon=${state.priority ? "check" : undefined} aria-pressed=${String(Boolean(state.priority))}
        onTap=${() => send({ type: "open-priority" })}>${say(state.priority ? "priority.chosen" : "priority.ask")}<//>
    </div>`;
}
