/** The work profiles in words: who goes first, at most how many may pass, and which counters work by it. */

import { html } from "/static/web/vendor/htm-preact.js";
import { reaches, steers } from "./may.js";
import { Act, Plate } from "./parts.js";

export function Profiles({ state, c }) {
  const { profiles, without, queues } = state.page;
  const plain = { code: null, sentences: null, pools: without, may_edit: false };
  const edits = steers(state.staff);
  return html`<p class="lead">${c.w("floor.profiles.lead")}</p>
    ${edits && html`<p class="acts"><${Act} label=${c.w("floor.profiles.new")} onPress=${() => c.open("profile", { code: null })} c=${c} /></p>`}
    <ul class="profiles">${[...profiles, plain].filter((one) => one.code || one.pools.length).map((one) => html`<${Profile} key=${one.code ?? "plain"} one=${one} queues=${queues} state=${state} c=${c} />`)}</ul>`;
}

function Profile({ one, queues, state, c }) {
  const counters = one.pools.flatMap((pool) => pool.counters.map((number) => ({ number, agency: pool.agency })));
  const served = [...new Set(one.pools.flatMap((pool) => pool.queues))];
  const bounds = queues.filter(({ queue }) => served.includes(queue));
  const gives = steers(state.staff);
  return html`<li><div class="profile-head"><h2>${one.code ? c.text(one.name) : c.w("floor.plain")}</h2>
      ${one.may_edit && html`<p class="acts"><${Act} label=${c.w("floor.profiles.edit")} aria-label=${c.w("floor.profiles.edit_of", { name: c.text(one.name) })} onPress=${() => c.open("profile", { code: one.code })} c=${c} />
        <${Act} label=${c.w("floor.profiles.remove")} aria-label=${c.w("floor.profiles.remove_of", { name: c.text(one.name) })} onPress=${() => c.open("remove", { code: one.code })} c=${c} /></p>`}</div>
    <ol class="sentences">${one.sentences ? one.sentences.map((text, n) => html`<li key=${n}>${c.text(text)}</li>`) : html`<li>${c.w("floor.plain.sentence")}</li>`}</ol>
    ${bounds.length > 0 && html`<${Bounds} bounds=${bounds} c=${c} />`}
    <p class="meta">${counters.length ? c.w("floor.profiles.counters") : c.w("floor.profiles.no_counter")}</p>
    <ul class="used">${counters.map((counter) => html`<li key=${counter.number}>${gives && reaches(state.staff, counter.agency)
      ? html`<button type="button" class="counter" aria-label=${c.w("floor.give.of", { counter: counter.number, agency: c.agency(counter.agency) })} onClick=${() => c.open("give", { counter: counter.number, profile: one.code })}><${Plate} number=${counter.number} /><span class="does">${c.agency(counter.agency)}</span></button>`
      : html`<span class="counter"><${Plate} number=${counter.number} /><span class="does"><span class="unseen">${c.w("floor.counter", { counter: counter.number })} </span>${c.agency(counter.agency)}</span></span>`}</li>`)}</ul></li>`;
}

/** Queues with the same bound are told together. */
export function Bounds({ bounds, c }) {
  const said = new Map();
  for (const { queue, sentence } of bounds) said.set(c.text(sentence), [...(said.get(c.text(sentence)) ?? []), queue]);
  return html`<ul class="bounds">${[...said].map(([text, queues]) => html`<li key=${text}><strong>${queues.join(", ")}</strong> ${text}</li>`)}</ul>`;
}
