/* Icons by Tabler's names, drawn as elements (never as markup); always beside a word, so hidden from readers. */

import { h } from "./vendor/htm-preact.js";
import { shapes } from "./vendor/icons.js";

const SVG = "http://www.w3.org/2000/svg";

function attributes(size, stroke) {
  return {
    width: size, height: size, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": stroke,
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false", class: "icon",
  };
}

function shapesOf(name) {
  if (!shapes[name]) console.error(`no such icon: ${name} (server/web/package.json lists them)`);
  return shapes[name] ?? [];
}

/** For preact: html`<${Icon} name="search" size=${32} />` */
export function Icon({ name, size = 24, stroke = 2.2 }) {
  return h("svg", attributes(size, stroke), shapesOf(name).map(([tag, given]) => h(tag, given)));
}

/** For preact without a component: ${icon("search", 32)} */
export function icon(name, size = 24, stroke = 2.2) {
  return h(Icon, { name, size, stroke });
}

/** For pages without preact. */
export function iconElement(name, size = 24, stroke = 2.2) {
  const svg = element("svg", attributes(size, stroke));
  svg.append(...shapesOf(name).map(([tag, given]) => element(tag, given)));
  return svg;
}

function element(tag, given) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
  return made;
}
