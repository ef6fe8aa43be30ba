/** From what somebody types to the services that may be meant, best first. Pure: the mall's texts and its own lists are all it knows. */
import { likeness, typedWords, wordsOf } from "./matching.js";

/** Words that ask, and say nothing of what for; a mall adds its own (search.ignore). */
const ASKING = new Set(wordsOf(`
  bikin bikinin buat buatin membuat pembuatan urus ngurus urusin ngurusin mengurus urusan pengurusan mau mo ingin pengen pingin kepengen nak hendak maok
  minta meminta beli membeli tolong mohon cari nyari mencari carikan tanya nanya bertanya apa apakah bagaimana gimana cara caranya syarat syaratnya
  dimana mana kemana kapan berapa siapa kenapa butuh perlu bisa boleh harus jadi tempat bagian loket antre antri antrean antrian nomor nomer
  layanan pelayanan saya aku gue kami kita kamek kame anda bapak ibu pak bu punya punyaku sudah udah belum lagi juga dong sih ya nih kah
  untuk utk buat bagi yang yg dan atau di ke dari dengan dgn dlm dalam pada itu ini si mpp sanggau
  i a an the to my me want need get make how where for of and or in on at please do can`));

const WEIGHTS = { phrase: 1, own: 0.98, other: 0.9, agency: 0.62, document: 0.42 };
const ENOUGH = 0.36;
const SURE = 0.62;
const RELATIVE = 0.42;
const UNKNOWN = 1.2;
const ASKED = 0.25; // an asking word that a phrase of the mall holds: "cari kerja"
const SIGN = 0.5; // a letter or a digit by itself

const indexes = new WeakMap();

/** The mall made ready for searching; once a mall. */
export function indexOf(mall) {
  if (!indexes.has(mall)) indexes.set(mall, made(mall));
  return indexes.get(mall);
}

function made(mall) {
  const { synonyms = {}, ignore = [] } = mall.search ?? {};
  const spoken = Object.entries(synonyms).flatMap(([word, others]) => others.map((other) => [wordsOf(other), word]));
  const index = {
    languages: mall.site.languages, ignored: new Set([...ASKING, ...ignore.flatMap(wordsOf)]),
    sayings: spoken.filter(([other]) => other.length > 1).sort(([a], [b]) => b.length - a.length),
    spellings: new Map(spoken.filter(([other]) => other.length === 1).map(([[other], word]) => [other, word])),
  };
  const order = [...(mall.frequent ?? []), ...mall.services.map(({ code }) => code)];
  index.services = mall.services.map((service) => ({ service, rank: order.indexOf(service.code), fields: fieldsOf(service, mall, index) }));
  index.forms = formsOf(index);
  return index;
}

function fieldsOf(service, mall, index) {
  const agency = mall.agencies.find(({ code }) => code === service.agency);
  const field = (kind, text, more = {}) => ({ kind, words: said(indexedWords(text), index), ...more });
  const inAll = (kind, texts, more) => Object.entries(texts ?? {}).map(([language, text]) => field(kind, text, { language, ...more }));
  return [
    ...(service.search ?? []).map((phrase) => field("phrase", phrase)),
    ...inAll("name", service.name), ...inAll("name", service.short),
    field("agency", agency.short), ...inAll("agency", agency.name),
    ...service.documents.flatMap(({ text }) => inAll("document", text, { text })),
  ].filter(({ words }) => words.length);
}

/** A text's words, and what its hyphens join: AK-1 is found as "ak 1" and as "ak1". */
const indexedWords = (text) => [...new Set([...wordsOf(text), ...(text.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu) ?? []).flatMap((one) => wordsOf(one.replaceAll("-", "")))])];

/** The mall's own word for each word, and for each saying of several words. */
function said(words, { sayings, spellings }) {
  let now = words;
  for (const [saying, word] of sayings) now = replaced(now, saying, word);
  return now.map((word) => spellings.get(word) ?? word);
}

function replaced(words, saying, word) {
  const at = words.findIndex((_, place) => saying.every((one, step) => words[place + step] === one));
  return at < 0 ? words : [...words.slice(0, at), word, ...words.slice(at + saying.length)];
}

/** Each word of the mall's texts, with the other spellings it goes by. */
function formsOf({ services, spellings }) {
  const forms = new Map();
  for (const { fields } of services) for (const { words } of fields) for (const word of words) forms.set(word, [word]);
  for (const [other, word] of spellings) forms.get(word)?.push(other);
  return forms;
}

/** The services that may be meant, best first: [{service, score, needs}]; `needs` is the document that led there, or null. */
export function find(mall, text, language, most = 12) {
  const index = indexOf(mall);
  const asked = askedWords(text, index);
  if (asked.every(({ word, asks }) => asks || word.length < 2)) return [];
  const likes = asked.map((one) => likesOf(one, index));
  const weights = asked.map((one, place) => weightOf(one, likes[place], index));
  const found = index.services.map((entry) => scored(entry, { likes, weights, language })).filter(({ score }) => score >= ENOUGH);
  found.sort((a, b) => grade(b) - grade(a) || a.rank - b.rank);
  return found.filter(({ score }) => score >= RELATIVE * found[0].score).slice(0, most);
}

/** Of two that are almost equally meant the one that more people come for stands first. */
const grade = ({ score }) => Math.round(score * 40);

/** Only the last word may be unfinished, and only while nothing stands behind it. Words that merely ask are marked. */
function askedWords(text, index) {
  const words = typedWords(text);
  const open = /[\p{L}\p{N}]$/u.test(text) ? words.at(-1) : null;
  const asked = said(words, index);
  return asked.map((word, place) => ({ word, asks: index.ignored.has(word), typing: place === asked.length - 1 && word === open }));
}

function likesOf({ word, typing }, { forms }) {
  const likes = new Map();
  for (const [known, spellings] of forms) {
    const like = Math.max(...spellings.map((spelling) => likeness(word, spelling, typing)));
    if (like >= 0.5) likes.set(known, like);
  }
  return isMeant(likes) ? withoutSlips(likes, word) : likes;
}

/** A word the mall knows is no slip of another: who types "hilang" does not mean "tilang". */
const isMeant = (likes) => [...likes.values()].some((like) => like > 0.9);
const withoutSlips = (likes, word) => new Map([...likes].filter(([known, like]) => like > 0.9 || known.startsWith(word)));

/** A word that few services have says more than one that many have; one that none has says that something else may be meant. */
function weightOf({ word, asks }, likes, { services }) {
  if (asks) return likes.size ? ASKED : 0;
  if (word.length === 1) return SIGN;
  const isOwn = ({ kind, words }) => kind !== "document" && words.some((word) => (likes.get(word) ?? 0) >= 0.7);
  const having = services.filter(({ fields }) => fields.some(isOwn)).length;
  return having ? Math.log(1 + services.length / having) : likes.size ? 1 : UNKNOWN;
}

function scored({ service, rank, fields }, { likes, weights, language }) {
  const all = sum(weights);
  const together = likes.map(() => 0);
  let best = { score: 0 };
  for (const field of fields) {
    const weight = WEIGHTS[field.kind] ?? (field.language === language ? WEIGHTS.own : WEIGHTS.other);
    const alike = likes.map((like) => Math.max(0, ...field.words.map((word) => like.get(word) ?? 0)));
    alike.forEach((one, place) => (together[place] = Math.max(together[place], weight * one)));
    const score = (weight * sum(alike.map((one, place) => one * weights[place])) * (0.75 + 0.25 * filled(field, likes))) / all;
    if (score > best.score) best = { score, field };
  }
  const covered = sum(together.map((one, place) => one * weights[place])) / all;
  return { service, rank, score: 0.6 * best.score + 0.4 * covered, needs: best.field?.kind === "document" ? best.field.text : null };
}

/** How much of a phrase was typed: "sim" is more of "perpanjangan sim" than of a sentence. */
const filled = ({ words }, likes) => sum(words.map((word) => Math.max(0, ...likes.map((like) => like.get(word) ?? 0)))) / words.length;

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

let last = {};

/** `find`, remembered for the picture that is drawn again with nothing new asked. */
export function found(mall, text, language) {
  if (last.mall !== mall || last.text !== text || last.language !== language) last = { mall, text, language, hits: find(mall, text, language) };
  return last.hits;
}

/** Whether a need was named at all; "saya mau" and a single letter ask for nothing yet. */
export function saysSomething(mall, text) {
  const words = askedWords(text, indexOf(mall));
  if (!words.length) return [...text].filter((sign) => sign !== " ").length > 1; // signs that are no words were meant for some
  return words.some(({ word, asks }) => !asks && word.length > 1);
}

/** A name in pieces, those that were asked for marked: [{text, hit}]. */
export function marked(mall, name, text) {
  const index = indexOf(mall);
  const asked = askedWords(text, index);
  return name.split(/([\p{L}\p{N}]+)/u).filter(Boolean).flatMap((piece) => markedWord(piece, asked, index));
}

function markedWord(piece, asked, index) {
  const [plain] = wordsOf(piece);
  const word = plain && (index.spellings.get(plain) ?? plain);
  const best = word && asked.find((one) => !one.asks && likeness(one.word, word, one.typing) >= SURE);
  if (!best) return [{ text: piece, hit: false }];
  const at = piece.toLowerCase().indexOf(best.word);
  if (at < 0) return [{ text: piece, hit: true }];
  const end = at + best.word.length;
  return [[piece.slice(0, at), false], [piece.slice(at, end), true], [piece.slice(end), false]]
    .filter(([text]) => text).map(([text, hit]) => ({ text, hit }));
}

/** A need was named and nothing was found: what the sound says instead of "type what you need". */
export const searchIsEmpty = ({ mall, asked, language }) => Boolean(mall) && saysSomething(mall, asked) && !found(mall, asked, language).length;
