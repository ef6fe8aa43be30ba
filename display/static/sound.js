// The loudspeaker of one display: WebAudio, its own two-tone chime, and whether the browser lets it sound at all.

/** Seconds. Two tones, a falling third, over before 1.2 s. */
const CHIME = [
  { hertz: 659.26, at: 0, lasts: 0.55 },
  { hertz: 523.25, at: 0.38, lasts: 0.75 },
];
const CHIME_LASTS = 1.15;
const CHIME_PEAK = 0.6; // words arrive at about -16 LUFS, which peaks near this
const PATIENCE = 800; // milliseconds
const MOMENT = 120;
const GUARD = 3; // seconds after which a sound that never reported its end counts as ended

export function createSpeaker({ key, fetchSound = fetch, later = setTimeout } = {}) {
  const context = "AudioContext" in globalThis ? new AudioContext() : null;
  const pause = (ms) => new Promise((done) => later(done, ms));

  /** Asks for sound and looks whether it flows: a context may say "running" over a device that is gone, but its clock stands still. */
  async function canSound() {
    if (!context) return false;
    await Promise.race([context.resume().catch(() => null), pause(PATIENCE)]); // without a touch, resume() may stay pending for ever
    const before = context.currentTime;
    await pause(MOMENT);
    return context.state === "running" && context.currentTime > before;
  }

  /** To be called within a touch: only then may a browser that wants one start. */
  function wake() {
    context?.resume().catch(() => null);
  }

  function chime() {
    const start = context.currentTime + 0.02;
    CHIME.forEach((tone) => ring(context, tone, start));
    return ended(context, later, null, CHIME_LASTS);
  }

  async function load(part) {
    const answer = await fetchSound(part.url, { headers: { Authorization: `Bearer ${key}` } });
    if (!answer.ok) throw new Error(`no sound: ${answer.status}`);
    return context.decodeAudioData(await answer.arrayBuffer());
  }

  function play(sound) {
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.start();
    return ended(context, later, source, sound.duration);
  }

  return { canSound, wake, chime, fetch: load, play, onChange: (hear) => context?.addEventListener("statechange", hear) };
}

function ring(context, { hertz, at, lasts }, start) {
  const gain = context.createGain();
  gain.connect(context.destination);
  gain.gain.setValueAtTime(0, start + at);
  gain.gain.linearRampToValueAtTime(CHIME_PEAK * 0.8, start + at + 0.012);
  gain.gain.exponentialRampToValueAtTime(0.001, start + at + lasts);
  [[hertz, 1], [hertz * 2, 0.18]].forEach(([pitch, share]) => partial(context, gain, pitch, share, start + at, lasts));
}

function partial(context, output, pitch, share, start, lasts) {
  const tone = context.createOscillator();
  const level = context.createGain();
  tone.frequency.value = pitch;
  level.gain.value = share;
  tone.connect(level).connect(output);
  tone.start(start);
  tone.stop(start + lasts);
}

function ended(context, later, source, seconds) {
  return new Promise((done) => {
    if (source) source.onended = done;
    later(done, (seconds + (source ? GUARD : 0)) * 1000);
  });
}
