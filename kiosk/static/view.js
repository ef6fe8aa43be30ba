/** The kiosk on the glass: state in, picture out. Each screen has its module; here is the frame that all of them share. */
import { html } from "/static/web/vendor/htm-preact.js";
import { codeRefusal } from "./code.js";
import { isOffline, isReady } from "./hall.js";
import { agencyRefusal, verdictOf } from "./verdict.js";
import { Dialogs } from "./screens/dialogs.js";
import { Bar, Head } from "./screens/frame.js";
import { Agencies } from "./screens/agencies.js";
import { Agency } from "./screens/agency.js";
import { Back } from "./screens/back.js";
import { Code } from "./screens/code.js";
import { Idle } from "./screens/idle.js";
import { Number } from "./screens/number.js";
import { Order } from "./screens/order.js";
import { Priority } from "./screens/priority.js";
import { Search } from "./screens/search.js";
import { Service } from "./screens/service.js";
import { Visit } from "./screens/visit.js";

const screens = { idle: Idle, agencies: Agencies, agency: Agency, search: Search, code: Code, service: Service, number: Number, visit: Visit, order: Order, priority: Priority, back: Back };

/** `tools` = {say, send}: the words and forms of the language, and the way an event goes back. */
export function Kiosk({ state, tools }) {
  if (!isReady(state)) return null;
  const Screen = screens[state.place.screen];
  const covered = Boolean(state.warning || state.help?.shown);
  return html`
    <div class="frame" data-screen=${state.place.screen} data-face=${faceOf(state)} data-offline=${isOffline(state)} inert=${covered}>
      <${Head} ...${{ state, tools }} />
      <main class="page" key=${placeKey(state.place)}><${Screen} ...${{ state, tools }} /></main>
      <${Bar} ...${{ state, tools }} />
    </div>
    <${Dialogs} ...${{ state, tools }} />
  `;
}

/** A refusal looks the same wherever it stands. */
function faceOf(state) {
  const { screen, agency, service, reading } = state.place;
  if (screen === "agency" && !reading && agencyRefusal(state, agency)) return "refused";
  if (screen === "service" && !reading && !state.tap && !verdictOf(state, service).can) return "refused";
  if (screen === "back" && state.back.step !== "done") return "refused";
  return codeRefusal(state) ? "refused" : screen;
}

const placeKey = ({ screen, agency = "", service = "" }) => `${screen}/${agency}/${service}`;
