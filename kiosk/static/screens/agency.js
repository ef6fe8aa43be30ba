/** One agency's services, each with who waits and how long; or, where the whole agency cannot give numbers, why. */
import { html } from "/static/web/vendor/htm-preact.js";
import { agencyOf, availabilityOf, servicesOf } from "../hall.js";
import { agencyRefusal, refusalLook, verdictOf } from "../verdict.js";
import { AgencyLine } from "./service.js";
import { Tells } from "./glass.js";
import { Pages } from "./pages.js";
import { Row, StateMark, Title } from "./parts.js";
import { Refused } from "./refused.js";

export function Agency({ state, tools }) {
  const { agency: code, reading } = state.place;
  const refusal = reading ? null : agencyRefusal(state, code);
  if (refusal) return html`<${Refused} ...${{ state, tools, refusal, alone: true }} />`;
  const agency = agencyOf(state, code);
  const services = servicesOf(state, code);
  const { say } = tools;
  return html`
    <${Tells} about=${`${code}/${say.language}`}>
      <${AgencyLine} ...${{ state, tools, agency }} />
      <${Title} key=${say.language}>${agency.name[say.language]}<//>
      <h2 class="lead">${say(reading ? "agency.read" : "agency.title")}</h2>
    <//>
    <${Pages} about=${`${code}/${say.language}`} cls=${`services ${services.length > 5 ? "many" : ""}`} page=${state.place.page} tools=${tools}
      items=${services.map((service) => html`<li key=${service.code}><${ServiceRow} ...${{ service, state, tools }} /></li>`)} />`;
}

function ServiceRow({ service, state, tools }) {
  const { reading = false } = state.place;
  const verdict = reading ? { can: true } : verdictOf(state, service.code);
  const open = () => tools.send({ type: "open-service", service: service.code, reading });
  return html`
    <${Row} name=${service.name[tools.say.language]} flat=${!verdict.can} chevron onTap=${open}>
      ${!reading && (verdict.can ? html`<${Queueing} ...${{ service, state, tools }} />` : html`<${Mark} ...${{ verdict, tools }} />`)}
    <//>`;
}

export function Queueing({ service, state, tools }) {
  const { say, form } = tools;
  const { ahead, wait } = availabilityOf(state, service.code);
  return html`
    <span class=${`queueing ${ahead === 0 ? "none" : ""}`}>
      <span class="n">${ahead} ${say.n("count.queue", ahead)}</span>
      ${wait && html`<span class="wait">${form.waitRange(wait)}</span>`}
    </span>`;
}

const words = {
  quota_used_up: "state.full", central_system_down: "state.disturbed", agency_paused: "state.paused", service_paused: "state.paused",
};

export function Mark({ verdict, tools }) {
  const { icon, tone } = refusalLook(verdict.refusal);
  return html`<${StateMark} icon=${icon} tone=${tone} word=${tools.say(words[verdict.refusal.code] ?? "state.closed")} />`;
}
