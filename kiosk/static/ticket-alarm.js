/** How a phone tells its holder: sound once they tapped for it, vibration where there is one. Needs no secure context. */

const PATTERN = [200, 100, 200];
const TONES = [[880, 0], [660, 0.28]]; // Hz, seconds
const EVERY_SECONDS = 5;
const RINGS = 12; // a minute, then the picture must do

const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;

/** What this phone can do at all: "sound", "vibration" or null. */
export const ability = () => (Context ? "sound" : navigator.vibrate ? "vibration" : null);

/**
 * The whole minute of chimes is laid into the sound card's own time at once, so that a page whose timers are slowed
 * in the background still rings. `changed({armed, ringing})` tells the page.
 */
export function makeAlarm(changed) {
  let context = null;
  let armed = false;
  let playing = [];
  let shaking;
  let lock = null;

  const tell = () => changed({ armed, ringing: shaking !== undefined });
  const vibrate = () => {
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(PATTERN);
  };

  function chime(at, loudness) {
    for (const [pitch, after] of TONES) {
      const tone = context.createOscillator();
      const level = context.createGain();
      tone.type = "triangle";
      tone.frequency.value = pitch;
      level.gain.setValueAtTime(0, at + after);
      level.gain.linearRampToValueAtTime(loudness, at + after + 0.02);
      level.gain.exponentialRampToValueAtTime(0.001, at + after + 0.6);
      tone.connect(level).connect(context.destination);
      tone.start(at + after);
      tone.stop(at + after + 0.65);
      playing.push(tone);
    }
  }

  function chimes(times, loudness) {
    if (!context || !armed) return;
    context.resume?.();
    for (let n = 0; n < times; n += 1) chime(context.currentTime + 0.05 + n * EVERY_SECONDS, loudness);
  }

  function quiet() {
    for (const tone of playing) tone.disconnect();
    playing = [];
    clearInterval(shaking);
    shaking = undefined;
    navigator.vibrate?.(0);
  }

  /** Keeps the screen lit, only where the browser gives that (https); elsewhere the hint on the page must do. */
  async function stayLit() {
    lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  }

  return {
    /** In the holder's own tap: the only moment when a browser allows sound to begin. */
    arm() {
      context ??= Context ? new Context() : null;
      armed = true;
      chimes(1, 0.25);
      vibrate();
      stayLit();
      tell();
    },
    disarm() {
      quiet();
      armed = false;
      lock?.release();
      tell();
    },
    ring() {
      quiet();
      chimes(RINGS, 0.9);
      vibrate();
      let left = RINGS - 1;
      shaking = setInterval(() => {
        vibrate();
        left -= 1;
        if (left <= 0) this.hush();
      }, EVERY_SECONDS * 1000);
      tell();
    },
    near() {
      chimes(1, 0.5);
      if (armed) vibrate();
    },
    hush() {
      if (shaking === undefined) return;
      quiet();
      tell();
    },
    /** A lock on the screen ends with the page's being hidden. */
    shown() {
      if (armed) stayLit();
    },
  };
}
