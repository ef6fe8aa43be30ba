/* The form for a pairing code: typed on keys or touched on the screen, since a kiosk has no keyboard. */

import { api } from "./api.js";
import { Mark } from "./hem.js";
import { Icon } from "./icons.js";
import { html, render, useState } from "./vendor/htm-preact.js";
import { wordsFor } from "./words.js";

const KEYS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];
const LONGEST = 16;

/** Shows the form over the page until a code is accepted; resolves to {key, device}. */
export async function pairingForm(kind, language = document.documentElement.lang || "id") {
  const w = await wordsFor("web", language);
  await styled("/static/web/pairing.css");
  const place = document.createElement("div");
  place.className = "pairing-place";
  document.body.append(place);
  const paired = await new Promise((done) => render(html`<${Form} kind=${kind} w=${w} onPaired=${done} />`, place));
  render(null, place);
  place.remove();
  return paired;
}

function Form({ kind, w, onPaired }) {
  const [code, setCode] = useState("");
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const type = (text) => {
    setCode(tidy(text));
    setSaid("");
  };
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    if (!code) return setSaid(w("pairing.empty"));
    setBusy(true);
    const { status, body } = await api("POST", "/devices/pair", { code }, { language: w.language });
    if (status === 200 || status === 201) return onPaired({ key: body.key, device: body.device });
    setBusy(false);
    setSaid(w(troubleOf(status)));
  };
  return html`<form class="pairing" onSubmit=${send} aria-labelledby="pairing-title">
    <p class="brand"><${Mark} /> ${w("product.name")}</p>
    <h1 id="pairing-title">${w(`pairing.title.${kind}`)}</h1>
    <p id="pairing-how">${w("pairing.how")}</p>
    <div class="field">
      <label for="pairing-code">${w("pairing.code")}</label>
      <input id="pairing-code" class="num" value=${code} onInput=${(event) => type(event.target.value)} maxlength=${LONGEST} autofocus
        autocomplete="off" autocapitalize="characters" spellcheck="false" inputmode="none" aria-describedby="pairing-how pairing-said" aria-invalid=${said ? "true" : "false"} />
    </div>
    <p id="pairing-said" class="said" role="alert">${said && html`<${Icon} name="alert-triangle" /> ${said}`}</p>
    <${Keys} w=${w} onKey=${(key) => type(code + key)} onErase=${() => type(code.slice(0, -1))} />
    <button class="button act" type="submit" aria-disabled=${busy ? "true" : "false"}>${busy ? w("wait.moment") : w("pairing.do")}</button>
  </form>`;
}

function Keys({ w, onKey, onErase }) {
  const key = (letter) => html`<button type="button" class="key" onClick=${() => onKey(letter)}>${letter}</button>`;
  return html`<div class="keys">
    ${KEYS.map((row, place) => html`<div class="keys-row">
      ${[...row].map(key)}
      ${place === KEYS.length - 1 && html`<button type="button" class="key wide" onClick=${onErase}><${Icon} name="backspace" /> ${w("pairing.erase")}</button>`}
    </div>`)}
  </div>`;
}

/** Codes are told over a counter: spaces, dashes and small letters make no difference. */
function tidy(text) {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, "").slice(0, LONGEST);
}

function troubleOf(status) {
  if (status === 429) return "pairing.too_often";
  return status >= 400 && status < 500 ? "pairing.refused" : "trouble.no_answer";
}

function styled(href) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href });
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}
