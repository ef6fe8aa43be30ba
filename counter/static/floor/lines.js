/** The lines of a work profile as a manager thinks of them: kinds with their figures. Pure; a line as it stands in the mall's file. */

const MARKS = ["queues", "services", "languages", "classes"];
const filled = (line) => MARKS.filter((mark) => line[mark]?.length);

/** first: priority before all · ratio: priority after every few · appointments: those who keep one · help: another queue · services · english · other: as the file says. */
export function kindOf(line) {
  const marks = filled(line).join("+");
  if (marks === "classes" && line.classes.join() === "priority") return (line.after ?? 1) > 1 ? "ratio" : "first";
  if (marks === "classes" && line.classes.join() === "appointment") return "appointments";
  if (marks === "queues") return "help";
  if (marks === "services") return "services";
  return marks === "languages" && line.languages.join() === "en" ? "english" : "other";
}

const KINDS = {
  first: { classes: ["priority"], most: 2, after: 1 }, ratio: { classes: ["priority"], most: 1, after: 2 }, help: { most: 1, after: 2, wait_over_minutes: 20 }, services: { most: 1, after: 2 },
  appointments: { classes: ["appointment"], most: 1, after: 1 },
  english: { languages: ["en"], most: 1, after: 2 },
};

/** A new line of this kind under a code that no other line of the profile has. */
export function lineFor(kind, lines = []) {
  const taken = new Set(lines.map((one) => one.code));
  const code = Array.from({ length: 99 }, (_, n) => `line${n + 1}`).find((one) => !taken.has(one));
  return { code, ...KINDS[kind] };
}

/** The same line as another kind; what it names begins with the first there is. */
export function withKind(line, kind, state) {
  if (kind === "other") return line;
  const named = { help: { queues: [state.page.queues[0]?.queue] }, services: { services: [state.floor?.services[0]?.code] } }[kind] ?? {};
  return { code: line.code, ...KINDS[kind], ...named };
}

/** A code for a new profile. */
export function newCode(profiles) {
  const taken = new Set(profiles.map((one) => one.code));
  return Array.from({ length: 999 }, (_, n) => `profile${n + 1}`).find((one) => !taken.has(one));
}

/** As the server takes it: nothing that is empty. */
export const tidied = (lines) => lines.map((line) => Object.fromEntries(Object.entries(line).filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0))));
