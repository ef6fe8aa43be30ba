/** Several services in one visit, priority, and the one number they are asked for with. */
import assert from "node:assert/strict";
import test from "node:test";
import { adviceNow, adviceShown, adviceWanted, isProposed, orderOf } from "../../kiosk/static/basket.js";
import { wishWords } from "../../kiosk/static/tap.js";
import { aHall, aKiosk, aMall, anOffer, aService, play, take, taken } from "./builders.mjs";

const open = (service) => [{ type: "open-service", service }, 600];
const more = { type: "add-more" };
const done = { type: "add-to-visit" };
const two = (given) => play(aKiosk(given), ...open("A1"), more, ...open("C1"), done, 600);
const proposal = { same: false, proposed: { services: ["C1", "A1"] }, chosen: { services: ["A1", "C1"] }, why: [] };
const advised = (state, told = proposal, about = "A1,C1") => play(state, { type: "advice-asked", about }, { type: "advice-told", about, told });
const group = (name) => [{ type: "open-priority" }, { type: "choose-priority", group: name }, 600];

test("services are put together one after the other, each once, and the visit stands there", () => {
  const state = play(two(), ...open("C1"), done);
  assert.deepEqual([state.basket, state.place.screen], [["A1", "C1"], "visit"]);
});

test("after the first service the directory opens for the next one", () => {
  assert.equal(play(aKiosk(), ...open("A1"), more).place.screen, "agencies");
});

test("no more than six services, as the server says", () => {
  const codes = ["S1", "S2", "S3", "S4", "S5", "S6", "S7"];
  const mall = aMall({ services: codes.map((code) => aService(code, "A")) });
  const state = play(aKiosk({ mall, hall: aHall({ services: codes.map((code) => anOffer(code)) }) }), ...codes.flatMap((code) => [...open(code), more]));
  assert.equal(state.basket.length, 6);
});

test("the order is asked about once for the same services, and only where there are two", () => {
  const state = two();
  assert.equal(adviceWanted(state), "A1,C1");
  assert.equal(adviceWanted(play(state, { type: "advice-asked", about: "A1,C1" })), null);
  assert.equal(adviceWanted(play(state, { type: "leave-out", service: "A1" })), null);
});

test("the proposed order is one press, the visitor's own the other", () => {
  const state = advised(two());
  assert.equal(isProposed(state), true);
  const wishes = ["proposed", "own"].map((order) => wishWords(play(state, { ...take(), order }).tap));
  assert.deepEqual(wishes, [{ service: "C1", then: ["A1"] }, { service: "A1", then: ["C1"] }]);
});

test("advice about other services than those that stand there is not followed", () => {
  const state = play(advised(two()), { type: "leave-out", service: "C1" });
  assert.deepEqual([adviceNow(state), orderOf(state, "proposed")], [null, ["A1"]]);
});

test("an answer that comes after another question is not taken for its answer", () => {
  const state = play(two(), { type: "advice-asked", about: "A1,C1" }, { type: "advice-told", about: "A1", told: proposal });
  assert.equal(adviceNow(state), null);
});

test("what gives no number now stays on the glass and out of the wish", () => {
  const hall = aHall({ services: [anOffer("A1", { can_take: false, refusal: { code: "quota_used_up" } }), anOffer("C1")] });
  const state = two({ hall });
  assert.deepEqual([state.basket, wishWords(play(state, take()).tap)], [["A1", "C1"], { service: "C1" }]);
});

test("a visit of nothing that can be had asks for no number", () => {
  const refused = { can_take: false, refusal: { code: "day_closed" } };
  assert.equal(play(two({ hall: aHall({ services: ["A1", "C1"].map((code) => anOffer(code, refused)) }) }), take()).tap, null);
});

test("the last service left out leads back to the directory", () => {
  const state = play(two(), { type: "leave-out", service: "A1" }, { type: "leave-out", service: "C1" });
  assert.deepEqual([state.basket, state.place.screen], [[], "agencies"]);
});

test("priority is chosen, kept with the wish, and can be taken back", () => {
  const asked = play(aKiosk(), ...open("C1"), ...group("elderly"));
  assert.deepEqual([asked.place.service, wishWords(play(asked, take()).tap)], ["C1", { service: "C1", priority: "elderly" }]);
  assert.deepEqual(wishWords(play(asked, ...group(null), take()).tap), { service: "C1" });
});

test("a group that is none of the five asks for nothing", () => {
  assert.equal(play(aKiosk(), ...open("C1"), ...group("vip")).priority, null);
});

test("the visit and its reason are forgotten with the number, and at home", () => {
  const numbered = play(two(), ...group("infant"), take(), taken());
  assert.deepEqual([numbered.basket, numbered.priority], [[], null]);
  const left = play(two(), ...group("infant"), { type: "home" });
  assert.deepEqual([left.basket, left.priority, left.advice], [[], null, null]);
});

test("a page loaded anew in the middle of the tap asks for the whole visit again, with the same request", () => {
  const state = play(aKiosk(), { type: "resume", tap: { requestId: "r1", service: "C1", then: ["A1"], priority: "elderly", language: "id" } });
  assert.deepEqual([state.place.screen, state.tap.requestId, wishWords(state.tap)], ["visit", "r1", { service: "C1", then: ["A1"], priority: "elderly" }]);
});

test("a service that stopped meanwhile is named, and the rest can be had", () => {
  const refusal = { code: "quota_used_up", service: "C1" };
  const state = play(two(), take(), { type: "refused", requestId: "first-request", refusal });
  assert.deepEqual([state.refusal.service, orderOf(state, "own")], ["C1", ["A1"]]);
});

const ordering = (state = two()) => play(state, { type: "open-order" }, 600);
const move = (service, by) => ({ type: "move-stop", service, by });

test("the visitor's own order is changed one place at a time, and the number is asked for in it", () => {
  const state = play(ordering(), move("C1", -1), 600);
  assert.deepEqual([state.basket, state.place.screen, state.place.moved], [["C1", "A1"], "order", "C1"]);
  assert.deepEqual(wishWords(play(state, { ...take(), order: "own" }).tap), { service: "C1", then: ["A1"] });
});

test("on the visitor's own order the green button follows it also where another one is proposed", () => {
  assert.deepEqual(wishWords(play(ordering(advised(two())), take()).tap), { service: "A1", then: ["C1"] });
});

test("nothing goes beyond the first or the last place, or while the number is on its way", () => {
  const state = ordering();
  for (const step of [move("A1", -1), move("C1", 1), move("Z9", 1)]) assert.deepEqual(play(state, step).basket, ["A1", "C1"]);
  assert.deepEqual(play(state, take(), move("A1", 1)).basket, ["A1", "C1"]);
});

test("a second press in the same blink does not take the first one back", () => {
  const state = play(ordering(), move("C1", -1), 100, move("A1", -1));
  assert.deepEqual(state.basket, ["C1", "A1"]);
  assert.deepEqual(play(state, 600, move("A1", -1)).basket, ["A1", "C1"]);
});

test("what gives no number now keeps out of the order and stays in the visit", () => {
  const hall = aHall({ services: [anOffer("A1"), anOffer("A2", { can_take: false, refusal: { code: "quota_used_up" } }), anOffer("C1")] });
  const three = play(aKiosk({ hall }), ...["A1", "A2", "C1"].flatMap((code) => [{ type: "open-service", service: code, reading: true }, 600, more]), { type: "open-visit" });
  assert.deepEqual(play(ordering(three), move("C1", -1)).basket, ["C1", "A1", "A2"]);
});

test("a changed order is asked about anew; until then the old figures stay for a blink, and no longer", () => {
  const changed = play(ordering(advised(two())), move("C1", -1));
  assert.equal(adviceWanted(changed), "C1,A1");
  const asking = play(changed, { type: "advice-asked", about: "C1,A1" });
  assert.deepEqual([adviceNow(asking), adviceShown(asking)], [null, proposal]);
  assert.equal(adviceShown(play(asking, 600)), null);
  assert.equal(adviceShown(play(asking, 600, { type: "advice-told", about: "C1,A1", told: proposal })), proposal);
});

test("back from the order leads to the visit, with the order as it was left", () => {
  const state = play(ordering(), move("C1", -1));
  const back = play(state, { type: "popped", place: { screen: "visit" }, session: state.session });
  assert.deepEqual([back.place.screen, back.basket], ["visit", ["C1", "A1"]]);
});
