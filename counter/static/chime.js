/** The sound of a first visitor at an idle counter: two soft tones. Browsers let it sound after the first touch or key. */

import { keptHere } from "./browser.js";

const TONES = [[659.25, 0], [880, 0.16]]; // Hz, seconds from the start
const SECONDS = 0.5;
const LOUDNESS = 0.12;

let context = null;

/** Called at a gesture: only then may a page sound. */
export function mayNowSound() {
  const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  if (!context && Context) context = new Context();
  if (context?.state === "suspended") context.resume();
}

export const soundIsOn = () => keptHere("sound") !== "off";
export const turnSound = (on) => keptHere("sound", on ? "on" : "off");

export function chime() {
  if (!context || !soundIsOn()) return;
  for (const [pitch, after] of TONES) tone(pitch, context.currentTime + after);
}

function tone(pitch, at) {
  const voice = context.createOscillator();
  const volume = context.createGain();
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + SECONDS);
  voice.connect(volume).connect(context.destination);
  voice.start(at);
  voice.stop(at + SECONDS);
}
