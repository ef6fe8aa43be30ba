/** The silent alarm's keys: F9 twice within two seconds, found without looking. Once is nothing. */

import { untilAnswered } from "./sender.js";

export const ALARM_KEY = "F9";
export const TWICE_MS = 2000;
const WANTED_MS = 120_000;

/** After this press: {pressedAt, alarm}. `before` is the moment of the press before, in milliseconds. Pure. */
export function chord(before, at) {
  const alarm = at - before <= TWICE_MS;
  return { pressedAt: alarm ? -Infinity : at, alarm };
}

/** Heard everywhere: in a menu, in a field, on the locked screen. */
export function listenForAlarm(raise, now) {
  let pressedAt = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== ALARM_KEY || event.repeat) return;
    event.preventDefault();
    const heard = chord(pressedAt, now());
    pressedAt = heard.pressedAt;
    if (heard.alarm) raise();
  }, { capture: true });
}

/**
 * Goes out whatever else is under way or open on the screen, even locked, and again with the same request_id until it is heard.
 * `send(requestId)` → {status}; `pause(ms)`; `now()` in milliseconds; `heard()`.
 */
export async function raise({ send, pause, now, heard, requestId }) {
  const begun = now();
  const answer = await untilAnswered({ ask: () => send(requestId), pause, wanted: () => now() - begun < WANTED_MS, onFailed: () => {} });
  if (answer?.status < 400) heard();
}
