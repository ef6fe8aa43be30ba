/** What a person keys in of a paper slip → what the door wants; what is wrong before it is even asked. Pure. */

/** "A-P07", "ap7", "A 7" → {queue: "A", number: 7}; null where it is no label of these queues. */
export function labelOf(typed, queues) {
  const found = /^\s*([A-Z0-9][A-Z0-9\s.-]*?)[\s.-]*(\d{1,3})\s*$/i.exec(typed);
  if (!found || Number(found[2]) === 0) return null;
  const letters = found[1].toUpperCase().replace(/[\s.-]/g, "");
  const withMark = letters.endsWith("P") ? letters.slice(0, -1) : null;
  const queue = queues.includes(withMark) ? withMark : queues.includes(letters) ? letters : null;
  return queue ? { queue, number: Number(found[2]) } : null;
}

export const labelled = (queue, number) => `${queue}-P${String(number).padStart(2, "0")}`;

/** "0815", "8.15", "08:15" → "08:15"; null where it is no time. */
export function timeOf(typed) {
  const found = /^\s*(\d{1,2})[.:]?(\d{2})\s*$/.exec(typed);
  const [hour, minute] = found ? [Number(found[1]), Number(found[2])] : [99, 99];
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` : null;
}

/** That time of the hall's day, as an instant. */
export function instantOf(clock, day, offsetMinutes) {
  const sign = offsetMinutes < 0 ? "-" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  return `${day}T${clock}:00${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

const TIMES = [["issued", "issued_at"], ["called", "called_at"], ["started", "started_at"], ["ended", "ended_at"]];
const WANTED = { waiting: ["issued"], left: ["issued"], served: ["issued", "called", "ended"] };
const ASKED = { waiting: ["issued"], left: ["issued"], served: ["issued", "called", "started", "ended"] };

/** The row → {slip} for the door, or {wrong: the name of the field to look at}. */
export function slipOf(row, mall) {
  const label = labelOf(row.label, queuesOf(mall));
  if (!label) return { wrong: "label" };
  const services = servicesOf(label.queue, mall);
  const service = services.find((one) => one.code === row.service) ?? services[0];
  const slip = { service: service.code, number: label.number, state: row.state };
  for (const [name, member] of TIMES.filter(([one]) => ASKED[row.state].includes(one))) {
    const typed = (row[name] ?? "").trim();
    const clock = typed ? timeOf(typed) : null;
    if (typed ? !clock : WANTED[row.state].includes(name)) return { wrong: name };
    if (clock) slip[member] = instantOf(clock, mall.today, mall.utc_offset_minutes);
  }
  if (row.state !== "served") return { slip };
  return Number(row.counter) > 0 ? { slip: { ...slip, counter: Number(row.counter) } } : { wrong: "counter" };
}

export const queuesOf = (mall) => [...new Set(mall.services.map((one) => one.queue))];
export const servicesOf = (queue, mall) => mall.services.filter((one) => one.queue === queue);

/** The next row: the number after this one, the rest empty but what is likely the same. */
export function nextRow(row, mall) {
  const label = labelOf(row.label, queuesOf(mall));
  return { ...emptyRow(), label: label ? labelled(label.queue, label.number + 1) : "", service: row.service, state: row.state, counter: row.counter };
}

export const emptyRow = () => ({ label: "", service: "", state: "waiting", issued: "", called: "", started: "", ended: "", counter: "" });
