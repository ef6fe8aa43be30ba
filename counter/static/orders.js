/** One command each: where it goes, what it carries, how a banner names it. Pure; the request_id is added at the press. */

const toCounter = (state, verb, body = {}, name = verb) => ({
  name, path: `/counters/${state.desk.counter.number}/${verb}`, body,
});
const toVisitor = (state, verb, more = {}, name = verb) => ({
  ...toCounter(state, verb, { ticket: state.desk.ticket.id, ...more }, name), label: state.desk.ticket.label,
});
const toTicket = (verb, label, body = {}) => ({ name: verb, path: `/tickets/${encodeURIComponent(label)}/${verb}`, body, label });
const expects = (state) => ({ expects: state.desk.ticket?.id ?? null });

const orders = {
  next: (state) => ({ ...toCounter(state, "next", expects(state)), meant: state.desk.next?.label ?? null }),
  system_back: (state) => ({
    ...toCounter(state, "next", { ...expects(state), system_back: true }, "system_back"), meant: state.desk.next?.label ?? null,
  }),
  recall: (state) => toVisitor(state, "recall"),
  start: (state) => toVisitor(state, "start"),
  finish: (state, { outcome, delivered } = {}) => toVisitor(state, "finish", outcome ? { outcome, delivered } : {}),
  incomplete: (state) => toVisitor(state, "finish", { outcome: "incomplete" }, "incomplete"),
  absent: (state) => toVisitor(state, "absent"),
  open: (state) => toCounter(state, "open"),
  close: (state) => toCounter(state, "close"),
  leave: (state) => toCounter(state, "leave"),
  pause: (state, { reason, minutes }) => toCounter(state, "pause", minutes ? { reason, minutes } : { reason }),
  take: (_, { number, takeOver }) => ({
    name: "take", path: `/counters/${number}/take`, body: takeOver ? { take_over: true } : {},
  }),
  call: (state, { ticket, reason }) => ({ ...toCounter(state, "call", { ...expects(state), ticket, reason }), label: ticket }),
  park: (state, { why, minutes }) => toVisitor(state, "park", { why, minutes: minutes || null }),
  transfer: (state, { to, where }) => ({ ...toVisitor(state, "transfer", to), values: { where } }),
  undo: (state) => ({ ...toCounter(state, "undo"), label: state.desk.undo?.label }),
  hand_over: (state) => ({ ...toCounter(state, "hand-over", {}, "hand_over"), values: { counter: state.desk.counter.number } }),
  auto_call: (state) => autoCall(state, !state.desk.auto_call),
  note: (state, { text, ticket }) => toCounter(state, "notes", { text, ticket: ticket ?? null }, "note"),
  remove_note: (_, { note }) => ({ name: "remove_note", path: `/colleague-notes/${note}/remove`, body: {} }),
  return: (_, { ticket }) => toTicket("return", ticket),
  priority: (_, { ticket, decision }) => ({ ...toTicket("priority", ticket, { decision }), decision }),
  plan: (_, { ticket, services }) => toTicket("plan", ticket, { services }),
  issue: (state, { service, language }) => ({
    name: "issue", path: "/tickets", body: { service, language, counter: state.desk.counter.number },
  }),
  book: (_, { service, at, language, printer }) => ({ name: "book", path: "/appointments", body: { service, at, language, ...(printer ? { printer } : {}) } }),
  reprint: (_, { ticket, label, printer }) => ({
    name: "reprint", path: `/tickets/${ticket}/reprint`, body: printer ? { printer } : {}, label,
  }),
  answer: (_, { alarm }) => ({ name: "answer", path: `/alarms/${alarm}/answer`, body: {} }),
  alarm: (state) => toCounter(state, "alarm"),
};

const autoCall = (state, on) => ({ ...toCounter(state, "auto-call", { on }, "auto_call"), on });

/** The command of this name, for the desk as it is shown now. */
export const orderFor = (name, state, extra = {}) => orders[name](state, extra);
