/** The desk: strip above, the next thing to do, the other moves, and the queue beside it. */

import { html } from "/static/web/vendor/htm-preact.js";
import { otherMoves, primaryMove } from "./moves.js";
import { secondsToUndo } from "./choices.js";
import { Notes } from "./colleagues.js";
import { Parked } from "./park.js";
import { Icon, Move, Notice, Plate, Primary } from "./parts.js";
import { Troubles, Waiting } from "./queue.js";
import { isLost } from "./state.js";
import { Undo } from "./undo.js";
import { Visit } from "./visit.js";

export function Desk({ state, c }) {
  return html`<div class="desk">
    <${Strip} state=${state} c=${c} />
    <${Lost} state=${state} c=${c} />
    <main class="work">
      <div class="present"><${Present} state=${state} c=${c} /></div>
      <div class="acts">
        <${Notice} notice=${besideUndo(state, c)} c=${c} />
        <${Undo} state=${state} c=${c} />
        <${Act} state=${state} c=${c} />
        <${Moves} state=${state} c=${c} />
      </div>
      <${After} state=${state} c=${c} />
    </main>
    <aside class="queue" aria-label=${c.w("queue.list")} tabindex="0"><${Troubles} state=${state} c=${c} /><${Notes} state=${state} c=${c} />
      <${Waiting} state=${state} c=${c} /><${Parked} state=${state} c=${c} /><${Ways} state=${state} c=${c} /></aside>
  </div>`;
}

/** What can be taken back says itself what was done: then the message is only for those who listen. */
function besideUndo({ notice, desk }, c) {
  const said = notice?.kind === "done" && secondsToUndo(desk.undo, c.now()) > 0 && notice.values?.label === desk.undo.label;
  return said ? { ...notice, quiet: true } : notice;
}

/** Below the queue: somebody out of turn, and somebody who came back. */
function Ways({ state, c }) {
  const open = state.desk.counter.state === "open";
  return html`<div class="ways">
    ${open && html`<${Move} icon="search" label=${c.w("move.call_number")} keyName="/" onPress=${() => c.act("call", "/")} data-move="call" />`}
    <${Move} icon="refresh" label=${c.w("move.return")} keyName="D" onPress=${() => c.act("return", "D")} data-move="return" />
  </div>`;
}

/** Counter, state, pause and close, connection and clock. */
function Strip({ state, c }) {
  const { counter } = state.desk;
  const open = counter.state === "open";
  return html`<header class="strip">
    <${Plate} number=${counter.number} size="strip-plate" />
    <div class="strip-title"><p class="strip-name"><span class="strip-counter">${c.w("strip.counter", { counter: counter.number })} · </span>${counter.agency_short}</p>
      <p class="small">${c.w("strip.about", { queues: counter.queues.join(", "), zone: counter.zone })}${helping(state.desk, c)}${c.alarmHeard && ` · ${c.w("alarm.heard")}`}</p>
      <p class="small strip-line">${c.w(`strip.${counter.state}`)} · ${c.w(isLost(state) ? "strip.lost" : "strip.live")}${c.alarmHeard && ` · ${c.w("alarm.heard")}`}</p></div>
    <p class="strip-state"><${Icon} name=${STATE_ICONS[counter.state]} />${c.w(`strip.${counter.state}`)}</p>
    ${open && html`<${Move} icon="player-pause" label=${c.w("strip.pause")} keyName="J" extra="strip-move" off=${c.off} onPress=${() => c.open("pause")} />`}
    ${counter.state === "closed"
      ? html`<${Move} label=${c.w("strip.leave")} extra="strip-move strip-close" off=${c.off} onPress=${() => c.open("leave")} />`
      : html`<${Move} label=${c.w("strip.close")} extra="strip-move strip-close" off=${c.off} onPress=${() => c.open("close")} />`}
    <${Move} icon="list" label=${c.w("strip.menu")} keyName="M" extra="strip-move strip-menu" onPress=${() => c.open("menu")} />
    <div class="strip-right"><p class="line ${lineOf(state)}"><${Icon} name=${lineOf(state) === "lost" ? "wifi-off" : "broadcast"} /><span class="word">${c.w(`strip.${lineOf(state)}`)}</span></p>
      <${Clock} c=${c} /></div>
  </header>`;
}

const helping = ({ helps = [] }, c) => helps.length > 0 && ` · ${c.w("why.help", { queue: helps.join(", ") })}`;

const STATE_ICONS = { open: "circle-check", paused: "clock-pause", closed: "lock" };
const lineOf = (state) => (isLost(state) ? "lost" : state.line === "live" ? "live" : "polling");

const Clock = ({ c }) =>
  html`<p class="wall" title=${c.today()}><span class="unseen">${c.today()}, ${c.w("page.clock")} </span>${c.time(c.now())}</p>`;

/** What is out of reach, how old this is, what waits, and what was kept. */
function Lost({ state, c }) {
  const lost = isLost(state);
  return html`<div class="lost-place" role="alert">${lost && html`<div class="lost-banner">
    <${Icon} name="plug-connected-x" />
    <p><strong>${c.w("lost.title")}</strong> ${c.w("lost.age", { time: c.time(state.rightAt), age: c.age(state.rightAt) })} ${waitingMoves(state, c)} ${keptMove(state, c)}</p>
    ${state.pending?.failed && html`<button type="button" class="small-move" onClick=${c.giveUp}>${c.w("lost.give_up")}</button>`}
  </div>`}</div>`;
}

function waitingMoves({ desk, pending }, c) {
  const first = primaryMove(desk);
  const names = [first, ...otherMoves(desk).filter((move) => !move.opens)].filter(Boolean).filter((move) => move.name !== pending?.order.name);
  if (desk.counter.state === "open") names.push({ says: "move.pause" });
  return names.length ? c.w("lost.disabled", { moves: c.listed(names.map((move) => c.w(move.says, move.values))) }) : "";
}

const keptMove = ({ pending }, c) => (pending ? c.w("lost.kept", { move: c.orderName(pending.order) }) : "");

/** The visitor, or what the counter is when nobody is at it. */
function Present({ state, c }) {
  const { desk } = state;
  if (desk.ticket) return html`<${Visit} state=${state} c=${c} />`;
  if (desk.counter.state === "closed") return html`<${Quiet} title=${c.w("closed.title")} more=${c.w("closed.more")} icon="lock" />`;
  if (desk.counter.state === "paused") return html`<${Paused} pause=${desk.counter.pause} c=${c} />`;
  if (desk.break) return html`<${Quiet} title=${c.w("rest.title")} more=${resting(desk.break, c)} icon="coffee" />`;
  if (desk.next) return html`<h1 class="unseen">${c.w("move.call_next")}</h1>`;
  return html`<${Quiet} title=${c.w("idle.nobody")} more=${c.w(desk.auto_call ? "idle.auto_more" : "idle.nobody_more")} icon="armchair" />`;
}

const resting = ({ reason, until }, c) => c.w("rest.more", { reason: c.text(reason), until: c.time(until) });

const Quiet = ({ title, more, icon }) =>
  html`<section class="quiet"><${Icon} name=${icon} /><h1>${title}</h1><p class="meta">${more}</p></section>`;

function Paused({ pause, c }) {
  const reason = c.w(`reason.${pause.reason}`);
  const left = pause.until ? -c.secondsSince(pause.until) : null;
  const about = pause.until ? c.w("paused.until", { reason, time: c.time(pause.until) }) : c.w("paused.since", { reason, time: c.time(pause.since) });
  const key = left === null ? "paused.elapsed" : left >= 0 ? "paused.left" : "paused.over";
  return html`<section class="quiet"><${Icon} name="clock-pause" /><h1>${c.w("paused.title")}</h1><p class="meta">${about}</p>
    <div class="pause-clock"><p class="eyebrow">${c.w(key)}</p><p class="label clock" role="timer">${c.stopwatch(left === null ? c.secondsSince(pause.since) : Math.abs(left))}</p></div></section>`;
}

/** The biggest button. Where nobody waits there is none: the screen says so instead. */
function Act({ state, c }) {
  const move = primaryMove(state.desk);
  if (!move) return null;
  const calling = move.name === "next" && !state.desk.ticket;
  const busy = state.pending?.primary && state.pending.slow;
  return html`<${Primary} label=${c.w(move.says, move.values)} number=${calling ? move.label : null} about=${calling ? aboutNext(state, c) : null}
    why=${move.name === "next" ? whyNext(state.desk, c) : null} tall=${calling} off=${c.off} busy=${busy} onPress=${() => c.act(move.name, "Enter")} c=${c} />`;
}

function aboutNext({ desk }, c) {
  const first = desk.next;
  if (!first?.service_short) return "";
  const minutes = c.minutesSince(first.since ?? first.issued_at);
  const promise = first.thresholds?.[0] ?? desk.promised_wait_minutes;
  const about = c.w.n(minutes ? "idle.next_about" : "idle.next_new", minutes, { service: c.text(first.service_short) });
  return promise && minutes > promise ? `${about}, ${c.w.n("idle.past", minutes - promise)}` : about;
}

/** Why a rule lets the next one go before others, in a word; null in order of arrival. */
export function whyNext({ next }, c) {
  if (next?.why === "help") return c.w("why.help", { queue: next.queue });
  if (!next?.why || !next.passes) return null;
  return c.w({ prefer: "why.prefer", appointments: "why.appointments" }[next.why] ?? "why.priority");
}

function Moves({ state, c }) {
  const moves = otherMoves(state.desk);
  return html`<div class="moves">${moves.map((move) => html`<${Move} key=${move.name} icon=${move.icon} label=${c.w(move.says, move.values)} keyName=${move.opens ? null : move.key}
    hint=${move.opens ? c.w.n("absent.opens", move.opens) : null} extra=${move.opens ? "later" : ""} off=${c.off || move.opens > 0 || c.left(move.waits) > 0}
    seconds=${move.opens ? 0 : c.left(move.waits)} aria-pressed=${"on" in move ? String(move.on) : null}
    busy=${state.pending?.slow && state.pending.order.name === move.name} onPress=${() => c.act(move.name, move.key)} data-move=${move.name} />`)}</div>`;
}

/** Below an idle counter: the last visits here, and which services give numbers. */
function After({ state, c }) {
  const { ticket, recent, counter, services } = state.desk;
  if (ticket) return null;
  const here = recent.filter((visit) => visit.counter === counter.number).slice(0, 3);
  return html`<div class="after">
    ${here.length > 0 && html`<section aria-labelledby="recent"><div class="section-head"><h2 id="recent">${c.w("idle.recent")}</h2></div>
      <ul>${here.map((visit) => html`<${PastVisit} key=${visit.id} visit=${visit} c=${c} />`)}</ul></section>`}
    <section aria-labelledby="services"><div class="section-head"><h2 id="services">${c.w("idle.services", { agency: counter.agency_short })}</h2></div>
      <${Services} refused=${services.filter((service) => !service.can_take)} c=${c} /></section>
  </div>`;
}

const PastVisit = ({ visit, c }) => html`<li class="past-visit"><span class="label row">${visit.label}</span>
  <span class="word">${c.w(visit.state === "absent" ? "ended.absent" : "ended.finished")}</span>
  <span class="small">${c.text(visit.service_short)}</span><span class="small at">${c.w("visit.called_at", { time: c.time(visit.called_at) })}</span></li>`;

/** Only what a clerk would have to explain to a visitor: services that give no number now, each with its reason. */
function Services({ refused, c }) {
  if (!refused.length) return html`<p class="meta services-all"><${Icon} name="check" />${c.w("idle.can_take")}</p>`;
  return html`<ul>${refused.map((service) => html`<li class="service-row" key=${service.code}><span class="word">${c.text(service.name)}</span>
    <span class="small"><${Icon} name="ban" />${c.refusal(service.refusal)}</span></li>`)}</ul>`;
}
