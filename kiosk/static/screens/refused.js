/** A refusal is a service page too: what is so, why and until when, what to do instead, and one green way on. */
import { html } from "/static/web/vendor/htm-preact.js";
import { agencyOf, serviceOf, servicesOf } from "../hall.js";
import { bodyKeys, isWorthTryingAgain, refusalLook, titleKey } from "../verdict.js";
import { AgencyLine } from "./service.js";
import { Tells } from "./glass.js";
import { Button, Icon, Row, Title } from "./parts.js";

export function Refused({ state, tools, refusal, alone }) {
  const { say } = tools;
  const { agency: code, service: serviceCode } = state.place;
  const agency = agencyOf(state, code);
  const service = serviceCode && serviceOf(state, serviceCode);
  const single = alone || servicesOf(state, code).length === 1;
  const values = valuesOf(whole(refusal), { agency, service, tools });
  const { icon, tone } = refusalLook(refusal);
  return html`
    <${Tells} about=${`${code}/${refusal.code}/${say.language}`}>
      <${AgencyLine} ...${{ state, tools, agency, service }} />
      <div class=${`refused-icon ${tone}`}><${Icon} name=${icon} /></div>
      <${Title} key=${say.language}>${say(titleKey(refusal, { alone: single }), values)}<//>
      <p class="reason">${reasonWords(whole(refusal), tools, values)}</p>
    <//>
    <${WhatNow} ...${{ state, tools, agency, refusal }} />
    <div class="actions"><${WayOn} ...${{ state, tools, refusal, single }} /></div>`;
}

/** What is so, in a line: "Samsat belum bisa memberi nomor". */
export const refusalTitle = (refusal, { agency, service, tools, alone }) =>
  tools.say(titleKey(refusal, { alone }), valuesOf(whole(refusal), { agency, service, tools }));

/** A server that tells only when the counters open means the numbers too. */
const whole = (refusal) => ({ ...refusal, numbers_from: refusal.numbers_from ?? refusal.opens_at });

/** Why, and until when: our own sentences, or the server's. */
export const refusalReason = (refusal, { agency, service, tools }) =>
  reasonWords(whole(refusal), tools, valuesOf(whole(refusal), { agency, service, tools }));

function valuesOf(refusal, { agency, service, tools }) {
  const { say, form } = tools;
  const time = (iso) => (iso ? form.time(iso) : null);
  const from = refusal.numbers_from;
  return {
    agency: agency?.short, service: service ? service.short[say.language] : agency?.short,
    until: time(refusal.until), since: time(refusal.since), seconds: refusal.seconds,
    when: refusal.opens_at && form.when(refusal.opens_at), reason: refusal.name?.[say.language],
    from: from && form.when(from), Day: from && form.Day(from), time: time(from),
  };
}

/** Our own sentences; for a reason that is none of ours, the server's message in the visitor's language. */
function reasonWords(refusal, { say }, values) {
  const sentences = bodyKeys(refusal).filter((key) => say.has(key)).map((key) => say(key, values));
  return sentences.join(" ") || refusal.message?.[say.language] || say("refused.other.body");
}

function WhatNow({ state, tools, agency, refusal }) {
  const { say, send } = tools;
  const read = refusal.code !== "too_many_tickets";
  return html`
    <h2 class="lead">${say("refused.what_now")}</h2>
    <ul class="ways">
      ${read && html`<li><${Row} icon="file-text" name=${say("refused.read", { agency: agency.short })} does=${say("refused.read_hint")}
        chevron onTap=${() => send({ type: "read-on" })} /></li>`}
      <li><${Row} icon="bell" name=${say("refused.talk")} does=${say("refused.talk_hint")} chevron
        onTap=${() => send({ type: "call-staff" })} /></li>
    </ul>`;
}

function WayOn({ state, tools, refusal, single }) {
  const { say, send } = tools;
  if (state.refusal && isWorthTryingAgain(refusal)) {
    return html`<${Button} kind="main" onTap=${() => send({ type: "try-again" })}>${say("refused.try_again")}<//>`;
  }
  if (refusal.code === "offline" || refusal.code === "clock_in_doubt" || refusal.code === "not_paired") {
    return html`<${Button} kind="main" onTap=${() => send({ type: "home" })}>${say("refused.to_start")}<//>`;
  }
  const on = single ? { type: "open-agencies" } : { type: "open-agency", agency: state.place.agency };
  return html`<${Button} kind="main" onTap=${() => send(on)}>${say(single ? "refused.other_agency" : "refused.other_service")}<//>`;
}
