/** What is said when no number can be taken, and of a slip; and how a moment is named. */
import assert from "node:assert/strict";
import test from "node:test";
import { summary } from "../../kiosk/static/hall.js";
import { callBetween, daysFrom, kindOfMoment } from "../../kiosk/static/moments.js";
import { refusalOf } from "../../kiosk/static/answers.js";
import { agencyRefusal, bodyKeys, refusalLook, slipWords, titleKey, verdictOf } from "../../kiosk/static/verdict.js";
import { aHall, aKiosk, anOffer, play } from "./builders.mjs";

const closed = (code) => anOffer(code, { can_take: false, refusal: { code: "closed_today", opens_at: "2026-11-24T01:00:00Z" } });

test("the server's verdict stands", () => {
  const state = aKiosk({ hall: aHall({ services: [closed("A1"), anOffer("A2"), anOffer("C1")] }) });
  assert.equal(verdictOf(state, "A1").refusal.code, "closed_today");
  assert.equal(verdictOf(state, "A2").can, true);
});

test("a notice does not refuse", () => {
  const state = aKiosk({ hall: aHall({ services: [anOffer("A1", { notice: { code: "paused" } })] }) });
  assert.deepEqual([verdictOf(state, "A1").can, verdictOf(state, "A1").notice.code], [true, "paused"]);
});

test("an agency refuses as a whole only where all its services do for one reason", () => {
  const one = aKiosk({ hall: aHall({ services: [closed("A1"), anOffer("A2"), anOffer("C1")] }) });
  const all = aKiosk({ hall: aHall({ services: [closed("A1"), closed("A2"), anOffer("C1")] }) });
  assert.equal(agencyRefusal(one, "A"), null);
  assert.equal(agencyRefusal(all, "A").code, "closed_today");
});

test("one unanswered question is no outage, two are, and one is where the line is lost too", () => {
  const once = play(aKiosk(), { type: "hall-missed" });
  assert.equal(verdictOf(once, "A1").can, true);
  assert.equal(verdictOf(play(once, { type: "hall-missed" }), "A1").refusal.code, "offline");
  assert.equal(verdictOf(play(once, { type: "link-changed", link: "lost" }), "A1").refusal.code, "offline");
});

test("an answer of the hall ends the outage", () => {
  const state = play(aKiosk(), { type: "hall-missed" }, { type: "hall-missed" }, { type: "hall-loaded", hall: aHall() });
  assert.equal(verdictOf(state, "A1").can, true);
});

test("a service the hall does not know gives no number", () => {
  assert.equal(verdictOf(aKiosk({ hall: aHall({ services: [] }) }), "A1").can, false);
});

test("only what is broken is red", () => {
  assert.deepEqual(["central_system_down", "quota_used_up", "closed_today"].map((code) => refusalLook({ code }).tone), ["red", "ink", "ink"]);
});

test("each kind of refusal has a picture of its own", () => {
  const icons = ["central_system_down", "quota_used_up", "agency_paused", "closed_today", "too_late"].map((code) => refusalLook({ code }).icon);
  assert.equal(new Set(icons).size, 5);
});

test("a pause says its end where it has one", () => {
  assert.equal(titleKey({ code: "agency_paused", until: "x" }), "refused.agency_paused.title_until");
  assert.equal(titleKey({ code: "agency_paused" }), "refused.agency_paused.title");
});

test("a full service among others is named itself, not its agency", () => {
  assert.equal(titleKey({ code: "quota_used_up" }, { alone: false }), "refused.quota_used_up.title_service");
});

test("a sentence whose fact is missing is left out", () => {
  assert.deepEqual(bodyKeys({ code: "closed_today" }), []);
  assert.deepEqual(bodyKeys({ code: "closed_today", opens_at: "x" }), ["opens"]);
});

test("a fault of the central system says since when, and that numbers stay valid", () => {
  assert.deepEqual(bodyKeys({ code: "central_system_down", since: "x" }), ["refused.central_system_down.body_since", "refused.kept"]);
});

test("a refusal nobody thought of leaves the word to the server's message", () => {
  assert.deepEqual([titleKey({ code: "new_rule" }), bodyKeys({ code: "new_rule" })], ["refused.other.title", []]);
});

test("a slip that failed for paper says so, any other failure names the printer", () => {
  assert.equal(slipWords({ state: "failed", reason: "paper_out" }).key, "slip.waiting_for_paper");
  assert.equal(slipWords({ state: "failed", reason: "cover_open" }).key, "slip.waiting_for_printer");
});

test("only a slip on its way or in the tray is good news", () => {
  const good = ["queued", "printed", "late", "uncertain", "failed", "expired", "none", "no_printer", "waiting_for_paper"]
    .filter((state) => slipWords({ state, reason: null }).good);
  assert.deepEqual(good, ["queued", "printed"]);
});

test("moments are named by the site's own calendar", () => {
  const late = "2026-11-23T16:30:00Z"; // 23.30 in the hall
  assert.equal(daysFrom(late, "2026-11-23T17:30:00Z", 420), 1);
  assert.deepEqual(["2026-11-23T02:00:00Z", "2026-11-24T01:00:00Z", "2026-11-27T01:00:00Z", "2026-12-07T01:00:00Z"]
    .map((at) => kindOfMoment("2026-11-23T02:42:00Z", at, 420)), ["today", "tomorrow", "weekday", "date"]);
});

test("a wait becomes two moments", () => {
  assert.deepEqual(callBetween("2026-11-23T02:43:00.000Z", { low_minutes: 40, high_minutes: 60 }),
    { from: "2026-11-23T03:23:00.000Z", to: "2026-11-23T03:43:00.000Z" });
});

test("an agency's line holds whole names only", () => {
  assert.equal(summary(["KTP-el", "Kartu Keluarga", "Akta kelahiran", "KIA"], 27), "KTP-el, Kartu Keluarga, KIA");
});

test("a key the server does not know is said as a kiosk that is not paired", () => {
  assert.equal(refusalOf(401, { error: "device_unknown", message: "x" }).code, "not_paired");
});

test("too many numbers in a minute keeps the seconds to wait", () => {
  const refusal = refusalOf(429, { error: "too_many_tickets", message: "Tunggu", seconds: 20 });
  assert.deepEqual([refusal.code, refusal.seconds, refusal.message.id], ["too_many_tickets", 20, "Tunggu"]);
});
