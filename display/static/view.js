// The whole wall: chooses the layout for a state and puts it between head and foot.

import { html, render } from "/static/web/vendor/htm-preact.js";
import { formatsFor } from "/static/web/format.js";
import { Call, Crowd, Lost, Rest } from "./calls.js";
import { longestLabel } from "./fit.js";
import { Foot, Head, placeOf, Strip, TouchForSound } from "./frame.js";
import { Closed, Empty, Loading, Unknown } from "./quiet.js";
import { layoutOf } from "./screen.js";

const LAYOUTS = { loading: Loading, lost: Lost, unknown: Unknown, crowd: Crowd, call: Call, closed: Closed, empty: Empty, rest: Rest };
const STRIP = { wide: 5, tall: 3 };

/** `look`: {w, now (Date), isTall, onTouch}. */
export function draw(state, look, root) {
  const { w, now } = look;
  const f = formats(w, state);
  const name = layoutOf(state);
  const Layout = LAYOUTS[name];
  document.title = w("page.title", { place: placeOf(state, w) });
  render(html`<div class="wall" data-layout=${name} style=${{ "--longest": longestLabel(state.mall) }}>
    <${Head} state=${state} w=${w} f=${f} now=${now} />
    <main class="stage"><${Layout} state=${state} w=${w} f=${f} now=${now} /></main>
    <${Below} state=${state} w=${w} f=${f} look=${look} />
    <${Foot} state=${state} w=${w} f=${f} />
  </div>`, root);
}

/** The request for a touch takes the strip's place: one thing to do at a time. */
function Below({ state, w, f, look }) {
  if (state.sound === "blocked") return html`<${TouchForSound} state=${state} w=${w} onTouch=${look.onTouch} />`;
  return html`<${Strip} state=${state} w=${w} f=${f} size=${look.isTall ? STRIP.tall : STRIP.wide} />`;
}

let known = null;

function formats(w, state) {
  const timezone = state.site?.timezone ?? state.mall?.timezone ?? "Asia/Jakarta";
  if (known?.timezone !== timezone || known?.w !== w) known = { timezone, w, f: { ...formatsFor(w, timezone), dayShort: dayShort(w, timezone) } };
  return known.f;
}

/** "Senin, 23 Nov" */
function dayShort(w, timeZone) {
  const format = new Intl.DateTimeFormat(w.language === "id" ? "id-ID" : "en-GB", { weekday: "long", day: "numeric", month: "short", timeZone });
  return (at) => {
    const { weekday, day, month } = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${weekday}, ${day} ${month}`;
  };
}
