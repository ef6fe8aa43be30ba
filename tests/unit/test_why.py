"""Why one ticket was called before another: one answer from the day's journal for any two of them."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from server.domain.events import EVENTS
from server.domain.mall import Mall
from server.domain.passages import JOINS, MOVES, Row, passages
from server.domain.why import Why, answer
from tests.halls import MONDAY
from tests.unit.small_mall import a_mall, both, raw_mall

LINES = [
    {"code": "prio", "classes": ["priority"], "most": 2},
    {"code": "helps", "queues": ["DS"], "most": 1, "wait_over_minutes": 20},
    {"code": "english", "languages": ["en"], "most": 1},
]


def mall() -> Mall:
    """Counter 1 serves A; 2 serves D and works by the profile; 3 serves DS."""
    raw = raw_mall(profiles=[{"code": "p", "name": both("P"), "lines": LINES}])
    raw["counters"][1] |= {"queues": ["D"], "profile": "p"}
    return a_mall(**{key: raw[key] for key in ("profiles", "counters")})


class Day:
    """A day's journal, a minute and a seq a row; tickets are named by their labels."""

    def __init__(self, *labels: str) -> None:
        self.rows: list[Row] = []
        self.tell("DayOpened", day="2026-11-23")
        for label in labels:
            self.issue(label)

    def tell(self, name: str, **body: Any) -> "Day":
        unknown = set(body) - {field.name for field in fields(EVENTS[name])}
        assert not unknown, f"{name} has no {unknown}"
        seq = len(self.rows) + 1
        self.rows.append((seq, name, body, MONDAY + timedelta(minutes=seq)))
        return self

    def about(self, name: str, label: str, **body: Any) -> "Day":
        queue = label.split("-")[0]
        agency, service = queue[0], {"A": "A1", "D": "D1", "DS": "D2"}[queue]
        known = {field.name for field in fields(EVENTS[name])}
        usual = {"ticket": f"id of {label}", "label": label, "queue": queue, "agency": agency, "service": service}
        return self.tell(name, **{key: value for key, value in (usual | body).items() if key in known or key in body})

    def issue(self, label: str) -> "Day":
        return self.about("TicketIssued", label, number=int(label.split("-")[1]))

    def call(self, label: str, counter: int, **body: Any) -> "Day":
        return self.about("TicketCalled", label, counter=counter, calls=1, **body)

    def place(self, label: str) -> int:
        """Where it was put at first."""
        return next(seq for seq, _, body, _ in self.rows if body.get("label") == label)

    def why(self, x: str, y: str) -> Why:
        return answer(self.rows, x, y, mall())

    def code(self, x: str, y: str) -> str:
        return self.why(x, y).code


def test_who_joined_earlier_was_called_earlier() -> None:
    day = Day("D-001", "D-002").call("D-001", 2)
    why = day.why("D-001", "D-002")
    assert why.code == "joined_earlier"
    assert (why.details["x"], why.details["y"], why.details["counter"]) == ("D-001", "D-002", 2)
    assert why.details["x_given_at"] < why.details["y_given_at"] < why.details["called_at"]


def test_a_counter_that_does_not_serve_the_others_queue_could_not_have_called_it() -> None:
    assert Day("A-001", "D-001").call("D-001", 2).code("D-001", "A-001") == "other_counter"


def test_a_counter_that_was_sent_to_help_does_serve_that_queue() -> None:
    day = Day("DS-001", "D-001").tell("CounterHelps", counter=2, queues=["DS"], agency="D", zone=1, by="s")
    assert day.call("D-001", 2).code("D-001", "DS-001") == "unexplained"
    closed = Day("DS-001", "D-001").tell("CounterHelps", counter=2, queues=["DS"], agency="D", zone=1, by="s")
    closed.tell("CounterClosed", counter=2, zone=1, agency="D", by="s", mark=None)
    assert closed.call("D-001", 2).code("D-001", "DS-001") == "other_counter"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"profile": "p", "rule": "prio", "passed": 1}, "priority_rule"),
        ({"profile": "p", "rule": "helps"}, "help_rule"),
        ({"profile": "p", "rule": "english"}, "prefer_rule"),
        ({"profile": "gone", "rule": "prio"}, "profile_rule"),
        ({"reason": "urgent", "passed": 1}, "chosen"),
        ({}, "unexplained"),
    ],
)
def test_who_passed_had_a_rule_or_a_reason(body: dict[str, Any], code: str) -> None:
    why = Day("D-001", "D-002").call("D-002", 2, **body).why("D-002", "D-001")
    assert why.code == code
    assert {key: why.details[key] for key in body} == body


def test_who_was_next_anyway_needs_no_reason_though_staff_gave_one() -> None:
    assert Day("D-001", "D-002").call("D-001", 2, reason="urgent").code("D-001", "D-002") == "joined_earlier"


@pytest.mark.parametrize(
    ("event", "body", "code"),
    [
        ("TicketAbsent", {"counter": 2}, "y_absent"),
        ("TicketParked", {"counter": 2, "why": "form", "until": None}, "y_parked"),
        ("TicketStarted", {"counter": 2}, "y_called_first"),
        ("TicketFinished", {"counter": 2, "outcome": "done", "mark": None}, "y_called_first"),
    ],
)
def test_who_was_called_first_and_was_somewhere_else_could_not_be_called(event: str, body: Any, code: str) -> None:
    day = Day("D-001", "D-002").call("D-001", 2).about(event, "D-001", **body).call("D-002", 2)
    assert day.code("D-002", "D-001") == code


def test_who_had_left_the_line_or_not_come_yet_could_not_be_called() -> None:
    gone = Day("D-001", "D-002").about("TicketCancelled", "D-001").call("D-002", 2)
    assert gone.code("D-002", "D-001") == "y_gone"
    assert Day("D-001").call("D-001", 2).issue("D-002").code("D-001", "D-002") == "y_came_later"
    assert Day("D-001").call("D-001", 2).code("D-001", "D-999") == "y_came_later"
    assert Day("D-001", "D-002").code("D-001", "D-002") == "x_not_called"


def test_who_let_others_go_first_stood_behind_them() -> None:
    day = Day("D-001", "D-002", "D-003")
    day.about("TicketPostponed", "D-001", places=1, positions=[day.place("D-001"), day.place("D-002")])
    day.call("D-002", 2)
    assert day.code("D-002", "D-001") == "y_postponed"
    assert day.code("D-002", "D-003") == "joined_earlier"


def test_who_came_back_late_stood_where_the_rule_puts_late_visitors() -> None:
    day = Day("D-001", "D-002", "D-003").call("D-001", 2).about("TicketAbsent", "D-001", counter=2)
    day.about("TicketReturned", "D-001", why="late", positions=[day.place("D-003"), len(day.rows) + 1])
    day.call("D-002", 2)
    assert day.code("D-002", "D-001") == "y_returned_late"
    assert day.code("D-001", "D-003") == "joined_earlier"  # its first call, which D-003 did wait for


def test_who_returns_with_documents_stands_before_those_who_came_after() -> None:
    day = Day("D-001", "D-002", "D-003").call("D-002", 2)
    day.about("TicketFinished", "D-002", counter=2, outcome="incomplete", mark=None)
    day.about("TicketReturned", "D-002", why="documents", positions=[day.place("D-001"), day.place("D-003"),
                                                                     len(day.rows) + 1])  # fmt: skip
    assert day.call("D-002", 2).code("D-002", "D-001") == "unexplained"  # its first call passed, with no reason
    early = Day("D-003", "D-001").call("D-003", 2).issue("D-002")
    early.about("TicketFinished", "D-003", counter=2, outcome="incomplete", mark=None).issue("D-004")
    early.about("TicketReturned", "D-003", why="documents", positions=[early.place("D-004"), len(early.rows) + 1])
    assert early.call("D-003", 2).code("D-003", "D-004") == "joined_earlier"


def test_a_slip_of_paper_and_a_note_stand_where_their_time_puts_them() -> None:
    day = Day("D-001")
    day.about("PaperKeyedIn", "D-002", number=-1, state="waiting", counter=None, mark="keyed_in",
              positions=[day.place("D-001"), len(day.rows) + 1])  # fmt: skip
    assert day.call("D-002", 2).code("D-002", "D-001") == "x_paper"
    noted = Day("D-001", "D-002")
    noted.about("NoteRedeemed", "D-002", positions=[noted.place("D-001"), noted.place("D-002")])
    assert noted.call("D-002", 2).code("D-002", "D-001") == "x_note"


@pytest.mark.parametrize(("first", "code"), [(True, "joined_earlier"), (False, "y_continued")])
def test_whose_visit_goes_on_stands_by_arrival_or_by_joining_as_the_site_has_it(first: bool, code: str) -> None:
    day = Day("A-001", "D-001").call("A-001", 1)
    day.about("TicketFinished", "A-001", counter=1, outcome="done", mark=None).issue("D-002")
    places = [day.place("D-001"), day.place("D-002")] if first else []
    day.about("TicketContinued", "A-001", queue="D", service="D1", agency="D", left_queue="A", left_agency="A",
              left_zone=1, plan=[], positions=[*places, len(day.rows) + 1])  # fmt: skip
    day.call("A-001" if first else "D-001", 2, queue="D", service="D1")
    x, y = ("A-001", "D-001") if first else ("D-001", "A-001")
    assert passages(day.rows, x, y, mall()) is not None
    assert day.code(x, y) == code


def test_where_others_let_somebody_go_first_a_place_may_change_between_queues() -> None:
    """D-003 takes the place of D-001, who postpones, and so stands before DS-001 at a counter that serves both."""
    day = Day("D-001", "DS-001", "D-003").tell("CounterHelps", counter=2, queues=["DS"], agency="D", zone=1, by="s")
    day.about("TicketPostponed", "D-001", places=1, positions=[day.place("D-001"), day.place("D-003")])
    assert day.call("D-003", 2).code("D-003", "DS-001") == "places_moved"


def paused(day: Day, scope: str, code: str, until: str | None = None, reason: str = "central_system_down") -> Day:
    return day.tell("Paused", pause=f"{scope} {code}", scope=scope, code=code, agency=None, reason=reason,
                    numbers=False, until=until, by="s")  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "code", "more", "expected"),
    [
        ("agency", "D", {}, "y_held"),
        ("service", "D1", {}, "y_held"),
        ("site", "MPP", {}, "y_held"),
        ("service", "D2", {}, "unexplained"),
        ("agency", "D", {"reason": "meeting"}, "unexplained"),
        ("agency", "D", {"until": MONDAY.isoformat()}, "unexplained"),
    ],
)
def test_who_waits_for_a_system_that_is_down_is_held(scope: str, code: str, more: Any, expected: str) -> None:
    day = paused(Day("D-001", "D-002"), scope, code, **more).call("D-002", 2)
    assert day.code("D-002", "D-001") == expected


def test_once_the_system_is_back_nobody_is_held() -> None:
    day = paused(Day("D-001", "D-002"), "agency", "D")
    day.tell("Resumed", pause="agency D", scope="agency", code="D", agency="D", by="s").call("D-002", 2)
    assert day.code("D-002", "D-001") == "unexplained"


def test_who_was_sent_to_one_counter_waits_for_that() -> None:
    day = Day("D-001", "D-002").call("D-001", 2)
    day.about("TicketTransferred", "D-001", left_queue="D", left_agency="D", left_zone=1, counter=2,
              positions=[day.place("D-002"), len(day.rows) + 1], to_counter=9, to_staff=None, by="s")  # fmt: skip
    why = day.call("D-002", 2).why("D-002", "D-001")
    assert (why.code, why.details["y_counter"]) == ("y_sent", 9)


def test_of_several_calls_it_is_the_one_while_the_other_waited() -> None:
    day = Day("D-001").call("D-001", 2).about("TicketAbsent", "D-001", counter=2).issue("D-002")
    day.about("TicketReturned", "D-001", why="late", positions=[len(day.rows) + 1])
    day.call("D-001", 2, rule="prio", profile="p")
    assert day.why("D-001", "D-002").code == "priority_rule"
    assert day.code("D-001", "D-003") == "y_came_later"


def test_a_call_that_was_taken_back_does_not_count() -> None:
    day = Day("D-001", "D-002").call("D-002", 2, reason="mistake")
    again = {"id": "id of D-002", "queue": "D", "service": "D1", "position": day.place("D-002"), "postponed": 0,
             "state": "waiting", "calls": 0, "counter": None, "mark": None, "priority": "", "plan": []}  # fmt: skip
    day.tell("MoveUndone", counter=2, zone=1, agency="D", move="call", label="D-002", visitor=None,
             restored=[again], tells=[], by="s")  # fmt: skip
    assert day.code("D-002", "D-001") == "x_not_called"
    day.call("D-001", 2).call("D-002", 2)
    assert day.code("D-001", "D-002") == "joined_earlier"
    assert day.code("D-002", "D-001") == "y_called_first"


def test_the_passages_tell_how_both_stood() -> None:
    day = Day("D-001", "D-002").call("D-002", 2, profile="p", rule="prio", passed=1)
    found = passages(day.rows, "D-002", "D-001", mall())
    assert found is not None
    x, y = found
    assert (x.state, y.state, x.position > y.position) == ("waiting", "waiting", True)
    assert x.called is not None
    assert (x.called.serves, x.called.kind, x.called.passed) == (("D",), "first", 1)


def test_all_that_moves_a_place_is_an_event_of_the_journal() -> None:
    assert {*MOVES, *JOINS} <= set(EVENTS)
    with_places = {name for name, kind in EVENTS.items() if "positions" in {field.name for field in fields(kind)}}
    assert with_places == {*MOVES, "TicketReturned"}
