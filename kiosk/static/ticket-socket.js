/** A phone's news line: knocks more gently than a display, since there may be 1,500 of them and none hangs on a wall. */

const SOCKET = {
  path: "/socket.io", transports: ["websocket"], forceNew: true, timeout: 5000,
  reconnectionDelay: 1000, reconnectionDelayMax: 5000, randomizationFactor: 0.5,
};

export async function openCalmSocket(auth) {
  const { io } = await import("/static/web/vendor/socket.io.js");
  return io({ ...SOCKET, auth });
}

/** So long without a heartbeat, and the line is dead. */
export const SILENCE = 15_000;

/** As `TIMES` of live.js; each phone draws its own, so that after a restart they do not all knock together. */
export const calmTimes = (random = Math.random) => ({
  hole: 250 + 500 * random(), first: 2500 + 1500 * random(), unreached: 6000, probe: 1500 + 2500 * random(), probeTimeout: 5000, wait: 10_000, silence: SILENCE,
});
