/** The right-hand side: what in my zone needs a person, and who waits since when. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Icon, keepFocus } from "./parts.js";

const ICONS = {
  printer: "printer-off", voice: "volume-off", display: "device-tv", help: "hand-stop", burst: "alert-triangle", clock: "clock", slip: "ticket",
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
  return html`<section class="waiting" aria-labelledby="waiting">
    <div class="section-head"><h2 id="waiting">${c.w.n("queue.title", count)}</h2>
      ${promise && html`<p class="small">${c.w("queue.promise", { n: promise })}</p>`}</div>
    ${count === 0 ? !saidBeside && html`<p class="meta empty">${c.w("queue.empty")}</p>` : html`
      <ol aria-label=${c.w("queue.list")}>${waiting.map((one) => html`<${Row} key=${one.label} one=${one} promise=${promise} c=${c} />`)}</ol>`}
    ${count > waiting.length && html`<p class="small">${c.w.n("queue.more", count - waiting.length)}</p>`}
  </section>`;
}

function Row({ one, promise, c }) {
  const minutes = c.minutesSince(one.issued_at);
  const past = promise && minutes > promise ? minutes - promise : 0;
  const foreign = one.language !== "id" ? ` · ${c.w(`spoken.${one.language}`)}` : "";
  return html`<li class="waiter ${past ? "past" : ""}">
    <span class="label row">${one.label}</span>
    <span class="word">${c.text(one.service_short)}${foreign}<span class="since">${c.w("queue.since", { time: c.time(one.issued_at) })}</span></span>
    <span class="minutes">${past > 0 && html`${c.w("queue.past", { n: past })} · `}${minutes ? html`<strong>${minutes}</strong> ${c.w("queue.minutes")}` : c.w("queue.new")}</span>
  </li>`;
}
