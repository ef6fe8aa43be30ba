/** Among colleagues: notes for whoever sits here next, and handing the counter over in the middle of the day. */

import { html } from "/static/web/vendor/htm-preact.js";
import { Choice, Dialog, DialogFoot, Icon, keepFocus, Said } from "./parts.js";

export const NOTE_MOST = 280;

/** Notes to read, above everything else beside the desk: they were written for this moment. */
export function Notes({ state, c }) {
  const notes = state.desk.notes ?? [];
  if (!notes.length) return null;
  return html`<section class="notes" aria-labelledby="notes"><h2 id="notes">${c.w.n("note.list", notes.length)}</h2>
    <ul>${notes.map((note) => html`<${NoteRow} key=${note.id} note=${note} state=${state} c=${c} />`)}</ul></section>`;
}

function NoteRow({ note, state, c }) {
  const about = note.about === "ticket" ? c.w("note.about", { label: state.desk.ticket?.label ?? "" }) : c.w("note.at_counter");
  return html`<li class="trouble note"><${Icon} name="info-circle" /><span class="word">${note.text}<span class="small">${about} · ${c.time(note.at)}</span></span>
    <button type="button" class="small-move" onMouseDown=${keepFocus} aria-disabled=${c.off ? "true" : null} onClick=${() => c.press("remove_note", { note: note.id })}>${c.w("note.read")}</button></li>`;
}

const NoteField = ({ dialog, c, focused }) => html`<div class="field"><label for="note-text">${c.w("note.text")}</label>
  <input id="note-text" type="text" maxlength=${NOTE_MOST} autocomplete="off" value=${dialog.text ?? ""} autofocus=${focused} onInput=${(event) => c.change({ text: event.target.value })} />
  <p class="small">${c.w("note.rules")}</p></div>`;

export function LeaveNote({ state, dialog, c }) {
  const { ticket, notes = [] } = state.desk;
  const about = dialog.about ?? (ticket ? "ticket" : "counter");
  const text = (dialog.text ?? "").trim();
  const go = () => (text ? c.press("note", { text, ticket: about === "ticket" ? ticket?.label : null }) : document.getElementById("note-text").focus());
  return html`<${Dialog} title=${c.w("note.title")} onClose=${c.close} onSubmit=${go} wide=${true}>
    ${notes.length > 0 && html`<ul>${notes.map((note) => html`<${NoteRow} key=${note.id} note=${note} state=${state} c=${c} />`)}</ul>`}
    <${NoteField} dialog=${dialog} c=${c} focused=${true} />
    ${ticket && html`<fieldset><legend>${c.w("note.for")}</legend><div class="choices two">
      <${Choice} name="about" value="ticket" chosen=${about === "ticket"} label=${c.w("note.about", { label: ticket.label })} onChoose=${() => c.change({ about: "ticket" })} />
      <${Choice} name="about" value="counter" chosen=${about === "counter"} label=${c.w("note.at_counter")} onChoose=${() => c.change({ about: "counter" })} /></div></fieldset>`}
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("note.go")} waits=${!text} busy=${c.busy("note")} off=${c.off} onBack=${c.close} c=${c} />
  </${Dialog}>`;
}

export function HandOver({ state, dialog, c }) {
  const { counter, ticket } = state.desk;
  const kept = ticket ? c.w("hand_over.visitor", { label: ticket.label }) : c.w("hand_over.nobody");
  return html`<${Dialog} title=${c.w("hand_over.title", { counter: counter.number })} onClose=${c.close} onSubmit=${() => c.handOver((dialog.text ?? "").trim())} wide=${true}>
    <p>${kept}</p>
    <${NoteField} dialog=${dialog} c=${c} focused=${false} />
    <${Said} state=${state} c=${c} />
    <${DialogFoot} go=${c.w("hand_over.go")} busy=${c.busy("hand_over")} off=${c.off} onBack=${c.close} c=${c} focused=${true} />
  </${Dialog}>`;
}
