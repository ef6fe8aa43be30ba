/** The keyboard on the glass: which keys there are, and where each stands on an upright and on a lying one. Pure. */

const row = (signs, line, from) => [...signs].map((sign, place) => ({ sign, upright: [line, from + 2 * place, 2] }));

/** Half columns: twenty upright, with the digits above; twenty-six lying, with the digits beside the letters. */
const letters = [...row("qwertyuiop", 2, 1), ...row("asdfghjkl", 3, 2), ...row("zxcvbnm", 4, 5)]
  .map((key) => ({ ...key, lying: [key.upright[0] - 1, ...key.upright.slice(1)] }));

const pad = { 7: [1, 21], 8: [1, 23], 9: [1, 25], 4: [2, 21], 5: [2, 23], 6: [2, 25], 1: [3, 21], 2: [3, 23], 3: [3, 25], 0: [4, 21] };
const digits = row("1234567890", 1, 1).map((key) => ({ ...key, lying: [...pad[key.sign], key.sign === "0" ? 6 : 2] }));

export const KEYS = [
  ...digits,
  ...letters,
  { does: "erase-all", word: "search.erase_all", upright: [4, 1, 4], lying: [3, 1, 4] },
  { does: "erase", word: "search.erase", icon: "backspace", upright: [4, 19, 2], lying: [3, 19, 2] },
  { does: "more", word: "search.more", upright: [5, 1, 4], lying: [4, 1, 4] },
  { sign: " ", word: "search.space", upright: [5, 5, 10], lying: [4, 5, 10] },
  { does: "look", word: "search.look", upright: [5, 15, 6], lying: [4, 15, 6] },
];

/** A code is typed without gaps; its green key is as wide as the keyboard. */
export const CODE_KEYS = [
  ...KEYS.filter(({ does, sign }) => sign !== " " && does !== "more" && does !== "look"),
  { does: "look", word: "code.go", upright: [5, 1, 20], lying: [4, 1, 20] },
];

/** A key's place as the sheet's variables. */
export const placeOf = ({ upright, lying }) =>
  ({ "--row": upright[0], "--from": upright[1], "--wide": upright[2], "--lying-row": lying[0], "--lying-from": lying[1], "--lying-wide": lying[2] });
