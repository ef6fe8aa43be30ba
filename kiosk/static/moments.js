/** How far a moment is from now, in days of the site's own calendar: today, tomorrow, a weekday, or a date. Pure. */

const DAY_MS = 86_400_000;

/** Whole calendar days from `now` to `at` (ISO texts) where the site's clock stands `offset` minutes before UTC. */
export function daysFrom(now, at, offset) {
  const day = (iso) => Math.floor((Date.parse(iso) + offset * 60_000) / DAY_MS);
  return day(at) - day(now);
}

/** Which words a moment takes; a weekday is clear for six days, after that the date says it. */
export function kindOfMoment(now, at, offset) {
  const days = daysFrom(now, at, offset);
  if (days <= 0) return "today";
  if (days === 1) return "tomorrow";
  return days < 7 ? "weekday" : "date";
}

/** A wait in minutes from a moment → the two moments between which the call is likely. */
export function callBetween(issuedAt, { low_minutes, high_minutes }) {
  const later = (minutes) => new Date(Date.parse(issuedAt) + minutes * 60_000).toISOString();
  return { from: later(low_minutes), to: later(high_minutes) };
}
