/** Search by what one needs: a field, what was found so far, and the keyboard, which keeps its place. */
import { html, useRef } from "/static/web/vendor/htm-preact.js";
import { agencyOf, frequentServices, isOffline } from "../hall.js";
import { KEYS } from "../keys.js";
import { LONGEST_TEXT } from "../matching.js";
import { found, marked, saysSomething } from "../search.js";
import { afterKey, clean } from "../typing.js";
import { verdictOf } from "../verdict.js";
import { Mark, Queueing } from "./agency.js";
import { Tells, useGlass } from "./glass.js";
import { Pages } from "./pages.js";
import { Icon, Letter, Row } from "./parts.js";
import { refusalTitle } from "./refused.js";
import { Field, Keyboard } from "./typed.js";

/** How many stand there at once, best first: one below the other, or in two columns on a lying glass. The key "more" shows the others. */
function roomFor({ large, reach }) {
  const lying = innerWidth >= innerHeight;
  if (large && reach) return 2;
  if (large || reach) return lying ? 4 : 3;
  return lying ? 6 : 5;
}

export function Search({ state, tools }) {
  const { say, send } = tools;
  const page = useRef(null);
  const field = useRef(null);
  const write = (text) => {
    field.current.value = text; // at once: the next key may come before the next picture
    send({ type: "write", text });
  };
  useGlass();
  const asks = saysSomething(state.mall, state.asked);
  const hits = asks ? found(state.mall, state.asked, state.language) : [];
  const parts = cutInto(hits, roomFor(state.aids));
  const part = (state.place.page ?? 0) % parts.length;
  const more = parts.length > 1 ? () => send({ type: "turn-page", page: (part + 1) % parts.length }) : null;
  const look = () => lookAt(page.current, hits, tools);
  const orders = { look, more };
  const press = (key) => (orders[key.does] ? orders[key.does]() : write(afterKey(field.current.value, key)));
  return html`
    <div class="search" ref=${page}>
      <${Tells} about=${say.language}>
        <div class="search-head">
          <h1 id="title" class="title">${say("search.title")}</h1>
          <${Field} icon="search" value=${state.asked} longest=${LONGEST_TEXT} autocapitalize="none" field=${field}
            write=${(text) => write(clean(text))} done=${look} />
        </div>
        <p class=${`found ${asks && !hits.length ? "nothing" : ""}`} role="status">${foundWords({ state, asks, hits, part, of: parts.length }, say)}</p>
      <//>
      <div class="hits">${asks && !hits.length ? html`<${Nothing} tools=${tools} />` : html`<${Hits} ...${{ state, tools, asks, hits: parts[part] }} />`}</div>
      <${Keyboard} keys=${KEYS} tools=${tools} press=${press} isOff=${(key) => key.does === "more" && !more} />
    </div>`;
}

function cutInto(hits, size) {
  const parts = [];
  for (let from = 0; from < Math.max(hits.length, 1); from += size) parts.push(hits.slice(from, from + size));
  return parts;
}

function foundWords({ state, asks, hits, part, of }, say) {
  if (asks && of > 1) return say("search.found_more", { n: hits.length, part: part + 1, of });
  if (asks) return hits.length ? say.n("search.found", hits.length) : say("search.nothing");
  const [first, second] = frequentServices(state).map(({ short }) => short[say.language]);
  return first && second ? say("search.hint", { first, second }) : say("search.hint_plain");
}

/** The one hit opens; of several the first takes the focus, so that a reader and a keyboard go on from there. */
function lookAt(page, hits, { send }) {
  if (hits.length === 1) return send({ type: "open-service", service: hits[0].service.code });
  return page.querySelector(".hits button")?.focus({ preventScroll: true });
}

/** Nothing typed yet: what most people come for stands there meanwhile. */
function Hits({ state, tools, asks, hits }) {
  const shown = asks ? hits : frequentServices(state).slice(0, roomFor(state.aids)).map((service) => ({ service, needs: null }));
  const about = `${tools.say.language}/${shown.map(({ service }) => service.code).join()}`;
  return html`
    <${Pages} about=${about} cls="found-services" tools=${tools}
      items=${shown.map((hit) => html`<li key=${hit.service.code}><${Hit} ...${hit} ...${{ state, tools, asks }} /></li>`)} />`;
}

function Hit({ service, needs, asks, state, tools }) {
  const { say, send } = tools;
  const verdict = verdictOf(state, service.code);
  const name = (state.aids.large ? service.short : service.name)[say.language];
  const open = () => send({ type: "open-service", service: service.code, reading: isOffline(state) });
  return html`
    <button type="button" class=${`row hit ${verdict.can ? "" : "flat"}`} onClick=${open}>
      <${Letter}>${service.queue}<//>
      <span class="what"><span class=${`name ${name.length > 34 ? "long" : ""}`}>${asks ? withMarks(state, name) : name}</span>
        <span class=${`does ${verdict.can && !needs ? "place-of" : ""}`}>${aboutHit({ service, needs, verdict, state, tools })}</span></span>
      ${verdict.can ? html`<${Queueing} ...${{ service, state, tools }} />` : html`<${Mark} ...${{ verdict, tools }} />`}
      <${Icon} name="chevron-right" />
    </button>`;
}

const withMarks = (state, name) => marked(state.mall, name, state.asked).map(({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text));

/** Under the name: why no number can be had; else the document by which it was found; else where it is. */
function aboutHit({ service, needs, verdict, state, tools }) {
  const { say } = tools;
  const agency = agencyOf(state, service.agency);
  if (!verdict.can) return refusalTitle(verdict.refusal, { agency, service, tools, alone: false });
  const about = needs ? say("search.needs", { document: asWithin(needs[say.language]) }) : say("place", service);
  return `${agency.short} · ${about}`;
}

/** A document's name within a sentence: "akta kelahiran", but "KTP-el" and "SIM lama". */
const asWithin = (text) => (/^\p{Lu}\p{Ll}/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text);

function Nothing({ tools }) {
  const { say, send } = tools;
  return html`
    <ul class="ways">
      <li><${Row} icon="list" name=${say("search.all")} does=${say("search.all_hint")} chevron onTap=${() => send({ type: "open-agencies" })} /></li>
      <li><${Row} icon="bell" name=${say("refused.talk")} does=${say("refused.talk_hint")} chevron onTap=${() => send({ type: "call-staff" })} /></li>
    </ul>`;
}
