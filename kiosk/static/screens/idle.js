/** The idle screen: a welcome, one door to all agencies, the ways in by a need or by a code, and the services most people come for. */
import { html } from "/static/web/vendor/htm-preact.js";
import { hasScanner } from "../coming-back.js";
import { frequentServices, isOffline } from "../hall.js";
import { Opening } from "./frame.js";
import { Fit } from "./glass.js";
import { Icon, Letter, Title } from "./parts.js";

/** How many shortcuts stand there as the room shrinks; at the second level they get closer first. All stand in the directory. */
const FEWER = [8, 8, 6, 4, 2];

export function Idle({ state, tools }) {
  const { say, send } = tools;
  return html`
    <section class="welcome">
      <${Title} key=${say.language}>${say(isOffline(state) ? "idle.offline" : "idle.title")}<//>
      <${Opening} ...${{ state, tools }} />
      <button type="button" class="door" onClick=${() => send({ type: "open-agencies" })}>
        <span>${say(isOffline(state) ? "idle.read" : "idle.main")}</span><${Icon} name="arrow-right" /></button>
    </section>
    <section class="frequent" aria-labelledby="frequent-title">
      <div class="needs">
        <button type="button" class="finder need" onClick=${() => send({ type: "open-search" })}>
          <${Icon} name="search" /><span>${say("idle.search")}</span></button>
        <button type="button" class="finder need note" onClick=${() => send({ type: "open-code" })}>
          <${Icon} name="file-text" /><span>${say(hasScanner(state) ? "idle.code_or_slip" : "idle.code")}</span></button>
      </div>
      <h2 id="frequent-title">${say("idle.frequent")}</h2>
      <${Fit} cls="shortcuts" about=${say.language} levels=${FEWER.length}>${(level) => html`
        <ul>${frequentServices(state).slice(0, FEWER[level]).map((service) => html`<${Frequent} key=${service.code} ...${{ service, tools }} />`)}</ul>`}<//>
      ${state.mall.demonstration && state.mall.label && html`<p class="label">${state.mall.label[say.language]}</p>`}
    </section>`;
}

function Frequent({ service, tools }) {
  const open = () => tools.send({ type: "open-service", service: service.code });
  return html`
    <li><button type="button" class="short" onClick=${open}>
      <${Letter}>${service.queue}<//><span class="name">${service.short[tools.say.language]}</span><${Icon} name="chevron-right" />
    </button></li>`;
}
