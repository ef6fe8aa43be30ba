/** Somebody is back with their slip: after how many numbers they are called, or kindly why not, and what to do instead. */
import { html } from "/static/web/vendor/htm-preact.js";
import { isStillGood, refusedWords } from "../coming-back.js";
import { Tells } from "./glass.js";
import { Label } from "./number.js";
import { Button, Icon, Row, Title } from "./parts.js";

export function Back({ state, tools }) {
  const faces = { asking: Asking, done: Done, refused: Refused, failed: Failed };
  return html`<${faces[state.back.step]} ...${{ state, tools }} />`;
}

function Asking({ tools }) {
  return html`<${Tells} about=${tools.say.language}><${Title} key=${tools.say.language}>${tools.say("back.asking")}<//><//>`;
}

function Done({ state, tools }) {
  const { say, send } = tools;
  const { label, ahead, zone, floor } = state.back.told;
  return html`
    <${Tells} about=${`${say.language}/${label}`}>
      <${Title} key=${say.language}>${say("back.title")}<//>
      <p class="reason">${ahead === 0 ? say("back.next") : say.n("back.after", ahead)}</p>
    <//>
    <section class=${`the-number length-${label.length}`}><div><${Label} label=${label} /></div></section>
    <p class="where"><${Icon} name="map-pin" /><span>${say("number.where_before")}<strong>${say("place", { zone, floor })}</strong>${say("number.where_after")}
      <br />${say("number.called_on")}</span></p>
    <div class="actions"><${Button} kind="main" onTap=${() => send({ type: "home" })} disabled=${!state.settled}>${say("number.finish")}<//></div>`;
}

function Refused({ state, tools }) {
  const { say, send } = tools;
  const words = refusedWords(state.back.refusal);
  const { label = "" } = state.back.refusal;
  const good = isStillGood(state.back.refusal);
  return html`
    <${Told} tools=${tools} icon=${good ? "ticket" : "info-circle"} title=${say(`back.${words}.title`, { label })} reason=${say(`back.${words}.body`, { label })} />
    <${Ways} tools=${tools} />
    <div class="actions"><${Button} kind="main" onTap=${() => send(good ? { type: "home" } : { type: "open-agencies" })}>${
      say(good ? "number.finish" : "code.without")}<//></div>`;
}

function Failed({ tools }) {
  const { say, send } = tools;
  return html`
    <${Told} tools=${tools} icon="plug-connected-x" title=${say("back.failed.title")} reason=${say("back.failed.body")} />
    <${Ways} tools=${tools} />
    <div class="actions"><${Button} kind="main" onTap=${() => send({ type: "return-again" })}>${say("refused.try_again")}<//></div>`;
}

const Told = ({ tools, icon, title, reason }) => html`
  <${Tells} about=${`${tools.say.language}/${title}`}>
    <p class="agency-line"><span>${tools.say("back.slip")}</span></p>
    <div class="refused-icon ink"><${Icon} name=${icon} /></div>
    <${Title} key=${tools.say.language}>${title}<//>
    <p class="reason">${reason}</p>
  <//>`;

function Ways({ tools }) {
  const { say, send } = tools;
  return html`
    <h2 class="lead">${say("refused.what_now")}</h2>
    <ul class="ways"><li><${Row} icon="bell" name=${say("refused.talk")} does=${say("refused.talk_hint")} chevron
      onTap=${() => send({ type: "call-staff" })} /></li></ul>`;
}
