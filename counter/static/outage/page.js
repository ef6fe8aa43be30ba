/** What the pages of an outage day share: who is signed in, the mall, the commands, the head with the ways between them. */

import { html, render } from "/static/web/vendor/htm-preact.js";
import { api, newRequestId } from "/static/web/api.js";
import { clock } from "/static/web/clock.js";
import { formatsFor } from "/static/web/format.js";
import { wordsFor } from "/static/web/words.js";
import { kept, signInAgain } from "../browser.js";
import { untilAnswered, wasAnswered } from "../sender.js";

const PAGES = [["list", "/counter/list"], ["paper", "/counter/paper"], ["notes", "/counter/notes"], ["desk", "/counter/"]];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks until the server is there. Nobody signed in: on to the sign-in page, and this never comes back. */
async function known(words) {
  const ask = (path) => untilAnswered({ ask: () => api("GET", path, undefined, { language: words.language }), pause: wait, wanted: () => true, onFailed: () => {} });
  const { status, body } = await ask("/session");
  if (status !== 200 || !body.staff) {
    signInAgain(words.language);
    return new Promise(() => {});
  }
  const { body: mall } = await ask("/mall");
  return { staff: body.staff, csrf: body.csrf_token, mall };
}

/**
 * Draws `View` with what it needs: {w, f, staff, mall, get, command, draw}. `begin(c)` is called once.
 * A command keeps its request_id until somebody answers.
 */
export async function openPage(name, View, begin = () => {}) {
  const words = await wordsFor("counter", kept("language") ?? document.documentElement.lang ?? "id");
  document.documentElement.lang = words.language;
  document.title = words(`outage.${name}`);
  const { staff, csrf, mall } = await known(words);
  const options = { csrf, language: words.language, timeoutMs: 5000 };
  const page = document.getElementById("page");
  page.replaceChildren();
  const c = {
    w: words, staff, mall, f: formatsFor(words, mall.timezone), now: () => clock.now(),
    get: (path) => api("GET", path, undefined, options).then(learned),
    command: async (path, body) => {
      const request = { ...body, request_id: newRequestId() };
      return untilAnswered({ ask: () => api("POST", path, request, options), pause: wait, wanted: () => true, onFailed: () => c.unreached(true) })
        .then(learned).finally(() => c.unreached(false));
    },
    unreached: (away) => { if (c.away !== away) { c.away = away; c.draw(); } },
    text: (texts) => texts?.[words.language] ?? texts?.id ?? "",
    draw: () => render(html`<${Frame} name=${name} c=${c}><${View} c=${c} /></${Frame}>`, page),
    away: false,
  };
  const learned = (answer) => {
    if (answer.body?.now) clock.correct(answer.body.now);
    if (answer.status === 401) signInAgain(words.language);
    return answer;
  };
  c.draw();
  begin(c);
  watchClock(c);
}

const CLOCK_EVERY_MS = 10_000;

/** A server whose clock makes no sense gives no numbers until a person has looked at it: here it is asked. */
async function watchClock(c) {
  const room = c.staff.agency ? `desk:${c.staff.agency}` : "hall";
  const look = async () => {
    const { status, body } = await c.get(`/snapshot?room=${room}`);
    if (status !== 200 || Boolean(c.doubt) === body.clock_doubted) return;
    c.doubt = body.clock_doubted ? (await c.get("/mall")).body : null;
    c.draw();
  };
  c.confirmClock = async () => {
    const answer = await c.command("/clock/confirm", { day: c.doubt.today });
    c.doubtSaid = refusalOf(answer, c.w);
    await look();
    c.draw();
  };
  await look();
  setInterval(look, CLOCK_EVERY_MS);
}

function Doubt({ c }) {
  const may = ["supervisor", "admin"].includes(c.staff.role);
  return html`<section class="doubt" role="alert"><h2>${c.w("clock.doubted")}</h2>
    <p>${c.w("clock.shows", { now: `${c.f.longDate(c.now())} ${c.f.time(c.now())}` })} ${c.w(may ? "clock.look" : "clock.call")}</p>
    ${may && html`<button type="button" class="button" id="confirm-clock" onClick=${c.confirmClock}>${c.w("clock.confirm")}</button>`}
    <p>${c.doubtSaid}</p></section>`;
}

export { wasAnswered };

function Frame({ name, c, children }) {
  return html`<header class="outage-head"><p class="site">${c.mall.site.short}</p>
      <nav aria-label=${c.w("outage.ways")}>${PAGES.map(([one, path]) =>
        html`<a key=${one} href=${path} aria-current=${one === name ? "page" : null}>${c.w(`outage.to_${one}`)}</a>`)}</nav></header>
    <main class=${`outage ${name}`}>
      ${c.doubt && html`<${Doubt} c=${c} />`}
      ${c.away && html`<p class="away" role="alert">${c.w("outage.away")}</p>`}
      ${children}</main>`;
}

/** What a refused command says: the server's sentence, else that something unforeseen happened. */
export const refusalOf = (answer, w) => (answer.status < 400 ? null : answer.body?.message || w("outage.unforeseen", { code: answer.body?.error ?? answer.status }));
