/** What is typed finds what is meant, on the demonstration mall as GET /mall gives it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { distance, likeness, stemsOf, typedWords } from "../../kiosk/static/matching.js";
import { find, marked } from "../../kiosk/static/search.js";
import { aMall, aService } from "./builders.mjs";
import { ASKED_FOR, EVERYDAY, IN_ENGLISH, MISTYPED, NOTHING, OTHERWISE, UNFINISHED } from "./phrases.mjs";

const sanggau = JSON.parse(readFileSync(new URL("./mall.json", import.meta.url), "utf-8"));
const codes = (mall, text, language = "id") => find(mall, text, language).map(({ service }) => service.code);
const first = (text, language) => codes(sanggau, text, language)[0];

for (const [what, phrases, language] of [
  ["asked for by the mall", ASKED_FOR, "id"], ["everyday", EVERYDAY, "id"], ["in English", IN_ENGLISH, "en"], ["unfinished", UNFINISHED, "id"],
  ["mistyped", MISTYPED, "id"], ["said otherwise", OTHERWISE, "id"],
]) {
  for (const [phrase, code] of Object.entries(phrases)) test(`${what}: “${phrase}” finds ${code} first`, () => assert.equal(first(phrase, language), code));
}

for (const phrase of NOTHING) test(`“${phrase}” finds nothing`, () => assert.deepEqual(codes(sanggau, phrase), []));

test("there are forty everyday phrases and more", () => assert.ok(Object.keys(EVERYDAY).length >= 40));

test("every service is found first by its own names, in both languages", () => {
  for (const service of sanggau.services) {
    for (const language of ["id", "en"]) {
      for (const name of [service.name[language], service.short[language]]) assert.equal(first(name, language), service.code, name);
    }
  }
});

test("every phrase of a service finds it first", () => {
  for (const service of sanggau.services) for (const phrase of service.search) assert.equal(first(phrase), service.code, phrase);
});

test("while a service's short name is typed it stands among the first six from its fourth letter on, but for names that begin alike", () => {
  const late = sanggau.services.filter(({ code, short }) => !codes(sanggau, short.id.slice(0, 4)).includes(code));
  assert.ok(late.length <= 2, late.map(({ code }) => code).join());
});

test("a service is found by a document it asks for, and says which", () => {
  const hits = find(sanggau, "akte lahir", "id");
  assert.equal(hits[0].needs, null);
  assert.ok(hits.some(({ service, needs }) => service.code === "A6" && needs.id === "Akta kelahiran"));
});

test("an agency's name brings all its services and no other's first", () => {
  const hits = find(sanggau, "bpjs ketenagakerjaan", "id").slice(0, 2).map(({ service }) => service.agency);
  assert.deepEqual(hits, ["J", "J"]);
});

test("one word alone in any case, with accents or stray signs is the same word", () => {
  assert.deepEqual(["PASPOR", " paspor ", "pàspór", "paspor!!", "…paspor"].map((text) => first(text)), Array(5).fill("C1"));
});

test("hostile input is read no further than a search can mean", () => {
  const began = performance.now();
  assert.deepEqual(codes(sanggau, "x".repeat(10_000)), []);
  codes(sanggau, "akta ".repeat(2_000));
  codes(sanggau, "😀".repeat(10_000));
  codes(sanggau, "\u0000\ud800 __proto__ constructor toString");
  assert.ok(typedWords("satu ".repeat(5000)).length <= 8);
  assert.ok(performance.now() - began < 3_000);
});

test("words that JavaScript knows are words like any other", () => {
  for (const word of ["__proto__", "constructor", "toString", "hasOwnProperty"]) assert.deepEqual(codes(sanggau, word), [], word);
});

test("a mall without lists of its own is searched by its names", () => {
  const mall = aMall({ services: [aService("A1", "A", { name: { id: "Uji kir", en: "Inspection" }, short: { id: "Kir", en: "Check" } }), aService("C1", "C")] });
  assert.deepEqual(codes(mall, "inspection", "id"), ["A1"]);
  assert.deepEqual(codes(mall, "uji kri", "id"), ["A1"]);
});

test("a mall's synonym and its ignored word work at once", () => {
  const mall = aMall({ services: [aService("A1", "A", { name: { id: "Sertipikat", en: "Deed" } }), aService("C1", "C")], search: { synonyms: { sertipikat: ["surat tanah", "shm"] }, ignore: ["jaklah"] } });
  assert.deepEqual(["shm", "surat tanah", "sertipikat jaklah", "jaklah"].map((text) => codes(mall, text).join()), ["A1", "A1", "A1", ""]);
});

test("what was asked for is marked in the name", () => {
  const hits = (name, text) => marked(sanggau, name, text).filter(({ hit }) => hit).map(({ text: piece }) => piece);
  assert.deepEqual(hits("Akta kelahiran", "akte lahir"), ["Akta", "lahir"]);
  assert.deepEqual(hits("Paspor baru", "pasp"), ["Pasp"]);
  assert.deepEqual(hits("Pendaftaran nikah (informasi dan berkas)", "bikin surat"), []);
  assert.equal(marked(sanggau, "A <b> & c", "b").map(({ text }) => text).join(""), "A <b> & c");
});

test("affixes fall, and what they swallowed comes back", () => {
  for (const [word, stem] of [["mengurus", "urus"], ["menyambung", "sambung"], ["perpanjangan", "panjang"], ["memperpanjang", "panjang"], ["nyari", "cari"], ["pernikahan", "nikah"], ["ngirim", "kirim"], ["kelahiran", "lahir"], ["mbayar", "bayar"], ["bikinin", "bikin"]]) {
    assert.ok(stemsOf(word).has(stem), word);
  }
});

test("a slip is a letter wrong, left out, doubled or exchanged; a number is never guessed", () => {
  assert.deepEqual([distance("papsor", "paspor", 2), distance("paspor", "paspor", 2), distance("pspor", "paspor", 2)], [1, 0, 1]);
  assert.equal(likeness("2024", "2025"), 0);
  assert.ok(likeness("papsor", "paspor") > 0.7);
  assert.ok(likeness("kir", "kis") === 0);
});
