/** "Call staff": one call, one request id, and the honest word on whether it arrived. */

export const SHOWN_MS = 20_000;
export const REMEMBERED_MS = 90_000;

const moves = {
  "call-staff": callStaff,
  "help-sent": (state, { requestId, alarm, at }) => ifMine(state, requestId, { state: "sent", alarm, at }),
  "help-failed": (state, { requestId, at }) => ifMine(state, requestId, { state: "failed", at }),
  "close-help": (state) => (state.help ? { ...state, help: { ...state.help, shown: false } } : state),
  "news": (state, { news }) => news.reduce(heard, state),
  "tick": tick,
};

export const reduceHelp = (state, event) => (moves[event.type] ? moves[event.type](state, event) : state);

/** A call that is on its way, or was made a moment ago, is shown again and not made twice; one that failed goes again. */
function callStaff(state, { requestId, at }) {
  const { help } = state;
  if (help && help.state !== "failed") return { ...state, help: { ...help, shown: true, at } };
  return { ...state, help: { requestId: help ? help.requestId : requestId, state: "sending", alarm: null, shown: true, at } };
}

function ifMine(state, requestId, change) {
  if (!state.help || state.help.requestId !== requestId) return state;
  return { ...state, help: { ...state.help, ...change } };
}

function heard(state, item) {
  if (item.name !== "AlarmAnswered" || !state.help || item.alarm !== state.help.alarm) return state;
  return { ...state, help: { ...state.help, state: "coming" } };
}

function tick(state, { at }) {
  const { help } = state;
  if (!help || help.state === "sending") return state;
  if (help.shown && at - help.at >= SHOWN_MS) return { ...state, help: { ...help, shown: false } };
  return at - help.at >= REMEMBERED_MS ? { ...state, help: null } : state;
}
