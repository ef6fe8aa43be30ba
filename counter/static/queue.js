/** The right-hand side: what in my zone needs a person, and who waits since when. */

import { html } from "/static/web/vendor/htm-preact.js";
import { waitLevel } from "./choices.js";
import { Icon, keepFocus } from "./parts.js";
import { PriorityTag } from "./priority.js";

const ICONS = {
  printer: "printer-off", voice: "volume-off", display: "device-tv", help: "hand-stop", burst: "alert-triangle", clock: "clock", slip: "ticket", silent: "hand-stop",
};

export function Troubles({ state, c }) {
  const troubles = peopleFirst(state.desk.troubles);
  if (!troubles.length) return null;
  return html`<section class="troubles" aria-labelledby="troubles">
    <h2 id="troubles">${c.w.n("trouble.title", troubles.length)}</h2>
    <ul>${troubles.map((trouble) => html`<li key=${`${trouble.kind}${trouble.id}`} class="trouble ${trouble.kind}">
      <${Icon} name=${ICONS[trouble.kind] ?? "info-circle"} />
      <span class="word">${unbroken(c.text(trouble.message))} ${trouble.since && html`<span class="small">${c.w("trouble.since", { time: c.time(trouble.since) })}</span>`}</span>
      <${TroubleAction} trouble=${trouble} c=${c} />
    </li>`)}</ul>
  </section>`;
}

/** A person who asked for help stands above things that are broken. */
const peopleFirst = (troubles) => [...troubles].sort((one, other) => (other.action === "answer") - (one.action === "answer"));

/** A label inside a sentence does not break at its hyphen. */
const unbroken = (text) => text.replace(/\b([A-Z]{1,2})-(\d)/g, "$1\u2060-\u2060$2");

function TroubleAction({ trouble, c }) {
  if (trouble.action === "answer")
    return html`<button type="button" class="small-move" onMouseDown=${keepFocus} aria-disabled=${c.off ? "true" : null} onClick=${() => c.press("answer", { alarm: trouble.id })}>${c.w("trouble.answer")}</button>`;
  if (trouble.action === "reprint")
    return html`<button type="button" class="small-move" onMouseDown=${keepFocus} aria-disabled=${c.off ? "true" : null} onClick=${() => c.openReprint(trouble)}>${c.w("trouble.reprint")}</button>`;
  return null;
}

export function Waiting({ state, c }) {
  const { waiting, waiting_count: count, ticket, counter } = state.desk;
  const saidBeside = !ticket && counter.state === "open";
  const promise = state.desk.promised_wait_minutes;
  const longest = longestWait(waiting, c);
  return html`<section class="waiting" aria-labelledby="waiting">
    <div class="section-head"><h2 id="waiting">${c.w.n("queue.title", count)}</h2>
      ${longest.level ? html`<p class="small longest ${longest.level}">${c.w(`queue.longest_${longest.level}`, { n: longest.minutes })}</p>`
        : promise && html`<p class="small">${c.w("queue.promise", { n: promise })}</p>`}</div>
    ${count === 0 ? !saidBeside && html`<p class="meta empty">${c.w("queue.empty")}</p>` : html`
      <ol aria-label=${c.w("queue.list")}>${waiting.map((one) => html`<${Row} key=${one.label} one=${one} first=${isNextOutOfTurn(state.desk, one)} c=${c} />`)}</ol>`}
    ${count > waiting.length && html`<p class="small">${c.w.n("queue.more", count - waiting.length)}</p>`}
  </section>`;
}

const LEVELS = ["", "warn", "critical"];

/** The gravest wait of the list: {level, minutes}. */
export function longestWait(waiting, c) {
  const waits = waiting.map((one) => ({ minutes: c.minutesSince(one.since ?? one.issued_at), thresholds: one.thresholds }))
    .map(({ minutes, thresholds }) => ({ minutes, level: waitLevel(minutes, thresholds) }));
  return waits.reduce((worst, one) => (LEVELS.indexOf(one.level) > LEVELS.indexOf(worst.level) ? one : worst), { level: "", minutes: 0 });
}

/** The one a rule puts before the first of the list. */
const isNextOutOfTurn = ({ next, waiting }, one) => one.label === next?.label && waiting[0]?.label !== one.label;

function Row({ one, first, c }) {
  const since = one.since ?? one.issued_at;
  const minutes = c.minutesSince(since);
  const level = waitLevel(minutes, one.thresholds);
  return html`<li class="waiter ${level}">
    <button type="button" class="pick label row" onMouseDown=${keepFocus} aria-label=${c.w("call.of", { label: one.label })} onClick=${() => c.open("call", { ticket: one.label, typed: one.label })}>${one.label}</button>
    <span class="word">${[c.text(one.service_short), ...flags(one, first, c)].join(" · ")}
      ${["requested", "confirmed"].includes(one.priority) ? html`<span class="tag-line"><${PriorityTag} one=${one} c=${c} /></span>` : html`<span class="since">${c.w("queue.since", { time: c.time(since) })}</span>`}</span>
    <span class="minutes">${level && html`<span class="level">${c.w(`queue.${level}`)}</span> `}${minutes ? html`<strong>${minutes}</strong> ${c.w("queue.minutes")}` : c.w("queue.new")}</span>
  </li>`;
}

/** What is special about somebody who waits, each in a word or two. */
function flags(one, first, c) {
  return [
    first && c.w("queue.first"),
    one.appointment && c.w("queue.appointment", { time: c.time(one.appointment) }),
    one.again && c.w("queue.again"),
    one.wanted_counter && c.w("queue.for_counter", { counter: one.wanted_counter }),
    one.language !== "id" && c.w(`spoken.${one.language}`),
  ].filter(Boolean);
}
