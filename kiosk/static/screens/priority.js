/** Asking for priority: five groups in respectful words; which one it was is only counted, and a person confirms it. */
import { html } from "/static/web/vendor/htm-preact.js";
import { GROUPS } from "../basket.js";
import { Tells } from "./glass.js";
import { Pages } from "./pages.js";
import { Icon, Title } from "./parts.js";

export function Priority({ state, tools }) {
  const { say } = tools;
  const choices = state.priority ? [...GROUPS, null] : GROUPS; // null takes it back
  return html`
    <${Tells} about=${say.language}>
      <${Title} key=${say.language}>${say("priority.title")}<//>
      <p class="reason">${say("priority.means")} ${say("priority.counted")}</p>
    <//>
    <${Pages} about=${`${say.language}/${state.priority}`} cls="services groups" page=${state.place.page} tools=${tools}
      items=${choices.map((group) => html`
        <li key=${group ?? "none"}><${Choice} ...${{ group, state, tools }} /></li>`)} />`;
}

function Choice({ group, state, tools }) {
  const chosen = group !== null && state.priority === group;
  return html`
    <button type="button" class=${`row ${group ? "" : "flat"}`} aria-pressed=${String(chosen)} onClick=${() => tools.send({ type: "choose-priority", group })}>
      <span class="what"><span class="name">${tools.say(`priority.group.${group ?? "none"}`)}</span></span>
      <${Icon} name=${chosen ? "check" : "chevron-right"} />
    </button>`;
}
