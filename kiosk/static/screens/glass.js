/** The glass a screen stands on: its size, its modes and whether its typefaces are there; what was measured holds as long as these do. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "/static/web/vendor/htm-preact.js";

const look = () => {
  const { dataset } = document.documentElement;
  return `${innerWidth}x${innerHeight}${"large" in dataset ? "L" : ""}${"reach" in dataset ? "R" : ""}${document.fonts.status}`;
};

/** A short name of the glass as it is now; it changes when anything has to be measured anew. */
export function useGlass() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const changed = () => redraw((times) => times + 1);
    addEventListener("resize", changed);
    document.fonts.addEventListener("loadingdone", changed);
    return () => {
      removeEventListener("resize", changed);
      document.fonts.removeEventListener("loadingdone", changed);
    };
  }, []);
  return look();
}

/** Tries one level of closeness after the other until the content stands in its box; the sheets say what a level means. */
export function Fit({ about, levels, cls = "fit", also = "", children }) {
  const box = useRef(null);
  const glass = useGlass();
  const key = about + glass;
  const [tried, setTried] = useState({ key, level: 0 });
  const level = tried.key === key ? tried.level : 0;
  useLayoutEffect(() => onEverySize(box.current, () => {
    if (isTooLong(box.current) && level < levels - 1) setTried({ key, level: level + 1 });
  }));
  return html`<div class=${`${cls} ${cls}-${level} ${also}`} ref=${box}>${children(level)}</div>`;
}

/** Now, and whenever the box or a part of it changes its size by itself: a picture that did not come, a line below that grew. */
function onEverySize(box, look) {
  look();
  const watch = new ResizeObserver(look);
  [box, ...boxesIn(box)].forEach((part) => watch.observe(part));
  return () => watch.disconnect();
}

/** Whether any child reaches below the box; a glyph that only hangs out of its line does not count. */
function isTooLong(box) {
  const { bottom, height } = box.getBoundingClientRect();
  return height > 0 && boxesIn(box).some((child) => child.getBoundingClientRect().bottom > bottom + 1);
}

const boxesIn = (box) => [...box.children].flatMap((child) => (getComputedStyle(child).display === "contents" ? boxesIn(child) : [child]));

/** What only informs. On low buttons it is the green field of the top third, which its text must not outgrow. */
export const Tells = ({ about, children }) => html`<div class="tells"><${Fit} cls="told" about=${about} levels=${7}>${() => children}<//></div>`;
