/** A work profile edited line by line, in words; what it will mean is shown before it is kept. Its removal, and the profile of one counter. */

import { html, useEffect } from "/static/web/vendor/htm-preact.js";
import { Act, Choices, Field, Sheet } from "./parts.js";
import { Bounds } from "./profiles.js";
import { Picked } from "./steer.js";
import { kindOf, lineFor, newCode, withKind } from "./lines.js";

const KINDS = ["first", "ratio", "appointments", "help", "services", "english"];
const MOST_LINES = 10;

export function ProfileSheet({ dialog, state, c }) {
  const known = state.page.profiles.find((one) => one.code === dialog.code);
  const code = dialog.code ?? newCode(state.page.profiles);
  const name = dialog.edited?.name ?? known?.name ?? { id: "", en: "" };
  const lines = dialog.edited?.lines ?? known?.lines ?? [];
  const edit = (patch) => c.change({ edited: { name, lines, ...patch } });
  const change = (n, line) => edit({ lines: lines.map((one, at) => (at === n ? line : one)) });
  const sound = Boolean(name.id.trim() && name.en?.trim());
  useEffect(() => { c.lookAhead(code, lines); }, [JSON.stringify(lines)]);
  return html`<${Sheet} title=${known ? c.text(known.name) : c.w("floor.profiles.new")} wide=${true} order="profile" go=${c.w("floor.profiles.keep")} waits=${!sound} onGo=${() => c.press("profile", { code, name, lines })} state=${state} c=${c}
    will=${known && known.pools.length ? c.w("floor.profiles.will", { counters: known.pools.flatMap((pool) => pool.counters).join(", ") }) : c.w("floor.profiles.will_new")}>
    <div class="two-fields"><${Field} id="name-id" lang="id" maxlength="60" label=${c.w("floor.profiles.name_id")} value=${name.id} onInput=${(text) => edit({ name: { ...name, id: text } })} /><${Field} id="name-en" lang="en" maxlength="60" label=${c.w("floor.profiles.name_en")} value=${name.en ?? ""} onInput=${(text) => edit({ name: { ...name, en: text } })} /></div>
    <ol class="lines">${lines.map((line, n) => html`<li key=${n}><${Line} n=${n} line=${line} onChange=${(one) => change(n, one)} onRemove=${() => edit({ lines: lines.filter((_, at) => at !== n) })} state=${state} c=${c} /></li>`)}</ol>
    ${lines.length < MOST_LINES && html`<${Act} label=${c.w("floor.line.add")} onPress=${() => edit({ lines: [...lines, lineFor("first", lines)] })} c=${c} />`}
    <${Ahead} ahead=${dialog.ahead} c=${c} />
  </${Sheet}>`;
}

/** What this will mean, as the server says it. */
function Ahead({ ahead, c }) {
  if (!ahead) return null;
  if (ahead.refused) return html`<p class="past" role="status">${ahead.refused}</p>`;
  return html`<figure class="ahead" role="status"><figcaption>${c.w("floor.profiles.ahead")}</figcaption>
    <ol class="sentences">${ahead.sentences.map((text, n) => html`<li key=${n}>${c.text(text)}</li>`)}</ol><${Bounds} bounds=${ahead.queues} c=${c} /></figure>`;
}

function Line({ n, line, onChange, onRemove, state, c }) {
  const kind = kindOf(line);
  const set = (patch) => onChange({ ...line, ...patch });
  const figure = (name, label, least, most) => html`<${Field} id=${`${name}-${n}`} type="number" min=${least} max=${most} label=${c.w(label)} value=${line[name] ?? (name === "after" ? 1 : "")} onInput=${(text) => set({ [name]: text === "" ? null : Math.max(least, Math.min(most, Math.round(Number(text)) || least)) })} />`;
  const kinds = (KINDS.includes(kind) ? KINDS : [...KINDS, kind]).map((value) => ({ value, label: c.w(`floor.line.${value}`) }));
  return html`<div class="line-fields"><${Picked} id=${`kind-${n}`} label=${c.w("floor.line.kind", { n: n + 1 })} options=${kinds} chosen=${kind} onChoose=${(value) => onChange(withKind(line, value, state))} />
    <${Act} icon="x" label=${c.w("floor.line.remove")} aria-label=${c.w("floor.line.remove_n", { n: n + 1 })} onPress=${onRemove} c=${c} />
    ${kind === "help" && html`<${Picked} id=${`queue-${n}`} label=${c.w("floor.line.queue")} chosen=${line.queues?.[0] ?? ""} options=${state.page.queues.map((one) => ({ value: one.queue, label: `${one.queue} ${c.agency(one.agency)}` }))} onChoose=${(queue) => set({ queues: [queue] })} />`}
    ${kind === "services" && html`<${Picked} id=${`service-${n}`} label=${c.w("floor.line.service")} chosen=${line.services?.[0] ?? ""} options=${(state.floor?.services ?? []).map((one) => ({ value: one.code, label: `${c.agency(one.agency)}: ${c.text(one.short)}` }))} onChoose=${(service) => set({ services: [service] })} />`}
    ${figure("most", "floor.line.most", 1, 20)}${figure("after", "floor.line.after", 1, 20)}${figure("wait_over_minutes", "floor.line.minutes", 1, 600)}</div>`;
}

/** Never from under a counter: then it says which counters need another rule first. */
export function RemoveSheet({ dialog, state, c }) {
  const known = state.page.profiles.find((one) => one.code === dialog.code);
  if (!known) return html`<${Sheet} title=${c.w("floor.remove.gone")} state=${state} c=${c} />`; // somebody else was faster
  const [name, counters] = [c.text(known.name), known.pools.flatMap((pool) => pool.counters)];
  return html`<${Sheet} title=${c.w("floor.remove.title", { name })} order="remove" go=${counters.length ? null : c.w("floor.profiles.remove")} onGo=${() => counters.length || c.press("remove", { code: known.code })} state=${state} c=${c}
    will=${counters.length ? c.w.n("floor.remove.used", counters.length, { counters: counters.join(", ") }) : c.w("floor.remove.will")}>
    <ol class="sentences">${known.sentences.map((text, n) => html`<li key=${n}>${c.text(text)}</li>`)}</ol></${Sheet}>`;
}

/** By which profile one counter works. */
export function GiveSheet({ dialog, state, c }) {
  const { chosen = dialog.profile } = dialog;
  const options = [{ value: "", label: c.w("floor.plain") }, ...state.page.profiles.map((one) => ({ value: one.code, label: c.text(one.name) }))];
  return html`<${Sheet} title=${c.w("floor.give.title", { counter: dialog.counter })} order="give" go=${c.w("floor.give.go")} waits=${chosen === dialog.profile} will=${c.w("floor.give.will", { counter: dialog.counter })} onGo=${() => c.press("give", { counter: dialog.counter, profile: chosen })} state=${state} c=${c}>
    <${Choices} legend=${c.w("floor.give.which")} name="profile" options=${options} chosen=${chosen ?? ""} onChoose=${(value) => c.change({ chosen: value || null })} /></${Sheet}>`;
}
