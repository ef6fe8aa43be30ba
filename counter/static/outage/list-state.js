/** What the list of who waits asks for, which room tells it that something changed, and how it outlives its server. */

const NAME = "antrean.list.";

/** "" the own agency or the hall, "zone:2", "agency:A" → the query of the door. */
export function queryOf(scope) {
  const [kind, code] = scope.split(":");
  return code ? `?${kind}=${encodeURIComponent(code)}` : "";
}

export const roomOf = (staff) => (staff.agency ? `desk:${staff.agency}` : "hall");

/** Seconds since the list was true. */
export const ageOf = (list, now) => Math.max(0, (now.getTime() - Date.parse(list.now)) / 1000);

export function keep(scope, list, store = globalThis.localStorage) {
  try {
    store.setItem(NAME + scope, JSON.stringify(list));
  } catch { /* a browser that may not remember has the list on its screen */ }
}

/** The list as it was last known, of today; an older one would call people who went home. */
export function keptList(scope, store = globalThis.localStorage, today = null) {
  try {
    const list = JSON.parse(store.getItem(NAME + scope));
    return list && (today === null || list.day === today) ? list : null;
  } catch {
    return null;
  }
}
