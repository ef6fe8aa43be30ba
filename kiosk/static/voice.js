/** The kiosk's own voice: clips fetched once with the kiosk's key, laid one behind the other on WebAudio's clock, cut at once when asked. */

const VOLUME = 0.8;
const SIGN_GAP = 0.06; // seconds between letters, digits and counts
const PHRASE_GAP = 0.25; // after a lead-in and between sentences
const FADE = 0.02;

const isSign = ({ key }) => /^(letter|digit|count)\./.test(key);

/** When each clip starts, in seconds after the first: small gaps between signs, longer ones between phrases. Pure. */
export function timesOf(sentences) {
  let at = 0;
  return sentences.flatMap((sentence) => sentence.map((clip, place) => {
    const start = at;
    const next = sentence[place + 1];
    at += clip.seconds + (next && isSign(clip) && isSign(next) ? SIGN_GAP : PHRASE_GAP);
    return { clip, start, end: at };
  }));
}

export function createVoice({ key, fetchSound = (...given) => fetch(...given) }) {
  const buffers = new Map(); // url → promise of a decoded sound, or of null
  let context = null;
  let playing = null; // {gain, sources}
  let turn = 0;
  let line = Promise.resolve();
  let free = 0; // when the last clip laid down ends, on the context's clock

  /** To be called within a touch: only then may a browser that wants one begin to sound. */
  function wake() {
    if (!("AudioContext" in globalThis)) return;
    context ??= new AudioContext();
    context.resume().catch(() => null);
  }

  const load = ({ url }) => {
    if (!buffers.has(url)) buffers.set(url, fetched(url));
    return buffers.get(url);
  };

  async function fetched(url) {
    try {
      const answer = await fetchSound(url, { headers: { Authorization: `Bearer ${key}` } });
      if (answer.ok) return await context.decodeAudioData(await answer.arrayBuffer());
    } catch {
      // said below: it may be had another time
    }
    buffers.delete(url);
    return null;
  }

  function hush() {
    turn += 1;
    free = 0;
    if (!playing) return;
    const { gain, sources } = playing;
    playing = null;
    gain.gain.setTargetAtTime(0, context.currentTime, FADE / 3);
    for (const source of sources) source.stop(context.currentTime + FADE);
  }

  /** A sentence of which a clip could not be had is left out whole. */
  async function lay(sentences, mine) {
    const loaded = await Promise.all(sentences.map((sentence) => Promise.all(sentence.map(async (prompt) => ({ ...prompt, sound: await load(prompt) })))));
    if (mine !== turn) return;
    const whole = loaded.filter((sentence) => sentence.every(({ sound }) => sound));
    place(whole.map((sentence) => sentence.map((clip) => ({ ...clip, seconds: clip.sound.duration }))));
  }

  function place(sentences) {
    playing ??= { gain: opened(), sources: [] };
    const from = Math.max(free, context.currentTime + 0.03);
    for (const { clip, start, end } of timesOf(sentences)) {
      const source = context.createBufferSource();
      source.buffer = clip.sound;
      source.connect(playing.gain);
      source.start(from + start);
      playing.sources.push(source);
      free = from + end;
    }
  }

  function opened() {
    const gain = context.createGain();
    gain.gain.value = VOLUME;
    gain.connect(context.destination);
    return gain;
  }

  function add(sentences) {
    if (!context || sentences.length === 0) return;
    const mine = turn;
    line = line.then(() => lay(sentences, mine)).catch(() => null);
  }

  return { wake, hush, say: add, add };
}
