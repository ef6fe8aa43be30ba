/** A tap under way: the button says "one moment"; when the line is cut, the page says so, and after a while what to do instead. */
import { html } from "/static/web/vendor/htm-preact.js";
import { Button, Icon } from "./parts.js";

export const isTroubled = (tap) => tap?.phase === "broken" || tap?.phase === "long";

/** In the place of the service's facts: whoever has pressed already needs to know only what becomes of it. */
export function TapTrouble({ state, tools }) {
  const { say } = tools;
  const { phase } = state.tap;
  return html`
    <div class="tap-trouble" role="status">
      <div class="refused-icon ink"><${Icon} name="plug-connected-x" /></div>
      <h2>${say(`take.${phase}_title`)}</h2>
      <p class="reason">${say(`take.${phase}`)}</p>
    </div>`;
}

/** Under way without trouble: the page stays as it was, and only its green button says so. */
export const isUnderWay = (tap) => Boolean(tap) && !isTroubled(tap);

export const Waiting = ({ state, tools }) =>
  html`<p class="button main waiting" role="status">${tools.say(state.tap.phase === "quiet" ? "take.button" : "take.soon")}</p>`;

export function TapActions({ state, tools }) {
  const { say, send } = tools;
  const { phase } = state.tap;
  return html`
    <div class="actions">
      <${Waiting} ...${{ state, tools }} />
      ${phase === "long" && html`<${Button} onTap=${() => send({ type: "leave-waiting" })}>${say("take.leave")}<//>`}
    </div>`;
}
