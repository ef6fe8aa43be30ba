/** What stands in the button's place while a tap is under way: nothing new, "one moment", what is wrong, what to do. */
import { html } from "/static/web/vendor/htm-preact.js";
import { Button, Icon } from "./parts.js";

export function TapNotice({ state, tools }) {
  const { say, send } = tools;
  const { phase } = state.tap;
  return html`
    <div class="actions tapping" role="status" aria-live="assertive">
      ${phase === "broken" && html`<p class="notice plain"><${Icon} name="plug-connected-x" /><span>${say("take.broken")}</span></p>`}
      ${phase === "long" && html`<div class="notice long"><${Icon} name="plug-connected-x" />
        <span><strong>${say("take.long_title")}</strong> ${say("take.long")}</span></div>`}
      <p class="button main waiting" aria-disabled="true">${say(phase === "quiet" ? "take.button" : "take.soon")}</p>
      ${phase === "long" && html`<${Button} onTap=${() => send({ type: "leave-waiting" })}>${say("take.leave")}<//>`}
    </div>`;
}
