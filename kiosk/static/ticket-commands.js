/** What a holder may order: a few places more, and giving the number back. One press is one order, however often it is sent. */
import { api, newRequestId } from "/static/web/api.js";

/** @returns {{"open-dialog": fn, confirm: fn}} the page's acts; `again` asks for the ticket where an order was refused. */
export function makeCommands(id, stateNow, dispatch, now, again) {
  async function confirm() {
    const { dialog } = stateNow();
    if (!dialog || dialog.step === "sending") return;
    const { kind, requestId } = dialog;
    dispatch({ type: "command-sent" });
    const { status, body } = await api("POST", `/tickets/${id}/${kind}`, { request_id: requestId });
    if (status === 200) dispatch({ type: "command-done", ticket: body.ticket, seq: body.seq, at: now(), said: { kind, places: body.places } });
    else if (status >= 400 && status < 500 && body?.message) dispatch({ type: "command-refused", message: body.message });
    else dispatch({ type: "command-unreached" });
    if (status !== 200) again();
  }
  return {
    confirm,
    /** The request_id is made here, once: pressed again after a lost reply it is the same order. */
    "open-dialog": ({ kind }) => dispatch({ type: "open-dialog", kind, requestId: newRequestId() }),
  };
}
