/** The few things only a browser has: what a tab remembers, the address, the clipboard, the way to the sign-in page. */

const NAME = "antrean.desk.";

/** What this tab remembers under a name; with a value it is set, with null forgotten. A tab that may not remember forgets. */
export function kept(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(NAME + name);
    else if (value !== undefined) sessionStorage.setItem(NAME + name, value);
    return sessionStorage.getItem(NAME + name);
  } catch {
    return null;
  }
}

/** The counter in the address, so that a new sign-in or a reload comes back to it. */
export const rememberedCounter = () => Number(new URLSearchParams(location.search).get("counter")) || null;

export function rememberCounter(number) {
  const address = number ? `${location.pathname}?counter=${number}` : location.pathname;
  if (address !== location.pathname + location.search) history.replaceState(null, "", address);
}

export function signInAgain(language) {
  location.assign(`/sign-in?language=${language}&next=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Plain http has no clipboard API; selecting and copying works everywhere. */
export function copyText(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

/** The same for this machine, over all its tabs and days: what its people chose once. */
export function keptHere(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(NAME + name, value);
    return localStorage.getItem(NAME + name);
  } catch {
    return null;
  }
}
