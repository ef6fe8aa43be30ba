/** What a visitor types on the search screen: (state, event) → state. It stays in this state, until the visit ends. */
import { LONGEST_TEXT } from "./matching.js";
import { goTo } from "./visit.js";

/** Signs that move the writing about or cannot be seen are no part of a need; a space begins nothing. */
export const clean = (text) =>
  [...text.slice(0, 4 * LONGEST_TEXT).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").replace(/\s+/g, " ").trimStart()].slice(0, LONGEST_TEXT).join("");

/** The text after a key of the glass. */
export function afterKey(text, { does, sign = "" }) {
  if (does === "erase-all") return "";
  return does === "erase" ? [...text].slice(0, -1).join("") : clean(text + sign);
}

export function reduceTyping(state, event) {
  if (event.type === "open-search") return goTo({ ...state, asked: "" }, { screen: "search" }, event.at);
  if (event.type !== "write" || state.place.screen !== "search") return state;
  const asked = clean(event.text);
  if (asked === state.asked) return state;
  const { page, ...place } = state.place; // other words, other results: from their first page on
  return { ...state, asked, place: page ? place : state.place };
}
