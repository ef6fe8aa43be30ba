/** Who may open which of the floor's pages, and what they may do there. Pure; the server decides all the same. */

export const PAGES = Object.freeze({ floor: "/floor/", ready: "/floor/ready", closing: "/floor/closing", profiles: "/floor/profiles" });

const READERS = ["manager", "supervisor", "auditor", "admin"];
const READS = { floor: ["greeter", ...READERS], ready: READERS, closing: READERS, profiles: READERS };

/** "/floor/ready" → "ready"; the floor itself for anything else. */
export const pageAt = (pathname) => Object.keys(PAGES).find((name) => PAGES[name] === pathname) ?? "floor";

export const opens = (staff, name) => READS[name].includes(staff.role);

/** Pauses, messages, help, quota and hours; a manager within the own agency. */
export const steers = (staff) => ["manager", "supervisor", "admin"].includes(staff.role);

/** What concerns the whole hall: the day and its report. */
export const leads = (staff) => ["supervisor", "admin"].includes(staff.role);

/** Somebody who can walk there. */
export const answers = (staff) => staff.role !== "auditor";

export const reaches = (staff, agency) => !staff.agency || staff.agency === agency;

/** The floor's room that this person hears. */
export const roomOf = (staff) => (staff.agency ? `floor:${staff.agency}` : "floor");

/** Where else the work of this role goes on: [[word, address]]. */
export function waysOf(staff) {
  const pages = Object.entries(PAGES).filter(([name]) => opens(staff, name)).map(([name, path]) => [`floor.to.${name}`, path]);
  const greets = ["greeter", "manager", "supervisor", "admin"].includes(staff.role);
  const sits = ["manager", "supervisor", "admin"].includes(staff.role);
  return [...pages, ...(greets ? [["floor.to.greeter", "/counter/greeter"]] : []), ...(sits ? [["floor.to.desk", "/counter/"]] : []), ["floor.to.list", "/counter/list"]];
}
