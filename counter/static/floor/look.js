/** Sheets that show: the menu, an agency, a counter, all that is plugged in, why one came before another. From them the steering opens. */

import { html } from "/static/web/vendor/htm-preact.js";
import { nameOf } from "./decisions.js";
import { helpable, rows, things, waitingIn } from "./facts.js";
import { leads, opens } from "./may.js";
import { Act, Dialog, DialogFoot, Facts, Field, Icon, Notice } from "./parts.js";
import { Ways } from "./view.js";

const Shown = ({ title, wide = true, c, children }) =>
  html`<${Dialog} title=${title} wide=${wide} onClose=${c.close} onSubmit=${c.close}>${children}<${DialogFoot} back=${c.w("floor.close_sheet")} onBack=${c.close} c=${c} /></${Dialog}>`;

const Steering = ({ acts, c }) => html`<div class="steering">${acts.filter(Boolean).map(([key, press]) => html`<${Act} key=${key} label=${c.w(key)} onPress=${press} c=${c} />`)}</div>`;

/** Where else to go, and what steers the whole floor. */
export function MenuSheet({ state, c }) {
  const day = state.floor?.state;
  const hall = leads(state.staff);
  const acts = c.steers && [
    hall && ["floor.menu.pause_hall", () => c.open("pause", { scope: "site", code: "" })],
    ["floor.menu.message", () => c.open("message", { scope: hall ? "site" : "agency", code: hall ? "" : state.staff.agency })],
    ["floor.menu.hours", () => c.open("hours", { agency: state.staff.agency ?? null })],
    ["floor.menu.release", () => c.open("release", { agency: state.staff.agency ?? null })],
    hall && day === "open" && ["floor.menu.stop", () => c.open("close", { waiting: "serve" })],
    hall && day !== "closed" && ["floor.menu.close", () => c.open("close", { waiting: "release" })],
    hall && (day === "stopped" || day === "closed") && ["floor.menu.reopen", () => c.open("reopen")],
  ];
  return html`<${Shown} title=${c.w("floor.menu")} c=${c}>
    <h3>${c.w("floor.ways")}</h3><${Ways} state=${state} c=${c} />
    ${acts && html`<h3>${c.w("floor.steer")}</h3><${Steering} acts=${acts} c=${c} />`}
    ${state.floor?.messages.length > 0 && html`<h3>${c.w("floor.messages")}</h3><${Messages} state=${state} c=${c} />`}
    ${opens(state.staff, "floor") && html`<h3>${c.w("floor.questions")}</h3><${Steering} acts=${[["floor.menu.why", () => c.open("why")]]} c=${c} />`}
    <h3>${c.w("page.signed_in", { name: state.staff.username })}</h3>
    <div class="steering"><${Act} icon="language" label=${c.w("page.other_language")} onPress=${c.otherLanguage} c=${c} /><${Act} icon="logout" label=${c.w("page.sign_out")} onPress=${c.signOut} c=${c} /></div>
  </${Shown}>`;
}

/** What stands on displays and phones now; each can be taken down. */
const Messages = ({ state, c }) => html`<ul class="messages">${state.floor.messages.map((one) => html`<li key=${one.id}><span class="word"><strong>${c.scope(one.scope, one.code)}</strong>${", "}${one.until ? c.w("floor.until", { time: c.time(one.until) }) : c.w("floor.until_lifted")}<br />${c.text(one.texts)}</span>
  ${c.steers && html`<${Act} label=${c.w("floor.act.lift")} extra="small" onPress=${() => c.open("lift", { message: one.id })} c=${c} />`}</li>`)}</ul>`;

export function AgencySheet({ dialog, state, c }) {
  const row = rows(state.floor, state.told, c.now()).find((one) => one.code === dialog.agency);
  if (!row) return null; // the mall was changed meanwhile
  const services = state.floor.services.filter((one) => one.agency === dialog.agency);
  const { hours } = row;
  return html`<${Shown} title=${row.short} c=${c}>
    <${Facts} facts=${[
      [c.w("floor.fact.hours"), hours ? c.w("floor.fact.hours_of", { opens: c.time(hours.opens), closes: c.time(hours.closes), last: c.time(hours.last_ticket) }) : c.w("floor.state.closed_today")],
      [c.w("floor.fact.waiting"), row.waiting], [c.w("floor.fact.served"), row.served], [c.w("floor.fact.unanswered"), row.unanswered], [c.w("floor.fact.away"), row.away],
      ...row.pauses.map((one) => [c.w("floor.fact.paused"), `${c.scope(one.scope, one.code)}: ${c.w(`floor.reason.${one.reason}`)}, ${one.until ? c.w("floor.until", { time: c.time(one.until) }) : c.w("floor.until_resumed")}`]),
    ]} />
    <table class="services"><thead><tr><th scope="col">${c.w("floor.column.service")}</th><th scope="col" class="count">${c.w("floor.column.waiting")}</th><th scope="col" class="count">${c.w("floor.column.issued")}</th><th scope="col">${c.w("floor.column.numbers")}</th></tr></thead>
    <tbody>${services.map((one) => html`<${Service} key=${one.code} one=${one} state=${state} c=${c} />`)}</tbody></table>
    ${c.steers && html`<${Steering} acts=${[
      ...row.pauses.filter((one) => one.scope !== "site").map((one) => ["floor.act.resume", () => c.open("resume", { pause: one.id })]),
      ["floor.act.pause", () => c.open("pause", { scope: "agency", code: row.code })], row.queues.length > 1 && ["floor.act.help", () => c.open("help", { queue: longest(row, state) })],
      ["floor.menu.message", () => c.open("message", { scope: "agency", code: row.code })], ["floor.menu.hours", () => c.open("hours", { agency: row.code })],
      row.waiting > 0 && ["floor.menu.release", () => c.open("release", { agency: row.code })],
    ]} c=${c} />`}
  </${Shown}>`;
}

/** Of several queues the one that needs help most. */
const longest = (row, { floor }) => floor.queues.filter((one) => row.queues.includes(one.code)).sort((one, other) => other.line.length - one.line.length)[0].code;

function Service({ one, state, c }) {
  const offer = state.told?.offers.find(({ service }) => service === one.code);
  const said = !offer ? "" : offer.can_take ? (offer.remaining === null ? c.w("floor.numbers_given") : c.w.n("floor.numbers_left", offer.remaining)) : c.text(offer.refusal?.message) || c.w("floor.numbers_stopped");
  return html`<tr><th scope="row">${c.text(one.short)}</th><td class="count">${waitingIn(state.floor, "service", one.code)}</td><td class="count">${one.quota === null ? one.issued : c.w("floor.of_quota", { issued: one.issued, quota: one.quota })}</td>
    <td>${said}${c.steers && one.quota !== null && html` <${Act} label=${c.w("floor.act.quota")} extra="small" aria-label=${c.w("floor.act.quota_of", { service: c.text(one.short) })} onPress=${() => c.open("quota", { service: one.code })} c=${c} />`}</td></tr>`;
}

export function CounterSheet({ dialog, state, c }) {
  const one = state.floor.counters.find(({ number }) => number === dialog.counter);
  if (!one) return null; // the mall was changed meanwhile
  const mine = c.steers && (!state.staff.agency || one.agency === state.staff.agency);
  return html`<${Shown} title=${c.w("floor.counter", { counter: one.number })} c=${c}>
    <p class="lead">${c.counterSaid(one).full}</p>
    <${Facts} facts=${[
      [c.w("floor.fact.agency"), c.agency(one.agency)], [c.w("floor.fact.queues"), one.queues.join(", ")], one.helps.length && [c.w("floor.fact.helps"), one.helps.join(", ")],
      [c.w("floor.fact.holder"), one.holder ? c.person(one.holder) : "–"], one.since && [c.w("floor.fact.since"), c.time(one.since)],
      one.label && [c.w("floor.fact.visitor"), `${one.label}, ${c.service(one.service)}`], one.label && [c.w("floor.fact.calls"), one.calls], [c.w("floor.fact.profile"), c.profileName(one.profile)],
      [c.w("floor.fact.auto_call"), c.w(one.auto_call ? "floor.yes" : "floor.no")],
    ]} />
    ${mine && html`<${Steering} acts=${[
      one.state !== "closed" && helpable(state.floor, one).length > 0 && ["floor.act.send", () => c.open("send", { counter: one.number, queues: one.helps })],
      one.helps.length > 0 && ["floor.act.back", () => c.open("send", { counter: one.number, queues: [] })],
    ]} c=${c} />`}
  </${Shown}>`;
}

export function ThingsSheet({ state, c }) {
  const all = things(state.floor);
  return html`<${Shown} title=${c.w("floor.things")} c=${c}>
    <ul class="all-things">${all.map((one) => html`<li key=${`${one.kind}${one.id}`}><${Icon} name=${one.fine ? "check" : "alert-triangle"} />
      <span class="word">${nameOf(one, c)}${one.zone ? html` <span class="meta">${c.zone(one.zone)}</span>` : ""}</span>
      <span class=${one.fine ? "meta" : "past"}>${c.w(`floor.thing.${one.state}`)}</span></li>`)}</ul>
    ${all.length === 0 && html`<p class="meta">${c.w("floor.things.none")}</p>`}
  </${Shown}>`;
}

/** "Why was X called before Y?": two labels, and the journal's answer in words. */
export function WhySheet({ dialog, state, c }) {
  const { first = "", then = "", answer = null } = dialog;
  const ask = () => first && then && c.askWhy(first, then);
  return html`<${Dialog} title=${c.w("floor.why.title")} wide=${true} onClose=${c.close} onSubmit=${ask}>
    <div class="two-fields"><${Field} id="first" label=${c.w("floor.why.first")} value=${first} onInput=${(text) => c.change({ first: text })} autofocus=${true} />
      <${Field} id="then" label=${c.w("floor.why.then")} value=${then} onInput=${(text) => c.change({ then: text })} /></div>
    <div role="status" aria-live="polite">${answer && html`<p class="answer">${answer}</p>`}${state.notice && state.notice.kind !== "done" && html`<${Notice} notice=${state.notice} c=${c} />`}</div>
    <${DialogFoot} go=${c.w("floor.why.go")} off=${c.lost} waits=${!first || !then} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}
