/** The two things that may lie over a screen: "are you still there?" and the call for staff. */
import { html, useEffect, useRef } from "/static/web/vendor/htm-preact.js";
import { Seconds } from "/static/web/hem.js";
import { Button, Icon } from "./parts.js";

export function Dialogs({ state, tools }) {
  if (state.warning) return html`<${Warning} ...${{ state, tools }} />`;
  return state.help?.shown ? html`<${Help} ...${{ state, tools }} />` : null;
}

/** A touch beside the dialog answers it too; what lies below does not feel it. */
function Dialog({ name, title, beside, children }) {
  const box = useRef(null);
  useEffect(() => box.current.querySelector("button")?.focus({ preventScroll: true }), []);
  return html`
    <div class="veil" onClick=${(event) => event.target === event.currentTarget && beside()}>
      <div class=${`dialog ${name}`} role="dialog" aria-modal="true" aria-labelledby="dialog-title" ref=${box}>
        <h2 id="dialog-title">${title}</h2>${children}</div></div>`;
}

function Warning({ state, tools }) {
  const { say, send } = tools;
  const { seconds, of } = state.warning;
  const stay = () => send({ type: "stay" });
  return html`
    <${Dialog} name="warning" title=${say("warning.title")} beside=${stay}>
      <p>${say.n("warning.body", seconds, { seconds })}<br />${say("warning.lost")}</p>
      <${Seconds} left=${seconds} of=${of} />
      <${Button} kind="main" onTap=${stay}>${say("warning.stay")}<//>
      <${Button} onTap=${() => send({ type: "home" })}>${say("warning.leave")}<//>
    <//>`;
}

const looks = { sending: "bell-ringing", sent: "bell-ringing", coming: "user-check", failed: "plug-connected-x" };

function Help({ state, tools }) {
  const { say, send } = tools;
  const now = state.help.state;
  const close = () => send({ type: "close-help" });
  return html`
    <${Dialog} name="help" title=${say("help.title")} beside=${close}>
      <p class="help-state" role="status"><${Icon} name=${looks[now]} /><span>${say(`help.${now}`)}</span></p>
      ${now === "failed" && html`<${Button} kind="main" onTap=${() => send({ type: "call-staff" })}>${say("help.again")}<//>`}
      <${Button} kind=${now === "failed" ? "plain" : "main"} onTap=${close}>${say("help.close")}<//>
    <//>`;
}
