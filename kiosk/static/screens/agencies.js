/** All agencies at a glance, read down by letter; where one does not serve, icon and word stand where the count would. */
import { html } from "/static/web/vendor/htm-preact.js";
import { agencyRows, isOffline } from "../hall.js";
import { Opening } from "./frame.js";
import { Tells } from "./glass.js";
import { Pages } from "./pages.js";
import { Icon, Notice, Row, StateMark, Title, Waiting } from "./parts.js";

export function Agencies({ state, tools }) {
  const { say, send } = tools;
  const rows = agencyRows(state);
  return html`
    <${Tells} about=${say.language}>
      <${Title} key=${say.language}>${say(state.basket.length ? "visit.add" : "agencies.title")}<//>
      <${Opening} ...${{ state, tools }} />
    <//>
    <button type="button" class="finder" onClick=${() => send({ type: "open-search" })}><${Icon} name="search" /><span>${say("agencies.search")}</span></button>
    ${isOffline(state) && html`<${Notice} icon="plug-connected-x" live>${say("boot.offline")}<//>`}
    <${Pages} about=${`${say.language}/${rows.map(({ now }) => now.state[0]).join("")}`} cls="directory" page=${state.place.page} tools=${tools}
      span=${(first, last) => lettersOf(rows, first, last)} items=${[
        ...rows.map((row) => html`<li key=${row.agency.code}><${AgencyRow} ...${row} ...${{ state, tools }} /></li>`),
        html`<li key="unsure"><button type="button" class="row unsure" onClick=${() => send({ type: "call-staff" })}>
          <${Unsure} say=${say} /></button></li>`,
      ]} />`;
}

/** "A–H": a page of the directory by the letters that stand on it; the cell for the unsure has none. */
function lettersOf(rows, first, last) {
  const [from, to] = [first, Math.min(last, rows.length - 1)].map((place) => rows[place]?.agency.code);
  if (!from) return "?";
  return from === to ? from : `${from}–${to}`;
}

function Unsure({ say }) {
  return html`<${StateMark} icon="help" word="" />
    <span class="what"><span class="name">${say("agencies.unsure")}</span><span class="does">${say("agencies.unsure_hint")}</span></span>`;
}

function AgencyRow({ agency, now, does, state, tools }) {
  const { say, send } = tools;
  return html`
    <${Row} letter=${agency.code} name=${agency.short} does=${does} flat=${now.state !== "open"}
      onTap=${() => send({ type: "open-agency", agency: agency.code, reading: isOffline(state) })}>
      <${AgencyMark} ...${{ now, tools }} />
    <//>`;
}

const marks = { paused: "player-pause", full: "ban", closed: "lock", disturbed: "alert-triangle" };

/** Open: how many wait. Closed but opening later today: the clock and the hour. Otherwise the state's icon and word. */
function AgencyMark({ now, tools }) {
  const { say, form } = tools;
  if (now.state === "open") return html`<${Waiting} n=${now.waiting} word=${say.n("count.queue", now.waiting)} />`;
  if (now.state === "closed" && now.opens_at && form.isToday(now.opens_at)) {
    return html`<${StateMark} icon="clock" word=${html`<span class="unseen">${say("state.later")} </span>${form.time(now.opens_at)}`} />`;
  }
  return html`<${StateMark} icon=${marks[now.state]} word=${say(`state.${now.state}`)} tone=${now.state === "disturbed" ? "red" : "ink"} />`;
}
