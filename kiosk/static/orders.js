/** The two things a kiosk asks the server to do, each with one request id that is kept until there is an answer. */
import { api, newRequestId } from "/static/web/api.js";

const PENDING = "antrean-kiosk-tap";
const ATTEMPT_MS = 6000;
const PAUSE_MS = 1000;

/** The tap that a reload, a crash or a power cut interrupted; null where there was none. */
export function pendingTap() {
  try {
    return JSON.parse(sessionStorage.getItem(PENDING));
  } catch {
    return null;
  }
}

const keep = (tap) => sessionStorage.setItem(PENDING, JSON.stringify({ ...tap, keptAt: Date.now() }));
export const forgetTap = () => sessionStorage.removeItem(PENDING);
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Ask for the ticket until the server answers; `isWanted()` says whether somebody still stands there for it. */
export async function takeTicket(tap, { key, dispatch, isWanted }) {
  const { requestId, service, language } = tap;
  keep({ requestId, service, language });
  while (isWanted(requestId)) {
    const { status, body } = await api("POST", "/tickets", { service, language, request_id: requestId }, { key, language, timeoutMs: ATTEMPT_MS });
    if (isAnswer(status, body)) return answered(requestId, status, body, dispatch);
    dispatch({ type: "attempt-failed", requestId });
    await wait(PAUSE_MS);
  }
  return forgetTap();
}

/** Silence, a broken server and a proxy's page are no answer; a ticket or a refusal in our own shape is one. */
const isAnswer = (status, body) => Boolean(body && (status < 300 ? body.ticket : status >= 400 && status < 500 && body.error));

function answered(requestId, status, body, dispatch) {
  forgetTap();
  if (status < 300) return dispatch({ type: "taken", requestId, ticket: body.ticket, slip: body.slip });
  return dispatch({ type: "refused", requestId, refusal: refusalOf(status, body) });
}

/** The server's error as the reducer knows a refusal: its code, its facts, and its message under the page's language. */
export function refusalOf(status, { error, message, ...facts }) {
  const code = status === 401 || status === 403 ? "not_paired" : status === 429 ? "too_many_tickets" : error;
  const text = typeof message === "string" ? { id: message, en: message } : message;
  return { ...facts, code, message: text, seconds: facts.seconds ?? facts.retry_after ?? null };
}

/** Call staff; the same id again when the visitor asks again after a failure. */
export async function callStaff({ requestId }, { key, language, dispatch }) {
  const { status, body } = await api("POST", "/help", { request_id: requestId, language }, { key, language, timeoutMs: ATTEMPT_MS });
  if (status >= 200 && status < 300) return dispatch({ type: "help-sent", requestId, alarm: body?.alarm ?? null });
  return dispatch({ type: "help-failed", requestId });
}

export { newRequestId };
