/** A code from paper: typed on the glass, it gives the number it stands for; or the page says why not, and what to do instead. */
import { html, useRef } from "/static/web/vendor/htm-preact.js";
import { canSendCode, cleanCode, codeAfterKey, codeRefusal, isWhole, LONGEST_CODE, ownWords, SIGNS, shownCode, wayOn } from "../code.js";
import { hasScanner } from "../coming-back.js";
import { agencyOf, serviceOf } from "../hall.js";
import { CODE_KEYS } from "../keys.js";
import { refusalLook } from "../verdict.js";
import { Tells } from "./glass.js";
import { Button, Icon, Row, Title } from "./parts.js";
import { refusalReason, refusalTitle } from "./refused.js";
import { TapActions, TapTrouble, isTroubled } from "./tapping.js";
import { Field, Keyboard } from "./typed.js";

export function Code({ state, tools }) {
  const refusal = codeRefusal(state);
  if (refusal) return html`<${Refused} ...${{ state, tools, refusal }} />`;
  return isTroubled(state.tap) ? html`<${Troubled} ...${{ state, tools }} />` : html`<${Typing} ...${{ state, tools }} />`;
}

function Typing({ state, tools }) {
  const { say, send } = tools;
  const field = useRef(null);
  const write = (text) => {
    field.current.value = shownCode(cleanCode(text)); // at once: the next key may come before the next picture
    send({ type: "write-code", text });
  };
  const done = () => isWhole(cleanCode(field.current.value)) && send({ type: "take" });
  const press = (key) => (key.does === "look" ? done() : write(codeAfterKey(cleanCode(field.current.value), key)));
  return html`
    <div class="search code">
      <${Tells} about=${say.language}>
        <div class="search-head">
          <h1 id="title" class="title">${say("code.title")}</h1>
          <${Field} icon="file-text" value=${shownCode(state.code)} longest=${2 * LONGEST_CODE} autocapitalize="characters" ...${{ field, write, done }} />
        </div>
        <p class="found" role="status">${hintWords(state, say)}</p>
      <//>
      <div class="hits"><${Ways} tools=${tools} /></div>
      <${Keyboard} keys=${keysFor(state.tap)} tools=${tools} press=${press} isOff=${(key) => isOff(key, state)} />
    </div>`;
}

function hintWords(state, say) {
  const { code } = state;
  if (isWhole(code)) return say("code.whole");
  if (!code && hasScanner(state)) return say("code.hint_or_scan", { n: LONGEST_CODE });
  return code ? say.n("code.left", LONGEST_CODE - code.length) : say("code.hint", { n: LONGEST_CODE });
}

const keysFor = (tap) => (tap && tap.phase !== "quiet" ? CODE_KEYS.map((key) => (key.does === "look" ? { ...key, word: "take.soon" } : key)) : CODE_KEYS);

/** Signs that no code has cannot be pressed: who reads an O where a Q stands looks again. */
function isOff({ does, sign }, state) {
  if (does === "look") return !canSendCode(state) || !state.settled || Boolean(state.tap);
  return Boolean(state.tap) || Boolean(sign && !SIGNS.includes(sign.toUpperCase()));
}

function Ways({ tools }) {
  const { say, send } = tools;
  return html`
    <ul class="ways">
      <li><${Row} icon="list" name=${say("code.without")} does=${say("search.all")} chevron onTap=${() => send({ type: "open-agencies" })} /></li>
      <li><${Row} icon="bell" name=${say("refused.talk")} does=${say("refused.talk_hint")} chevron onTap=${() => send({ type: "call-staff" })} /></li>
    </ul>`;
}

function Troubled({ state, tools }) {
  return html`
    <${Tells} about=${`${tools.say.language}/${state.tap.phase}`}><${Title} key=${tools.say.language}>${tools.say("code.title")}<//><//>
    <${TapTrouble} ...${{ state, tools }} />
    <${TapActions} ...${{ state, tools }} />`;
}

function Refused({ state, tools, refusal }) {
  const { say, send } = tools;
  const { icon, tone } = refusalLook(refusal);
  const { title, reason } = wordsOf(state, tools, refusal);
  return html`
    <${Tells} about=${`${refusal.code}/${say.language}`}>
      <p class="agency-line"><span>${state.code ? say("code.typed", { code: shownCode(state.code) }) : say("idle.code")}</span></p>
      <div class=${`refused-icon ${tone}`}><${Icon} name=${icon} /></div>
      <${Title} key=${say.language}>${title}<//>
      <p class="reason">${reason}</p>
    <//>
    <h2 class="lead">${say("refused.what_now")}</h2>
    <ul class="ways">
      <li><${Row} icon="bell" name=${say("refused.talk")} does=${say("refused.talk_hint")} chevron onTap=${() => send({ type: "call-staff" })} /></li>
      ${wayOn(refusal) !== "ordinary" && html`<li><${Row} icon="list" name=${say("code.without")} does=${say("search.all")} chevron
        onTap=${() => send({ type: "open-agencies" })} /></li>`}
    </ul>
    <div class="actions"><${WayOn} ...${{ tools, refusal }} /></div>`;
}

/** About the code: our own words. About the service it stands for, or about this kiosk: those of every refusal, and that the code still counts. */
function wordsOf(state, tools, refusal) {
  const { say, form } = tools;
  const own = ownWords(refusal);
  if (own) {
    const values = { until: refusal.until && form.day(refusal.until), day: refusal.day && form.day(refusal.day), n: LONGEST_CODE };
    if (own === "early") Object.assign(values, { time: form.time(refusal.at), since: form.time(refusal.since) });
    return { title: say(`code.${own}.title`, values), reason: say(`code.${own}.body`, values) };
  }
  const service = refusal.service && serviceOf(state, refusal.service);
  const about = { service, agency: service && agencyOf(state, service.agency), tools, alone: false };
  return { title: refusalTitle(refusal, about), reason: `${refusalReason(refusal, about)} ${say("code.kept")}` };
}

const leads = {
  again: ["code.again", { type: "try-again" }],
  start: ["refused.to_start", { type: "home" }],
  ordinary: ["code.without", { type: "open-agencies" }],
};

function WayOn({ tools, refusal }) {
  const [word, event] = leads[wayOn(refusal)];
  return html`<${Button} kind="main" onTap=${() => tools.send(event)}>${tools.say(word)}<//>`;
}
