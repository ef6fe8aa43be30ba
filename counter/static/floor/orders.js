/** One command each: how, where to, with what; and the values that a sentence about it needs. Pure; the request_id comes at the press. */

import { tidied } from "./lines.js";

const post = (name, path, body = {}, values = {}) => ({ name, method: "POST", path, body, values });
const put = (name, path, body, values = {}) => ({ ...post(name, path, body, values), method: "PUT" });

const orders = {
  answer: ({ alarm }) => post("answer", `/alarms/${alarm}/answer`),
  pause: ({ scope, code, reason, numbers, minutes, texts, about }) => post("pause", "/pauses", { scope, code, reason, numbers, minutes, texts }, { about }),
  resume: ({ pause, about }) => post("resume", `/pauses/${pause}/lift`, {}, { about }),
  help: ({ counter, queues }) => post(queues.length ? "help" : "back", `/counters/${counter}/help`, { queues }, { counter, queues: queues.join(", ") }),
  quota: ({ service, quota, about }) => post("quota", `/services/${service}/quota`, { quota }, { quota, about }),
  message: ({ scope, code, texts, minutes }) => post("message", "/messages", { scope, code, texts, minutes }),
  lift: ({ message }) => post("lift", `/messages/${message}/lift`),
  hours: ({ agency, close, last_ticket: last, about }) => post("hours", "/hours/extend", { agency, close, last_ticket: last || null }, { about, close }),
  release: ({ scope, code, note, reason, about }) => post("release", "/releases", { scope, code, note, reason }, { about }),
  close: ({ waiting }) => post("close", "/day/close", { waiting }),
  reopen: () => post("reopen", "/day/reopen"),
  sign: () => post("sign", "/day/sign", { day: null }),
  check: ({ check }) => post("check", "/checks", { check }),
  clock: ({ day }) => post("clock", "/clock/confirm", { day }),
  profile: ({ code, name, lines }) => put("profile", `/profiles/${code}`, { name, lines: tidied(lines) }),
  remove: ({ code }) => post("remove", `/profiles/${code}/remove`),
  give: ({ counter, profile }) => put("give", `/counters/${counter}/profile`, { profile }, { counter }),
};

/** `listed`: aimed at in a list whose rows may have moved under the finger. */
export const orderFor = (name, given = {}, listed = false) => ({ ...orders[name](given), listed });
