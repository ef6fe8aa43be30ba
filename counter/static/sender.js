/**
 * Commands and readings over a line that may break. A command keeps its request_id until somebody answers; a reading that
 * began before a command was answered is too old to be shown.
 */

const PAUSES_MS = [300, 600, 1000];
const NOBODY_ANSWERED = new Set([0, 502, 503, 504]);

export const wasAnswered = (status) => !NOBODY_ANSWERED.has(status);

/**
 * Ask until answered or no longer wanted. `ask()` → {status, body}; `pause(ms)` → promise; `onFailed()` after each try that
 * nobody answered. Returns the answer, or null when it was given up.
 */
export async function untilAnswered({ ask, pause, wanted, onFailed }) {
  for (let tries = 0; wanted(); tries += 1) {
    const answer = await ask();
    if (wasAnswered(answer.status)) return answer;
    onFailed();
    await pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]);
  }
  return null;
}

/** One reading at a time: a wish during a reading asks once more after it. `overtaken()` marks what is under way as too old. */
export function makeReader(read, show) {
  let reading = false;
  let again = false;
  let age = 0;
  const wish = async () => {
    again = true;
    if (reading) return;
    reading = true;
    while (again) {
      again = false;
      const begun = age;
      const answer = await read();
      if (begun === age) await show(answer);
      else again = true;
    }
    reading = false;
  };
  return { wish, overtaken: () => { age += 1; } };
}
