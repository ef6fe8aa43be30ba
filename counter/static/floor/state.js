/**
 * The floor as its room tells it: (snapshot, news) → what a fresh snapshot says, but for `seq` and `now`. Pure; the table in
 * server/live/README.md ("The floor's room") is the contract. What no news changes is shared, not copied.
 */

/** After these the snapshot is taken anew: another day, mall or past, or the name of somebody new. */
export const TAKES_ANEW = new Set(["DayOpened", "MallChanged", "SiteRestored", "AccountChanged"]);
/** The words of messages stand outside the journal: after these they are asked for (GET /messages). */
export const ASKS_FOR_MESSAGES = new Set(["MessageShown", "MessageLifted"]);

const NOBODY = Object.freeze({ label: null, queue: null, service: null, priority: null, visitor_state: null, called_at: null, started_at: null, calls: null });
const OUTCOMES = new Set(["done", "incomplete", "referred", "not_needed"]);

/** The state after one news more. News that concern the floor in nothing leave it as it is. */
export function folded(floor, news) {
  const change = changes[news.name];
  return change ? change(floor, news) : floor;
}

const changes = {
  TicketIssued: (floor, news) => issued(joins(floor, news, news.at, "", news.position), news.service, 1),
  PaperKeyedIn: paperKeyedIn,
  TicketReturned: again,
  TicketContinued: (floor, news) => elsewhere(again(floor, news), news),
  TicketTransferred: transferred,
  NoteRedeemed: takesPlace,
  TicketPostponed: (floor, news) => shifted(floor, news, [news.positions.at(-1), ...news.positions.slice(0, -1)]),
  TicketCalled: called,
  TicketRecalled: (floor, news) => atCounter(floor, news.counter, { called_at: news.at, calls: news.calls }),
  TicketStarted: (floor, news) => atCounter(floor, news.counter, { visitor_state: "serving", started_at: news.at }),
  TicketFinished: (floor, news) => figure(emptied(floor, news), news.agency, "served", 1),
  TicketAbsent: absent,
  TicketParked: (floor, news) => aside(floor, news, "parked", { why: news.why, until: news.until, by: news.by }),
  TicketCancelled: (floor, news) => gone(floor, news.label),
  TicketExpired: (floor, news) => gone(floor, news.label),
  TicketReleased: (floor, news) => gone(floor, news.label),
  PriorityRequested: (floor, news) => prioritised(floor, news.label, "requested"),
  PriorityConfirmed: (floor, news) => prioritised(floor, news.label, "confirmed"),
  PriorityDeclined: (floor, news) => prioritised(floor, news.label, "declined"),
  MoveUndone: undone,

  CounterTaken: (floor, news) => atCounter(floor, news.counter, { holder: news.by, since: news.at }),
  CounterOpened: (floor, news) => atCounter(floor, news.counter, { state: "open", since: news.at, pause: null }),
  CounterPaused: (floor, news) => atCounter(floor, news.counter, { state: "paused", since: news.at, pause: { reason: news.reason, until: news.until, since: news.at } }),
  CounterClosed: (floor, news) => atCounter(floor, news.counter, { ...closed(news), ...(news.mark ? { holder: null } : {}) }),
  CounterLeft: (floor, news) => atCounter(floor, news.counter, { ...closed(news), holder: null }),
  CounterHandedOver: (floor, news) => atCounter(floor, news.counter, { holder: null, since: news.at, auto_call: false }),
  CounterHelps: (floor, news) => atCounter(floor, news.counter, { helps: news.queues }),
  AutoCallSet: (floor, news) => atCounter(floor, news.counter, { auto_call: news.on }),

  Paused: paused,
  Resumed: (floor, news) => without(floor, "pauses", "id", news.pause),
  HelpAsked: (floor, news) => alarmed(floor, news, "help"),
  BurstNoticed: (floor, news) => alarmed(floor, news, "burst"),
  AlarmRaised: (floor, news) => alarmed(floor, news, "silent"),
  AlarmAnswered: (floor, news) => without(floor, "alarms", "id", news.alarm),
  PrinterChanged: (floor, news) => among(floor, "printers", "id", news.printer, { state: news.state, since: news.at }),
  PlayerChanged: (floor, news) => among(floor, "fields", "number", news.field, { player: news.player }),
  VoiceChanged: voiceChanged,
  DisplayChanged: (floor, news) => among(floor, "displays", "device", news.device, { state: news.state }),
  DeviceConnected: connected,
  DeviceLost: (floor, news) => among(floor, `${news.kind}s`, "device", news.device, { connected: false }),
  DeviceWithdrawn: (floor, news) => ["voices", "kiosks", "displays"].reduce((rest, list) => without(rest, list, "device", news.device), floor),

  NumbersStopped: (floor) => ({ ...floor, state: "stopped", day_closed: true }),
  DayClosed: (floor, news) => ({ ...floor, state: "closed", day_closed: true, report: { head: news.head, signed_by: null, signed_at: null } }),
  ReportSigned: (floor, news) => ({ ...floor, report: { ...floor.report, signed_by: news.by, signed_at: news.at } }),
  DayReopened: (floor) => ({ ...floor, state: "open", day_closed: false, report: null }),
  QuotaRaised: (floor, news) => among(floor, "services", "code", news.service, { quota: news.quota }),
  CheckConfirmed: (floor, news) => ({ ...floor, checks: { ...floor.checks, [news.check]: { by: news.by, at: news.at } } }),
  ClockStepped: (floor) => ({ ...floor, clock_stepped: true }),
  ClockDoubted: (floor) => ({ ...floor, clock_doubted: true }),
  ClockConfirmed: (floor) => ({ ...floor, clock_doubted: false }),
  ClockTrusted: (floor) => ({ ...floor, clock_stepped: false, clock_doubted: false }),
};

// ---- the line

function paperKeyedIn(floor, news) {
  const counted = issued(floor, news.service, 1);
  return news.state === "waiting" ? takesPlace(joins(counted, news, news.issued_at, "", news.positions.at(-1)), news) : counted;
}

/** In line once more, with the same number: back from absence, the next service of a visit, another queue. */
function again(floor, news) {
  return takesPlace(joins(gone(floor, news.label), news, news.at, news.priority, news.positions.at(-1)), news);
}

const elsewhere = (floor, news) => issued(issued(floor, news.left_service, -1), news.service, 1);

function transferred(floor, news) {
  const moved = elsewhere(again(news.counter === null ? floor : emptied(floor, news), news), news);
  const wanted = { counter: news.to_counter, staff: news.to_staff };
  return wanted.counter || wanted.staff ? inLine(moved, news.queue, (line) => changed(line, "label", news.label, { wanted })) : moved;
}

function joins(floor, { label, service, queue }, since, priority, position) {
  return inLine(floor, queue, (line) => [...line, { label, position, service, since, priority, wanted: null }]);
}

/** Who stands at the last of `positions` goes to the first; every other one of them one back. */
function takesPlace(floor, news) {
  return shifted(floor, news, [...news.positions.slice(1), news.positions[0]]);
}

function shifted(floor, { queue, positions }, after) {
  const to = new Map(positions.map((position, n) => [position, after[n]]));
  return inLine(floor, queue, (line) => inOrder(line.map((one) => (to.has(one.position) ? { ...one, position: to.get(one.position) } : one))));
}

const inOrder = (line) => [...line].sort((one, other) => one.position - other.position);

/** Out of every line and list. */
function gone(floor, label) {
  const others = (entries) => (entries.some((one) => one.label === label) ? entries.filter((one) => one.label !== label) : entries);
  const queues = floor.queues.map((queue) => (others(queue.line) === queue.line ? queue : { ...queue, line: others(queue.line) }));
  return { ...floor, queues, parked: others(floor.parked), absent: others(floor.absent) };
}

const standing = (floor, label) => [...floor.parked, ...floor.absent, ...floor.queues.flatMap(({ line }) => line)].find((one) => one.label === label);

// ---- at the counter

function called(floor, { label, queue, service, counter, at, calls }) {
  const priority = standing(floor, label)?.priority ?? "";
  return atCounter(gone(floor, label), counter, { label, queue, service, priority, visitor_state: "called", called_at: at, started_at: null, calls });
}

/** The visitor as it stood there; in an agency's own floor the counter may be another's. */
const visitorOf = (floor, { counter, label }) => floor.counters.find((one) => one.number === counter && one.label === label) ?? NOBODY;

const emptied = (floor, news) => (visitorOf(floor, news) === NOBODY ? floor : atCounter(floor, news.counter, NOBODY));

function aside(floor, news, list, more) {
  const { service, priority } = visitorOf(floor, news);
  const entry = { label: news.label, queue: news.queue, agency: news.agency, service, since: news.at, counter: news.counter, priority, ...more };
  return { ...emptied(floor, news), [list]: [...floor[list], entry] };
}

function absent(floor, news) {
  const { calls } = visitorOf(floor, news);
  return figure(aside(floor, news, "absent", { calls }), news.agency, "unanswered", calls);
}

function undone(floor, news) {
  return news.stands.reduce(standsAgain, atCounter(floor, news.counter, NOBODY));
}

/** One ticket as it stood before the move that was taken back. */
function standsAgain(floor, one) {
  const back = placed(gone(floor, one.label), one);
  const counted = elsewhere(back, one);
  const served = figure(counted, one.agency, "served", OUTCOMES.has(one.unmade) ? -1 : 0);
  return figure(served, one.agency, "unanswered", one.unmade === "absent" ? -one.calls : 0);
}

function placed(floor, { state, queue, counter, agency, entry }) {
  if (state === "waiting") return inLine(floor, queue, (line) => inOrder([...line, entry]));
  if (state === "called" || state === "serving") return atCounter(floor, counter, entry);
  return (state === "parked" || state === "absent") && agency in floor.figures ? { ...floor, [state]: [...floor[state], entry] } : floor;
}

const closed = ({ at }) => ({ state: "closed", since: at, pause: null, auto_call: false, helps: [] });

function prioritised(floor, label, priority) {
  const marked = (entries) => changed(entries, "label", label, { priority });
  const queues = floor.queues.map((queue) => ({ ...queue, line: marked(queue.line) }));
  return { ...floor, queues, parked: marked(floor.parked), absent: marked(floor.absent), counters: marked(floor.counters) };
}

// ---- the hall

function paused(floor, { pause, at, scope, code, agency, reason, numbers, until }) {
  return { ...floor, pauses: [...floor.pauses, { id: pause, scope, code, agency, reason, numbers, since: at, until }] };
}

function alarmed(floor, { alarm, zone, counter = null, device_name = null, at }, kind) {
  return { ...floor, alarms: [...floor.alarms, { id: alarm, kind, zone, counter, device_name, since: at }] };
}

function voiceChanged(floor, { device, device_name: name, state }) {
  const rest = without(floor, "voices", "device", device);
  return state === "ready" || state === "failing" ? { ...rest, voices: [...rest.voices, { device, name, state }] } : rest;
}

function connected(floor, { kind, device, device_name: name, zone, place, state }) {
  const list = `${kind}s`;
  const rest = without(floor, list, "device", device);
  const here = floor.agency === null || zone === null || floor.zones.some(({ number }) => number === zone);
  return here ? { ...rest, [list]: [...rest[list], { device, name, zone, place, state, connected: true }] } : rest;
}

// ---- one place of the state

const changed = (entries, key, value, patch) => (entries.some((one) => one[key] === value) ? entries.map((one) => (one[key] === value ? { ...one, ...patch } : one)) : entries);

const among = (floor, list, key, value, patch) => ({ ...floor, [list]: changed(floor[list], key, value, patch) });

const without = (floor, list, key, value) => ({ ...floor, [list]: floor[list].filter((one) => one[key] !== value) });

const atCounter = (floor, number, patch) => among(floor, "counters", "number", number, patch);

const inLine = (floor, code, change) => ({ ...floor, queues: floor.queues.map((queue) => (queue.code === code ? { ...queue, line: change(queue.line) } : queue)) });

const issued = (floor, code, by) => ({ ...floor, services: floor.services.map((one) => (one.code === code ? { ...one, issued: one.issued + by } : one)) });

function figure(floor, agency, name, by) {
  const known = floor.figures[agency];
  return known ? { ...floor, figures: { ...floor.figures, [agency]: { ...known, [name]: known[name] + by } } } : floor;
}
