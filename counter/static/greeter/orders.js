/** One command each: where it goes, what it carries, what a sentence about it names. Pure; the request_id is added at the press. */

const toTicket = (name, verb, label, body = {}) => ({ name, path: `/tickets/${label}/${verb}`, body, label });

const withCode = (name, path, code, body = {}) => ({ name, path, body: { code, ...body }, label: code });

const orders = {
  book: ({ service, at, language, printer, about }) => ({ name: "book", path: "/appointments", label: about, body: { service, at, language, ...(printer ? { printer } : {}) } }),
  redeem: ({ code, language, printer }) => withCode("redeem", "/tickets", code, { language, ...(printer ? { printer } : {}) }),
  printBooking: ({ code, printer }) => withCode("printBooking", "/appointments/print", code, { printer }),
  cancelBooking: ({ code }) => withCode("cancelBooking", "/appointments/cancel", code),
  confirm: ({ label }) => toTicket("confirm", "priority", label, { decision: "confirmed" }),
  decline: ({ label }) => toTicket("decline", "priority", label, { decision: "declined" }),
  ask: ({ label }) => toTicket("ask", "priority", label, { decision: "requested" }),
  return: ({ label }) => toTicket("return", "return", label),
  move: ({ label, service }) => toTicket("move", "transfer", label, { service }),
  plan: ({ label, services }) => toTicket("plan", "plan", label, { services }),
  reprint: ({ label, printer }) => toTicket("reprint", "reprint", label, printer ? { printer } : {}),
  answer: ({ alarm, where }) => ({ name: "answer", path: `/alarms/${alarm}/answer`, body: {}, label: where }),
  issue: ({ service, language, printer, priority, then, about }) => ({
    name: "issue", path: "/tickets", label: about,
    body: { service, language, ...(printer ? { printer } : {}), ...(priority ? { priority } : {}), ...(then?.length ? { then } : {}) },
  }),
};

/** The command of this name. `listed`: aimed at in a list that may have moved under the finger. */
export const orderFor = (name, given, listed = false) => ({ ...orders[name](given), listed });
