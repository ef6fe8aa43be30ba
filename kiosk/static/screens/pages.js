/** A list that never scrolls: measured on the glass, cut into as many pages as it needs, with buttons to turn them. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "/static/web/vendor/htm-preact.js";
import { Icon } from "/static/web/icons.js";
import { cutIntoPages } from "../cutting.js";
import { useGlass } from "./glass.js";

const MOST_TABS = 6;

/**
 * `items`: the <li>s. `about` names the list, and changes with whatever may change a line's height. `span(first, last)`: a page's name by the
 * places of its items; pages with names are chosen directly, pages without are turned one by one. Where no page was chosen, the one with `shown` stands.
 */
export function Pages({ about, page, shown = 0, items, cls = "", span = null, tools }) {
  const box = useRef(null);
  const glass = useGlass();
  const key = `${about}/${items.length}/${glass}`;
  const [made, setMade] = useState({ key: null, cut: null });
  const [crowded, setCrowded] = useState(null); // the key of a list of which one line alone found no room
  const measuring = made.key !== key;
  useLayoutEffect(() => {
    if (!measuring) return;
    const { cut, isCrowded } = measured(box.current);
    if (isCrowded && crowded !== key) setCrowded(key); // the sheets draw closer what stands above it, and it is measured again
    else setMade({ key, cut });
  });
  useOverflow(box, measuring, key, () => setMade({ key: null, cut: null }));
  const cut = measuring ? { pages: [{ from: 0, to: items.length }], rows: 0 } : made.cut;
  const now = Math.min(page ?? Math.max(0, cut.pages.findIndex(({ to }) => shown < to)), cut.pages.length - 1);
  const { from, to } = cut.pages[now];
  const strip = !measuring && cut.pages.length > 1;
  const named = span && cut.pages.length <= MOST_TABS;
  return html`
    <div class=${`paged ${measuring ? "measuring" : ""} ${strip ? "cut" : ""} ${crowded === key ? "crowded" : ""}`} ref=${box}>
      ${strip && named && html`<${Spans} ...${{ pages: cut.pages, now, span, tools }} />`}
      <ul class=${cls} style=${cut.rows ? { "--rows": cut.rows } : undefined}>${items.slice(from, to)}</ul>
      ${strip && !named && html`<${Turns} ...${{ now, of: cut.pages.length, tools }} />`}
    </div>`;
}

/** Heights as they stand while all items lie below each other, and the room there is without and with the buttons; crowded where a page can't hold even one. */
function measured(box) {
  const list = box.querySelector("ul");
  const style = getComputedStyle(list);
  const unit = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const room = box.clientHeight - parseFloat(style.marginTop);
  const roomWithButtons = room - STRIP_REM * unit;
  const heights = [...list.children].map((item) => item.getBoundingClientRect().height);
  const cut = cutIntoPages({
    heights, columns: style.gridTemplateColumns === "none" ? 1 : style.gridTemplateColumns.split(" ").length,
    gap: parseFloat(style.rowGap) || 0, room, roomWithButtons,
  });
  return { cut, isCrowded: Math.max(...heights) > (cut.pages.length > 1 ? roomWithButtons : room) + 1 };
}

const STRIP_REM = 11.6; // the buttons and the gap to the list, as in the sheet

/** What changed its words after it was measured is measured again, once for each size it is found too long at. */
function useOverflow(box, measuring, key, again) {
  const tried = useRef("");
  useEffect(() => {
    if (measuring) return;
    const list = box.current.querySelector("ul");
    const over = [box.current, list].map(({ scrollHeight, clientHeight }) => Math.max(0, scrollHeight - clientHeight - 1));
    const found = `${key}/${over}`;
    if (over.every((pixels) => pixels === 0) || tried.current === found) return;
    tried.current = found;
    again();
  });
}

function Spans({ pages, now, span, tools }) {
  const { say, send } = tools;
  return html`
    <div class="strip" role="group" aria-label=${say("pages.label")}>
      ${pages.map(({ from, to }, page) => html`
        <button type="button" class="tab" key=${page} aria-pressed=${String(page === now)}
          onClick=${() => send({ type: "turn-page", page })}>${span(from, to - 1)}</button>`)}
    </div>`;
}

/** Both buttons keep their place on every page, so that a finger finds them without looking. */
function Turns({ now, of, tools }) {
  const { say, send } = tools;
  const turn = (page) => () => send({ type: "turn-page", page });
  return html`
    <div class="strip turns" role="group" aria-label=${say("pages.label")}>
      ${now > 0 ? html`<button type="button" class="button turn" onClick=${turn(now - 1)}><${Icon} name="arrow-left" /><span>${say("pages.before")}</span></button>`
        : html`<span class="gone"></span>`}
      <p class="place" aria-live="polite">${say("pages.place", { n: now + 1, of })}</p>
      ${now < of - 1 ? html`<button type="button" class="button turn" onClick=${turn(now + 1)}><span>${say("pages.after")}</span><${Icon} name="arrow-right" /></button>`
        : html`<span class="gone"></span>`}
    </div>`;
}
