// This display as the voice of its sound fields: may it sound, is it the fields' one player, and what it reports to the server.

import { api } from "/static/web/api.js";
import { clock } from "/static/web/clock.js";
import { calledNow } from "./called-now.js";
import { isCall } from "./state.js";
import { createPlayer } from "./player.js";
import { createSpeaker } from "./sound.js";
import { noteSpoken } from "./measure.js";

const RENEW = 5000;
/**
 * `fields`: numbers of the sound fields this display may speak for; `fieldOf(zone)`; `voiceIsReady(field)`;
 * `dispatch` hears {type: "sound" | "speaking" | "silent"}. Returns {hear(news), knows(calls), touch()}.
 */
export function startVoice({ key, fields, fieldOf, voiceIsReady, dispatch }) {
  const speaker = createSpeaker({ key });
  const called = calledNow();
  const lease = createLease(key, fields);
  const player = createPlayer({
    hall: { time: () => clock.now().getTime(), holds: lease.holds, isCalled: called.isCalled, voiceIsReady },
    output: speaker,
    tell: reports(key, dispatch),
    later: (ms, action) => setTimeout(action, ms),
  });
  const say = createStateReport(key);

  async function look() {
    const sounds = await speaker.canSound();
    dispatch({ type: "sound", sound: sounds ? "on" : "blocked" });
    say(sounds ? "ready" : "sound_blocked");
    if (!sounds) return;
    await lease.renew();
    player.next();
  }

  look();
  setInterval(look, RENEW);
  speaker.onChange(look);
  addEventListener("pagehide", lease.leave);
  for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, speaker.wake);

  function hear(news) {
    called.hear(news);
    if (isCall(news)) player.called(news, fieldOf(news.zone));
    else if (news.name === "AnnouncementReady" && fields.includes(news.field)) player.announcementReady(news);
    else if (news.name === "AnnouncementSpoken" || news.name === "AnnouncementSkipped") player.reported(news);
  }

  function touch() {
    speaker.wake();
    return look();
  }

  return { hear, knows: called.knows, touch };
}

/** Exactly one player speaks for a field: the right to it is asked for again and again, and lapses by itself. */
function createLease(key, fields) {
  const instance = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const until = new Map();

  async function ask(field) {
    const asked = performance.now();
    const { status, body } = await api("POST", `/fields/${field}/player`, { instance }, { key, timeoutMs: 4000 });
    if (status === 0 || status >= 500) return; // nobody answered: what was granted lapses in its own time
    until.set(field, body?.granted ? asked + body.seconds * 1000 : 0);
  }

  return {
    renew: () => Promise.all(fields.map(ask)),
    holds: (field) => performance.now() < (until.get(field) ?? 0),
    leave() {
      const held = fields.filter((field) => performance.now() < (until.get(field) ?? 0));
      until.clear();
      for (const field of held) api("POST", `/fields/${field}/player/leave`, { instance }, { key, keepalive: true });
    },
  };
}

function reports(key, dispatch) {
  return {
    begin: (item) => item.parts.length && dispatch({ type: "speaking", label: item.label }),
    end: (item) => dispatch({ type: "silent", job: item.job }),
    spoken: (item, languages) => {
      noteSpoken(item, languages);
      if (item.job !== null) post(key, `/announcements/${item.job}/spoken`, {});
    },
    skipped: (item, reason) => post(key, `/announcements/${item.job}/skipped`, { reason }),
  };
}

/** A report is worth three tries; a call nobody hears of is on the screen all the same. */
async function post(key, path, body, tries = 3) {
  const { status } = await api("POST", path, body, { key });
  if (status === 0 && tries > 1) setTimeout(() => post(key, path, body, tries - 1), 1500);
}

/** Tells the server only what changed, and again until it was heard. */
function createStateReport(key) {
  let told = null;
  return async function say(state) {
    if (told === state) return;
    const { status } = await api("POST", "/devices/me/state", { state }, { key });
    if (status >= 200 && status < 300) told = state;
  };
}
