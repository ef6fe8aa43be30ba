/** What the kiosk says: a whole visit by ear, nothing twice, nothing by halves, silent unless chosen. */
import assert from "node:assert/strict";
import test from "node:test";
import { canSpeak, momentOf, spelled } from "../../kiosk/static/speech.js";
import { createTeller } from "../../kiosk/static/telling.js";
import { timesOf } from "../../kiosk/static/voice.js";
import { aHall, aKiosk, anOffer, play, take, taken } from "./builders.mjs";

const SOUND = { type: "switch-aid", aid: "sound" };
const everyClip = { has: () => true, get: (key) => key };

/** A teller whose words are noted down; `hear(state)` gives what was said then, a cut as "|". */
function ears(clips = everyClip) {
  let heard = [];
  const say = (sentences) => heard.push(...sentences.map((sentence) => sentence.join(" ")));
  const hear = createTeller({ say, add: say, hush: () => heard.push("|") });
  return (state, lying = false) => {
    heard = [];
    hear(momentOf(state, { lying }), clips);
    return heard;
  };
}

const withSound = () => play(aKiosk(), SOUND);

test("a kiosk is silent until sound is chosen", () => {
  assert.deepEqual(ears()(aKiosk()), []);
});

test("a whole visit can be followed by ear", () => {
  const hear = ears();
  let state = withSound();
  const step = (...steps) => hear((state = play(state, ...steps)));
  assert.deepEqual(hear(state), ["|", "sound_on", "where.call_right", "idle", "where.door"]);
  assert.deepEqual(step({ type: "open-agencies" }), ["|", "agencies"]);
  assert.deepEqual(step({ type: "open-agency", agency: "A" }), ["|", "service"]);
  assert.deepEqual(step({ type: "open-service", service: "C1" }, 600), ["|", "take", "where.main", "ahead count.3"]);
  assert.deepEqual(step(take()), ["|"]);
  assert.deepEqual(step(taken("first-request", { ticket: { floor: 1 } })),
    ["|", "number letter.c digit.0 digit.1 digit.8", "ahead count.5", "floor.1", "number letter.c digit.0 digit.1 digit.8", "printing"]);
  assert.deepEqual(step({ type: "news", news: [{ name: "SlipPrinted", label: "C-018" }] }), ["take_slip"]);
  assert.deepEqual(step(600, { type: "finish" }), ["|"]);
});

test("on a lying glass the way to staff is at the left", () => {
  assert.equal(ears()(withSound(), true)[2], "where.call_left");
});

test("the same moment is not said twice", () => {
  const hear = ears();
  const state = play(withSound(), { type: "open-agencies" });
  hear(state);
  assert.deepEqual(hear(state), []);
  assert.deepEqual(hear(play(state, { type: "touched" }, 1000)), []);
});

test("another language says the screen again in that language", () => {
  const hear = ears();
  const state = play(withSound(), { type: "open-agencies" });
  hear(state);
  assert.deepEqual(hear(play(state, { type: "choose-language", language: "en" })), ["|", "agencies"]);
});

test("the warning cuts in once, and the screen is not said again after it", () => {
  const hear = ears();
  const state = play(withSound(), { type: "open-agencies" });
  hear(state);
  const warned = play(state, 91_000);
  assert.deepEqual(hear(warned), ["|", "warning_idle"]);
  assert.deepEqual(hear(play(warned, 1000)), []);
  assert.deepEqual(hear(play(warned, { type: "stay" })), ["|"]);
});

test("a call for staff is said when it has arrived", () => {
  const hear = ears();
  hear(withSound());
  const calling = play(withSound(), { type: "call-staff", requestId: "h1" });
  assert.deepEqual(hear(calling), ["|"]);
  assert.deepEqual(hear(play(calling, { type: "help-sent", requestId: "h1", alarm: "a1" })), ["|", "help_called"]);
});

test("a switch that is pressed says what it did", () => {
  const hear = ears();
  const state = withSound();
  hear(state);
  const large = play(state, { type: "switch-aid", aid: "large" });
  assert.deepEqual(hear(large), ["|", "large_on"]);
  assert.deepEqual(hear(play(large, { type: "switch-aid", aid: "large" })), ["|", "large_off"]);
});

test("no number can be had: said why it is looked for on the screen", () => {
  const at = (code) => {
    const hall = aHall({ services: ["A1", "A2", "C1"].map((each) => anOffer(each, { can_take: false, refusal: { code } })) });
    return ears()(play(aKiosk({ hall }), SOUND, { type: "open-service", service: "C1" })).at(-1);
  };
  assert.deepEqual(["closed_today", "quota_used_up", "clock_in_doubt"].map(at), ["closed", "not_now", "trouble"]);
});

test("without paper the number is said to be valid", () => {
  const state = play(withSound(), { type: "open-service", service: "C1" }, 600, take(), taken("first-request", { slip: { state: "no_printer" } }));
  assert.equal(ears()(state).at(-1), "no_paper");
});

test("a sentence of which a clip is missing is not said by halves", () => {
  const clips = { has: (key) => key !== "digit.1", get: (key) => key };
  const state = play(withSound(), { type: "open-service", service: "C1" }, 600, take(), taken());
  assert.equal(ears(clips)(state).some((words) => words.startsWith("number")), false);
});

test("more people than the clips can count are said as more", () => {
  const hall = aHall({ services: [anOffer("C1", { ahead: 128, wait: { low_minutes: 40, high_minutes: 60 } })] });
  const said = ears()(play(aKiosk({ hall }), SOUND, { type: "open-service", service: "C1" }));
  assert.deepEqual(said.slice(-2), ["ahead count.more", "wait count.40 to count.60 minutes"]);
});

test("a language without prompts has no switch for sound", () => {
  const state = { ...aKiosk(), prompts: [{ key: "idle", language: "id" }] };
  assert.deepEqual([canSpeak(state), canSpeak({ ...state, language: "en" })], [true, false]);
});

test("a label of two letters is spelled sign by sign", () => {
  assert.deepEqual(spelled("DS-019"), ["number", "letter.d", "letter.s", "digit.0", "digit.1", "digit.9"]);
});

test("signs follow each other closely, sentences with a pause", () => {
  const clip = (key) => ({ key, seconds: 1 });
  const times = timesOf([["number", "letter.c", "digit.0"].map(clip), ["floor.1"].map(clip)]).map(({ start }) => start);
  assert.deepEqual(times.map((at) => Math.round(at * 100)), [0, 125, 231, 356]);
});

test("priority, a visit and coming back can be followed by ear", () => {
  const hear = ears();
  let state = withSound();
  const step = (...steps) => hear((state = play(state, ...steps)));
  hear(state);
  step({ type: "open-service", service: "A1" }, 600);
  assert.deepEqual(step({ type: "open-priority" }), ["|", "priority"]);
  step({ type: "choose-priority", group: "infant" }, 600);
  step({ type: "add-more" }, { type: "open-service", service: "C1" }, 600);
  assert.deepEqual(step({ type: "add-to-visit" }, 600), ["|", "visit", "where.main"]);
  step(take());
  assert.ok(step(taken("first-request", { ticket: { priority: "requested" } })).includes("priority_asked"));
  const back = play(withSound(), { type: "slip-scanned", ticket: "ticket-1", requestId: "b" });
  assert.deepEqual(ears()(play(back, { type: "returned", requestId: "b", ticket: { label: "C-018", ahead: 3, floor: 2 } })).slice(3), ["returned", "ahead count.3", "floor.2"]);
  assert.deepEqual(ears()(play(back, { type: "return-refused", requestId: "b", refusal: { code: "not_found" } })).slice(3), ["returned_not"]);
});

test("a changed order can be followed by ear: which place, and how long everything takes", () => {
  const hear = ears();
  const order = ["A1", "C1"].flatMap((service) => [{ type: "open-service", service }, 600, { type: "add-to-visit" }]);
  let state = play(withSound(), ...order, { type: "open-order" }, 600);
  assert.deepEqual(hear(state).slice(-2), ["order", "where.main"]);
  state = play(state, { type: "move-stop", service: "C1", by: -1 });
  assert.deepEqual(hear(state), ["|", "order_place count.1"]);
  const told = { chosen: { services: ["C1", "A1"], total: { low_minutes: 45, high_minutes: 80 } }, proposed: { services: ["C1", "A1"] } };
  state = play(state, { type: "advice-asked", about: "C1,A1" }, { type: "advice-told", about: "C1,A1", told });
  assert.deepEqual(hear(state), ["order_total count.45 to count.80 minutes"]);
});
