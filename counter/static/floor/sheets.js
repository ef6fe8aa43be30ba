/** Which sheet lies over the page. */

import { html } from "/static/web/vendor/htm-preact.js";
import { AgencySheet, CounterSheet, MenuSheet, ThingsSheet, WhySheet } from "./look.js";
import { CheckSheet, ClockSheet, CloseSheet, ReopenSheet, SignSheet } from "./day.js";
import { HelpSheet, HoursSheet, PauseSheet, QuotaSheet, ReleaseSheet, ResumeSheet, SendSheet } from "./steer.js";
import { LiftSheet, MessageSheet } from "./message.js";
import { ScoresSheet } from "./scores.js";
import { GiveSheet, ProfileSheet, RemoveSheet } from "./profile-sheet.js";

const SHEETS = {
  menu: MenuSheet, agency: AgencySheet, counter: CounterSheet, things: ThingsSheet, why: WhySheet, help: HelpSheet, send: SendSheet, quota: QuotaSheet, pause: PauseSheet,
  resume: ResumeSheet, hours: HoursSheet, release: ReleaseSheet, message: MessageSheet, lift: LiftSheet, close: CloseSheet, reopen: ReopenSheet, sign: SignSheet, check: CheckSheet,
  clock: ClockSheet, scores: ScoresSheet, profile: ProfileSheet, give: GiveSheet, remove: RemoveSheet,
};

export function OpenSheet({ state, c }) {
  const Open = state.dialog && SHEETS[state.dialog.name];
  return Open ? html`<${Open} key=${state.dialog.name} dialog=${state.dialog} state=${state} c=${c} />` : null;
}
