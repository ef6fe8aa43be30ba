/** What the kiosk reads out of the mall and the hall: look-ups and little sums, all pure. */

/** No numbers without the server: two questions in a row went unanswered, or one did and the live line is lost as well. */
export const isOffline = ({ link, failures }) => failures >= (link === "lost" ? 1 : 2);

/** Everything the kiosk needs before it may show more than "one moment". */
export const isReady = (state) => Boolean(state.mall && state.hall);

export const serviceOf = (state, code) => state.mall.services.find((service) => service.code === code);
export const agencyOf = (state, code) => state.mall.agencies.find((agency) => agency.code === code);
export const servicesOf = (state, agency) => state.mall.services.filter((service) => service.agency === agency);
export const availabilityOf = (state, code) => state.hall.services.find((service) => service.code === code);

export const frequentServices = (state) =>
  state.mall.frequent.map((code) => serviceOf(state, code)).filter(Boolean);

/** The agencies in the order of their letters, each with its state in the hall and what it does, in a line. */
export function agencyRows(state) {
  return state.mall.agencies.map((agency) => ({
    agency,
    now: state.hall.agencies.find(({ code }) => code === agency.code) ?? { state: "open", waiting: 0 },
    does: agency.about?.[state.language] ?? summary(servicesOf(state, agency.code).map((service) => service.short[state.language])),
  }));
}

/** As many short names as a line of `limit` letters holds, whole ones only; the first always. */
export function summary(names, limit = 27) {
  const told = [...new Set(names)];
  let line = told[0] ?? "";
  for (const name of told.slice(1)) {
    if (line.length + 2 + name.length > limit) continue;
    line = `${line}, ${name}`;
  }
  return line;
}

/** The printer's last word, of the printer this kiosk prints on: "paper_out", "ready", … or null where nothing is known. */
export const printerState = (state) => state.printers[state.device?.printer] ?? null;
