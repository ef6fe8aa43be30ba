/** What the desk, the greeter's page and the floor begin with: who is signed in, in which language, and what is asked in that name. */

import { api } from "/static/web/api.js";
import { wordsFor } from "/static/web/words.js";
import { kept, signInAgain } from "./browser.js";
import { untilAnswered } from "./sender.js";

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** `words()` the page's present words; `timeoutMs` how long one try may take. */
export function makeSession({ words, timeoutMs }) {
  let csrf = null;
  const trust = (token) => { csrf = token; };
  const ask = (method, path, body) => api(method, path, body, { csrf, language: words().language, timeoutMs });
  const answered = (path) => untilAnswered({ ask: () => ask("GET", path), pause: wait, wanted: () => true, onFailed: () => {} });

  /** Who is signed in, asked until the server is there. Nobody: on to the sign-in page, and nothing comes back. */
  async function whoAmI() {
    const { status, body } = await answered("/session");
    if (status !== 200 || !body.staff) return signInAgain(words().language);
    trust(body.csrf_token);
    return body.staff;
  }

  /** One command, the same request_id until somebody answers; a worn-out CSRF token is renewed once on the way. */
  async function deliver({ method = "POST", path, body }, requestId, { wanted, onFailed }) {
    const asked = { ask: () => ask(method, path, { ...body, request_id: requestId }), pause: wait, wanted, onFailed };
    const answer = await untilAnswered(asked);
    if (answer?.status !== 403 || !/csrf/.test(answer.body?.error ?? "")) return answer;
    await whoAmI();
    return untilAnswered(asked);
  }

  async function signOut() {
    await ask("POST", "/sign-out", {});
    signInAgain(words().language);
  }

  return { ask, answered, whoAmI, deliver, signOut, trust };
}

/** The language this tab chose, else the page's. */
export const firstLanguage = () => kept("language") ?? document.documentElement.lang ?? "id";

/** The page says which language it is in. */
export function inLanguage(words) {
  document.documentElement.lang = words.language;
  return words;
}

/** Indonesian or English, whichever it is not; this tab keeps to it. */
export async function otherWords(words, known = (language) => wordsFor("counter", language)) {
  const other = await known(words.language === "id" ? "en" : "id");
  kept("language", other.language);
  return inLanguage(other);
}

/** Once per turn, however many events came. */
export function oncePerTurn(draw) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    queueMicrotask(() => { due = false; draw(); });
  };
}
