/** Choosing a counter: the home counter first and largest, the others by zone, each with its state in a word. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Icon, keepFocus, Key, Notice, Plate } from "./parts.js";
import { isLost } from "./state.js";

/** Counters this person may see here: a clerk or manager has those of the own agency only. */
export function reachable(counters, staff) {
  return staff?.agency ? counters.filter((counter) => counter.agency === staff.agency) : counters;
}

/** The counter of Enter: where I sit already, else home, else the only one there is. Nobody sits down somewhere by chance. */
export function firstChoice(counters, staff) {
  const mine = counters.find((counter) => counter.held_by_me);
  const home = counters.find((counter) => counter.number === staff?.home_counter);
  return mine ?? home ?? (counters.length === 1 ? counters[0] : null);
}

export function Choose({ state, c }) {
  if (!state.counters) return html`<div class="choose"><${Head} state=${state} c=${c} /><main><h1>${c.w("choose.title")}</h1><${Notice} notice=${state.notice} c=${c} /></main></div>`;
  const counters = reachable(state.counters, state.staff);
  const first = firstChoice(counters, state.staff);
  const others = counters.filter((counter) => counter !== first);
  return html`<div class="choose"><${Head} state=${state} c=${c} /><main>
    <h1>${c.w("choose.title")}</h1>
    <${Notice} notice=${state.notice} c=${c} />
    ${first && html`<${First} counter=${first} state=${state} c=${c} />`}
    ${counters.length === 0 && html`<p class="meta">${c.w("choose.none")}</p>`}
    ${zonesOf(others).map(([zone, floor, here]) => html`<section key=${zone} aria-labelledby=${`zone-${zone}`}>
      <h2 id=${`zone-${zone}`}>${c.w("choose.zone", { zone, floor })} <span class="small">${c.zoneName(zone)}</span></h2>
      <ul class="counters">${here.map((counter) => html`<li key=${counter.number}><${Other} counter=${counter} c=${c} /></li>`)}</ul></section>`)}
  </main></div>`;
}

function Head({ state, c }) {
  const lost = isLost(state);
  return html`<header class="strip"><div class="strip-title"><p class="strip-name"><span class="site-name">${c.site()}</span><span class="site-short" aria-hidden="true">${state.mall?.site.short}</span></p><p class="small">${c.w("page.signed_in", { name: state.staff.username })}</p></div>
    <button type="button" class="plain" onMouseDown=${keepFocus} lang=${c.w.language === "id" ? "en" : "id"} onClick=${c.otherLanguage}><${Icon} name="language" />${c.w("page.other_language")}</button>
    <button type="button" class="plain" onMouseDown=${keepFocus} onClick=${c.signOut}><${Icon} name="logout" />${c.w("page.sign_out")}</button>
    <div class="strip-right"><p class="line ${lost ? "lost" : "live"}"><${Icon} name=${lost ? "wifi-off" : "broadcast"} /><span class="word">${c.w(lost ? "strip.lost" : "strip.live")}</span></p>
      <p class="wall" title=${c.today()}>${c.time(c.now())}</p></div></header>`;
}

/** The one green button, with the counter's plate as it hangs in the hall. */
function First({ counter, state, c }) {
  const go = ways(counter);
  return html`<section class="home-counter" aria-label=${c.w("choose.home")}>
    <${Plate} number=${counter.number} size="huge-plate" />
    <div><p class="eyebrow">${counter.number === state.staff.home_counter ? c.w("choose.home") : c.w("choose.zone", counter)}</p>
      <p class="service">${c.w("choose.counter_of", { counter: counter.number, agency: c.agency(counter.agency) })}</p><p class="meta">${standing(counter, c)}</p></div>
    ${go && html`<button type="button" id="primary" class="primary" aria-keyshortcuts="Enter" aria-disabled=${c.off ? "true" : null} onClick=${() => c.sit(counter)}>
      <span class="primary-head"><span class="word">${c.busy("take") ? c.w("move.wait") : c.w(go, { counter: counter.number })}</span><${Key} name="Enter" /></span></button>`}
  </section>`;
}

function Other({ counter, c }) {
  const go = ways(counter);
  const inside = html`<${Plate} number=${counter.number} hollow=${counter.state !== "open"} size="row-plate" />
    <span class="word"><strong>${c.agency(counter.agency)}</strong><span class="small">${standing(counter, c)}</span></span>`;
  if (!go) return html`<div class="counter-row taken">${inside}<span class="unseen">${c.w("choose.counter_of", { counter: counter.number, agency: c.agency(counter.agency) })}</span></div>`;
  return html`<button type="button" class="counter-row" onMouseDown=${keepFocus} aria-disabled=${c.off ? "true" : null} aria-label=${`${c.w(go, { counter: counter.number })}, ${c.agency(counter.agency)}, ${standing(counter, c)}`}
    onClick=${() => c.sit(counter)}>${inside}<${Icon} name="chevron-right" /></button>`;
}

/** The word of what a press does here, or null where nothing can be pressed. */
function ways(counter) {
  if (counter.held_by_me) return "choose.return";
  if (counter.can_take) return "choose.take";
  return counter.can_take_over ? "choose.take_over" : null;
}

function standing(counter, c) {
  const left = !counter.holder && counter.can_take && counter.label; // handed over in the middle of a visit
  return left ? c.w("choose.handed_over", { label: left }) : c.w(standingKey(counter));
}

function standingKey(counter) {
  if (counter.held_by_me) return "choose.mine";
  if (!counter.holder) return counter.can_take ? "choose.free" : "choose.readonly";
  return counter.can_take_over ? "choose.vanished" : "choose.held";
}

/** [[zone, floor, counters], …] in the order of the hall. */
function zonesOf(counters) {
  const zones = [...new Set(counters.map((counter) => counter.zone))].sort((a, b) => a - b);
  return zones.map((zone) => {
    const here = counters.filter((counter) => counter.zone === zone);
    return [zone, here[0].floor, here];
  });
}
