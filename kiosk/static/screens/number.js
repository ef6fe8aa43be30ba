/** The number, across the whole glass; then what the slip did, how long, where to sit, the phone, and the two ways out. */
import { html, useLayoutEffect, useRef, useState } from "/static/web/vendor/htm-preact.js";
import { Seconds } from "/static/web/hem.js";
import { agencyOf, serviceOf } from "../hall.js";
import { slipWords } from "../verdict.js";
import { Fit } from "./glass.js";
import { Button, Icon, Title, unbroken } from "./parts.js";
import { Figure } from "./service.js";

export function Number({ state, tools }) {
  const { say } = tools;
  const { ticket } = state;
  const about = `${ticket.label}/${ticket.state}/${ticket.priority}/${state.appointment?.arrival ?? ticket.appointment}/${say.language}/${state.slip.state}`;
  return html`
    <${Fit} cls="number-page" also=${`length-${ticket.label.length}`} about=${about} levels=${6}>${(level) => html`
      <section class="the-number">
        <${Title} key=${say.language}>${say("number.title")}<//>
        <${Label} label=${ticket.label} />
        <p class="for"><strong>${agencyOf(state, ticket.agency).short}</strong> · ${serviceOf(state, ticket.service).name[say.language]}</p>
        <${Then} ...${{ ticket, tools, short: level > 1 }} />
        <${Slip} ...${{ state, tools }} />
        <${Appointment} ...${{ state, tools }} />
        ${ticket.priority && html`<p class="notice outlined asked" role="status"><${Icon} name="user-check" /><span>${say(`number.priority.${ticket.priority}`)}</span></p>`}
      </section>
      <section class="the-wait">
        <${Ahead} ...${{ ticket, tools }} />
        ${ticket.state === "waiting" && html`<${Where} ...${{ ticket, tools }} />`}
        <${Phone} ...${{ state, tools }} />
      </section>`}<//>
    <${Leave} ...${{ state, tools }} />`;
}

/** The time that was promised, and what the number is where its holder did not come at that time. */
function Appointment({ state, tools }) {
  const { appointment, ticket } = state;
  const at = appointment?.at ?? ticket.appointment;
  if (!at) return null;
  const words = tools.say(`number.appointment.${appointment?.arrival ?? "in_time"}`, { time: tools.form.time(at) });
  return html`<p class="notice outlined asked" role="status"><${Icon} name="clock" /><span>${words}</span></p>`;
}

/** Where the same number goes on; where there is no room, how often. The slip has it all. */
function Then({ ticket, tools, short: isShort }) {
  const { say } = tools;
  const n = ticket.plan?.length ?? 0;
  if (n === 0) return null;
  if (isShort) return html`<p class="then">${say.n("number.then_count", n)}</p>`;
  return html`<p class="then">${say("number.then")} <strong>${ticket.plan.map(({ short }) => short[say.language]).join(", ")}</strong></p>`;
}

/** As large as the glass allows: shrunk from the sheet's size where a wide letter would reach beyond the edge. */
export function Label({ label }) {
  const self = useRef(null);
  useLayoutEffect(() => {
    const fit = () => shrinkToFit(self.current);
    fit();
    document.fonts.ready.then(fit);
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, [label]);
  return html`<p class="label" ref=${self}>${label}</p>`;
}

function shrinkToFit(element) {
  element.style.fontSize = "";
  const room = element.clientWidth;
  const size = parseFloat(getComputedStyle(element).fontSize);
  if (element.scrollWidth > room) element.style.fontSize = `${Math.floor((size * room) / element.scrollWidth)}px`;
}

const pictures = {
  "slip.queued": "printer", "slip.printed": "receipt", "slip.waiting_for_paper": "printer-off", "slip.waiting_for_printer": "printer-off",
};

function Slip({ state, tools }) {
  const { key, good } = slipWords(state.slip);
  return html`
    <p class=${`notice slip ${good ? "good" : "outlined"}`} role="status">
      <${Icon} name=${pictures[key] ?? "ticket"} /><span>${tools.say(key)}${good ? "" : "."}</span>
      ${key === "slip.printed" && html`<${Icon} name="arrow-down" />`}</p>`;
}

function Ahead({ ticket, tools }) {
  const { say, form } = tools;
  if (ticket.state === "called" || ticket.state === "serving") {
    return html`<p class="called">${say("number.now", { counter: ticket.counter })}<br />
      <small>${say("place", { zone: ticket.zone, floor: ticket.floor })}</small></p>`;
  }
  const range = ticket.wait && form.waitParts(ticket.wait);
  return html`
    <dl class="figures plain">
      <${Figure} value=${ticket.ahead} name=${say.n("number.ahead", ticket.ahead)} />
      ${range
        ? html`<${Figure} value=${range.figure} unit=${range.unit} name=${say("number.around", form.around(ticket))} />`
        : html`<${Figure} value="–" name=${say("figure.unknown")} />`}
    </dl>`;
}

function Where({ ticket, tools }) {
  const { say } = tools;
  return html`
    <p class="where"><${Icon} name="map-pin" /><span>${say("number.where_before")}<strong>${
      say("place", { zone: ticket.zone, floor: ticket.floor })}</strong>${say("number.where_after")}
      <br />${say("number.called_on")}</span></p>`;
}

/** The code is a picture from the server; should it not arrive, the address in letters takes its place. */
function Phone({ state, tools }) {
  const { say } = tools;
  const { ticket } = state;
  const [missing, setMissing] = useState(false);
  const { good } = slipWords(state.slip);
  return html`
    <div class="phone">
      ${missing
        ? html`<p class="address">${ticket.url}</p>`
        : html`<img src=${`/t/${ticket.id}/qr.svg`} alt=${say("number.qr", { label: ticket.label })} onError=${() => setMissing(true)} />`}
      <div><h2>${say(good ? "number.phone" : "number.keep")}</h2>
        <p>${unbroken(say(good ? "number.phone_hint" : "number.keep_hint", { label: ticket.label }))}</p></div>
    </div>`;
}

const TRIANGLES = 15;

function Leave({ state, tools }) {
  const { say, send } = tools;
  const { seconds, of } = state.leaving ?? { seconds: 0, of: 0 };
  return html`
    <p class="back-in">${of > 0 && html`<span>${say.n("number.back_in", seconds, { seconds })}</span>
      <${Seconds} left=${Math.ceil((seconds / of) * TRIANGLES)} of=${TRIANGLES} />`}</p>
    <div class="actions two">
      <${Button} onTap=${() => send({ type: "another-service" })} disabled=${!state.settled}>${say("number.another")}<//>
      <${Button} kind="main" onTap=${() => send({ type: "finish" })} disabled=${!state.settled}>${say("number.finish")}<//>
    </div>`;
}
