/* Stands where the kiosk's main.js stands: the same reducer and the same views, but every event is given by the test and time is a number. */
import { html, render } from "/static/web/vendor/htm-preact.js";
import { wordsFor } from "/static/web/words.js";
import { markAids } from "./aids.js";
import { firstState, reduce } from "./state.js";
import { toolsFor } from "./tools.js";
import { Kiosk } from "./view.js";

const root = document.getElementById("app");
const words = {};
let facts = null;
let state = null;
let at = 0;

const dispatch = (event) => (state = reduce(state, { at, ...event }));

/** A number lets that many milliseconds pass, with the ticks a page would make. */
function play(step) {
  if (typeof step !== "number") return dispatch(step);
  for (const end = at + step; at < end; ) {
    at = Math.min(at + 250, end);
    dispatch({ type: "tick" });
  }
  return state;
}

function draw() {
  document.documentElement.lang = state.language;
  markAids(document.documentElement, state.aids);
  const tools = toolsFor(state, words[state.language], new Date(state.hall.now), (event) => {
    dispatch(event);
    draw();
  });
  render(html`<${Kiosk} state=${state} tools=${tools} />`, root);
}

const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
const picture = (image) => image.complete || new Promise((done) => ["load", "error"].forEach((end) => image.addEventListener(end, done)));

/** Until typefaces and pictures are there and what measures itself has done so. */
async function settled() {
  await document.fonts.ready;
  for (let before = ""; before !== root.innerHTML; ) {
    before = root.innerHTML;
    await Promise.all([...document.images].map(picture));
    await frame();
    await frame();
  }
}

window.stage = {
  async open(mall, hall, prompts) {
    for (const language of ["id", "en"]) words[language] = await wordsFor("kiosk", language);
    document.getElementById("boot").closest("main").remove();
    const known = [
      { type: "mall-loaded", mall }, { type: "hall-loaded", hall }, { type: "link-changed", link: "live" },
      { type: "device-known", device: { id: "k1", place: "k1", printer: "p1" } }, { type: "prompts-known", prompts },
    ];
    facts = known.reduce(reduce, firstState());
  },
  /** The short names of all services, by their codes. */
  services: () => Object.fromEntries(facts.mall.services.map(({ code, short }) => [code, short])),
  /** The hall's news that nobody is at the counter of this service. */
  nobodyAt(code) {
    const services = facts.hall.services.map((one) => (one.code === code ? { ...one, notice: { code: "no_counter_staffed" } } : one));
    return { type: "hall-loaded", hall: { ...facts.hall, services } };
  },
  /** A new visit: the language and the aids are chosen, then come the steps. */
  show(language, aids, steps) {
    [state, at] = [facts, 0];
    render(null, root);
    dispatch({ type: "choose-language", language });
    aids.forEach((aid) => dispatch({ type: "switch-aid", aid }));
    steps.forEach(play);
    draw();
    return settled();
  },
  /** What happens while a screen stands there. */
  go(steps) {
    steps.forEach(play);
    draw();
    return settled();
  },
  /** A press on the first such button; whether there was one. */
  async press(selector) {
    const button = root.querySelector(selector);
    button?.click();
    await settled();
    return Boolean(button);
  },
};
