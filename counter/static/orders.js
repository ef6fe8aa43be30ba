/** One command each: where it goes, what it carries, how a banner names it. Pure; the request_id is added at the press. */

const toCounter = (state, verb, body = {}) => ({
  name: verb, path: `/counters/${state.desk.counter.number}/${verb}`, body,
});
const toVisitor = (state, verb) => toCounter(state, verb, { ticket: state.desk.ticket.id });

const orders = {
  next: (state) => ({
    ...toCounter(state, "next", { expects: state.desk.ticket?.id ?? null }), meant: state.desk.next?.label ?? null,
  }),
  system_back: (state) => ({
    ...toCounter(state, "next", { expects: state.desk.ticket?.id ?? null, system_back: true }), meant: state.desk.next?.label ?? null,
  }),
  recall: (state) => toVisitor(state, "recall"),
  start: (state) => toVisitor(state, "start"),
  finish: (state) => toVisitor(state, "finish"),
  absent: (state) => toVisitor(state, "absent"),
  open: (state) => toCounter(state, "open"),
  close: (state) => toCounter(state, "close"),
  leave: (state) => toCounter(state, "leave"),
  pause: (state, { reason, minutes }) => toCounter(state, "pause", minutes ? { reason, minutes } : { reason }),
  take: (_, { number, takeOver }) => ({
    name: "take", path: `/counters/${number}/take`, body: takeOver ? { take_over: true } : {},
  }),
  issue: (state, { service, language }) => ({
    name: "issue", path: "/tickets", body: { service, language, counter: state.desk.counter.number },
  }),
  reprint: (_, { ticket, label, printer }) => ({
    name: "reprint", path: `/tickets/${ticket}/reprint`, body: printer ? { printer } : {}, label,
  }),
  answer: (_, { alarm }) => ({ name: "answer", path: `/alarms/${alarm}/answer`, body: {} }),
};

/** The command of this name, for the desk as it is shown now. */
export const orderFor = (name, state, extra = {}) => orders[name](state, extra);
