/* Times, dates, money and waits as people write them here. Times come as ISO text or Date and go out in the site's zone. */

const PARTS = new Map();

/** "09.42" in Indonesian, "09:42" in English. */
export function time(at, language, timezone) {
  const { hour, minute } = parts(at, language, timezone);
  return language === "id" ? `${hour}.${minute}` : `${hour}:${minute}`;
}

/** "09.42.07" / "09:42:07" */
export function timeWithSeconds(at, language, timezone) {
  return time(at, language, timezone) + (language === "id" ? "." : ":") + parts(at, language, timezone).second;
}

/** "23-11-2026" */
export function shortDate(at, language, timezone) {
  const { day, month, year } = parts(at, language, timezone, "2-digit");
  return `${day}-${month}-${year}`;
}

/** "Senin, 23 November 2026" / "Monday, 23 November 2026" */
export function longDate(at, language, timezone) {
  const { weekday, day, month, year } = parts(at, language, timezone);
  return `${weekday}, ${Number(day)} ${month} ${year}`;
}

/** "Selasa" / "Tuesday" */
export function weekday(at, language, timezone) {
  return parts(at, language, timezone).weekday;
}

/** "Rp350.000", in both languages: the amount as it stands in the rule. */
export function rupiah(amount) {
  return `Rp${String(Math.trunc(amount)).replace(/\B(?=(\d{3})+$)/g, ".")}`;
}

/** {low_minutes, high_minutes} → "40–60 menit"; past 90 minutes in half hours: "1–2½ jam". `w` are the page's words. */
export function waitRange(wait, w) {
  const { low_minutes: low, high_minutes: high } = wait;
  if (high > 90) return w.n("times.hours", 2, { range: range(...halfHours(low, high)) });
  return w.n("times.minutes", high, { range: range(low, high) });
}

/** The figure and its unit apart, for screens that draw them in two sizes: {figure: "40–60", unit: "menit"}. */
export function waitParts(wait, w) {
  const long = wait.high_minutes > 90;
  const figure = long ? range(...halfHours(wait.low_minutes, wait.high_minutes)) : range(wait.low_minutes, wait.high_minutes);
  return { figure, unit: w.n(long ? "times.hour_unit" : "times.minute_unit", long ? 2 : wait.high_minutes) };
}

/** Seconds → "07:12", from an hour on "1:02:05". A duration, so with colons in both languages. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** All of them with language and zone bound: const f = formatsFor(w, "Asia/Pontianak"); f.time(iso). */
export function formatsFor(w, timezone) {
  const bound = (format) => (at) => format(at, w.language, timezone);
  return {
    time: bound(time), timeWithSeconds: bound(timeWithSeconds), shortDate: bound(shortDate), longDate: bound(longDate), weekday: bound(weekday),
    rupiah, duration, waitRange: (wait) => waitRange(wait, w), waitParts: (wait) => waitParts(wait, w),
  };
}

function range(low, high) {
  return low === high ? String(high) : `${low}–${high}`;
}

/** 75, 100 → ["1", "2"]: rounded outwards, so that the range holds what was promised; at least half an hour. */
function halfHours(low, high) {
  return [Math.max(1, Math.floor(low / 30)), Math.ceil(high / 30)].map((halves) => `${Math.floor(halves / 2) || ""}${halves % 2 ? "½" : ""}`);
}

function parts(at, language, timezone, month = "long") {
  const name = `${language}|${timezone}|${month}`;
  if (!PARTS.has(name)) PARTS.set(name, formatter(language, timezone, month));
  const found = PARTS.get(name).formatToParts(at instanceof Date ? at : new Date(at));
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}

function formatter(language, timeZone, month) {
  return new Intl.DateTimeFormat(language === "id" ? "id-ID" : "en-GB", {
    timeZone, weekday: "long", day: "2-digit", month, year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
}
