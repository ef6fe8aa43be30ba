/** Sheets of the day: no more numbers, everything ends, numbers again; the name under the report; what somebody looked at this morning. */

import { html } from "/static/web/vendor/htm-preact.js";
import { waitingIn } from "./facts.js";
import { Sheet } from "./parts.js";

export function CloseSheet({ dialog, state, c }) {
  const { waiting: what } = dialog;
  const waiting = waitingIn(state.floor, "site");
  const { parked, absent, counters } = state.floor;
  const open = counters.filter((one) => one.label).length;
  const will = what === "serve" ? c.w.n("floor.day.will_stop", waiting) : c.w("floor.day.will_close", { waiting, away: parked.length + absent.length, open });
  return html`<${Sheet} title=${c.w(`floor.menu.${what === "serve" ? "stop" : "close"}`)} order="close" go=${c.w(what === "serve" ? "floor.day.stop" : "floor.day.close")} will=${will} onGo=${() => c.press("close", { waiting: what })} state=${state} c=${c} />`;
}

export const ReopenSheet = ({ state, c }) =>
  html`<${Sheet} title=${c.w("floor.menu.reopen")} order="reopen" go=${c.w("floor.day.reopen")} will=${c.w(state.floor?.report ? "floor.day.will_reopen_report" : "floor.day.will_reopen")} onGo=${() => c.press("reopen")} state=${state} c=${c} />`;

export const SignSheet = ({ state, c }) =>
  html`<${Sheet} title=${c.w("floor.sign.title")} order="sign" go=${c.w("floor.sign.go", { username: state.staff.username })} will=${c.w("floor.sign.will", { username: state.staff.username })} onGo=${() => c.press("sign")} state=${state} c=${c} />`;

/** sound, paper or clock: somebody was there. */
export const CheckSheet = ({ dialog, state, c }) =>
  html`<${Sheet} title=${c.w(`floor.check.${dialog.check}`)} order="check" go=${c.w(`floor.check.${dialog.check}.go`)} will=${c.w("floor.check.will", { username: state.staff.username })} onGo=${() => c.press("check", { check: dialog.check })} state=${state} c=${c}>
    <p>${c.w(`floor.check.${dialog.check}.ask`, { now: `${c.f.longDate(c.now())}, ${c.time(c.now())}` })}</p></${Sheet}>`;

/** The server doubts its own clock: a person says which day it is. */
export const ClockSheet = ({ dialog, state, c }) =>
  html`<${Sheet} title=${c.w("floor.check.clock")} order="clock" go=${c.w("floor.check.clock.go")} will=${c.w("floor.clock.will")} onGo=${() => c.press("clock", { day: dialog.day })} state=${state} c=${c}>
    <p>${c.w("floor.check.clock.ask", { now: `${c.f.longDate(c.now())}, ${c.time(c.now())}` })}</p></${Sheet}>`;
