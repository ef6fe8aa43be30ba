/** The two things a kiosk asks the server to do, each with one request id that is kept until there is an answer. */
import { api, newRequestId } from "/static/web/api.js";
import { isAnswer, refusalOf } from "./answers.js";
import { wishWords } from "./tap.js";

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
export async function takeTicket(tap, { key, aids, dispatch, isWanted }) {
  const { requestId, language } = tap;
  const { service, code, then, priority } = tap;
  keep({ requestId, service, code, then, priority, language, aids });
  while (isWanted(requestId)) {
    const { status, body } = await api("POST", "/tickets", { ...wishWords(tap), language, request_id: requestId }, { key, language, timeoutMs: ATTEMPT_MS });
    if (isAnswer(status, body)) return answered(requestId, status, body, dispatch);
    dispatch({ type: "attempt-failed", requestId });
    await wait(PAUSE_MS);
  }
  return forgetTap();
}

function answered(requestId, status, body, dispatch) {
  forgetTap();
  if (status < 300) return dispatch({ type: "taken", requestId, ticket: body.ticket, slip: body.slip, appointment: body.appointment ?? null });
  return dispatch({ type: "refused", requestId, refusal: refusalOf(status, body) });
}

/** The proposed order for these services ("A1,C1"), or silence: the visitor's own order stands anyway. */
export async function askAdvice(about, { key, language, dispatch }) {
  dispatch({ type: "advice-asked", about });
  const { status, body } = await api("GET", `/itineraries?services=${about}`, undefined, { key, language, timeoutMs: ATTEMPT_MS });
  dispatch(status === 200 ? { type: "advice-told", about, told: body } : { type: "advice-failed", about });
}

const RETURN_ATTEMPTS = 3;

/** Somebody is back: the same request again while nobody answers, then the visitor is told. */
export async function comeBack({ requestId, ticket }, { key, language, dispatch }) {
  for (let attempt = 0; attempt < RETURN_ATTEMPTS; attempt += 1) {
    const { status, body } = await api("POST", `/tickets/${ticket}/return`, { request_id: requestId }, { key, language, timeoutMs: ATTEMPT_MS });
    if (status >= 200 && status < 300 && body?.ticket) return dispatch({ type: "returned", requestId, ticket: body.ticket });
    if (isAnswer(status, body)) return dispatch({ type: "return-refused", requestId, refusal: refusalOf(status, body) });
    await wait(PAUSE_MS);
  }
  return dispatch({ type: "return-failed", requestId });
}

/** Call staff; the same id again when the visitor asks again after a failure. */
export async function callStaff({ requestId }, { key, language, dispatch }) {
  const { status, body } = await api("POST", "/help", { request_id: requestId, language }, { key, language, timeoutMs: ATTEMPT_MS });
  if (status >= 200 && status < 300) return dispatch({ type: "help-sent", requestId, alarm: body?.alarm ?? null });
  return dispatch({ type: "help-failed", requestId });
}

export { newRequestId };
