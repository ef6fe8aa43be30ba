"""Why one ticket of a day was called before another: one answer, a code with its facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from server.domain import ticket as states
from server.domain.mall import Mall
from server.domain.passages import Called, Passage, Row, passages

# The state of the other at that moment → the answer: it could not have been called then.
ELSEWHERE = {
    "": "y_came_later", states.CALLED: "y_called_first", states.SERVING: "y_called_first",
    states.FINISHED: "y_called_first", states.ABSENT: "y_absent", states.PARKED: "y_parked",
    states.CANCELLED: "y_gone", states.EXPIRED: "y_gone",
}  # fmt: skip
RULES = {
    "first": "priority_rule", "ratio": "priority_rule", "help": "help_rule", "prefer": "prefer_rule",
    "appointments": "appointment_rule",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Why:
    """`details` are plain values for the sentence: labels x and y, counter, and what the code needs beside."""

    code: str
    details: dict[str, Any]


def answer(rows: Iterable[Row], x: str, y: str, mall: Mall) -> Why:
    """Why `x` was called before `y`, both by label, from the whole day's journal."""
    found = passages(rows, x, y, mall)
    return Why("x_not_called", {"x": x, "y": y}) if found is None else why_before(*found)


def why_before(x: Passage, y: Passage) -> Why:
    """The answer from how both stood when `x` was called (`x.called` is that call).

    Codes: those of ELSEWHERE; `other_counter` does not serve the other's queue; then where x stood before y
    `joined_earlier`, or what moved one of them (`y_postponed`, `x_paper`, …; `places_moved`: others did); then where x
    passed y `chosen` (reason), `y_held`, those of RULES (profile, rule), `profile_rule` where the mall has none now,
    `y_sent` (to another counter). `unexplained` must not be: the journal lacks a reason.
    """
    assert x.called is not None
    code = _code(x, x.called, y)
    return Why(code, {
        "x": x.label, "y": y.label, "counter": x.called.counter, "profile": x.called.profile, "rule": x.called.rule,
        "reason": x.called.reason or "", "passed": x.called.passed, "called_at": x.called.at,
        "x_given_at": x.given_at, "y_given_at": y.given_at, "y_counter": y.sent_to or 0,
    })  # fmt: skip


def _code(x: Passage, called: Called, y: Passage) -> str:
    if y.state in ELSEWHERE:
        return ELSEWHERE[y.state]
    if y.queue not in called.serves:
        return "other_counter"
    return _stood_before(x, y) if x.position < y.position else _passed(called, y)


def _stood_before(x: Passage, y: Passage) -> str:
    """Why x stood before y: the order of their numbers, or what changed it."""
    if x.given < y.given:
        return "joined_earlier"
    if y.moved is not None:
        return f"y_{y.moved}"
    return "places_moved" if x.moved is None else f"x_{x.moved}"


def _passed(called: Called, y: Passage) -> str:
    if called.reason:
        return "chosen"
    if y.held:
        return "y_held"
    if called.rule:
        return RULES.get(called.kind, "profile_rule")
    return "y_sent" if y.sent_to not in (None, called.counter) else "unexplained"
