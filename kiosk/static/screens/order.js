/** The visitor's own order of a visit: each service can go earlier or later, and what that makes of the whole is seen at once. */
import { html } from "/static/web/vendor/htm-preact.js";
import { adviceShown, ownOrder } from "../basket.js";
import { agencyOf, serviceOf } from "../hall.js";
import { Tells } from "./glass.js";
import { Pages } from "./pages.js";
import { Button, Icon, Letter, Title } from "./parts.js";
import { Figure } from "./service.js";
import { TapActions, TapTrouble, isTroubled } from "./tapping.js";
import { NotNow, Trouble } from "./visit.js";

export function Order({ state, tools }) {
  const { say } = tools;
  const own = ownOrder(state);
  const advice = adviceShown(state);
  const { moved, page } = state.place;
  const heights = `${say.language}/${own.join()}/${advice ? `${totalOf(advice.chosen)}/${advice.saves_minutes}` : state.advice?.step}`;
  return html`
    <${Tells} about=${`${heights}/${state.tap?.phase}`}>
      <${Title} key=${say.language}>${say("order.title")}<//>
      ${!isTroubled(state.tap) && html`<${Totals} ...${{ state, advice, tools }} /><${Hint} ...${{ advice, tools }} />`}
    <//>
    ${isTroubled(state.tap)
      ? html`<${TapTrouble} ...${{ state, tools }} />`
      : html`<${Trouble} ...${{ state, tools }} />
        <${Pages} about=${heights} cls="stops own" page=${page} shown=${own.indexOf(moved)} tools=${tools}
          items=${own.map((code, place) => html`<li key=${code} class=${`stop ${code === moved ? "moved" : ""}`}>
            <${Stop} ...${{ code, place, of: own.length, state, advice, tools }} /></li>`)} />
        <p class="unseen" role="status">${moved && own.includes(moved)
          ? say("order.place", { service: shortOf(state, moved, say), n: own.indexOf(moved) + 1, of: own.length }) : ""}</p>`}
    <${Actions} ...${{ state, tools, own }} />`;
}

const shortOf = (state, code, say) => serviceOf(state, code).short[say.language];
const totalOf = ({ stops, total }) => [total, ...stops.map(({ called }) => called)].map((range) => range && `${range.low_minutes}-${range.high_minutes}`).join();

/** Both stand there whatever the order is, so that the eye compares in one place. */
function Totals({ state, advice, tools }) {
  const { say } = tools;
  if (!advice && state.advice?.step !== "late") return null;
  return html`
    <dl class="figures">
      <${Total} ...${{ order: advice?.chosen, name: say("visit.total_own"), tools }} />
      ${advice?.proposed.total && html`<${Total} ...${{ order: advice.proposed, name: say("order.total_proposed"), tools }} />`}
    </dl>`;
}

function Total({ order, name, tools }) {
  const range = order?.total && tools.form.waitParts(order.total);
  if (order && !range) return html`<${Figure} value="–" name=${tools.say("figure.unknown")} />`;
  return html`<${Figure} value=${range?.figure ?? "…"} unit=${range?.unit} name=${name} />`;
}

/** One line either way: what following the proposal would save, or, where nothing, what the buttons do. */
function Hint({ advice, tools }) {
  const saves = advice?.saves_minutes ?? 0;
  return html`<p class="reason why">${saves > 0 ? tools.say.n("order.saves", saves) : tools.say("order.hint")}</p>`;
}

function Stop({ code, place, of, state, advice, tools }) {
  const { say } = tools;
  const service = serviceOf(state, code);
  return html`
    <${Letter}>${place + 1}<//>
    <span class="what"><span class="name">${service.short[say.language]}</span>
      <span class="does">${agencyOf(state, service.agency).short} · ${say("place", { zone: service.zone, floor: service.floor })}</span>
      <${Called} ...${{ stop: advice?.chosen.stops.find((stop) => stop.service === code), tools }} /></span>
    <span class="moves">
      ${place > 0 ? html`<${Move} ...${{ code, by: -1, state, tools }} />` : html`<span class="gone"></span>`}
      ${place < of - 1 ? html`<${Move} ...${{ code, by: 1, state, tools }} />` : html`<span class="gone"></span>`}
    </span>`;
}

/** When it is likely to be called in this order; the line keeps its place while that is not known. */
function Called({ stop, tools }) {
  const { say, form } = tools;
  const when = stop?.called && `${form.waitRange(stop.called)}${stop.at_risk ? `, ${say("visit.at_risk")}` : ` ${say("visit.until_called")}`}`;
  return html`<span class=${`does when ${stop?.at_risk ? "late" : ""}`}>${when || (stop ? say("figure.unknown") : "…")}</span>`;
}

const ways = {
  "-1": { cls: "up", word: "order.up", text: "order.up_text" },
  "1": { cls: "down", word: "order.down", text: "order.down_text" },
};

function Move({ code, by, state, tools }) {
  const { say, send } = tools;
  const { cls, word, text } = ways[by];
  return html`
    <button type="button" class=${`button move ${cls}`} disabled=${Boolean(state.tap)} aria-label=${say(text, { service: shortOf(state, code, say) })}
      onClick=${() => send({ type: "move-stop", service: code, by })}><${Icon} name="arrow-down" /><span>${say(word)}</span></button>`;
}

function Actions({ state, tools, own }) {
  if (state.tap) return html`<${TapActions} ...${{ state, tools }} />`;
  if (state.refusal || own.length === 0) return html`<${NotNow} ...${{ state, tools }} />`;
  return html`<div class="actions"><${Button} kind="main take" onTap=${() => tools.send({ type: "take", order: "own" })} disabled=${!state.settled}>${tools.say("take.button")}<//></div>`;
}
