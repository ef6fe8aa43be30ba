/* The stepped triangle (tumpal): one person in line, one second of a countdown, or the product's mark. */

import { h } from "./vendor/htm-preact.js";

export const PEOPLE_SHOWN = 12; // above this the figure alone is clearer

/** Path of one triangle standing on its base, four steps, in a box of width × height. */
export function trianglePath(width = 34, height = 30, x = 0) {
  const step = height / 4;
  const rows = [0, 1, 2, 3].map((row) => {
    const span = (width * (row + 1)) / 4;
    return `M${x + (width - span) / 2} ${row * step}h${span}v${step}h${-span}z`;
  });
  return rows.join("");
}

/** People in line: `called` in grey, `ahead` in ink, then you in green and underlined. Null above twelve. */
export function People({ called = 0, ahead = 0, label }) {
  const count = called + ahead + 1;
  if (count > PEOPLE_SHOWN) return null;
  const kinds = [...Array(called).fill("called"), ...Array(ahead).fill("ahead"), "you"];
  const width = count * 40 - 6;
  return h("svg", { class: "people", width, height: 40, viewBox: `0 0 ${width} 40`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    kinds.map((kind, place) => h("path", { key: place, class: kind, d: trianglePath(34, 30, place * 40) })),
    h("rect", { class: "you", x: ahead * 40 + called * 40, y: 35, width: 34, height: 5 }));
}

/** A countdown: the filled triangles are the seconds left; the figure stands beside it in the page's words. */
export function Seconds({ left, of, width = 24, height = 16 }) {
  const all = Array.from({ length: of }, (_, place) => place);
  return h("svg", { class: "seconds", width: of * width, height, viewBox: `0 0 ${of * width} ${height}`, "aria-hidden": "true", "shape-rendering": "crispEdges" },
    all.map((place) => h("path", { key: place, class: place < left ? "left" : "gone", d: trianglePath(width, height, place * width) })));
}

/** The mark: a house of steps with its door open. */
export function Mark({ size = 32 }) {
  return h("svg", { class: "mark", width: size, height: size * 0.875, viewBox: "0 0 8 7", "aria-hidden": "true", "shape-rendering": "crispEdges", fill: "currentColor" },
    h("path", { d: MARK }));
}

const MARK = "M3 0h2v1.75H3zM2 1.75h4V3.5H2zM1 3.5h6v1.75H1zM0 5.25h3V7H0zM5 5.25h3V7H5z";
