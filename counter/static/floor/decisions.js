/** What needs somebody, the most pressing first, each with its one action; below it what is plugged in. */

import { html } from "/static/web/vendor/htm-preact.js";
import { decisions, helpersFor, things } from "./facts.js";
import { answers } from "./may.js";
import { Act, Icon } from "./parts.js";
import { scoreSaid } from "./scores.js";

const ICONS = {
  silent_alarm: "bell-ringing", help_asked: "help", kiosk_burst: "ticket", clock_doubted: "clock", clock_stepped: "clock", nobody_serves: "user-off", waiting_critical: "clock",
  waiting_long: "clock", may_not_be_served: "hourglass", kiosk_offline: "wifi-off", paper_out: "printer-off", printer_cover_open: "printer-off", printer_offline: "printer-off",
  counter_back_late: "coffee", no_answer: "user-off", forgotten_visit: "hourglass", sent_to_nobody: "user-off", quota_used: "ban", quota_nearly_used: "ban", voice_failing: "volume-off", voice_absent: "volume-off",
  player_missing: "volume-off", display_offline: "device-tv", display_silent: "volume-off", paper_low: "printer", printer_unknown: "printer", system_down: "alert-triangle", paused: "clock-pause",
};

export function Decisions({ state, c }) {
  const all = decisions(state.floor, state.told);
  const next = c.steers ? all.findIndex((one) => actsOf(one, state, c).length > 0) : -1;
  return html`<section class="decisions"><h2>${all.length ? c.w.n("floor.decisions_n", all.length) : c.w("floor.decisions_none")}</h2>
    <ol>${all.map((one, n) => html`<${Decision} key=${one.key} one=${one} next=${n === next} state=${state} c=${c} />`)}</ol></section>`;
}

function Decision({ one, next, state, c }) {
  const { title, more } = c.alert(one);
  const acts = actsOf(one, state, c);
  return html`<li class=${one.level} data-code=${one.code}><${Icon} name=${ICONS[one.code] ?? "info-circle"} />
    <div><h3>${one.level === "critical" && html`<span class="unseen">${c.w("floor.critical")} </span>`}${title}</h3><p class="meta">${more}</p>
    ${acts.length > 0 && html`<p class="acts">${acts.map((act, n) => act.href
      ? html`<a key=${act.label} class="press ${next && n === 0 ? "next" : ""}" href=${act.href}>${act.label}</a>`
      : html`<${Act} key=${act.label} label=${act.label} next=${next && n === 0} off=${c.off} busy=${act.order && c.busy(act.order)} onPress=${act.press} c=${c} />`)}</p>`}</div></li>`;
}

/** What can be done about it from here: one thing, seldom two. */
function actsOf(one, state, c) {
  const kind = KINDS[one.code];
  if (kind === "going") return answers(state.staff) ? [{ label: c.w("floor.act.going"), order: "answer", press: ({ aimed }) => c.press("answer", { alarm: one.subject.code }, aimed) }] : [];
  if (!c.steers || !kind) return [];
  return ACTS[kind](one, c, state.floor);
}

const KINDS = {
  silent_alarm: "going", help_asked: "going", kiosk_burst: "going", clock_doubted: "clock", clock_stepped: "clock", nobody_serves: "help", waiting_critical: "help", waiting_long: "help",
  may_not_be_served: "tell", quota_used: "quota", quota_nearly_used: "quota", counter_back_late: "look", no_answer: "look", forgotten_visit: "look", sent_to_nobody: "look", system_down: "resume", paused: "resume",
};

const ACTS = {
  clock: (one, c) => [{ label: c.w("floor.act.clock"), href: "/floor/ready" }],
  help: ({ values }, c, floor) => [helpersFor(floor, values.queue).length
    ? { label: c.w("floor.act.help"), press: () => c.open("help", { queue: values.queue }) }
    : { label: c.w("floor.act.tell"), press: () => c.open("message", { scope: "agency", code: values.agency, about: "waiting" }) }],
  tell: ({ values }, c) => [
    { label: c.w("floor.act.tell"), press: () => c.open("message", { scope: "agency", code: values.agency, about: "late" }) },
    { label: c.w("floor.act.hours"), press: () => c.open("hours", { agency: values.agency }) },
  ],
  quota: ({ subject }, c) => [{ label: c.w("floor.act.quota"), press: () => c.open("quota", { service: subject.code }) }],
  look: ({ subject }, c) => [{ label: c.w("floor.act.look"), press: () => c.open("counter", { counter: Number(subject.code) }) }],
  resume: ({ code, values }, c) => [
    { label: c.w(code === "system_down" ? "floor.act.recovered" : "floor.act.resume"), press: () => c.open("resume", { pause: values.id }) },
    { label: c.w("floor.act.announce"), press: () => c.open("message", { scope: values.scope, code: values.code, about: values.reason }) },
  ],
};

const KINDS_OF_THINGS = ["kiosk", "display", "printer", "voice", "field"];
const NAMED = 2;

/** Kiosks, displays, printers and voice in two lines, what is well and what is not; all of them behind a button. */
export function Things({ state, c }) {
  const [all, scored] = [things(state.floor), scoreSaid(state.told.scores, c)];
  const [fine, bad] = [true, false].map((well) => KINDS_OF_THINGS.map((kind) => [kind, all.filter((one) => one.kind === kind && one.fine === well)]).filter(([, some]) => some.length));
  return html`<section class="things"><h2>${c.w("floor.things")}</h2>
    ${bad.length > 0 && html`<p class="past">${bad.map(([kind, some]) => (some.length > NAMED ? c.w.n(`floor.things.${kind}_bad`, some.length) : some.map((one) => `${nameOf(one, c)}: ${c.w(`floor.thing.${one.state}`)}`).join(", "))).join(", ")}</p>`}
    ${fine.length > 0 && html`<p>${fine.map(([kind, some]) => c.w.n(`floor.things.${kind}`, some.length)).join(", ")}</p>`}
    ${all.length === 0 && html`<p>${c.w("floor.things.none")}</p>`}
    ${scored && html`<p>${scored}</p>`}
    <p class="acts">${all.length > 0 && html`<${Act} label=${c.w("floor.things.all")} extra="small" onPress=${() => c.open("things")} c=${c} />`}
      ${scored && html`<${Act} label=${c.w("floor.scores")} extra="small" onPress=${() => c.open("scores")} c=${c} />`}</p></section>`;
}

export const nameOf = (one, c) => (one.kind === "field" ? c.w("floor.field", { field: one.name }) : one.name);
