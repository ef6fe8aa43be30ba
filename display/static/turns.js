// Whose turn it is on the yellow ground: a pure queue of fresh calls that skips nobody and hurries only when others wait.

/** Milliseconds. A call alone keeps the panel for `alone`; when others wait, `queued` is still long enough to be read. */
export const HOLD = { alone: 8000, queued: 4000, words: 25000 };

/** The panel and the five rows beside it hold six fresh calls; beyond that the whole field becomes a grid of ten. */
export const PANEL_PLACES = 6;
export const GRID_PLACES = 10;

/** A fresh call is {label, seen, turn}: when it came into sight, and when it got the panel (both null until then). */
export function join(fresh, label, now) {
  const entry = { label, seen: null, turn: null };
  const place = fresh.findIndex((one) => one.label === label);
  const others = fresh.filter((one) => one.label !== label);
  // A recall of the call that has the panel refreshes it there; any other recall waits its turn like a new call.
  return place === 0 ? settle([entry, ...others], now) : settle([...others, entry], now);
}

export function isCrowded(fresh) {
  return fresh.length > PANEL_PLACES;
}

/** Marks who came into sight now, and whose turn has begun. */
export function settle(fresh, now) {
  const places = isCrowded(fresh) ? GRID_PLACES : PANEL_PLACES;
  return fresh.map((one, place) => ({
    ...one,
    seen: one.seen ?? (place < places ? now : null),
    turn: one.turn ?? (place === 0 && !isCrowded(fresh) ? now : null),
  }));
}

/**
 * Takes away who has had a fair time. `facts`: speaking (a label or null), hasWords(label) while its words are still to be
 * heard, isCalled(label) while the visitor has not arrived, been marked absent or left.
 */
export function retire(fresh, now, facts) {
  const kept = isCrowded(fresh) ? retireCrowd(fresh, now, facts) : retireFirst(fresh, now, facts);
  return kept.length === fresh.length ? fresh : settle(kept, now);
}

function retireCrowd(fresh, now, { speaking, isCalled }) {
  const least = (one) => (isCalled(one.label) ? HOLD.alone : HOLD.queued);
  return fresh.filter((one) => one.label === speaking || one.seen === null || now - one.seen < least(one));
}

function retireFirst(fresh, now, facts) {
  const arrived = (one) => !facts.isCalled(one.label) && one.label !== facts.speaking && now - one.seen >= HOLD.queued;
  return fresh.filter((one, place) => !(place === 0 ? isOver(one, fresh.length > 1, now, facts) : arrived(one)));
}

function isOver(first, othersWait, now, facts) {
  if (facts.speaking === first.label) return false;
  const shown = now - first.turn;
  const least = othersWait || !facts.isCalled(first.label) ? HOLD.queued : HOLD.alone;
  if (shown < least) return false;
  return !facts.hasWords(first.label) || !facts.isCalled(first.label) || shown >= HOLD.words;
}
