/** What an HTTP answer to "give me a ticket" means: nothing yet, a ticket, or a refusal in the reducer's words. Pure. */

/** Silence, a broken server and a proxy's page are no answer; a ticket or a refusal in our own shape is one. */
export const isAnswer = (status, body) => Boolean(body && (status < 300 ? body.ticket : status >= 400 && status < 500 && body.error));

/** The server's error as the reducer knows a refusal: its code, its facts, and its message under the page's language. */
export function refusalOf(status, { error, message, ...facts }) {
  const code = status === 401 || status === 403 ? "not_paired" : status === 429 ? "too_many_tickets" : error;
  const text = typeof message === "string" ? { id: message, en: message } : message;
  return { ...facts, code, message: text, seconds: facts.seconds ?? facts.retry_after_seconds ?? null };
}
