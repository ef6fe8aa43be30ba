// A browser with its usual policy: no sound before a touch. (The test tool's own questions would count as one.)
let touched = false;
const resume = AudioContext.prototype.resume;
const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state").get;
addEventListener("pointerdown", () => { touched = true; }, true);
AudioContext.prototype.resume = function () {
  return touched ? resume.call(this) : new Promise(() => {});
};
Object.defineProperty(AudioContext.prototype, "state", { get() { return touched ? state.call(this) : "suspended"; } });
