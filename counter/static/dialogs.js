/** The menus over the desk. Each is a form: Enter does its choice, Esc goes back. */

import { html } from "/static/web/vendor/htm-preact.js";
import { ComesBack } from "./back.js";
import { Book, bookable, Booked } from "./booking.js";
import { soundIsOn } from "./chime.js";
import { CallChosen } from "./chosen.js";
import { HandOver, LeaveNote } from "./colleagues.js";
import { KeyHelp } from "./keyhelp.js";
import { Outcome } from "./outcome.js";
import { Park } from "./park.js";
import { Choice, Dialog, DialogFoot, Key, Move, Said } from "./parts.js";
import { Plan } from "./plan.js";
import { Priority } from "./priority.js";
import { Transfer } from "./transfer.js";

export const PAUSE_REASONS = ["break", "prayer", "meal", "toilet", "meeting", "system", "other"];
export const PAUSE_MINUTES = [5, 10, 15, 30, 60];

function Pause({ dialog, c }) {
  const { reason = PAUSE_REASONS[0], minutes = 15 } = dialog;
  return html`<${Dialog} title=${c.w("pause.title")} onClose=${c.close} onSubmit=${() => c.press("pause", { reason, minutes })}>
    <fieldset><legend>${c.w("pause.reason")}</legend><div class="choices two">${PAUSE_REASONS.map((code, index) =>
      html`<${Choice} key=${code} name="reason" value=${code} chosen=${code === reason} label=${c.w(`reason.${code}`)} focused=${index === 0} onChoose=${() => c.change({ reason: code })} />`)}</div></fieldset>
    <fieldset><legend>${c.w("pause.minutes")}</legend><div class="choices three">${[...PAUSE_MINUTES, 0].map((n) =>
      html`<${Choice} key=${n} name="minutes" value=${n} chosen=${n === minutes} label=${n ? c.w.n("pause.n_minutes", n) : c.w("pause.open_ended")} onChoose=${() => c.change({ minutes: n })} />`)}</div></fieldset>
    <${DialogFoot} go=${c.w("pause.go")} busy=${c.busy("pause")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

function Close({ state, c }) {
  const { counter, ticket } = state.desk;
  const title = c.w("close.title", { counter: counter.number });
  if (ticket)
    return html`<${Dialog} title=${title} onClose=${c.close} onSubmit=${() => c.press("finish")}><p>${c.w("close.visitor", { label: ticket.label })}</p>
      <${DialogFoot} go=${c.w("move.finish_only")} busy=${c.busy("finish")} off=${c.off} onBack=${c.close} c=${c} focused=${true} /></${Dialog}>`;
  return html`<${Dialog} title=${title} onClose=${c.close} onSubmit=${() => c.press("close")}>
    <${WhoIsLeft} desk=${state.desk} c=${c} />
    <${DialogFoot} go=${c.w("move.close")} busy=${c.busy("close")} off=${c.off} onBack=${c.close} c=${c} focused=${true} /></${Dialog}>`;
}

const NAMED = 6;

/** Before a counter closes: who still waits for it, and who was set aside. */
function WhoIsLeft({ desk: { waiting, waiting_count: count, parked = [] }, c }) {
  const labels = (list, more) => `${list.slice(0, NAMED).map((one) => one.label).join(", ")}${more > 0 ? ` ${c.w.n("queue.more", more)}` : ""}`;
  return html`<p>${count ? c.w.n("close.waiting", count) : c.w("close.nobody")} ${count > 0 && html`<strong>${labels(waiting, count - Math.min(NAMED, waiting.length))}</strong>`}</p>
    ${parked.length > 0 && html`<p>${c.w.n("close.parked", parked.length)} <strong>${labels(parked, parked.length - NAMED)}</strong></p>`}`;
}

function Leave({ state, c }) {
  return html`<${Dialog} title=${c.w("leave.title", { counter: state.desk.counter.number })} onClose=${c.close} onSubmit=${() => c.press("leave")}>
    <p>${c.w("leave.more")}</p><${DialogFoot} go=${c.w("move.leave")} busy=${c.busy("leave")} off=${c.off} onBack=${c.close} c=${c} focused=${true} /></${Dialog}>`;
}

function TakeOver({ dialog, c }) {
  const { number } = dialog;
  return html`<${Dialog} title=${c.w("take_over.title", { counter: number })} onClose=${c.close} onSubmit=${() => c.press("take", { number, takeOver: true })}>
    <p>${c.w("take_over.more")}</p><${DialogFoot} go=${c.w("take_over.go")} busy=${c.busy("take")} off=${c.off} onBack=${c.close} c=${c} focused=${true} /></${Dialog}>`;
}

function Issue({ state, dialog, c }) {
  const { services } = state.desk;
  const service = dialog.service ?? services.find((one) => one.can_take)?.code;
  const { language = "id" } = dialog;
  const go = () => service && c.press("issue", { service, language });
  return html`<${Dialog} title=${c.w("issue.title")} onClose=${c.close} onSubmit=${go} wide=${true}>
    <fieldset><legend>${c.w("issue.service")}</legend><div class="choices">${services.map((one) =>
      html`<${Choice} key=${one.code} name="service" value=${one.code} chosen=${one.code === service} label=${c.text(one.name)} off=${!one.can_take}
        hint=${one.can_take ? null : c.refusal(one.refusal)} focused=${one.code === service} onChoose=${(code) => c.change({ service: code })} />`)}</div></fieldset>
    ${!service && html`<p class="meta">${c.w("issue.none")}</p>`}
    <fieldset><legend>${c.w("issue.language")}</legend><div class="choices two">${c.languages.map((code) =>
      html`<${Choice} key=${code} name="language" value=${code} chosen=${code === language} label=${c.w(`spoken.${code}`)} onChoose=${() => c.change({ language: code })} />`)}</div></fieldset>
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${service && c.w("issue.go")} busy=${c.busy("issue")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

function Issued({ dialog, c }) {
  const { ticket } = dialog;
  const ahead = ticket.ahead ? c.w.n("issued.ahead", ticket.ahead) : c.w("issued.ahead_none");
  return html`<${Dialog} title=${c.w("issued.title")} onClose=${c.close} onSubmit=${c.close} wide=${true}>
    <p class="label big issued ${ticket.label.length > 5 ? "long" : ""}" data-test="issued">${ticket.label}</p>
    <p class="meta">${ahead} · ${c.w("issued.where", { zone: ticket.zone, floor: ticket.floor })}</p>
    <p class="slip-said" role="status">${c.slip(dialog)}</p>
    <div class="dialog-foot"><button type="submit" class="go" autofocus><span>${c.w("issued.done")}</span><${Key} name="Enter" /></button>
      <${Move} label=${c.w("issued.again")} onPress=${() => c.open("issue")} /></div>
  </${Dialog}>`;
}

function Reprint({ dialog, c }) {
  const tickets = c.reprintable();
  const printers = c.printersNear();
  const ticket = dialog.ticket ?? tickets[0]?.id;
  const printer = dialog.printer ?? printers[0]?.id ?? null;
  const label = tickets.find((one) => one.id === ticket)?.label;
  if (!tickets.length)
    return html`<${Dialog} title=${c.w("reprint.title")} onClose=${c.close} onSubmit=${c.close}><p class="meta">${c.w("reprint.none")}</p><${DialogFoot} onBack=${c.close} c=${c} /></${Dialog}>`;
  return html`<${Dialog} title=${c.w("reprint.title")} onClose=${c.close} onSubmit=${() => c.press("reprint", { ticket, label, printer })} wide=${true}>
    <fieldset><legend>${c.w("reprint.which")}</legend><div class="choices scrolls">${tickets.map((one, index) =>
      html`<${Choice} key=${one.id} name="ticket" value=${one.id} chosen=${one.id === ticket} focused=${index === 0} label=${html`<span class="label row">${one.label}</span>`}
        hint=${one.about} onChoose=${(id) => c.change({ ticket: id })} />`)}</div></fieldset>
    ${printers.length > 1 && html`<fieldset><legend>${c.w("reprint.printer")}</legend><div class="choices">${printers.map((one) =>
      html`<${Choice} key=${one.id} name="printer" value=${one.id} chosen=${one.id === printer} label=${one.name} hint=${c.w(`printer.${one.state}`)} onChoose=${(id) => c.change({ printer: id })} />`)}</div></fieldset>`}
    <${DialogFoot} go=${c.w("reprint.go")} busy=${c.busy("reprint")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

const leads = (staff) => ["manager", "supervisor", "admin"].includes(staff?.role);

function Menu({ state, c }) {
  const { counter, ticket, held } = state.desk;
  const [closed, open] = [counter.state === "closed", counter.state === "open"];
  const sound = soundIsOn();
  return html`<${Dialog} title=${c.w("menu.title")} onClose=${c.close} wide=${true}>
    <p class="meta">${c.w("page.signed_in", { name: state.staff.username })} · ${c.today()}</p>
    <div class="menu two">
      ${open && html`<${Move} icon="search" label=${c.w("move.call_chosen")} keyName="/" onPress=${() => c.open("call")} />`}
      <${Move} icon="refresh" label=${c.w("move.return")} keyName="D" onPress=${() => c.open("return")} />
      <${Move} icon="ticket" label=${c.w("move.issue")} keyName="N" onPress=${() => c.open("issue")} />
      <${Move} icon="printer" label=${c.w("move.reprint")} keyName="C" onPress=${() => c.open("reprint")} />
      ${bookable(state).length > 0 && html`<${Move} icon="clock" label=${c.w("move.book")} onPress=${() => c.open("book")} data-move="book" />`}
      <${Move} icon="info-circle" label=${c.w("move.note")} keyName="I" onPress=${() => c.open("note")} />
      ${open && html`<${Move} icon="repeat" label=${c.w(state.desk.auto_call ? "move.auto_on" : "move.auto_off")} keyName="O" off=${c.off} onPress=${() => { c.close(); c.press("auto_call"); }} aria-pressed=${String(Boolean(state.desk.auto_call))} />`}
      ${ticket && html`<${Move} icon="list" label=${c.w("move.plan")} keyName="L" onPress=${() => c.act("plan", "L")} />`}
      ${ticket && html`<${Move} icon="user-check" label=${c.w("move.priority")} keyName="R" onPress=${() => c.act("priority", "R")} />`}
      ${held?.length > 0 && open && html`<${Move} icon="refresh" label=${c.w("move.system_back")} off=${c.off} onPress=${() => { c.close(); c.press("system_back"); }} />`}
      <${Move} icon="door-exit" label=${c.w("move.hand_over")} keyName="G" off=${c.off} onPress=${() => c.open("hand_over")} />
      ${!closed && html`<${Move} icon="lock" label=${c.w("move.close")} off=${c.off} onPress=${() => c.open("close")} />`}
      ${!ticket && html`<${Move} icon="logout" label=${c.w("move.leave")} off=${c.off} onPress=${() => c.open("leave")} />`}
      <${Move} icon="hand-stop" label=${c.w("alarm.button")} hint="F9 F9" onPress=${() => { c.close(); c.alarm(); }} data-move="alarm" />
      <${Move} icon=${sound ? "volume" : "volume-off"} label=${c.w(sound ? "menu.sound_on" : "menu.sound_off")} onPress=${() => c.turnSound(!sound)} aria-pressed=${String(sound)} />
      ${leads(state.staff) && html`<${Move} icon="users" label=${c.w("floor.to.floor")} onPress=${() => location.assign("/floor/")} />`}
      <${Move} icon="list" label=${c.w("menu.outage")} onPress=${() => location.assign("/counter/list")} />
      <${Move} icon="key" label=${c.w("move.keys")} keyName="?" onPress=${() => c.open("keys")} />
      <${Move} icon="language" label=${c.w("page.other_language")} onPress=${c.otherLanguage} lang=${c.w.language === "id" ? "en" : "id"} />
      ${!ticket && html`<${Move} icon="lock" label=${c.w("menu.lock")} onPress=${c.lock} />`}
    </div>
    <${DialogFoot} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

const dialogs = {
  pause: Pause, close: Close, leave: Leave, take_over: TakeOver, issue: Issue, issued: Issued, reprint: Reprint, menu: Menu, call: CallChosen,
  return: ComesBack, outcome: Outcome, park: Park, transfer: Transfer, plan: Plan, priority: Priority, note: LeaveNote, hand_over: HandOver, keys: KeyHelp,
  book: Book, booked: Booked,
};

/** The one menu that is open, if any. */
export function OpenDialog({ state, c }) {
  if (!state.dialog) return null;
  return html`<${dialogs[state.dialog.name]} key=${state.dialog.name} state=${state} dialog=${state.dialog} c=${c} />`;
}
