/** What a visit adds to a ticket's page: its next stops, priority, coming back, a call taken back, messages to all who wait. */
import { html } from "/static/web/vendor/htm-preact.js";
import { Icon } from "/static/web/icons.js";
import { Card } from "./ticket-parts.js";
import { messagesNow, returning } from "./ticket-state.js";

/** The services that follow with the same number, and where they are. */
export function Next({ ticket, say }) {
  if (!ticket.plan?.length) return null;
  return html`
    <section class="next"><h2>${say("ticket.then")}</h2>
      <ol>${ticket.plan.map((stop) => html`<li key=${stop.code}><strong>${stop.agency_short}</strong> · ${stop.name[say.language]}
        <span class="at">${say("place", { zone: stop.zone, floor: stop.floor })}</span></li>`)}</ol>
      <p>${say("ticket.then_means", { label: ticket.label })}</p></section>`;
}

/** The time that was promised, where its holder came in time. */
export function Appointment({ ticket, say, form }) {
  if (!ticket.appointment) return null;
  return html`<p class="where calm"><${Icon} name="clock" size=${28} /><span>${say("ticket.appointment", { time: form.time(ticket.appointment) })}</span></p>`;
}

export function Priority({ ticket, say }) {
  if (!ticket.priority) return null;
  return html`<p class="where calm"><${Icon} name=${ticket.priority === "confirmed" ? "circle-check" : "user-check"} size=${28} /><span>${
    say(`ticket.priority.${ticket.priority}`)}</span></p>`;
}

/** A call that a desk took back: said once, until something else happens to this number. */
export function Undone({ state, say }) {
  const words = state.said?.kind === "undone" && say(state.ticket?.state === "waiting" && state.said.call ? "ticket.undone_call" : "ticket.undone");
  return html`<p role="status" class="where hold undone">${words && html`<${Icon} name="repeat" size=${28} /><span>${words}</span>`}</p>`;
}

/** What staff tell all who wait, as long as it counts. */
export function Messages({ state, say, now }) {
  const texts = messagesNow(state, now).map(({ id, texts }) => [id, texts[say.language] ?? texts.id]).filter(([, text]) => text);
  return texts.map(([id, text]) => html`<p key=${id} role="status" class="where hold message"><${Icon} name="info-circle" size=${28} /><span>${text}</span></p>`);
}

/** Late, parked, or sent for a document: how to come back without queueing anew. */
export function Returns(facts) {
  const { ticket, mall, say, form } = facts;
  const places = returning(ticket, mall);
  return html`
    <${Card} ...${facts}><p class="told">${wordsOf(ticket, places, say, form)}</p><p>${say(mall.kiosks?.some(({ scanner }) => scanner) ? "ticket.how_back_scan" : "ticket.how_back")}</p><//>
    <p class="where"><${Icon} name="map-pin" size=${28} /><span><strong>${say("place", { zone: ticket.zone, floor: ticket.floor })}</strong></span></p>
    <${Next} ...${facts} />`;
}

function wordsOf(ticket, places, say, form) {
  if (ticket.may_return === "documents") return say("ticket.may_return");
  if (ticket.state !== "parked") return places ? say.n("ticket.absent", places, { places }) : say("ticket.absent_next");
  const until = ticket.parked?.until;
  return until ? say("ticket.parked_until", { until: form.time(until) }) : say("ticket.parked");
}
