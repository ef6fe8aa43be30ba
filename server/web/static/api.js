/* The door: one way to ask the server over HTTP. It never throws; a status of 0 means nobody answered. */

const PREFIX = "/api/v1";

/**
 * @param {string} method  GET, POST, PUT
 * @param {string} path    "/tickets" (under /api/v1) or a whole path that starts with /api/
 * @param {object} [body]  sent as JSON; undefined sends none
 * @param {{key?: string, csrf?: string, language?: string, timeoutMs?: number, signal?: AbortSignal, etag?: string, keepalive?: boolean}} [options]
 *        with the `etag` of an earlier answer an unchanged one comes back as 304 without a body; `keepalive`: a last word, sent
 *        although the page is going
 * @returns {Promise<{status: number, body: object|null, etag?: string|null}>}
 */
export async function api(method, path, body, options = {}) {
  const { timeoutMs = 8000, signal } = options;
  const stop = new AbortController();
  const forward = () => stop.abort();
  const timer = setTimeout(forward, timeoutMs);
  signal?.addEventListener("abort", forward);
  if (signal?.aborted) forward();
  try {
    const answer = await fetch(urlOf(path), { ...requestOf(method, body, options), signal: stop.signal });
    return { status: answer.status, body: await jsonOf(answer), etag: answer.headers?.get("ETag") ?? null };
  } catch {
    return { status: 0, body: null };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", forward);
  }
}

/** The same question, where only the answer to the newest counts: null for an older one that was answered after it was overtaken. */
export function newest(ask) {
  let asked = 0;
  return async (...given) => {
    asked += 1;
    const turn = asked;
    const answer = await ask(...given);
    return turn === asked ? answer : null;
  };
}

/** A fresh request_id. Plain http on a host name has no crypto.randomUUID, but getRandomValues everywhere. */
export function newRequestId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function urlOf(path) {
  return path.startsWith("/api/") ? path : PREFIX + path;
}

function requestOf(method, body, { key, csrf, language, etag, keepalive = false }) {
  const headers = { Accept: "application/json", "Accept-Language": language ?? pageLanguage() };
  if (key) headers.Authorization = `Bearer ${key}`;
  if (csrf) headers["X-CSRF-Token"] = csrf;
  if (etag) headers["If-None-Match"] = etag;
  if (body !== undefined && body !== null) headers["Content-Type"] = "application/json";
  const credentials = key ? "omit" : "same-origin"; // a device speaks for itself, never for whoever is signed in
  return { method, headers, credentials, keepalive, cache: "no-store", body: headers["Content-Type"] && JSON.stringify(body) };
}

function pageLanguage() {
  return globalThis.document?.documentElement.lang || "id";
}

/** A cut connection inside the body is "nobody answered" (throws); a body that is no JSON is null. */
async function jsonOf(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
