/** How alike two words are to a hurried hand: affixes, old and spoken spellings, slips of the finger, words not yet finished. Pure. */

export const LONGEST_TEXT = 60;
const MOST_WORDS = 8;
const SHORTEST_STEM = 4;

/** A text's words as they are compared: small letters and digits without accents; all else parts words. */
export const wordsOf = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu) ?? [];

/** What was typed, cut to what a search can mean. */
export const typedWords = (text) => wordsOf([...text].slice(0, LONGEST_TEXT).join("")).slice(0, MOST_WORDS);

// A prefix, and the first letters it may have swallowed: mengurus ← urus, menyambung ← sambung, nyari ← cari.
const PREFIXES = [
  ["menge", [""]], ["penge", [""]], ["meng", ["", "k"]], ["peng", ["", "k"]], ["meny", ["s", "c"]], ["peny", ["s", "c"]],
  ["mem", ["", "p"]], ["pem", ["", "p"]], ["men", ["", "t"]], ["pen", ["", "t"]], ["me", [""]], ["per", [""]], ["pel", [""]], ["pe", [""]],
  ["ber", [""]], ["ter", [""]], ["di", [""]], ["ke", [""]], ["se", [""]], ["nge", [""]], ["ng", ["", "k"]], ["ny", ["s", "c"]],
  ["m", ["", "p"]], ["n", ["", "t"]],
];
const SUFFIXES = ["kan", "an", "in", "i", "nya", "lah", "kah", "s", "es", "ed", "ing"];

const known = new Map();

/** The word and whatever may be left of it without its affixes. */
export function stemsOf(word) {
  if (!known.has(word)) known.set(word, peeled(word));
  if (known.size > 5000) known.clear(); // a kiosk stands for months
  return known.get(word) ?? peeled(word);
}

function peeled(word) {
  const found = new Set([word]);
  for (const one of found) {
    for (const next of [...withoutPrefix(one), ...withoutSuffix(one)]) if (next.length >= SHORTEST_STEM && found.size < 40) found.add(next);
  }
  return found;
}

const withoutPrefix = (word) => PREFIXES.filter(([prefix]) => word.startsWith(prefix))
  .flatMap(([prefix, swallowed]) => swallowed.map((letter) => letter + word.slice(prefix.length)));

const withoutSuffix = (word) => SUFFIXES.filter((suffix) => word.endsWith(suffix)).map((suffix) => word.slice(0, -suffix.length));

const SOUNDS = [["oe", "u"], ["dj", "j"], ["tj", "c"], ["sy", "s"], ["kh", "h"], ["ph", "p"], ["[fv]", "p"], ["q", "k"], ["x", "ks"], ["z", "s"], ["(.)\\1", "$1"]]
  .map(([from, to]) => [new RegExp(from, "g"), to]);

/** Spellings that sound the same are the same: sertifikat and sertipikat, surat and soerat, paspoor and paspor. */
export const soundOf = (word) => SOUNDS.reduce((sound, [from, to]) => sound.replace(from, to), word);

/** 0 … 1. `typing`: the word may not be finished yet. */
export function likeness(typed, word, typing = false) {
  if (typed === word) return 1;
  return Math.max(sharesStem(typed, word) ? 0.92 : 0, typed.length > 3 && soundOf(typed) === soundOf(word) ? 0.92 : 0, begun(typed, word, typing), slipped(typed, word, typing));
}

function sharesStem(typed, word) {
  const stems = stemsOf(word);
  return [...stemsOf(typed)].some((stem) => stems.has(stem));
}

function begun(typed, word, typing) {
  if (typed.length < (typing ? 1 : 3) || !word.startsWith(typed)) return 0;
  const share = 0.6 + (0.35 * typed.length) / word.length;
  return typing ? share : 0.85 * share;
}

/** One slip in a word of four letters or five, two from eight on; never in a number, nor in the first letter of a short word. */
function slipped(typed, word, typing) {
  const allowed = typed.length >= 8 ? 2 : typed.length >= 4 ? 1 : 0;
  if (!allowed || /\d/.test(typed) || (typed.length < 6 && typed[0] !== word[0])) return 0;
  const slips = distance(typed, word, allowed);
  if (slips <= allowed) return 0.88 - 0.12 * slips - (typed.length < 5 ? 0.1 : 0);
  const start = typing && typed.length >= 5 && word.length > typed.length && distance(typed, word.slice(0, typed.length), 1) <= 1;
  return start ? 0.6 : 0;
}

/** Letters to change, leave out, add or exchange with their neighbour; counted no further than `limit` + 1. */
export function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let [older, old, now] = [[], Array.from({ length: b.length + 1 }, (_, at) => at), []];
  for (let i = 1; i <= a.length; i += 1) {
    now = [i];
    for (let j = 1; j <= b.length; j += 1) now[j] = cheapest(a, b, i, j, { older, old, now });
    if (Math.min(...now) > limit) return limit + 1;
    [older, old] = [old, now];
  }
  return old[b.length];
}

function cheapest(a, b, i, j, { older, old, now }) {
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const best = Math.min(old[j] + 1, now[j - 1] + 1, old[j - 1] + same);
  const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return exchanged ? Math.min(best, older[j - 2] + 1) : best;
}
