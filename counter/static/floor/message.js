/** Words on displays and phones: for whom, in two languages, for how long, and how they will look; and taking them down. */

import { html } from "/static/web/vendor/htm-preact.js";
import { waitingIn } from "./facts.js";
import { leads } from "./may.js";
import { Choices, Sheet } from "./parts.js";
import { lengths, Picked, Texts } from "./steer.js";

export function MessageSheet({ dialog, state, c }) {
  const { minutes = 60 } = dialog;
  const [scope, code] = [dialog.scope ?? "site", dialog.code ?? ""];
  const who = c.within(scope, code);
  const closes = state.floor.hours[code]?.closes;
  const texts = dialog.texts ?? (dialog.about ? c.both(`floor.say.${dialog.about}`, { who, site: scope === "site", time: closes ? c.time(closes) : "" }) : { id: "", en: "" });
  const sound = Boolean(texts.id.trim() && texts.en.trim());
  const will = c.w.n("floor.message.will", waitingIn(state.floor, scope, code), { who });
  return html`<${Sheet} title=${c.w("floor.menu.message")} wide=${true} order="message" go=${c.w("floor.message.go")} waits=${!sound} will=${sound ? will : c.w("floor.message.both")} onGo=${() => c.press("message", { scope, code: String(code), texts, minutes })} state=${state} c=${c}>
    <${Picked} id="message-for" label=${c.w("floor.message.for")} options=${scopes(state, c)} chosen=${`${scope}:${code}`} onChoose=${(value) => c.change({ scope: value.split(":")[0], code: value.split(":")[1] })} />
    <${Texts} texts=${texts} c=${c} />
    <${Choices} legend=${c.w("floor.pause.length")} name="minutes" three=${true} options=${lengths(c, c.w("floor.message.open"))} chosen=${minutes} onChoose=${(value) => c.change({ minutes: value })} />
    <figure class="preview" data-theme="dark"><figcaption>${c.w("floor.message.preview")}</figcaption><p lang="id">${texts.id || "…"}</p><p class="second" lang="en">${texts.en || "…"}</p></figure>
  </${Sheet}>`;
}

function scopes({ floor, staff }, c) {
  const whole = leads(staff) ? [{ value: "site:", label: c.w("floor.scope.site") }, ...floor.zones.map((one) => ({ value: `zone:${one.number}`, label: c.zone(one.number) }))] : [];
  const services = floor.services.map((one) => ({ value: `service:${one.code}`, label: `${c.agency(one.agency)}: ${c.text(one.short)}` }));
  return [...whole, ...floor.agencies.map((one) => ({ value: `agency:${one.code}`, label: one.short })), ...services];
}

export function LiftSheet({ dialog, state, c }) {
  const message = state.floor.messages.find(({ id }) => id === dialog.message);
  return html`<${Sheet} title=${c.w("floor.lift.title")} order="lift" go=${message ? c.w("floor.act.lift") : null} will=${c.w("floor.lift.will")} onGo=${() => c.press("lift", { message: dialog.message })} state=${state} c=${c}>
    ${message && html`<p class="answer">${c.text(message.texts)}</p>`}</${Sheet}>`;
}
