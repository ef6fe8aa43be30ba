/** What a view needs beside the state: the words of the language, times and money as people write them, the clock's face. */
import { formatsFor } from "/static/web/format.js";
import { callBetween, daysFrom, kindOfMoment } from "./moments.js";

/** @param now the server's time as a Date; @param send gives an event to the page. */
export function toolsFor(state, say, now, send) {
  const mall = state.mall;
  const formats = formatsFor(say, mall.timezone);
  const nowIso = now.toISOString();
  const when = (iso) => whenWords(iso, nowIso, mall.utc_offset_minutes, say, formats);
  const form = {
    ...formats, when, Day: (iso) => capital(dayWords(iso, nowIso, mall.utc_offset_minutes, say, formats)),
    isToday: (iso) => daysFrom(nowIso, iso, mall.utc_offset_minutes) === 0,
    day: (date) => date.split("-").reverse().join("-"),
    around: (ticket) => aroundTimes(nowIso, ticket.wait, formats),
  };
  return { say, form, send, face: { time: formats.time(now), date: formats.longDate(now) } };
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function aroundTimes(now, wait, formats) {
  const { from, to } = callBetween(now, wait);
  return { from: formats.time(from), to: formats.time(to) };
}

/** "13.00", "besok 08.00", "Selasa 08.00", "Senin, 4 Januari 2027 08.00" */
function whenWords(iso, now, offset, say, formats) {
  const time = formats.time(iso);
  const today = kindOfMoment(now, iso, offset) === "today";
  return today ? time : `${dayWords(iso, now, offset, say, formats)} ${time}`;
}

function dayWords(iso, now, offset, say, formats) {
  const kind = kindOfMoment(now, iso, offset);
  if (kind === "today" || kind === "tomorrow") return say(`when.${kind}`);
  return kind === "weekday" ? formats.weekday(iso) : formats.longDate(iso);
}
