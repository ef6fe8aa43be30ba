// Which calls may still be spoken: the last of each label, as long as nobody took it back.

import assert from "node:assert/strict";
import test from "node:test";
import { calledNow } from "../../display/static/called-now.js";

const heard = (...news) => news.reduce((calls, one) => (calls.hear(one), calls), calledNow());
const call = (seq, name = "TicketCalled") => ({ name, label: "A-001", seq });

test("a call is spoken until its visitor has come", () => {
  assert.deepEqual([heard(call(5)), heard(call(5), { name: "TicketStarted", label: "A-001" })].map((calls) => calls.isCalled("A-001", 5)), [true, false]);
});

test("a call that was taken back is never spoken, nor is it when the number is called anew", () => {
  const undone = { name: "MoveUndone", tells: [{ label: "A-001", state: "waiting" }] };
  assert.equal(heard(call(5), undone).isCalled("A-001", 5), false);
  const again = heard(call(5), undone, call(9));
  assert.deepEqual([5, 9].map((seq) => again.isCalled("A-001", seq)), [false, true]);
});

for (const name of ["TicketParked", "TicketReturned", "TicketTransferred", "TicketContinued"]) {
  test(`after ${name} the words of the stop before are not spoken`, () => {
    assert.deepEqual([heard(call(5), { name, label: "A-001" }), heard(call(5), { name, label: "A-001" }, call(9))].map((calls) => calls.isCalled("A-001", 5)), [false, false]);
  });
}

test("what the first snapshot shows as served is not spoken, and a new day knows nothing of the old one", () => {
  const calls = calledNow();
  calls.knows([{ label: "A-001", state: "serving" }]);
  assert.equal(calls.isCalled("A-001", 3), false);
  calls.hear({ name: "DayOpened" });
  assert.equal(calls.isCalled("A-001", 3), true);
});
