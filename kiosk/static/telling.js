/** Who says what when: a new moment cuts the old one's words, a moment said already is not said twice. The sound itself is `output`'s. */
import { sayable, switchedWords, welcomeOf } from "./speech.js";

/** `output` = {say(sentences), add(sentences), hush()}: sentences are lists of prompts; `add` goes after what is being said. */
export function createTeller(output) {
  let said = null; // what this visitor heard last: {screen, overlay, more, aids}

  const known = (sentences, clips) => sayable(sentences, clips).map((sentence) => sentence.map((key) => clips.get(key)));

  function speak(sentences, clips) {
    output.hush();
    output.say(known(sentences, clips));
  }

  function tell(moment, clips) {
    const before = said;
    said = { ...(before ?? { screen: null, more: null }), overlay: moment.overlay ? moment.id : null, aids: moment.aids };
    if (moment.overlay) return before?.overlay === moment.id ? null : speak(moment.sentences, clips);
    return tellScreen(before, moment, clips);
  }

  function tellScreen(before, moment, clips) {
    if (before?.screen !== moment.id) {
      const welcome = before ? [] : welcomeOf(moment.lying);
      said = { ...said, screen: moment.id, more: null };
      speak([...welcome, ...moment.sentences], clips);
    } else if (before.aids !== moment.aids) {
      speak(switchedWords(before.aids, moment.aids), clips);
    } else if (before.overlay) {
      output.hush();
    }
    if (moment.more && said.more !== moment.more.id) {
      said = { ...said, more: moment.more.id };
      output.add(known(moment.more.sentences, clips));
    }
  }

  /** `moment`: of speech.js, null for silence. `clips`: name → prompt. */
  return function hear(moment, clips) {
    if (moment) return tell(moment, clips);
    if (said) output.hush();
    said = null;
    return null;
  };
}
