/** The last move, while it can still be taken back: what it was, and a button with the seconds left. */

import { html } from "/static/web/vendor/htm-preact.js";
import { secondsToUndo } from "./choices.js";
import { Icon, Key, keepFocus } from "./parts.js";

export function Undo({ state, c }) {
  const { undo } = state.desk;
  const seconds = secondsToUndo(undo, c.now());
  if (!seconds) return null;
  return html`<div class="undo-line"><p class="word">${c.w(`undone.${undo.move}`, { label: undo.label })}</p>
    <button type="button" class="small-move" data-move="undo" aria-keyshortcuts="K" onMouseDown=${keepFocus} aria-disabled=${c.off ? "true" : null} onClick=${() => c.act("undo", "K")}>
      <${Icon} name="arrow-left" />${c.w("move.undo")}<span class="seconds" aria-hidden="true">${c.w("undo.seconds", { n: seconds })}</span><${Key} name="K" /></button></div>`;
}
