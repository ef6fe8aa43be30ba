/** When a phone asks the server: at random moments, so that a hall full of phones never asks at once. */

const CALM = 45_000; // at most so often because others moved
const SPREAD = 30_000;

/** Milliseconds, from–to, until the next question. */
export function pauseAfter({ answered, link, waits, failures, ends = false }) {
  if (!answered) return [2000 * Math.min(failures, 5), 4000 * Math.min(failures, 5)];
  if (ends) return [95_000, 120_000]; // once more, when its end can no longer be taken back
  if (link === "live") return waits ? [90_000, 150_000] : [120_000, 240_000];
  return link === "polling" ? [25_000, 35_000] : [10_000, 15_000];
}

/** One question at a time; the earliest wish stands. */
export function pacing(ask, { random = Math.random, ticking = () => performance.now() } = {}) {
  let timer;
  let due = Infinity;
  let askedAt = -Infinity;
  let busy = false;
  let again = false;
  let failures = 0;
  let ended = false;

  async function run() {
    timer = undefined;
    due = Infinity;
    if (busy) return void (again = true);
    busy = true;
    askedAt = ticking();
    try {
      await ask();
    } finally {
      busy = false;
      if (again) within(100, 500);
      again = false;
    }
  }

  function within(soonest, latest) {
    const at = ticking() + soonest + random() * (latest - soonest);
    if (ended || due <= at) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(run, at - ticking());
  }

  return {
    within,
    /** Others moved, so the likely wait may be another; nobody needs it this second. */
    calmly() {
      const soonest = Math.max(3000, askedAt + CALM - ticking());
      within(soonest, soonest + SPREAD);
    },
    next(outcome) {
      failures = outcome.answered ? 0 : failures + 1;
      within(...pauseAfter({ ...outcome, failures }));
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
