/* The catalogues in the browser: the same words as in Python, asked for once per room and language. */

const loaded = new Map();

/** Words of a room (with those of "web" in them): `w(key, values)`, `w.n(key, count, values)`, `w.language`. */
export function wordsFor(room, language) {
  const name = `${room}/${language}`;
  if (!loaded.has(name)) loaded.set(name, load(name).then((texts) => wordsOf(texts, language)));
  return loaded.get(name);
}

/** The same from texts at hand: {key: text | [one, other]}. */
export function wordsOf(texts, language) {
  const w = (key, values) => fill(last(formsOf(texts, key)), values);
  w.n = (key, count, values) => {
    const forms = formsOf(texts, key);
    return fill(count === 1 ? forms[0] : last(forms), { n: count, ...values });
  };
  w.has = (key) => key in texts;
  w.language = language;
  return w;
}

function last(forms) {
  return forms[forms.length - 1];
}

/** A word that is not there shows its key and is told to the console; a kiosk must not go blank over it. */
function formsOf(texts, key) {
  if (!(key in texts)) console.error(`no word for ${key}`);
  const found = texts[key] ?? key;
  return Array.isArray(found) ? found : [found];
}

function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? String(values[name]) : hole));
}

/** A page without words is no page: ask until they come. */
async function load(name) {
  for (;;) {
    try {
      const answer = await fetch(`/words/${name}.json`);
      if (answer.ok) return await answer.json();
      if (answer.status === 404) throw new Unknown(name);
    } catch (trouble) {
      if (trouble instanceof Unknown) throw trouble;
    }
    await new Promise((done) => setTimeout(done, 700));
  }
}

class Unknown extends Error {
  constructor(name) {
    super(`there is no catalogue ${name}`);
  }
}
