// The player of a sound field: one announcement at a time, chime first, in the order of the calls; it never stops for one that fails.

import { add, chimeAlone, drop, forgetStale, fromNews, nextStep, WORDS_GRACE } from "./announcements.js";

/**
 * `hall` answers questions: time() server ms, holds(field), isCalled(label, call_seq), voiceIsReady(field).
 * `output` sounds: chime() → promise, fetch(part) → promise of a sound, play(sound) → promise.
 * `tell` hears: spoken(item, heard), skipped(item, reason), begin(item), end(item).
 * `later(ms, action)` is a timer.
 */
export function createPlayer({ hall, output, tell, later }) {
  let line = [];
  let busy = false;
  const chimed = new Set(); // calls whose chime went alone: when their words come after all, they need no second chime
  const seen = new Set(); // calls that have had their turn

  function put(item) {
    if (item.job === null ? seen.has(item.call_seq) : seen.has(item.job)) return;
    line = add(line, item);
    next();
  }

  function announcementReady(news) {
    put(fromNews(news));
  }

  /** Words that do not come in time leave the call its chime; where the voice is known to be down, nobody waits for them. */
  function called(news, field) {
    const grace = hall.voiceIsReady(field) ? WORDS_GRACE : 0;
    later(grace, () => {
      const hasWords = line.some((item) => item.call_seq === news.seq) || seen.has(news.seq);
      if (!hasWords && hall.holds(field)) put(chimeAlone(news, field));
    });
  }

  function reported({ job }) {
    seen.add(job);
    line = drop(line, job);
  }

  async function next() {
    if (busy) return;
    line = forgetStale(line, { time: hall.time(), holds: hall.holds });
    const step = nextStep(line, { time: hall.time(), holds: hall.holds, isCalled: hall.isCalled });
    if (!step) return;
    busy = true;
    takeOut(step.item);
    await (step.act === "speak" ? speak(step.item, step.parts) : skip(step.item, step.reason));
    busy = false;
    next();
  }

  function takeOut(item) {
    line = line.filter((one) => one !== item);
    seen.add(item.call_seq);
    if (item.job !== null) seen.add(item.job);
  }

  async function skip(item, reason) {
    if (item.job !== null) tell.skipped(item, reason);
  }

  async function speak(item, parts) {
    tell.begin(item);
    const sounds = parts.map((part) => output.fetch(part).catch(() => null)); // loads while the chime sounds
    if (!chimed.has(item.call_seq)) await quietly(output.chime());
    const heard = await playInOrder(parts, sounds);
    if (!item.parts.length) chimed.add(item.call_seq);
    tell.end(item);
    if (item.job === null) tell.spoken(item, []);
    else if (heard.length) tell.spoken(item, heard);
    else tell.skipped(item, "no_sound");
  }

  async function playInOrder(parts, sounds) {
    const heard = [];
    for (const [place, sound] of sounds.entries()) {
      const ready = await sound;
      if (ready && (await quietly(output.play(ready)))) heard.push(parts[place].language);
    }
    return heard;
  }

  return { announcementReady, called, reported, next, waiting: () => line };
}

/** A loudspeaker that fails must not stop the line. */
async function quietly(sounding) {
  try {
    await sounding;
    return true;
  } catch {
    return false;
  }
}
