/** A service: can a number be had now, how long, what to bring, what it officially costs; and the number itself. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Books } from "./appointments.js";
import { reaches } from "./may.js";
import { Facts, Go, Icon } from "./parts.js";

export function Service({ state, c }) {
  const service = c.service(state.place.code);
  if (!service) return html`<section class="service-page"><p class="answer-title" role="status">${c.w("greeter.service.unknown")}</p></section>`;
  const offer = state.services?.[service.code];
  return html`<section class="service-page" aria-labelledby="service-name">
    <p class="eyebrow">${c.agency(service.agency)} · ${c.place(service)}</p><h2 id="service-name" class="title">${c.text(service.name)}</h2>
    <${Now} offer=${offer} c=${c} />
    <${Give} service=${service} offer=${offer} state=${state} c=${c} />
    <${Books} service=${service} state=${state} c=${c} />
    <div class="about"><${Documents} service=${service} c=${c} /><${Fees} service=${service} c=${c} /></div>
  </section>`;
}

/** The answer first: not now and why, or how many are ahead and how long that takes. */
function Now({ offer, c }) {
  if (!offer) return html`<div class="answer" role="status"><p class="answer-title">${c.w("greeter.looking")}</p></div>`;
  if (!offer.can_take) return html`<div class="answer shut" role="status"><${Icon} name="ban" size=${32} /><p class="answer-title">${c.figures(offer)}</p></div>`;
  const parts = offer.wait && c.f.waitParts(offer.wait);
  return html`<dl class="figures">
      <div><dt>${c.w.n("greeter.people_ahead", offer.ahead)}</dt><dd>${offer.ahead}</dd></div>
      <div><dt>${c.w(parts ? "greeter.likely_wait" : "greeter.answer.no_estimate")}</dt><dd>${parts ? html`${parts.figure} <span class="unit">${parts.unit}</span>` : "–"}</dd></div>
      ${offer.remaining !== null && offer.remaining !== undefined && html`<div><dt>${c.w.n("greeter.left", offer.remaining)}</dt><dd>${offer.remaining}</dd></div>`}</dl>
    ${offer.notice && html`<p class="hold"><${Icon} name="clock-pause" />${c.text(offer.notice.message)}</p>`}`;
}

/** A manager gives numbers of the own agency only. */
function Give({ service, offer, state, c }) {
  if (!reaches(state.staff, service.agency)) return html`<p class="meta">${c.w("greeter.service.other_agency")}</p>`;
  if (!offer?.can_take) return null;
  return html`<${Go} icon="ticket" label=${c.w("greeter.act.issue")} off=${c.off} busy=${c.busy("issue")} onPress=${() => c.open("issue", { service: service.code })} c=${c} />`;
}

function Documents({ service, c }) {
  return html`<section aria-labelledby="documents"><h3 id="documents">${c.w("greeter.documents")}</h3>
    ${service.documents.length === 0 && html`<p class="meta">${c.w("greeter.documents_none")}</p>`}
    <ul class="documents">${service.documents.map((one, at) => html`<li key=${at}>${documentWords(one, c)}</li>`)}</ul></section>`;
}

/** Original or copy is said where the name does not say it already. */
function documentWords({ text, form }, c) {
  const name = c.text(text);
  const word = form && c.w(`greeter.document.${form}`);
  return !word || name.toLowerCase().includes(word.slice(0, 5)) || (form === "copy" && /^copy/i.test(name)) ? name : `${name}, ${word}`;
}

function Fees({ service, c }) {
  const costs = service.tariffs.some((line) => line.verified && line.amount !== 0);
  const checked = service.tariffs.filter((line) => line.verified && line.checked_on).map((line) => line.checked_on).sort()[0];
  return html`<section aria-labelledby="fees"><h3 id="fees">${c.w("greeter.fees")}</h3>
    ${service.tariffs.length ? html`<${Lines} lines=${service.tariffs} c=${c} />` : html`<p class="meta">${c.w("greeter.fee.unverified")}</p>`}
    ${service.other_costs.length > 0 && html`<h3>${c.w("visit.others")}</h3><${Lines} lines=${service.other_costs} c=${c} />`}
    <${Facts} extra="small" facts=${[service.paid_to && costs && c.w(`greeter.paid.${service.paid_to}`), service.completion && c.w("greeter.completion", { text: c.text(service.completion) }), checked && c.w("greeter.checked", { date: c.f.shortDate(`${checked}T12:00:00Z`) })]} /></section>`;
}

const Lines = ({ lines, c }) => html`<ul class="fees">${lines.map((line, at) => html`<li key=${at}><span class="word">${c.text(line.label)}
  ${line.verified && line.basis && html`<span class="small">${line.basis}</span>`}</span><span class="amount">${amountOf(line, c)}</span></li>`)}</ul>`;

/** An amount only where it was verified: never an unproven price, never an unproven "free". */
export function amountOf({ verified, amount }, c) {
  if (!verified) return html`<span class="small">${c.w("greeter.fee.unverified")}</span>`;
  if (amount === null) return html`<span class="small">${c.w("visit.computed")}</span>`;
  return amount === 0 ? html`<strong class="free">${c.w("visit.free")}</strong>` : html`<strong>${c.rupiah(amount)}</strong>`;
}
