/** What is said about the answer to a command: {kind, key, values}, the server's own sentence, or the code of something unforeseen. */

const WITH_PLACE = new Set(["return", "move"]);
const CHANGED = new Set(["move_not_allowed", "state_changed"]);

export function said(order, status, body) {
  if (status >= 400) return refusal(order, status, body ?? {});
  return { kind: "done", ...done(order, body) };
}

function done({ name, label }, body) {
  if (name === "issue") return { key: "greeter.done.issue", values: { label: body.ticket.label } };
  if (name === "redeem") return redeemed(body);
  if (!WITH_PLACE.has(name)) return { key: `greeter.done.${name}`, values: { label } };
  const { ahead, agency_short: agency } = body.ticket;
  return { key: `greeter.done.${name}`, count: ahead, values: { label, agency } };
}

/** The number of an appointment says how its holder came. */
function redeemed({ ticket: { label }, appointment }) {
  return { key: appointment ? `greeter.done.redeem.${appointment.arrival}` : "greeter.done.issue", values: { label } };
}

/** Somebody was faster, or the number's state is another by now: said in the hall's words. The rest in the server's. */
function refusal(order, status, body) {
  if (order.name === "answer" && status === 404) return { kind: "refused", key: "greeter.refused.answered", values: { label: order.label } };
  if (CHANGED.has(body.error)) return { kind: "refused", key: "greeter.refused.changed", values: { label: order.label } };
  if (body.error === "plan_not_sound") return { kind: "refused", key: "greeter.refused.plan", values: { most: body.most ?? 6 } };
  if ([403, 404, 409, 429].includes(status) && body.message) return { kind: "refused", text: body.message };
  return { kind: "error", key: "error.unforeseen", code: [body.error ?? `http_${status}`, body.request_id].filter(Boolean).join(" · ") };
}
