// What the greeter's page does with what is typed, pressed, answered and heard: its reducer, sentences and orders, without a browser.

import assert from "node:assert/strict";
import test from "node:test";
import { said } from "./static/greeter/answers.js";
import { meaningOf } from "./static/greeter/keys.js";
import { movesFor, reaches } from "./static/greeter/may.js";
import { orderFor } from "./static/greeter/orders.js";
import { addressOf, HOME, placeIn } from "./static/greeter/place.js";
import { answerFor, returnHint } from "./static/greeter/speech.js";
import { atFirst, DOUBLE_PRESS_MS, isLost, reduce, SHIFT_MS, SILENCE_MS } from "./static/greeter/state.js";
import { codeIn, hitsOf, numberIn, placeOf } from "./static/greeter/typed.js";

const mall = {
  site: { languages: ["id", "en"] }, numbers: { digits: 3 }, calling: { late_return_places: 3 }, frequent: [], search: {},
  agencies: [{ code: "C", short: "Imigrasi", name: { id: "Kantor Imigrasi", en: "Immigration" } }],
  counters: [{ number: 7, zone: 2, floor: 1, queues: ["C"] }, { number: 8, queues: ["K", "KP", "P", "DS"] }],
  services: [{ code: "C1", agency: "C", name: { id: "Paspor baru", en: "New passport" }, short: { id: "Paspor", en: "Passport" }, documents: [], search: [] }],
};
const aTicket = (more = {}) => ({
  label: "C-014", agency: "C", state: "waiting", ahead: 7, wait: { low_minutes: 20, high_minutes: 35 }, priority: "", may_return: null, plan: [], stops: [],
  issued_at: "2026-11-23T02:00:00Z", called_at: null, calls: 0, counter: null, wanted_counter: null, zone: 2, floor: 1, slip: { state: "printed", printer: "p1" }, ...more,
});
const anInbox = (more = {}) => ({ alarms: [], requested: [], away: [], longest: [], printers: [], ...more });
const after = (state, ...events) => events.reduce(reduce, state);
const open = (label = "C-014") => after(atFirst(0), { type: "signedIn", staff: { role: "greeter", agency: null }, mall, at: 0 }, { type: "went", place: { name: "ticket", label }, at: 0 });
const shown = (more) => reduce(open(), { type: "ticketRead", ticket: aTicket(more), asked: "C-014", at: 0 });
const press = (state, name, given, now, listed = false) => reduce(state, { type: "pressed", order: orderFor(name, given, listed), requestId: `r${now}`, at: now });
const answer = (state, now, body, status = 200) => reduce(state, { type: "answered", requestId: state.pending.requestId, status, body, at: now });

const w = Object.assign((key, values = {}) => `${key} ${Object.values(values).join(",")}`.trim(), { n: (key, n, values = {}) => `${key} ${[n, ...Object.values(values)].join(",")}`, has: () => true });
const c = {
  w, time: (at) => at.slice(11, 16), counterAt: (number) => mall.counters.find((one) => one.number === number),
  f: { waitRange: ({ low_minutes: low, high_minutes: high }) => `${low}–${high} menit` },
};
const answered = (more) => answerFor(aTicket(more), c);

test("a number is understood however it is typed, also one on paper", () => {
  for (const typed of ["c14", "C-014", "C 14", " c.014 ", "C14"]) assert.deepEqual(numberIn(typed, mall), { label: "C-014" });
  assert.deepEqual(["kp7", "p3", "k p 7", "ds1", "c0", "dsp12"].map((typed) => numberIn(typed, mall)?.label), ["KP-007", "P-003", "KP-007", "DS-001", "C-000", "DS-P12"]);
  for (const typed of ["", "14", "paspor", "z9", "c14 c15", "sim c"]) assert.equal(numberIn(typed, mall), null);
});

test("what is typed finds a number first, then services, and each leads somewhere", () => {
  assert.deepEqual(hitsOf("paspor", mall, "id").map(placeOf), [{ name: "service", code: "C1" }]);
  assert.deepEqual(hitsOf("c 14", mall, "id").map(placeOf), [{ name: "ticket", label: "C-014" }]);
  assert.deepEqual(hitsOf("", mall, "id"), []);
});

test("an address says the page again, and nothing else does", () => {
  for (const place of [{ name: "ticket", label: "C-014" }, { name: "service", code: "C1" }, HOME]) assert.deepEqual(placeIn(addressOf(place)), place);
  for (const search of ["?ticket=<b>", "?ticket=", "?service=../x", "?other=1"]) assert.deepEqual(placeIn(search), HOME);
});

test("clerks and auditors are not let in, managers reach their own agency", () => {
  const screen = (role) => reduce(atFirst(0), { type: "signedIn", staff: { role }, mall, at: 0 }).screen;
  assert.deepEqual(["greeter", "supervisor", "manager", "admin", "clerk", "auditor"].map(screen), ["page", "page", "page", "page", "denied", "denied"]);
  assert.ok(reaches({ agency: null }, "C") && reaches({ agency: "C" }, "C") && !reaches({ agency: "A" }, "C"));
});

test("the wait is told as a range, or as people where nothing is known, never as one figure", () => {
  assert.equal(answered().title, "greeter.answer.wait 20–35 menit");
  assert.ok(answered().more.includes("greeter.ahead 7"));
  assert.equal(answered({ wait: null }).title, "greeter.answer.ahead 7");
  assert.ok(answered({ wait: null }).more.includes("greeter.answer.no_estimate"));
  assert.equal(answered({ ahead: 0, wait: { low_minutes: 0, high_minutes: 5 } }).title, "greeter.answer.next");
});

test("who was called is sent to the counter, with its sign", () => {
  const told = answered({ state: "called", counter: 7, calls: 2, called_at: "2026-11-23T02:51:00Z" });
  assert.deepEqual([told.title, told.plate], ["greeter.answer.called 7", 7]);
  assert.deepEqual(told.more, ["greeter.place 7,2,1,C", "greeter.calls 2,02:51"]);
});

test("every state a ticket can be in has its answer", () => {
  const parked = { why: "copy", until: null, since: "2026-11-23T02:51:00Z" };
  const titles = ["waiting", "called", "serving", "absent", "parked", "finished", "cancelled", "expired"].map((state) => answered({ state, parked, counter: 7, called_at: "2026-11-23T02:51:00Z" }).title);
  assert.equal(new Set(titles).size, 8);
  assert.match(answered({ state: "finished", may_return: "documents" }).title, /incomplete/);
});

test("before somebody is brought back it is said after how many", () => {
  assert.equal(returnHint({ may_return: "late" }, mall, w), "greeter.return.late 3");
  assert.equal(returnHint({ may_return: "documents" }, mall, w), "greeter.return.documents");
});

test("a priority that was asked for waits for an answer before anything else", () => {
  assert.equal(movesFor(aTicket({ priority: "requested" })).primary, "confirm");
  assert.ok(movesFor(aTicket({ priority: "requested" })).others.includes("decline"));
  assert.equal(movesFor(aTicket({ state: "absent", may_return: "late" })).primary, "return");
  assert.equal(movesFor(aTicket({ state: "absent", may_return: "late", priority: "requested" })).others[1], "return");
});

test("only what the state allows is offered", () => {
  assert.deepEqual(movesFor(aTicket()), { primary: null, others: ["priority", "move", "plan", "reprint"] });
  assert.deepEqual(movesFor(aTicket({ state: "serving", priority: "confirmed" })).others, ["decline", "plan", "reprint"]);
  assert.deepEqual(movesFor(aTicket({ state: "cancelled" })), { primary: null, others: ["reprint"] });
});

test("an order carries only what was chosen, and no reason for priority unless one was", () => {
  assert.deepEqual(orderFor("issue", { service: "C1", language: "id", printer: undefined, priority: null, then: [], about: "Paspor" }).body, { service: "C1", language: "id" });
  assert.deepEqual(orderFor("issue", { service: "C1", language: "en", printer: "p2", priority: "elderly", then: ["A1"] }).body, { service: "C1", language: "en", printer: "p2", priority: "elderly", then: ["A1"] });
  assert.deepEqual([orderFor("move", { label: "C-014", service: "D1" }).path, orderFor("decline", { label: "C-014" }).body], ["/tickets/C-014/transfer", { decision: "declined" }]);
});

test("a number that the server spells out becomes the page's own, and a late answer about another number is dropped", () => {
  const state = reduce(open("c14"), { type: "ticketRead", ticket: aTicket(), asked: "c14", at: 10 });
  assert.deepEqual(state.place, { name: "ticket", label: "C-014" });
  assert.equal(reduce(open("C-015"), { type: "ticketRead", ticket: aTicket(), asked: "C-014", at: 10 }).ticket, null);
  assert.equal(reduce(open("Z-1"), { type: "ticketMissing", asked: "Z-1", why: "unknown", at: 10 }).missing, "unknown");
});

test("nothing of the last visitor stands beside the next", () => {
  const next = reduce({ ...shown(), notice: { kind: "done", key: "x" }, asked: "c15" }, { type: "went", place: { name: "ticket", label: "C-015" }, at: 9000 });
  assert.deepEqual([next.ticket, next.notice, next.asked], [null, null, ""]);
});

test("a second press while the first is under way, or just after its answer, changes nothing", () => {
  const once = press(shown({ state: "absent", may_return: "late" }), "return", { label: "C-014" }, 2000);
  assert.equal(press(once, "return", { label: "C-014" }, 2100), once);
  const done = answer(once, 2200, { ticket: aTicket({ ahead: 3 }) });
  assert.equal(press(done, "reprint", { label: "C-014" }, 2200 + DOUBLE_PRESS_MS - 1), done);
  assert.ok(press(done, "reprint", { label: "C-014" }, 2200 + DOUBLE_PRESS_MS).pending);
});

test("a press that comes as the page turns was meant for what stood there before", () => {
  const turned = reduce(open(), { type: "ticketRead", ticket: aTicket({ priority: "requested" }), asked: "C-014", at: 5000 });
  assert.equal(press(turned, "confirm", { label: "C-014" }, 5100), turned);
});

test("a press that got no answer keeps its request_id, the page says that it is out of reach, and nothing new can be asked", () => {
  const failed = reduce(press(shown(), "reprint", { label: "C-014" }, 2000), { type: "sendFailed", requestId: "r2000", at: 2500 });
  assert.ok(isLost(failed));
  assert.equal(failed.pending.requestId, "r2000");
  assert.equal(press({ ...failed, pending: null }, "reprint", { label: "C-014" }, 9000).pending, null);
  assert.ok(!isLost(answer(failed, 9000, { slip: { state: "queued" }, ticket: aTicket() })));
});

test("silence is noticed late: the data is as old as the beginning of the silence", () => {
  const lost = reduce({ ...shown(), rightAt: 1000 }, { type: "lineChanged", line: "lost", at: 60_000 });
  assert.equal(lost.rightAt, 60_000 - SILENCE_MS);
});

test("a press in a list that has just moved is not taken for the row that came under the finger", () => {
  const first = anInbox({ requested: [{ label: "A-001" }] });
  const state = after(shown(), { type: "inboxRead", inbox: first, at: 1000 });
  const grown = reduce(state, { type: "inboxRead", inbox: anInbox({ requested: [{ label: "A-001" }, { label: "A-002" }] }), at: 4000 });
  const moved = reduce(state, { type: "inboxRead", inbox: anInbox({ alarms: [{ id: "x" }], requested: [{ label: "A-001" }] }), at: 4000 });
  assert.equal(press(moved, "confirm", { label: "A-001" }, 4100, true).notice.key, "greeter.refused.shifted");
  assert.equal(press(moved, "confirm", { label: "A-001" }, 4100, true).pending, null);
  assert.ok(press(moved, "confirm", { label: "A-001" }, 4000 + SHIFT_MS, true).pending);
  assert.equal(grown.shiftedAt, 4000); // a row of a section moves the sections below it
  assert.equal(reduce(state, { type: "inboxRead", inbox: anInbox({ requested: [{ label: "A-001" }], away: [{ label: "B-001" }] }), at: 4000 }).shiftedAt, -Infinity);
});

test("a number given stands on the page next, and its sheet is gone", () => {
  const state = answer(press({ ...shown(), dialog: { name: "issue" } }, "issue", { service: "C1", language: "id", about: "Paspor" }, 2000), 2200, { ticket: { id: "secret", label: "C-020" }, slip: { state: "queued" } }, 201);
  assert.deepEqual([state.place, state.dialog, state.given.label], [{ name: "ticket", label: "C-020" }, null, "C-020"]);
});

test("an answer about a number in a list leaves the page of another visitor as it is", () => {
  const state = answer(press(shown(), "confirm", { label: "A-001" }, 2000), 2200, { ticket: aTicket({ label: "A-001", priority: "confirmed" }) });
  assert.equal(state.ticket.label, "C-014");
});

test("what happened is said: the place after a return, who was faster, and a fault as a code to hand on", () => {
  assert.deepEqual(said(orderFor("return", { label: "C-014" }), 200, { ticket: aTicket({ ahead: 3 }) }).count, 3);
  assert.equal(said(orderFor("answer", { alarm: "x", where: "Kios 1" }), 404, { error: "not_found" }).key, "greeter.refused.answered");
  assert.equal(said(orderFor("move", { label: "C-014", service: "D1" }), 409, { error: "move_not_allowed" }).key, "greeter.refused.changed");
  assert.equal(said(orderFor("issue", { service: "C1" }), 409, { error: "quota_used_up", message: "Nomor hari ini sudah habis" }).text, "Nomor hari ini sudah habis");
  assert.equal(said(orderFor("reprint", { label: "C-014" }), 500, { error: "server_trouble", request_id: "q1" }).code, "server_trouble · q1");
});

test("keys: the field, home, the green button, the slip, a number; none while a sheet is open", () => {
  assert.deepEqual(meaningOf(shown(), { key: "/" }), { focus: true });
  assert.deepEqual(meaningOf(shown(), { key: "Escape" }), { home: true });
  assert.deepEqual(meaningOf(shown({ priority: "requested" }), { key: "Enter" }), { press: "confirm", given: { label: "C-014" } });
  assert.deepEqual(meaningOf(shown(), { key: "c" }), { open: { name: "reprint" } });
  assert.equal(meaningOf(shown(), { key: "Enter" }), null);
  assert.equal(meaningOf({ ...shown(), dialog: { name: "menu" } }, { key: "/" }), null);
  const service = { ...after(open(), { type: "went", place: { name: "service", code: "C1" }, at: 0 }), services: { C1: { can_take: true } } };
  assert.deepEqual(meaningOf(service, { key: "n" }), { open: { name: "issue", service: "C1" } });
  assert.equal(meaningOf({ ...service, services: { C1: { can_take: false } } }, { key: "Enter" }), null);
});

test("a code is understood however it is typed, and a word of eight letters is a service first", () => {
  for (const typed of ["abcd-efgh", "ABCD EFGH", "abcdefgh"]) assert.deepEqual(codeIn(typed), { code: "ABCD-EFGH" });
  for (const typed of ["abcd-efg", "abcd-efgi", "abcd-efg0", "c 14"]) assert.equal(codeIn(typed), null);
  assert.deepEqual(hitsOf("abcd efgh", mall, "id"), [{ code: "ABCD-EFGH" }]);
  assert.deepEqual(hitsOf("kart-2345", mall, "id")[0], { code: "KART-2345" });
});

test("an appointment that was made stands there with its code, and one code is one number", () => {
  const booked = press(open(), "book", { service: "C1", at: "2026-11-24T03:00:00Z", language: "en", printer: "p1", about: "Paspor" }, 1000);
  assert.deepEqual(booked.pending.order, { name: "book", path: "/appointments", label: "Paspor", listed: false, body: { service: "C1", at: "2026-11-24T03:00:00Z", language: "en", printer: "p1" } });
  const appointment = { code: "ABCD-EFGH", at: "2026-11-24T03:00:00Z", service: "C1", agency: "C" };
  assert.deepEqual(answer(booked, 1500, { appointment }, 201).dialog, { name: "booked", appointment });
  const redeeming = press(open(), "redeem", { code: "ABCD-EFGH", language: "id", printer: null }, 1000);
  assert.deepEqual(redeeming.pending.order.body, { code: "ABCD-EFGH", language: "id" });
  const given = answer(redeeming, 1500, { ticket: aTicket({ id: "x", label: "C-020" }), appointment: { at: "2026-11-24T03:00:00Z", arrival: "late" } }, 201);
  assert.deepEqual([given.place.label, given.notice.key], ["C-020", "greeter.done.redeem.late"]);
  assert.equal(said({ name: "redeem" }, 201, { ticket: aTicket() }).key, "greeter.done.issue"); // of a note
});
