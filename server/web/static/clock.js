/* The server's time in the browser. The machine's own clock may be wrong and may jump; only its ticking is used. */

const KEPT = 8;

/** A clock that learns: `correct(iso)` on every message with `now`; `now()` gives the server's time as a Date. */
export function makeClock(ticking = () => performance.now(), guess = () => Date.now()) {
  let offsets = [guess() - ticking()];
  let known = false;
  return {
    correct(iso) {
      const offset = Date.parse(iso) - ticking();
      if (Number.isNaN(offset)) return;
      const stepped = known && Math.abs(offset - Math.max(...offsets)) > 5000;
      offsets = known && !stepped ? [...offsets.slice(1 - KEPT), offset] : [offset];
      known = true;
    },
    /* A message is late, never early: the largest of the last offsets is the nearest to the truth. */
    now: () => new Date(ticking() + Math.max(...offsets)),
    get known() { return known; },
  };
}

/** The page's one clock; live.js corrects it by itself. */
export const clock = makeClock();

/** Calls `tell(date)` now and at each new second (or minute) of the server's time; returns what stops it. */
export function everySecond(tell, from = clock) {
  return every(1000, tell, from);
}

export function everyMinute(tell, from = clock) {
  return every(60_000, tell, from);
}

function every(length, tell, from) {
  let shown = null;
  const look = () => {
    const date = from.now();
    const turn = Math.floor(date.getTime() / length);
    if (turn !== shown) tell(date);
    shown = turn;
  };
  look();
  const timer = setInterval(look, 250);
  return () => clearInterval(timer);
}
