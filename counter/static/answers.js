/**
 * What the desk says about the answer to a command: {kind, key, values} with a word key, or the code of something unforeseen.
 * Refusals the hall knows have their own words; others use the server's sentence, which is already in the clerk's language.
 */

const DONE = new Set([
  "recall", "absent", "finish", "incomplete", "open", "pause", "close", "answer", "park", "transfer", "undo", "hand_over", "note", "return", "plan",
]);

const ABOUT_ANYBODY = new Set(["call", "return", "priority", "plan"]);

const REFUSALS = {
  nobody_waiting: (_, order, state) => takenElsewhere(order, state) ?? { key: "refusal.nobody_waiting" },
  on_break: (body) => ({ key: body.until ? "refusal.on_break" : "refusal.on_break_open", times: { until: body.until } }),
  state_changed: (_, order, state) => takenElsewhere(order, state) ?? { key: "refusal.state_changed" },
  move_not_allowed: (body, order) => (ABOUT_ANYBODY.has(order.name) ? { key: "refusal.ticket_ended", values: { label: order.label } } : { key: "refusal.state_changed" }),
  absent_too_early: (body) => absentLater(body.calls, body.needed ?? 3, body.seconds),
  recalled_too_soon: (body) => ({ key: "refusal.recalled_too_soon", values: { n: body.seconds ?? 15 } }),
  nothing_to_undo: () => ({ key: "refusal.nothing_to_undo" }),
  undo_too_late: (body) => ({ key: "refusal.undo_too_late", values: { label: body.label } }),
  plan_not_sound: (body) => ({ key: "refusal.plan_not_sound", values: { most: body.most ?? 6 } }),
  note_holds_number: () => ({ key: "refusal.note_holds_number" }),
  not_found: (_, order) => (order.label ? { key: "refusal.ticket_unknown", values: { label: order.label } } : { key: "refusal.gone" }),
  counter_held: (body, order) => ({ key: "refusal.counter_held", values: { counter: body.counter ?? numberIn(order) } }),
  counter_not_held: (body, order) => ({ key: "refusal.counter_not_held", values: { counter: body.counter ?? numberIn(order) } }),
  holds_another_counter: (body) => ({ key: "refusal.holds_another", values: { counter: body.counter } }),
  visitor_at_counter: (body) => ({ key: "refusal.visitor_at_counter", values: { label: body.label } }),
  counter_not_open: () => ({ key: "refusal.counter_not_open" }),
  not_allowed: () => ({ key: "refusal.not_allowed" }),
};

/** What to say, or null where the screen itself says it. */
export function said(order, status, body, state) {
  if (status >= 400) return refusal(order, status, body ?? {}, state);
  if (order.name === "next") return afterNext(order, body, state);
  if (order.name === "reprint") return { kind: "done", key: slipKey(body.slip), values: { label: order.label } };
  if (order.name === "auto_call") return { kind: "done", key: order.on ? "done.auto_on" : "done.auto_off" };
  if (order.name === "priority") return { kind: "done", key: `done.priority_${order.decision}`, values: { label: order.label } };
  if (order.name === "call") return { kind: "done", key: "done.next", values: { label: order.label }, quiet: true };
  return DONE.has(order.name) ? { kind: "done", key: `done.${order.name}`, values: { label: order.label ?? labelOf(state), ...order.values } } : null;
}

/** The number called, and honestly so where another desk was faster with the one on the button. */
function afterNext(order, body, state) {
  const label = body.ticket?.label;
  if (!label) return { kind: "refused", key: "refusal.nobody_waiting" };
  if (!order.meant || order.meant === label) return { kind: "done", key: "done.next", values: { label }, quiet: true };
  const counter = state.calledAt[order.meant];
  const key = counter ? "refusal.called_elsewhere_then" : "refusal.other_called";
  return { kind: "told", key, values: { meant: order.meant, counter, label } };
}

/** Absent needs its calls, and then a pause in which the visitor may still walk up. */
export function absentLater(calls, needed, seconds) {
  const inPause = calls >= needed && seconds > 0;
  return inPause ? { key: "refusal.absent_in", values: { n: seconds } } : { key: "refusal.absent_too_early", values: { calls: needed } };
}

function refusal(order, status, body, state) {
  const known = REFUSALS[body.error];
  if (known) return { kind: "refused", meant: order.meant, ...known(body, order, state) };
  const spoken = [403, 409, 429].includes(status) && body.message;
  if (spoken) return { kind: "refused", text: body.message };
  return { kind: "error", key: "error.unforeseen", code: [body.error ?? `http_${status}`, body.request_id].filter(Boolean).join(" · ") };
}

/** The number on the button, where the news said that another counter called it. */
function takenElsewhere({ meant }, { calledAt, desk }) {
  const counter = calledAt[meant];
  if (!counter || counter === desk?.counter.number) return null;
  return { key: "refusal.called_elsewhere", values: { label: meant, counter } };
}

/** A refusal heard before the news of who was faster: said anew, with the counter. */
export function namingWinner(notice, state) {
  const vague = ["refusal.nobody_waiting", "refusal.state_changed"].includes(notice?.key);
  return vague ? { ...notice, ...takenElsewhere(notice, state) } : notice;
}

const SLIPS = ["queued", "printing", "printed", "failed", "uncertain", "expired", "none"];
const HELD = ["paper_out", "cover_open", "offline"];

/** Which sentence tells what really happened at the printer; a slip that cannot be printed now says what holds it. */
export function slipKey(slip) {
  if (slip?.state === "held") return `slip.held_${HELD.includes(slip.reason) ? slip.reason : "offline"}`;
  return `slip.${SLIPS.includes(slip?.state) ? slip.state : "queued"}`;
}

const labelOf = (state) => state.desk?.ticket?.label ?? "";
const numberIn = (order) => Number(order.path.match(/counters\/(\d+)/)?.[1]);
