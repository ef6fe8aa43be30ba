// What surrounds every state of the display: head with place and clock, the strip of counters that serve, the foot.

import { html } from "/static/web/vendor/htm-preact.js";
import { Icon } from "/static/web/icons.js";
import { Mark } from "/static/web/hem.js";
import { agenciesHere, countersOnPage, isMessageOnPage, layoutOf, noticeOnPage } from "./screen.js";

const NAMES_FIT = 42; // letters of agency names that stand beside the site's name at 42 px

export function Head({ state, w, f, now }) {
  const site = state.site ?? state.mall?.site;
  return html`<header class="head">
    <div class="where"><${Mark} /><h1>${site?.short ?? ""}</h1><p>${placeOf(state, w)}</p>
      ${isDemonstration(state) && html`<p class="tag">${w("head.demonstration")}</p>`}</div>
    <div class="when"><p>${f.dayShort(now)}</p><p class="clock num">${f.time(now)}</p></div>
  </header><div class="hem up"></div>`;
}

function isDemonstration(state) {
  return state.site?.demonstration ?? state.mall?.demonstration ?? false;
}

/** The agencies' names where they fit beside the site's name, else zone and floor. */
export function placeOf(state, w) {
  if (state.zone === null) return w("place.hall");
  const names = agenciesHere(state).map((agency) => agency.short).join(", ");
  const fits = names && names.length <= NAMES_FIT && !isDemonstration(state);
  if (fits) return w("place.zone_agencies", { zone: state.zone, agencies: names });
  return zoneAndFloor(w, state.zone, floorOf(state));
}

export function floorOf(state) {
  return state.mall?.zones.find((zone) => zone.number === state.zone)?.floor;
}

export function zoneAndFloor(w, zone, floor) {
  return floor === undefined ? w("place.zone_only", { zone }) : w("place.zone", { zone, floor });
}

/** Who serves whom now; the page turns by a cross-fade, and only when there is more than one. */
export function Strip({ state, w, f, size }) {
  const { page, counters } = countersOnPage(state, size);
  if (!counters.length || layoutOf(state) === "lost" || isMessageOnPage(state)) return null;
  return html`<section class="strip" aria-label=${w("serving.title")}>
    <h2>${w("serving.title")}</h2>
    <ul key=${page}>${counters.map((one) => html`<${Serving} key=${one.number} one=${one} w=${w} f=${f} />`)}</ul>
  </section>`;
}

function Serving({ one, w, f }) {
  return html`<li class=${one.state}><span class="sign num">${one.number}</span>${servingText(one, w, f)}</li>`;
}

function servingText(one, w, f) {
  if (one.state === "paused") {
    const until = one.pause?.until;
    return html`<span class="pause">${until ? w("serving.paused_until", { time: f.time(until) }) : w("serving.paused")}</span>`;
  }
  return one.label ? html`<b class="num">${one.label}</b>` : html`<span>${w("serving.ready")}</span>`;
}

/** One large button, on the screen itself, where the browser wants a touch before it sounds. */
export function TouchForSound({ state, w, onTouch }) {
  if (state.sound !== "blocked") return null;
  return html`<section class="touch" aria-label=${w("sound.blocked")}>
    <p><${Icon} name="volume-off" />${w("sound.blocked")}</p>
    <button type="button" class="button act" onClick=${onTouch}><${Icon} name="volume" />${w("sound.touch")}</button>
  </section>`;
}

export function Foot({ state, w, f }) {
  if (isMessageOnPage(state)) return html`<${Message} state=${state} w=${w} />`;
  const isLost = layoutOf(state) === "lost";
  return html`<footer class="foot">
    ${isLost ? html`<p>${w("lost.help")} <b>${w("lost.desk")}</b>.</p>` : html`<${FootLine} state=${state} w=${w} f=${f} />`}
    ${isLost ? html`<p class="aside">${screenName(state, w)}</p>` : html`<${Aside} state=${state} w=${w} />`}
  </footer>`;
}

/** To all who wait here: the strip's place and the foot's, so that it can be read from the last row; calm, and for its page only. */
function Message({ state, w }) {
  return html`<footer class="foot message" key=${state.page.number}><p role="status" class="line notice"><${Icon} name="info-circle" /><span>${
    wordsOf(noticeOnPage(state), w)}</span></p></footer>`;
}

const wordsOf = ({ message }, w) => message[w.language] ?? message.id;

function FootLine({ state, w, f }) {
  const notice = noticeOnPage(state);
  if (!notice && layoutOf(state) === "closed") return html`<p></p>`;
  return html`<p class=${notice ? "line notice" : "line"} key=${state.page.number} role="status">
    ${notice ? html`<${Notice} notice=${notice} state=${state} w=${w} f=${f} />` : html`<${Missed} state=${state} w=${w} />`}
  </p>`;
}

function Missed({ state, w }) {
  const places = state.mall?.calling?.late_return_places;
  return html`<span>${w("foot.missed")} <b>${w("foot.missed_do")}</b> ${places ? w.n("foot.missed_then", places) : w("foot.missed_soon")}</span>`;
}

function Notice({ notice, state, w, f }) {
  if (notice.kind !== "pause") return html`<${Icon} name="alert-triangle" /><span>${wordsOf(notice, w)}</span>`;
  const { pause } = notice;
  return html`<${Icon} name="alert-triangle" /><span><b>${w("pause.who", { who: whoPauses(pause, state, w) })}</b> ${whatPauses(pause, w, f)} ${
    w(pause.numbers ? "pause.numbers_taken" : "pause.numbers_valid")}</span>`;
}

function whoPauses({ scope, code }, state, w) {
  if (scope === "site") return w("pause.everywhere");
  if (scope === "agency") return state.agencies[code] ?? code;
  return state.mall?.services.find((service) => service.code === code)?.short[w.language] ?? code;
}

/** A fault says since when; anything planned says until when, where that is known. */
function whatPauses({ reason, since, until }, w, f) {
  const known = w.has(`pause.reason.${reason}`) ? reason : "other";
  const said = w(`pause.reason.${known}`);
  return until && known !== "central_system_down"
    ? w("pause.what_until", { reason: said, time: f.time(until) })
    : w("pause.what_since", { reason: said, time: f.time(since) });
}

function Aside({ state, w }) {
  if (state.connection === "polling") return html`<p class="aside"><${Icon} name="network-off" />${w("connection.polling")}</p>`;
  return html`<p class="aside">${!noticeOnPage(state) && html`<span>${w("foot.complaint")} </span>`}<b>${w("foot.complaint_site")}</b> · ${
    w("foot.complaint_sms")} <b>${w("foot.complaint_number")}</b></p>`;
}

function screenName(state, w) {
  const place = state.zone === null ? w("place.hall") : w("place.zone_only", { zone: state.zone });
  return [state.device?.name, place].filter(Boolean).join(" · ");
}
