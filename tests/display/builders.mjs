// A hall in miniature for the display's tests: calls, snapshots and news with sensible defaults.

export const NINE = Date.parse("2026-11-23T02:00:00Z"); // 09.00 at the site

export function aCall({ seq, label = `A-${String(seq).padStart(3, "0")}`, counter = 1, zone = 1, state = "called", at = NINE, ...rest }) {
  return {
    seq, label, counter, zone, floor: 1, agency: "A", agency_short: "Disdukcapil",
    service_short: { id: "KTP-el", en: "ID card" }, at: new Date(at).toISOString(), calls: 1, state, ...rest,
  };
}

export function aSnapshot({ calls = [], counters = [], ...rest } = {}) {
  return {
    seq: 0, room: "hall", now: new Date(NINE).toISOString(), day: "2026-11-23", version: "1",
    site: { short: "MPP Sanggau", demonstration: true }, calls, counters, queues: [], printers: [],
    fields: [{ number: 1, voice: "ready", player: true }], pauses: [], alarms: [], agencies: { A: "Disdukcapil" }, ...rest,
  };
}

export function called(call, name = "TicketCalled") {
  const { state: _, ...fields } = aCall(call);
  return { name, after: fields.seq - 1, queue: "A", service: "A1", language: "id", waiting: 0, ...fields };
}

export function aCounter({ number, zone = 1, state = "open", label = null }) {
  return { number, zone, floor: 1, agency: "A", state, pause: null, label, ticket_state: label && "called", queues: ["A"] };
}
