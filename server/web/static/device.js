/* Who this screen is: its device key, kept in the browser; got by itself in the demonstration, else with a pairing code. */

import { api } from "./api.js";
import { pairingForm } from "./pairing.js";

/**
 * Resolves when the screen is paired; while it is not, a form for the code stands on the page.
 * @param {"kiosk"|"display"} kind
 * @param {{zone?: number|null, name?: string, language?: string}} [wish] which one this is, where a demonstration may choose
 * @returns {Promise<{key: string, device: object}>}
 */
export async function pairedDevice(kind, wish = {}) {
  const place = `antrean.${kind}.${wish.zone ?? "all"}.${wish.name ?? ""}`;
  const known = recall(place);
  const kept = known && (await stillKnown(known));
  const paired = kept || (await pairByItself(kind, wish)) || (await pairingForm(kind, wish.language));
  keep(place, paired);
  return paired;
}

/** Forget this screen's key, for instance when the server refuses it; the next pairedDevice() pairs anew. */
export function forgetDevice(kind, wish = {}) {
  keep(`antrean.${kind}.${wish.zone ?? "all"}.${wish.name ?? ""}`, null);
}

/** The same key with what the server says of it now; as it was kept where nobody answers; null where it is refused. */
async function stillKnown(known) {
  const { status, body } = await api("GET", "/devices/me", undefined, { key: known.key });
  if (status === 200) return { key: known.key, device: body.device };
  return status === 401 || status === 403 || status === 404 ? null : known;
}

/** Null where the server asks for a code. Waits for a server that does not answer. */
async function pairByItself(kind, { zone = null, name }) {
  for (;;) {
    const { status, body } = await api("POST", "/devices/pair", { kind, zone, ...(name && { name }) });
    if (status === 200 || status === 201) return { key: body.key, device: body.device };
    if (status >= 400 && status < 500 && status !== 429) return null;
    await new Promise((done) => setTimeout(done, 1000));
  }
}

/* A browser that keeps nothing (private window, storage off) pairs at each start. */
function recall(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

function keep(place, paired) {
  try {
    if (paired) localStorage.setItem(place, JSON.stringify(paired));
    else localStorage.removeItem(place);
  } catch {
    /* said above */
  }
}
