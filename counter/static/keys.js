/** The keyboard: which key presses reach the desk at all. Typing, menus and a focused button keep their keys. */

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select";
const OWN_ENTER = "button, a[href], summary";

/** Listens on the whole page. `take({key, modified})` answers whether the key meant something; `used()` hears every key. */
export function listenToKeys({ open, take, used }) {
  document.addEventListener("keydown", (event) => {
    used();
    if (event.repeat) return stopRepeat(event);
    if (!open() || event.isComposing || ownsKey(event)) return;
    const modified = event.ctrlKey || event.altKey || event.metaKey;
    if (take({ key: event.key, modified })) event.preventDefault();
  });
}

/** A key held down is one press: a focused button must not click itself again either. */
function stopRepeat(event) {
  if ((event.key === "Enter" || event.key === " ") && !event.target.closest(TYPING)) event.preventDefault();
}

function ownsKey({ key, target }) {
  if (target.closest(TYPING)) return true;
  return key === "Enter" && Boolean(target.closest(OWN_ENTER));
}
