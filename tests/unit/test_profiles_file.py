"""The work profiles of the mall's file: read as written, dumped again, and every fault is named with its path."""

from copy import deepcopy
from typing import Any

import pytest

from server.domain.mall_file import dump, parse
from server.domain.profiles import PLAIN, Limit, Line, Profile, Select
from server.domain.refusals import MallNotSound
from tests.unit.small_mall import a_mall, both, raw_mall, sanggau

FIRST = {"code": "first", "classes": ["priority"], "most": 2}
RATIO = {"code": "ratio", "classes": ["priority"], "most": 1, "after": 2}
HELP = {"code": "help", "queues": ["DS"], "most": 3, "wait_over_minutes": 20}
IDLE = {"code": "idle", "queues": ["D"]}
PREFER = {"code": "prefer", "services": ["D1"], "languages": ["en"], "most": 1, "after": 4}


def raw_with(*lines: dict[str, Any], counter: int = 1, **changes: Any) -> dict[str, Any]:
    """The small mall with one profile of these lines, by which one counter works (1: agency D, queues D and DS)."""
    raw = raw_mall(profiles=[{"code": "p", "name": both("P"), "lines": deepcopy(list(lines))}])
    raw["counters"][counter] |= {"profile": "p", **changes}
    return raw


def test_profiles_are_read_as_written_and_come_back() -> None:
    mall = parse(raw_with(FIRST, RATIO, HELP, IDLE, PREFER))
    assert mall.profiles == (
        Profile("p", both("P"), (
            Line(Select(classes=("priority",)), Limit(2), None, "first"),
            Line(Select(classes=("priority",)), Limit(1, 2), None, "ratio"),
            Line(Select(queues=("DS",)), Limit(3), 20, "help"),
            Line(Select(queues=("D",)), None, None, "idle"),
            Line(Select(services=("D1",), languages=("en",)), Limit(1, 4), None, "prefer"),
        )),
    )  # fmt: skip
    assert parse(dump(mall)) == mall
    assert dump(mall)["profiles"][0]["lines"] == [FIRST, RATIO, HELP, IDLE, PREFER]


def test_a_counter_without_a_profile_works_first_come_first_served() -> None:
    mall = parse(raw_with(FIRST))
    assert [mall.profile_of(counter).code for counter in mall.counters] == ["", "p", ""]
    assert mall.profile_of(mall.counters[0]) is PLAIN


def test_a_mall_without_profiles_dumps_none() -> None:
    plain = dump(a_mall())
    assert "profiles" not in plain
    assert all("profile" not in counter for counter in plain["counters"])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"code": "x", "classes": ["priority"]}, "profiles[0].lines[0].most: is missing"),
        ({"code": "x", "most": 2}, "profiles[0].lines[0].code: a line names queues, services"),
        ({**FIRST, "most": 0}, "profiles[0].lines[0].most: must be a whole number from 1 to 20"),
        ({**FIRST, "after": 21}, "profiles[0].lines[0].after: must be a whole number from 1 to 20"),
        ({**IDLE, "after": 2}, "profiles[0].lines[0].after: means nothing without “most”"),
        ({**HELP, "wait_over_minutes": 601}, "profiles[0].lines[0].wait_over_minutes: must be a whole number"),
        ({**FIRST, "classes": ["vip"]}, "profiles[0].lines[0].classes: “vip” is none of priority, appointment"),
        ({**FIRST, "languages": ["fr"]}, "profiles[0].lines[0].languages: “fr” is none of id, en"),
        ({**FIRST, "code": "Satu"}, "profiles[0].lines[0].code: “Satu” is not usable"),
        ({**FIRST, "colour": 1}, "profiles[0].lines[0].colour: is not a key of this format"),
        ({**HELP, "queues": ["X"]}, "profiles[0].lines[0].queues: there is no queue “X”"),
        ({**PREFER, "services": ["X1"]}, "profiles[0].lines[0].services: there is no service “X1”"),
        ({**PREFER, "services": ["A1"]}, "counters[1].profile: line “prefer” prefers services that this counter"),
        ({**HELP, "queues": ["A"]}, "counters[1].profile: line “help” takes from queue “A”, which is not of agency D"),
    ],
)
def test_fault_of_a_line_is_told_with_its_path(line: dict[str, Any], told: str) -> None:
    assert any(problem.startswith(told) for problem in problems(raw_with(line))), problems(raw_with(line))


def problems(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(MallNotSound) as refused:
        parse(raw)
    return list(refused.value.details["problems"])


def test_who_helps_another_queue_takes_its_longest_waiting_and_nobody_else() -> None:
    some_of_them = {**HELP, "classes": ["priority"]}
    [told] = problems(raw_with(some_of_them, queues=["D"]))
    assert told.startswith("counters[1].profile: line “help” may only take the longest waiting of queue “DS”")
    assert parse(raw_with(some_of_them, queues=["D", "DS"]))  # of the counter's own queue it may


def test_help_ends_where_the_zone_does() -> None:
    raw = raw_with(HELP, queues=["D"])
    raw["zones"].append({"number": 2, "floor": 2, "name": both("Atas"), "sound_field": 2})
    raw["counters"][2]["zone"] = 2
    [told] = problems(raw)
    assert told == "counters[1].profile: line “help” takes from queue “DS”, which waits in another zone"


def test_codes_stand_once_and_a_counters_profile_is_there() -> None:
    twice = raw_with(FIRST, FIRST)
    assert problems(twice) == ["profiles[0].lines: code “first” stands there 2 times"]
    two = raw_with(FIRST)
    two["profiles"].append(two["profiles"][0])
    assert problems(two) == ["profiles: code “p” stands there 2 times"]
    unknown = raw_with(FIRST, profile="q")
    assert problems(unknown) == ["counters[1].profile: there is no profile “q”"]


def test_a_wait_warns_from_the_promise_on_and_is_critical_from_twice_that_unless_the_service_says_so() -> None:
    raw = raw_mall(calling={"promised_wait_minutes": 25})
    _, two, three = (service for agency in raw["agencies"] for service in agency["services"])
    two["warn_minutes"] = 10
    three |= {"warn_minutes": 10, "critical_minutes": 15}
    mall = parse(raw)
    assert [mall.thresholds(service) for service in mall.services] == [(25, 50), (10, 20), (10, 15)]
    assert parse(dump(mall)) == mall


def test_calling_has_its_pause_its_order_of_a_visit_and_its_time_to_take_back() -> None:
    usual = a_mall().calling
    assert (usual.recall_pause_seconds, usual.visit_order, usual.undo_seconds) == (15, "arrival", 60)
    set_so = {"recall_pause_seconds": 0, "visit_order": "joining", "undo_seconds": 0}
    mall = parse(raw_mall(calling=set_so))
    assert dump(mall)["calling"].items() >= set_so.items()
    assert parse(dump(mall)) == mall


def test_every_sanggau_counter_works_by_a_profile_with_both_languages() -> None:
    mall = sanggau()
    assert all(mall.profile_of(counter).lines for counter in mall.counters)
    assert all(set(profile.name) == {"id", "en"} for profile in mall.profiles)
    by_agency = {counter.agency: counter.profile for counter in mall.counters}
    assert (by_agency["A"], by_agency["C"], by_agency["D"]) == ("berimbang", "berimbang", "saling-bantu")
    booked = {service.agency for service in mall.services if service.appointments}
    assert {by_agency[code] for code in booked} == {"janji-temu"}
    assert {by_agency[code] for code in by_agency if code not in {*"ACD", *booked}} == {"prioritas"}
