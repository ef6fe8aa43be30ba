/** The visit in the browser's history: each screen an entry, so that the back key goes one screen back and never out of the app. */

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Turning pages and changing an order stay on one screen: back leads to the screen before, not through every page. */
const turns = new Set(["turn-page", "open-tab", "move-stop"]);

/** Follow the state from `before` to `after`: a number takes the place of its service's page, any other screen is a new entry. */
export function followPlace(before, after, eventType) {
  const unchanged = same(before.place, after.place) && before.session === after.session;
  if (unchanged) return;
  const entry = { place: after.place, session: after.session };
  if (eventType === "taken" || eventType === "popped" || turns.has(eventType)) history.replaceState(entry, "");
  else history.pushState(entry, "");
}

/** Listen to the back and forward keys. Where the state does not follow, the entry that was left is put back. */
export function listenToHistory(dispatch, read) {
  history.replaceState({ place: read().place, session: read().session }, "");
  addEventListener("popstate", ({ state: entry }) => {
    if (entry?.place) dispatch({ type: "popped", place: entry.place, session: entry.session });
    const now = read();
    if (!same(entry?.place, now.place) || entry?.session !== now.session) {
      history.pushState({ place: now.place, session: now.session }, "");
    }
  });
}
