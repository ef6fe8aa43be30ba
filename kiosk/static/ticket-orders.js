/** What a waiting holder can do: be told by sound, let others go first, give the number back; each asked before it is done. */
import { html } from "/static/web/vendor/htm-preact.js";
import { Icon } from "/static/web/icons.js";
import { ability } from "./ticket-alarm.js";
import { Dialog } from "./ticket-parts.js";
import { postponing } from "./ticket-state.js";

export function Orders({ state, ticket, mall, say, send }) {
  const ask = (kind) => () => send({ type: "open-dialog", kind });
  return html`
    <div class="orders">
      <${Said} ...${{ state, say }} />
      <${Bell} ...${{ state, say, send }} />
      <div class="pair">
        ${mall.calling.postpone_times > 0 && html`<button type="button" class="button" onClick=${ask("postpone")}>${say("ticket.postpone")}</button>`}
        ${ticket.may_cancel && html`<button type="button" class="button danger" onClick=${ask("cancel")}>${say("ticket.cancel")}</button>`}
      </div>
    </div>
    ${state.dialog && html`<${Question} key=${state.dialog.kind} ...${{ state, ticket, say, send }} />`}`;
}

function Said({ state, say }) {
  const words = state.said?.kind === "postpone" ? say.n("ticket.postponed", state.said.places) : "";
  return html`<p role="status" class="done">${words && html`<${Icon} name="circle-check" size=${22} /><span>${words}</span>`}</p>`;
}

/** Sound begins only in the holder's own tap; what this phone cannot do is not offered. */
function Bell({ state, say, send }) {
  const can = ability();
  const tap = () => send({ type: "switch-alarm" });
  if (!can) return null;
  if (!state.alarm.armed) {
    return html`<button type="button" class="button act" onClick=${tap}><${Icon} name="bell" /><span>${say(`ticket.bell_${can}`)}</span></button>`;
  }
  return html`
    <button type="button" class="button armed" onClick=${tap}><${Icon} name="bell-ringing" /><span>${say(`ticket.bell_on_${can}`)}</span></button>
    <p class="hint">${say("ticket.bell_hint")}</p>`;
}

function Question({ state, ticket, say, send }) {
  const { kind, step, message } = state.dialog;
  const close = () => send({ type: "close-dialog" });
  const facts = kind === "postpone" ? aboutPostponing(state, ticket, say) : aboutCancelling(ticket, say);
  if (step === "refused" || facts.impossible) {
    return html`<${Dialog} title=${facts.title} onClose=${close}><p role="alert">${message ? `${message}.` : facts.impossible}</p>
      <button type="button" class="button" onClick=${close}>${say("ticket.close")}</button><//>`;
  }
  return html`
    <${Dialog} title=${facts.title} onClose=${close}>
      ${facts.sentences.map((words) => html`<p>${words}</p>`)}
      <p role="alert">${step === "unreached" && say("ticket.unreached")}</p>
      <button type="button" class=${`button ${facts.look}`} disabled=${step === "sending"} onClick=${() => send({ type: "confirm" })}>${
        step === "sending" ? say("ticket.loading") : step === "unreached" ? say("ticket.again") : facts.yes}</button>
      <button type="button" class="button" onClick=${close}>${say("ticket.no")}</button>
    <//>`;
}

/** What it means, before it is done: who goes first, where that leaves the holder, what stays, and how often it can be asked again. */
function aboutPostponing(state, ticket, say) {
  const { places, ahead, left, times } = postponing(state);
  const title = say("ticket.postpone_title");
  if (left === 0) return { title, impossible: say.n("ticket.postpone_used_up", times) };
  if (places === 0) return { title, impossible: say("ticket.postpone_nobody") };
  return {
    title, look: "act", yes: say.n("ticket.postpone_yes", places),
    sentences: [
      `${say.n("ticket.postpone_means", places)} ${say.n("ticket.postpone_ahead", ahead)}`,
      say("ticket.postpone_keeps", { label: ticket.label }),
      left === 1 ? say("ticket.postpone_last") : say.n("ticket.postpone_left", left - 1),
    ],
  };
}

const aboutCancelling = (ticket, say) => ({
  title: say("ticket.cancel_title", { label: ticket.label }), look: "danger", yes: say("ticket.cancel_yes"),
  sentences: [say("ticket.cancel_means")],
});
