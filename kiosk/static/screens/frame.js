/** Head and bar: whose mall this is, what time it is, and the aids that stand on every screen in the same order. */
import { html } from "/static/web/vendor/htm-preact.js";
import { Mark } from "/static/web/hem.js";
import { isOffline } from "../hall.js";
import { canSpeak } from "../speech.js";
import { Icon } from "./parts.js";

export function Head({ state, tools }) {
  const { say } = tools;
  const { site } = state.mall;
  const name = state.aids.large ? site.short : site.name[say.language];
  return html`
    <header class="head">
      <div class="brand">
        <${Mark} size=${66} />
        <p class=${`site ${name.length > 40 ? "long" : ""}`}>${name}</p>
      </div>
      ${state.mall.demonstration && html`<p class="demonstration">${say("head.demonstration")}</p>`}
      <p class="clock"><span class="time">${tools.face.time}</span><span class="date">${tools.face.date}</span></p>
      <${Opening} ...${{ state, tools }} />
    </header>
    <div class="hem up head-hem" aria-hidden="true"></div>`;
}

/** Until when the mall is open: in the rail of a wide screen, beside the title of the idle one. */
export function Opening({ state, tools }) {
  return html`<p class="opening">${openingWords(state, tools)}</p>`;
}

function openingWords(state, { say, form }) {
  if (isOffline(state)) return say("idle.offline_body");
  const { state: now, opens_at, closes_at, last_ticket_at } = state.hall.site_open;
  if (now !== "open") return opens_at ? say("idle.closed", { when: form.when(opens_at) }) : say("idle.closed_open_end");
  if (!last_ticket_at) return say("idle.open_until", { closes: form.time(closes_at) });
  if (state.hall.now > last_ticket_at) return say("idle.too_late", { last: form.time(last_ticket_at) });
  return say("idle.hours", { closes: form.time(closes_at), last: form.time(last_ticket_at) });
}

const withoutBack = new Set(["idle", "number"]);

export function Bar({ state, tools }) {
  const { say, send } = tools;
  const sound = canSpeak(state);
  const back = !withoutBack.has(state.place.screen) && !state.tap;
  return html`
    <footer class="bar" data-sound=${sound} data-back=${back} aria-label=${say("bar.label")}>
      ${back && html`<button type="button" class="aid back" onClick=${() => send({ type: "back" })}>
        <${Icon} name="arrow-left" /><span>${say("bar.back")}</span></button>`}
      <div class="languages" role="group" aria-label=${say("bar.language")}>
        ${state.mall.site.languages.map((language) => html`<${Language} ...${{ language, state, send }} />`)}
      </div>
      <${Aid} aid="large" icon="text-size" ...${{ state, tools }} />
      <${Aid} aid="reach" icon="arrow-autofit-down" ...${{ state, tools }} />
      ${sound && html`<${Aid} aid="sound" icon="volume" ...${{ state, tools }} />`}
      <button type="button" class="aid call" onClick=${() => send({ type: "call-staff" })}>
        <${Icon} name="bell" /><span>${say("bar.call")}</span></button>
    </footer>`;
}

/** A switch: dark while it is on, and said so to a reader. */
function Aid({ aid, icon, state, tools }) {
  const { say, send } = tools;
  return html`
    <button type="button" class=${`aid switch ${aid}`} aria-pressed=${String(state.aids[aid])} onClick=${() => send({ type: "switch-aid", aid })}>
      <${Icon} name=${icon} /><span>${say(`bar.${aid}`)}</span></button>`;
}

const ownNames = { id: "Indonesia", en: "English" };

function Language({ language, state, send }) {
  const chosen = state.language === language;
  return html`
    <button type="button" class="language" lang=${language} aria-pressed=${String(chosen)}
      onClick=${() => send({ type: "choose-language", language })}>${ownNames[language] ?? language}</button>`;
}
