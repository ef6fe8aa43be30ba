// The floor's page without a browser: its fold, one news after another; an hour of a busy hall; and what is decided, said and sent.

import assert from "node:assert/strict";
import test from "node:test";
import { barOf, decisions, helpersFor, rows, scoredDays, standingOf, totals, waitingIn } from "./static/floor/facts.js";
import { kindOf, lineFor, tidied, withKind } from "./static/floor/lines.js";
import { leads, opens, pageAt, roomOf, steers } from "./static/floor/may.js";
import { orderFor } from "./static/floor/orders.js";
import { atFirst, isLost, reduce } from "./static/floor/page-state.js";
import { ASKS_FOR_MESSAGES, folded, TAKES_ANEW } from "./static/floor/state.js";

const T = "2026-11-23T02:00:00Z";
const aLine = (label, position, more = {}) => ({ label, position, service: "A1", since: T, priority: "", wanted: null, ...more });
const aCounter = (number, more = {}) => ({
  number, zone: 1, agency: "A", queues: ["A"], helps: [], state: "open", since: T, holder: "s1", pause: null, auto_call: false, profile: null,
  label: null, queue: null, service: null, priority: null, visitor_state: null, called_at: null, started_at: null, calls: null, ...more,
});
const visitor = (label, more = {}) => ({ label, queue: "A", service: "A1", priority: "", visitor_state: "called", called_at: T, started_at: null, calls: 1, ...more });
const aFloor = (more = {}) => ({
  seq: 1, room: "floor", now: T, day: "2026-11-23", agency: null, state: "open", report: null, day_closed: false, clock_doubted: false, clock_stepped: false,
  agencies: [{ code: "A", short: "Disdukcapil", zones: [1] }], zones: [{ number: 1 }], hours: { A: { closes: "2026-11-23T08:00:00Z" } },
  services: [{ code: "A1", agency: "A", queue: "A", short: { id: "KTP" }, minutes: 10, warn_minutes: 30, critical_minutes: 60, usual_quota: 40, quota: 40, issued: 5 },
    { code: "A2", agency: "A", queue: "A", short: { id: "KK" }, minutes: 10, warn_minutes: 30, critical_minutes: 60, usual_quota: null, quota: null, issued: 2 }],
  queues: [{ code: "A", agency: "A", zone: 1, counters: [1, 2], line: [] }], counters: [aCounter(1), aCounter(2)],
  parked: [], absent: [], figures: { A: { served: 3, unanswered: 2 } }, pauses: [], alarms: [], printers: [{ id: "p1", name: "P", zone: 1, state: "ready", since: T }],
  fields: [{ number: 1, player: null }], voices: [], displays: [], kiosks: [], checks: {}, messages: [], people: { s1: { username: "petugas1", role: "clerk" } }, ...more,
});
const lineOf = (...line) => aFloor({ queues: [{ code: "A", agency: "A", zone: 1, counters: [1, 2], line }] });
const serving = (label, more) => aFloor({ counters: [aCounter(1, visitor(label, more)), aCounter(2)] });
const hear = (floor, name, more = {}) => folded(floor, { seq: 2, after: 1, name, at: "2026-11-23T02:05:00Z", label: "A-001", queue: "A", agency: "A", service: "A1", counter: 1, ...more });
const labels = (floor) => floor.queues[0].line.map((one) => one.label);

test("who takes a number joins the line, and is counted", () => {
  const after = hear(lineOf(), "TicketIssued", { position: 7 });
  assert.deepEqual(after.queues[0].line, [aLine("A-001", 7, { since: "2026-11-23T02:05:00Z" })]);
  assert.equal(after.services[0].issued, 6);
});

test("a slip of an outage takes its place by its time, and one already served is only counted", () => {
  const line = lineOf(aLine("A-001", 1), aLine("A-002", 2));
  const after = hear(line, "PaperKeyedIn", { label: "A-P05", state: "waiting", issued_at: T, positions: [2, 3] });
  assert.deepEqual(labels(after), ["A-001", "A-P05", "A-002"]);
  const served = hear(line, "PaperKeyedIn", { label: "A-P05", state: "finished", positions: [] });
  assert.deepEqual([labels(served), served.services[0].issued], [["A-001", "A-002"], 6]);
});

test("a note goes ahead, and who postpones goes back", () => {
  const line = lineOf(aLine("A-001", 1), aLine("A-002", 2), aLine("A-003", 3));
  assert.deepEqual(labels(hear(line, "NoteRedeemed", { positions: [1, 2, 3] })), ["A-003", "A-001", "A-002"]);
  assert.deepEqual(labels(hear(line, "TicketPostponed", { positions: [1, 2, 3] })), ["A-002", "A-003", "A-001"]);
});

test("who is called stands at the counter, is called again, is served, and has gone", () => {
  const called = hear(lineOf(aLine("A-001", 1, { priority: "confirmed" })), "TicketCalled", { calls: 1 });
  assert.deepEqual([labels(called), called.counters[0].label, called.counters[0].visitor_state, called.counters[0].priority], [[], "A-001", "called", "confirmed"]);
  const again = hear(called, "TicketRecalled", { calls: 2 });
  assert.equal(again.counters[0].calls, 2);
  const served = hear(again, "TicketStarted");
  assert.equal(served.counters[0].visitor_state, "serving");
  const gone = hear(served, "TicketFinished");
  assert.deepEqual([gone.counters[0].label, gone.figures.A.served], [null, 4]);
});

test("who is absent or sent away is remembered until the return", () => {
  const absent = hear(serving("A-001", { calls: 3 }), "TicketAbsent");
  assert.deepEqual([absent.absent[0].calls, absent.figures.A.unanswered, absent.counters[0].label], [3, 5, null]);
  const back = hear(absent, "TicketReturned", { positions: [4], priority: "", counter: null });
  assert.deepEqual([back.absent, labels(back)], [[], ["A-001"]]);
  const parked = hear(serving("A-001"), "TicketParked", { why: "form", until: null, by: "s1" });
  assert.equal(parked.parked[0].why, "form");
});

test("another service of the visit, or another queue, moves the count with the visitor", () => {
  const moved = hear(serving("A-001"), "TicketTransferred", { service: "A2", left_service: "A1", positions: [9], priority: "", to_counter: 2, to_staff: null });
  assert.deepEqual([moved.counters[0].label, moved.queues[0].line[0].wanted], [null, { counter: 2, staff: null }]);
  assert.deepEqual(moved.services.map((one) => one.issued), [4, 3]);
  const continued = hear(lineOf(), "TicketContinued", { service: "A2", left_service: "A1", positions: [9], priority: "" });
  assert.deepEqual([labels(continued), continued.services.map((one) => one.issued)], [["A-001"], [4, 3]]);
});

test("who cancels, expires or is sent home leaves every list", () => {
  for (const name of ["TicketCancelled", "TicketExpired", "TicketReleased"]) assert.deepEqual(labels(hear(lineOf(aLine("A-001", 1)), name, { counter: null })), []);
});

test("priority is marked wherever the visitor stands", () => {
  for (const [name, priority] of [["PriorityRequested", "requested"], ["PriorityConfirmed", "confirmed"], ["PriorityDeclined", "declined"]]) {
    assert.equal(hear(lineOf(aLine("A-001", 1)), name).queues[0].line[0].priority, priority);
    assert.equal(hear(serving("A-001"), name).counters[0].priority, priority);
  }
});

test("a move that is taken back leaves no trace", () => {
  const before = serving("A-001", { visitor_state: "serving", started_at: T });
  const stands = [{ label: "A-001", state: "serving", queue: "A", agency: "A", service: null, left_service: null, counter: 1, calls: 1, entry: visitor("A-001", { visitor_state: "serving", started_at: T }), unmade: "done" }];
  assert.deepEqual(hear(hear(before, "TicketFinished"), "MoveUndone", { stands }), before);
});

test("counters are taken, opened, paused, closed, left and handed on", () => {
  const at = (name, more) => hear(aFloor(), name, more).counters[0];
  assert.equal(at("CounterTaken", { by: "s9" }).holder, "s9");
  assert.deepEqual(at("CounterPaused", { reason: "prayer", until: null }).pause, { reason: "prayer", until: null, since: "2026-11-23T02:05:00Z" });
  assert.equal(at("CounterOpened").state, "open");
  assert.deepEqual([at("CounterClosed", { mark: "" }).holder, at("CounterClosed", { mark: "end_of_day" }).holder, at("CounterLeft", { mark: "" }).holder], ["s1", null, null]);
  assert.equal(at("CounterHandedOver").holder, null);
  assert.deepEqual(at("CounterHelps", { queues: ["D"] }).helps, ["D"]);
  assert.equal(at("AutoCallSet", { on: true }).auto_call, true);
});

test("pauses and alarms come and go by their ids", () => {
  const paused = hear(aFloor(), "Paused", { pause: "x1", scope: "agency", code: "A", reason: "power", numbers: false, until: null });
  assert.equal(paused.pauses[0].reason, "power");
  assert.deepEqual(hear(paused, "Resumed", { pause: "x1" }).pauses, []);
  for (const [name, kind] of [["HelpAsked", "help"], ["BurstNoticed", "burst"], ["AlarmRaised", "silent"]]) {
    const raised = hear(aFloor(), name, { alarm: "y1", zone: 1, device_name: "Kios 1" });
    assert.equal(raised.alarms[0].kind, kind);
    assert.deepEqual(hear(raised, "AlarmAnswered", { alarm: "y1" }).alarms, []);
  }
});

test("what is plugged in says how it is", () => {
  assert.equal(hear(aFloor(), "PrinterChanged", { printer: "p1", state: "paper_out" }).printers[0].state, "paper_out");
  assert.equal(hear(aFloor(), "PlayerChanged", { field: 1, player: "d1" }).fields[0].player, "d1");
  const voice = hear(aFloor(), "VoiceChanged", { device: "a1", device_name: "Suara", state: "ready" });
  assert.equal(voice.voices.length, 1);
  assert.deepEqual(hear(voice, "VoiceChanged", { device: "a1", device_name: "Suara", state: "absent" }).voices, []);
  const there = hear(aFloor(), "DeviceConnected", { kind: "display", device: "d1", device_name: "Layar 1", zone: 1, place: null, state: "ready" });
  assert.equal(hear(there, "DisplayChanged", { device: "d1", state: "sound_blocked" }).displays[0].state, "sound_blocked");
  assert.equal(hear(there, "DeviceLost", { kind: "display", device: "d1" }).displays[0].connected, false);
  assert.deepEqual(hear(there, "DeviceWithdrawn", { device: "d1" }).displays, []);
  const elsewhere = hear(aFloor({ agency: "A" }), "DeviceConnected", { kind: "kiosk", device: "k9", device_name: "Kios 9", zone: 9, place: null, state: "ready" });
  assert.deepEqual(elsewhere.kiosks, []);
});

test("the day stops giving numbers, ends, is signed, and begins again", () => {
  assert.equal(hear(aFloor(), "NumbersStopped").state, "stopped");
  const ended = hear(aFloor(), "DayClosed", { head: "ab12" });
  assert.deepEqual(ended.report, { head: "ab12", signed_by: null, signed_at: null });
  assert.equal(hear(ended, "ReportSigned", { by: "s1" }).report.signed_by, "s1");
  assert.deepEqual([hear(ended, "DayReopened").state, hear(ended, "DayReopened").report], ["open", null]);
});

test("quota, checks and clock follow the news", () => {
  assert.equal(hear(aFloor(), "QuotaRaised", { quota: 50 }).services[0].quota, 50);
  assert.equal(hear(aFloor(), "CheckConfirmed", { check: "sound", by: "s1" }).checks.sound.by, "s1");
  assert.equal(hear(aFloor(), "ClockStepped").clock_stepped, true);
  assert.equal(hear(aFloor(), "ClockDoubted").clock_doubted, true);
  assert.equal(hear(aFloor({ clock_doubted: true }), "ClockConfirmed").clock_doubted, false);
  assert.equal(hear(aFloor({ clock_stepped: true }), "ClockTrusted").clock_stepped, false);
});

test("news of no concern change nothing, and some ask for more than a fold", () => {
  const floor = aFloor();
  assert.equal(hear(floor, "ColleagueNoteWritten"), floor);
  for (const name of [...TAKES_ANEW, ...ASKS_FOR_MESSAGES]) assert.equal(hear(floor, name), floor);
});

test("an hour's news of 31 counters leaves a state no larger than what stands in it", () => {
  const counters = Array.from({ length: 31 }, (_, n) => aCounter(n + 1));
  const start = aFloor({ counters });
  let [floor, heard, most] = [start, 0, 0];
  const tell = (name, more) => { floor = hear(floor, name, more); heard += 1; };
  for (let round = 0; round < 60; round += 1) {
    for (let counter = 1; counter <= 31; counter += 1) {
      const label = `A-${String((round * 31 + counter) % 999).padStart(3, "0")}`;
      tell("TicketIssued", { label, position: round * 31 + counter });
      tell("TicketCalled", { label, counter, calls: 1 });
      if (counter % 3 === 0) {
        tell("TicketAbsent", { label, counter });
        tell("TicketReturned", { label, positions: [round * 31 + counter], priority: "", counter: null });
        tell("TicketCalled", { label, counter, calls: 1 });
      }
      tell("TicketStarted", { label, counter });
      tell("TicketFinished", { label, counter });
      if (counter % 5 === 0) for (const name of ["CounterPaused", "CounterOpened"]) tell(name, { counter, reason: "toilet", until: null });
      if (counter === 7) for (const [name, more] of [["HelpAsked", { alarm: `h${round}`, zone: 1 }], ["AlarmAnswered", { alarm: `h${round}` }], ["DeviceConnected", { kind: "kiosk", device: "k1", device_name: "Kios", zone: 1, place: null, state: "ready" }]]) tell(name, more);
    }
    most = Math.max(most, JSON.stringify(floor).length);
  }
  assert.ok(heard > 9000, String(heard));
  assert.ok(most < JSON.stringify(start).length + 1200, `${most} after ${JSON.stringify(start).length}`);
  assert.deepEqual([floor.queues[0].line, floor.parked, floor.absent, floor.alarms, floor.counters.length, floor.kiosks.length], [[], [], [], [], 31, 1]);
});

// ---- what is shown, decided and sent

const NOW = new Date("2026-11-23T02:50:00Z");
const told = (alerts = [], waits = []) => ({ alerts, waits, offers: [], scores: {} });
const alertOf = (code, more = {}) => ({ code, level: "critical", subject: { kind: "service", code: "A1" }, since: T, values: { agency: "A", queue: "A" }, ...more });

test("a bar is ink up to the promised minutes and red beyond", () => {
  assert.deepEqual(barOf({ minutes: 15, warn: 30 }), { ink: 25, red: 0 });
  assert.deepEqual(barOf({ minutes: 45, warn: 30 }), { ink: 50, red: 25 });
  assert.deepEqual(barOf({ minutes: 300, warn: 30 }), { ink: 50, red: 50 });
  assert.deepEqual(barOf(null), { ink: 0, red: 0 });
});

test("a row tells of an agency who is longest past the own promise, and the longest wait of its queues", () => {
  const floor = lineOf(aLine("A-001", 1), aLine("A-002", 2, { since: "2026-11-23T02:40:00Z" }));
  const waits = [{ queue: "A", agency: "A", wait: { low_minutes: 5, high_minutes: 10 } }, { queue: "AX", agency: "A", wait: { low_minutes: 20, high_minutes: 40 } }];
  const [row] = rows(floor, told([], waits), NOW);
  assert.deepEqual([row.waiting, row.longest.label, row.longest.minutes, row.wait.high_minutes, row.unanswered, row.open], [2, "A-001", 50, 40, 2, 2]);
  assert.deepEqual(totals(floor, NOW), { waiting: 2, serving: 0, issued: 7, median: 50 });
});

test("an agency is paused, closed, not yet open or over before it is anything else", () => {
  const row = { pauses: [], hours: { opens: "2026-11-23T01:00:00Z", closes: "2026-11-23T08:00:00Z" } };
  assert.equal(standingOf(row, NOW), "open");
  assert.equal(standingOf({ ...row, hours: null }, NOW), "closed");
  assert.equal(standingOf(row, new Date("2026-11-23T00:30:00Z")), "before");
  assert.equal(standingOf(row, new Date("2026-11-23T09:00:00Z")), "after");
  assert.equal(standingOf({ ...row, pauses: [{ scope: "agency" }] }, NOW), "paused");
  assert.equal(standingOf({ ...row, pauses: [{ scope: "service" }] }, NOW), "open");
});

test("alarms come first, then a central system that is down, and waiting is said once for each agency", () => {
  const floor = aFloor({
    alarms: [{ id: "y1", kind: "silent" }],
    pauses: [{ id: "x1", scope: "agency", code: "A", agency: "A", reason: "central_system_down", since: T }, { id: "x2", scope: "site", code: "", agency: null, reason: "ceremony", since: T }],
  });
  const alerts = [
    alertOf("silent_alarm", { subject: { kind: "alarm", code: "y1" } }), alertOf("help_asked", { subject: { kind: "alarm", code: "answered" } }), alertOf("waiting_critical"),
    alertOf("waiting_long", { level: "warning", subject: { kind: "service", code: "A2" } }),
  ];
  const found = decisions(floor, told(alerts));
  assert.deepEqual(found.map(({ code }) => code), ["silent_alarm", "system_down", "waiting_critical", "paused"]);
  assert.equal(found[2].others, 1);
});

test("help comes from open counters of the same agency that do not serve the queue, the least busy first", () => {
  const queues = [{ code: "A", agency: "A", line: [] }, { code: "AX", agency: "A", line: [aLine("AX-001", 1)] }, { code: "D", agency: "D", line: [] }];
  const counters = [aCounter(1), aCounter(2, { queues: ["AX"] }), aCounter(3, { queues: ["AY"] }), aCounter(4, { agency: "D", queues: ["D"] }), aCounter(5, { state: "paused", queues: ["AX"] })];
  assert.deepEqual(helpersFor(aFloor({ queues, counters }), "A").map(({ counter }) => counter.number), [3, 2]);
});

test("how many read a message follows from its scope", () => {
  const floor = lineOf(aLine("A-001", 1), aLine("A-002", 2, { service: "A2" }));
  assert.deepEqual([["site", ""], ["zone", 1], ["zone", "2"], ["agency", "A"], ["service", "A2"]].map(([scope, code]) => waitingIn(floor, scope, code)), [2, 2, 0, 2, 1]);
});

test("each role opens and steers what is its own", () => {
  const roles = ["clerk", "greeter", "manager", "supervisor", "auditor", "admin"].map((role) => ({ role, agency: role === "manager" ? "A" : null }));
  assert.deepEqual(roles.map((staff) => opens(staff, "floor")), [false, true, true, true, true, true]);
  assert.deepEqual(roles.map((staff) => opens(staff, "closing")), [false, false, true, true, true, true]);
  assert.deepEqual(roles.map(steers), [false, false, true, true, false, true]);
  assert.deepEqual(roles.map(leads), [false, false, false, true, false, true]);
  assert.deepEqual([roomOf(roles[2]), roomOf(roles[3])], ["floor:A", "floor"]);
  assert.deepEqual(["/floor/", "/floor/ready", "/floor/elsewhere"].map(pageAt), ["floor", "ready", "floor"]);
});

test("a command goes out once, and only while somebody can be reached", () => {
  const open = reduce(reduce(atFirst(0), { type: "signedIn", staff: { role: "supervisor" }, mall: {}, at: 0 }), { type: "floorTaken", floor: aFloor(), at: 0 });
  const press = (state, requestId, more = {}) => reduce(state, { type: "pressed", order: orderFor("resume", { pause: "x1", about: "Samsat" }), requestId, at: 1000, ...more });
  const once = press(open, "r1");
  assert.equal(press(once, "r2"), once);
  const lost = reduce(open, { type: "lineChanged", line: "lost", at: 20_000 });
  assert.deepEqual([isLost(lost), press(lost, "r3").pending, lost.rightAt < 20_000], [true, null, true]);
  const done = reduce(once, { type: "answered", requestId: "r1", status: 200, body: {}, at: 1100 });
  assert.deepEqual([done.pending, done.notice.key, done.notice.values.about], [null, "floor.done.resume", "Samsat"]);
  const refused = reduce({ ...once, dialog: { name: "resume" } }, { type: "answered", requestId: "r1", status: 409, body: { error: "x", message: "Sudah" }, at: 1100 });
  assert.deepEqual([refused.notice, refused.dialog.name], [{ kind: "refused", text: "Sudah" }, "resume"]);
});

test("a finger that a moving list led astray presses nothing and is told so; the keyboard is never led astray", () => {
  const floor = aFloor({ alarms: [{ id: "y1" }, { id: "y2" }] });
  const alarm = (id) => alertOf("help_asked", { subject: { kind: "alarm", code: id } });
  const first = reduce(reduce(reduce(atFirst(0), { type: "signedIn", staff: { role: "greeter" }, mall: {}, at: 0 }), { type: "floorTaken", floor, at: 0 }), { type: "toldRead", told: told([alarm("y1")]), at: 0 });
  const moved = reduce(first, { type: "toldRead", told: told([alarm("y2"), alarm("y1")]), at: 5000 });
  const press = (at, aimed = true) => reduce(moved, { type: "pressed", order: orderFor("answer", { alarm: "y1" }, aimed), requestId: "r1", at });
  assert.deepEqual([press(5100).pending, press(5600).pending?.order.path], [null, "/alarms/y1/answer"]);
  assert.equal(press(5100).notice.key, "floor.refused.shifted"); // nothing happens without a word
  assert.equal(press(5100, false).pending?.order.path, "/alarms/y1/answer"); // the keyboard's focus went along with its row
});

test("news reach what is shown at once, and messages are put where they stand", () => {
  const taken = reduce(atFirst(0), { type: "floorTaken", floor: aFloor(), at: 0 });
  const after = reduce(taken, { type: "heard", news: { name: "QuotaRaised", service: "A1", quota: 60 }, at: 10 });
  assert.deepEqual([after.floor.services[0].quota, after.rightAt], [60, 10]);
  assert.equal(reduce(after, { type: "messagesRead", messages: [{ id: "m" }], at: 20 }).floor.messages.length, 1);
});

test("lines of a profile are read as kinds, and sent without what is empty", () => {
  assert.deepEqual([{ classes: ["priority"], most: 2 }, { classes: ["priority"], most: 1, after: 2 }, { queues: ["D"] }, { services: ["A1"] }, { languages: ["en"] }, { classes: ["priority"], languages: ["en"] }, { classes: ["appointment"], most: 1 }].map(kindOf),
    ["first", "ratio", "help", "services", "english", "other", "appointments"]);
  assert.deepEqual(withKind({ code: "x", queues: ["D"] }, "appointments", { page: { queues: [] }, floor: null }), { code: "x", classes: ["appointment"], most: 1, after: 1 });
  assert.deepEqual(lineFor("ratio", [{ code: "line1" }]), { code: "line2", classes: ["priority"], most: 1, after: 2 });
  assert.deepEqual(tidied([{ code: "a", queues: [], most: null, after: 2 }]), [{ code: "a", after: 2 }]);
  assert.equal(orderFor("profile", { code: "p", name: {}, lines: [] }).method, "PUT");
});

test("estimates are told of the newest day that had any", () => {
  const all = (coverage) => ({ n: 10, coverage, mae: 4 });
  const days = scoredDays({ "2026-11-20": { day: "2026-11-20", all: all(0.8), services: {} }, "2026-11-23": { day: "2026-11-23", all: all(0.9), services: {} }, "2026-11-24": { day: "2026-11-24", all: null, services: {} } });
  assert.deepEqual(days.map(({ day }) => day), ["2026-11-23", "2026-11-20"]);
  assert.deepEqual(scoredDays(undefined), []);
});
