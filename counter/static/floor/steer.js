/** Sheets that steer: a counter sent to help, more numbers, a pause and its end, longer hours, who waits sent home. Each says what will happen. */

import { html } from "/static/web/vendor/htm-preact.js";
import { helpable, helpersFor, waitingIn } from "./facts.js";
import { leads } from "./may.js";
import { Area, Choices, Field, Sheet } from "./parts.js";

const REASONS = ["central_system_down", "power", "meeting", "ceremony", "staff", "other"];
const MINUTES = [15, 30, 60, 120, null];
const HELPERS_SHOWN = 8;

export const lengths = (c, open) => MINUTES.map((minutes) => ({ value: minutes, label: minutes === null ? open : c.w.n("pause.n_minutes", minutes) }));

/** Which counter helps this queue. */
export function HelpSheet({ dialog, state, c }) {
  const { queue } = dialog;
  const found = helpersFor(state.floor, queue).slice(0, HELPERS_SHOWN);
  const chosen = found.find(({ counter }) => counter.number === (dialog.counter ?? found[0]?.counter.number));
  const waiting = state.floor.queues.find(({ code }) => code === queue)?.line.length ?? 0;
  const go = () => chosen && c.press("help", { counter: chosen.counter.number, queues: [...chosen.counter.helps, queue] });
  const options = found.map(({ counter, waiting: own }) => ({ value: counter.number, label: c.w("floor.counter_of", { counter: counter.number, agency: c.agency(counter.agency) }), hint: c.w.n("floor.waiting_there", own) }));
  return html`<${Sheet} title=${c.w("floor.help.title", { queue })} order="help" go=${found.length ? c.w("floor.help.go") : null} waits=${!chosen} onGo=${go} state=${state} c=${c}
    will=${chosen && c.w("floor.help.will", { counter: chosen.counter.number, queue, own: chosen.counter.queues.join(", ") })}>
    <p class="meta">${c.w.n("floor.waiting_in", waiting, { queue })}</p>
    ${found.length ? html`<${Choices} legend=${c.w("floor.help.which")} name="counter" options=${options} chosen=${chosen?.counter.number} onChoose=${(counter) => c.change({ counter })} />` : html`<p>${c.w("floor.help.nobody")}</p>`}
  </${Sheet}>`;
}

/** Which queues this counter serves beside its own; none: it is called back. */
export function SendSheet({ dialog, state, c }) {
  const counter = state.floor.counters.find(({ number }) => number === dialog.counter);
  if (!counter) return null;
  const others = helpable(state.floor, counter);
  const queues = dialog.queues ?? [];
  const same = queues.length === counter.helps.length && queues.every((code) => counter.helps.includes(code));
  const toggle = (code) => c.change({ queues: queues.includes(code) ? queues.filter((one) => one !== code) : [...queues, code] });
  const will = queues.length ? c.w("floor.send.will", { counter: counter.number, queues: queues.join(", "), own: counter.queues.join(", ") }) : c.w("floor.send.will_back", { counter: counter.number, own: counter.queues.join(", ") });
  return html`<${Sheet} title=${c.w("floor.send.title", { counter: counter.number })} order=${queues.length ? "help" : "back"} go=${c.w(queues.length ? "floor.help.go" : "floor.act.back")} waits=${same} will=${same ? null : will} state=${state} c=${c}
    onGo=${() => c.press("help", { counter: counter.number, queues })}>
    <fieldset><legend>${c.w("floor.send.which")}</legend><div class="choices two">${others.map((one) => html`<label class="choice" key=${one.code}><input type="checkbox" checked=${queues.includes(one.code)} onChange=${() => toggle(one.code)} />
      <span class="word"><strong>${one.code}</strong> ${c.agency(one.agency)}</span><span class="hint">${c.w.n("floor.waiting_there", one.line.length)}</span></label>`)}</div></fieldset>
  </${Sheet}>`;
}

const QUOTA_STEP = 10;

export function QuotaSheet({ dialog, state, c }) {
  const service = state.floor.services.find(({ code }) => code === dialog.service);
  if (!service) return null; // the mall was changed meanwhile
  const quota = Number(dialog.quota ?? service.quota + QUOTA_STEP);
  const sound = Number.isInteger(quota) && quota > service.quota && quota <= 9999;
  const about = c.text(service.short);
  return html`<${Sheet} title=${c.w("floor.quota.title", { service: about })} order="quota" go=${c.w("floor.act.quota")} waits=${!sound} onGo=${() => c.press("quota", { service: service.code, quota, about })} state=${state} c=${c}
    will=${sound ? c.w("floor.quota.will", { quota, more: quota - service.quota, issued: service.issued }) : c.w("floor.quota.more", { quota: service.quota })}>
    <${Field} id="quota" type="number" min=${service.quota + 1} max="9999" label=${c.w("floor.quota.today")} value=${dialog.quota ?? quota} onInput=${(text) => c.change({ quota: text })} autofocus=${true} />
  </${Sheet}>`;
}

/** A pause of the hall, an agency or one of its services, with what those who wait read meanwhile. */
export function PauseSheet({ dialog, state, c }) {
  const { reason = dialog.scope === "site" ? "ceremony" : "central_system_down", minutes = null, tells = true } = dialog;
  const [scope, code] = (dialog.what ?? `${dialog.scope}:${dialog.code}`).split(":");
  const agency = dialog.scope === "agency" ? dialog.code : null;
  const numbers = dialog.numbers ?? reason !== "central_system_down";
  const who = c.within(scope, code);
  const texts = dialog.texts ?? c.both(`floor.say.${reason}`, { who, site: scope === "site" });
  const what = agency && [{ value: `agency:${agency}`, label: c.w("floor.pause.whole", { agency: c.agency(agency) }) }, ...state.floor.services.filter((one) => one.agency === agency).map((one) => ({ value: `service:${one.code}`, label: c.text(one.short) }))];
  const waiting = waitingIn(state.floor, scope, code);
  const sound = !tells || Boolean(texts.id.trim() && texts.en.trim());
  const will = [c.w(numbers ? "floor.pause.will" : "floor.pause.will_stop", { who }), tells && c.w.n("floor.pause.reads", waiting)].filter(Boolean).join(" ");
  const go = () => c.press("pause", { scope, code, reason, numbers, minutes, texts: tells ? texts : null, about: who });
  return html`<${Sheet} title=${c.w("floor.pause.title", { who })} wide=${true} order="pause" go=${c.w("floor.act.pause")} waits=${!sound} will=${will} onGo=${go} state=${state} c=${c}>
    ${what && what.length > 2 && html`<${Choices} legend=${c.w("floor.pause.what")} name="what" two=${true} options=${what} chosen=${`${scope}:${code}`} onChoose=${(value) => c.change({ what: value })} />`}
    <${Choices} legend=${c.w("floor.pause.reason")} name="reason" three=${true} options=${REASONS.map((value) => ({ value, label: c.w(`floor.reason.${value}`) }))} chosen=${reason} onChoose=${(value) => c.change({ reason: value, texts: undefined })} />
    <${Choices} legend=${c.w("floor.pause.length")} name="minutes" three=${true} options=${lengths(c, c.w("floor.pause.open"))} chosen=${minutes} onChoose=${(value) => c.change({ minutes: value })} />
    <label class="choice"><input type="checkbox" checked=${numbers} onChange=${() => c.change({ numbers: !numbers })} /><span class="word">${c.w("floor.pause.numbers")}</span></label>
    <label class="choice"><input type="checkbox" checked=${tells} onChange=${() => c.change({ tells: !tells })} /><span class="word">${c.w("floor.pause.tells")}</span></label>
    ${tells && html`<${Texts} texts=${texts} c=${c} />`}
  </${Sheet}>`;
}

export const Texts = ({ texts, c }) => html`<div class="two-fields">${["id", "en"].map((code) => html`<${Area} key=${code} id=${`text-${code}`} lang=${code} label=${c.w(`floor.message.in_${code}`)} value=${texts[code]} onInput=${(text) => c.change({ texts: { ...texts, [code]: text } })} />`)}</div>`;

export function ResumeSheet({ dialog, state, c }) {
  const pause = state.floor.pauses.find(({ id }) => id === dialog.pause);
  if (!pause) return html`<${Sheet} title=${c.w("floor.resume.over")} state=${state} c=${c} />`;
  const who = c.within(pause.scope, pause.code);
  return html`<${Sheet} title=${c.w("floor.resume.title", { who })} order="resume" go=${c.w(pause.reason === "central_system_down" ? "floor.act.recovered" : "floor.act.resume")} onGo=${() => c.press("resume", { pause: pause.id, about: who })} state=${state} c=${c}
    will=${`${c.w("floor.resume.will", { who })} ${c.w.n("floor.waiting_n", waitingIn(state.floor, pause.scope, pause.code))}`}>
    <p>${c.w("floor.resume.since", { reason: c.w(`floor.reason.${pause.reason}`), time: c.time(pause.since) })}</p></${Sheet}>`;
}

const LATER_MS = 3_600_000;
const clockOf = (at, c) => c.time(at).replace(".", ":");

/** "16.30", "16:30" or "1630" → "16:30"; null where it is no time of day. */
export function clockIn(text) {
  const [, hour, minute] = /^([01]?\d|2[0-3])[.: ]?([0-5]\d)$/.exec(text.trim()) ?? [];
  return hour === undefined ? null : `${hour.padStart(2, "0")}:${minute}`;
}

/** An hour later, but not past midnight. */
function later(at, c) {
  const clock = clockOf(new Date(new Date(at).getTime() + LATER_MS), c);
  return clock > clockOf(at, c) ? clock : "23:59";
}

/** Today ends later, for one agency or the hall. */
export function HoursSheet({ dialog, state, c }) {
  const { agency = null } = dialog;
  const hours = agency ? state.floor.hours[agency] : Object.values(state.floor.hours).filter(Boolean).sort((one, other) => new Date(other.closes) - new Date(one.closes))[0];
  if (!hours) return html`<${Sheet} title=${c.w("floor.hours.title")} state=${state} c=${c}><p>${c.w("floor.state.closed_today")}</p></${Sheet}>`;
  const typed = { close: dialog.close ?? said(later(hours.closes, c), c), last: dialog.last ?? said(later(hours.last_ticket, c), c) };
  const [close, last] = [clockIn(typed.close), clockIn(typed.last)];
  const about = c.within(agency ? "agency" : "site", agency);
  const sound = close !== null && last !== null && close > clockOf(hours.closes, c) && last <= close;
  const options = [...(leads(state.staff) ? [{ value: "", label: c.w("floor.scope.site") }] : []), ...state.floor.agencies.filter((one) => state.floor.hours[one.code]).map((one) => ({ value: one.code, label: one.short }))];
  return html`<${Sheet} title=${c.w("floor.hours.title")} order="hours" go=${c.w("floor.hours.go")} waits=${!sound} onGo=${() => c.press("hours", { agency, close, last_ticket: last, about })} state=${state} c=${c}
    will=${sound ? c.w("floor.hours.will", { who: about, close: said(close, c), before: c.time(hours.closes), last: said(last, c) }) : c.w("floor.hours.longer", { close: c.time(hours.closes) })}>
    <${Picked} id="hours-of" label=${c.w("floor.hours.who")} options=${options} chosen=${agency ?? ""} onChoose=${(value) => c.change({ agency: value || null, close: undefined, last: undefined })} />
    <div class="two-fields"><${Field} id="close" inputmode="numeric" label=${c.w("floor.hours.close")} value=${typed.close} onInput=${(text) => c.change({ close: text })} /><${Field} id="last" inputmode="numeric" label=${c.w("floor.hours.last")} value=${typed.last} onInput=${(text) => c.change({ last: text })} /></div>
  </${Sheet}>`;
}

const said = (clock, c) => (c.w.language === "id" ? clock.replace(":", ".") : clock);

export const Picked = ({ id, label, options, chosen, onChoose }) =>
  html`<div class="field"><label for=${id}>${label}</label><select id=${id} onChange=${(event) => onChoose(event.target.value)}>${options.map((one) => html`<option key=${one.value} value=${one.value} selected=${one.value === chosen}>${one.label}</option>`)}</select></div>`;

/** Who waits goes home, all at once, with a note that counts on another day or without. */
export function ReleaseSheet({ dialog, state, c }) {
  const { note = true } = dialog;
  const agency = dialog.agency ?? state.floor.agencies[0].code;
  const what = dialog.what ?? `agency:${agency}`;
  const [scope, code] = what.split(":");
  const about = c.scope(scope, code);
  const count = waitingIn(state.floor, scope, code);
  const whats = [{ value: `agency:${agency}`, label: c.w("floor.pause.whole", { agency: c.agency(agency) }) }, ...state.floor.services.filter((one) => one.agency === agency).map((one) => ({ value: `service:${one.code}`, label: c.text(one.short) }))];
  return html`<${Sheet} title=${c.w("floor.release.title")} order="release" go=${c.w("floor.release.go")} waits=${!count} onGo=${() => c.press("release", { scope, code, note, reason: note ? "other" : "left", about })} state=${state} c=${c}
    will=${count ? c.w.n(note ? "floor.release.will" : "floor.release.will_bare", count, { who: about }) : c.w("floor.release.nobody", { who: about })}>
    ${state.floor.agencies.length > 1 && html`<${Picked} id="release-of" label=${c.w("floor.fact.agency")} options=${state.floor.agencies.map((one) => ({ value: one.code, label: one.short }))} chosen=${agency} onChoose=${(value) => c.change({ agency: value, what: undefined })} />`}
    <${Choices} legend=${c.w("floor.release.what")} name="what" two=${true} options=${whats} chosen=${what} onChoose=${(value) => c.change({ what: value })} />
    <${Choices} legend=${c.w("floor.release.how")} name="note" options=${[{ value: "note", label: c.w("floor.release.note") }, { value: "bare", label: c.w("floor.release.bare") }]} chosen=${note ? "note" : "bare"} onChoose=${(value) => c.change({ note: value === "note" })} />
  </${Sheet}>`;
}
