/** What a few typed letters or digits mean among services, people and numbers at hand. Pure. */

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

/** Whether every typed word begins a word of the text, or stands inside one of its longer words. */
export function found(typed, text) {
  const within = fold(text);
  return fold(typed).split(/\s+/).filter(Boolean).every((word) => within.includes(word));
}

const textOf = (service, agency) =>
  [service.code, ...Object.values(service.name), ...Object.values(service.short), ...(service.search ?? []), agency?.short ?? "", ...Object.values(agency?.name ?? {})].join(" ");

/** The mall's services that fit what was typed, those of the own agency first: [{code, name, agency, zone, …}]. */
export function servicesFound(mall, typed, own) {
  const agencies = new Map((mall?.agencies ?? []).map((one) => [one.code, one]));
  const fit = (mall?.services ?? []).filter((service) => found(typed, textOf(service, agencies.get(service.agency))));
  return [...fit.filter((one) => one.agency === own), ...fit.filter((one) => one.agency !== own)];
}

const bare = (text) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");
const numberOf = (label) => Number(label.match(/\d+$/)?.[0]);

/** The labels that what was typed can mean: "31" and "d31" both find D-031. Nothing typed finds all. */
export function labelsFound(labels, typed) {
  const wanted = bare(typed);
  if (!wanted) return labels;
  if (/^\d+$/.test(wanted)) return labels.filter((label) => numberOf(label) === Number(wanted) || bare(label).includes(wanted));
  const [, letters, digits] = wanted.match(/^([A-Z]+)(\d*)$/) ?? [null, wanted, ""];
  return labels.filter((label) => bare(label).startsWith(letters) && (!digits || numberOf(label) === Number(digits) || bare(label).startsWith(wanted)));
}

/** A label that is not at hand, written out as the mall writes it, or null: "45" at a counter of queue D is D-045. */
export function labelMeant(typed, queues, digits = 3) {
  const [, letters, number] = bare(typed).match(/^([A-Z]{0,2})(\d{1,5})$/) ?? [];
  const queue = letters || queues[0];
  return number && Number(number) > 0 && queue ? `${queue}-${String(Number(number)).padStart(digits, "0")}` : null;
}
