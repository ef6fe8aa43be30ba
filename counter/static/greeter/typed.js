/** What was typed into the one field: a number of today, services that may be meant, or both. Pure. */

import { find } from "../../web/search.js";

export const MOST_HITS = 8;

/** The letters that numbers of this mall begin with. */
export const queuesOf = (mall) => [...new Set(mall.counters.flatMap((counter) => counter.queues))];

/** c14, C-014, "C 14" → {label: "C-014"}; kp7 → {label: "K-P07"}; else null. The server has the last word on how it is written. */
export function numberIn(text, mall) {
  const found = /^([A-Z]+?)(P?)(\d{1,4})$/.exec(text.toUpperCase().replace(/[^A-Z0-9]/g, ""));
  if (!found) return null;
  const [, letters, paper, digits] = found;
  const queues = queuesOf(mall);
  if (queues.includes(letters + paper)) return { label: `${letters}${paper}-${digits.replace(/^0+(?=\d)/, "").padStart(mall.numbers.digits, "0")}` };
  return paper && queues.includes(letters) ? { label: `${letters}-P${digits.replace(/^0+(?=\d)/, "").padStart(2, "0")}` } : null;
}

/** "abcd efgh" → {code: "ABCD-EFGH"}: of an appointment or a note, in the signs that codes are made of; else null. */
export function codeIn(text) {
  const code = text.toUpperCase().replace(/[\s-]/g, "");
  return /^[2-9A-HJKMNP-Z]{8}$/.test(code) ? { code: `${code.slice(0, 4)}-${code.slice(4)}` } : null;
}

/** What may be meant, best first: [{label}], [{code}] and [{service, needs}]. Enter takes the first. */
export function hitsOf(text, mall, language) {
  const number = numberIn(text, mall);
  const services = find(mall, text, language, MOST_HITS).map(({ service, needs }) => ({ service, needs }));
  const code = codeIn(text);
  const looksLikeOne = code && (/[2-9-]/.test(text) || !services.length); // eight letters may be a word, too
  return [...(number ? [number] : []), ...(looksLikeOne ? [code] : []), ...services, ...(code && !looksLikeOne ? [code] : [])];
}

/** Where a hit leads; a code leads to its sheet. */
export const placeOf = (hit) => (hit.label ? { name: "ticket", label: hit.label } : { name: "service", code: hit.service.code });
