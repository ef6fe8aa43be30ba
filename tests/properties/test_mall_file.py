"""Whatever is written into a mall's file, reading it ends in a mall that comes back equal, or in named faults."""

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.mall_file import dump, parse
from server.domain.refusals import MallNotSound
from tests.unit.small_mall import both, raw_mall, sanggau_raw

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.dates()
    | st.times()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=4),
    max_leaves=8,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value within a file."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, one in inner for place in places(one, (*way, key)))]


def profiled_mall() -> dict[str, Any]:
    raw = raw_mall(profiles=[{"code": "p", "name": both("P"), "lines": [
        {"code": "first", "classes": ["priority", "appointment"], "most": 2, "after": 1},
        {"code": "help", "queues": ["DS"], "most": 1, "wait_over_minutes": 20},
        {"code": "prefer", "services": ["D1"], "languages": ["en"], "most": 1},
    ]}])  # fmt: skip
    raw["counters"][1]["profile"] = "p"
    raw["agencies"][0]["services"][0] |= {"warn_minutes": 20, "critical_minutes": 40, "appointments": {"per_hour": 2}}
    return raw


PLACES = [place for place in places(profiled_mall()) if place]
SANGGAU = sanggau_raw()


def with_value(raw: Any, place: tuple[Any, ...], value: Any) -> Any:
    changed = deepcopy(raw)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def faults_of(raw: Any) -> list[str] | None:
    """The faults that are told; None where the file was read, which must then come back equal."""
    try:
        mall = parse(raw)
    except MallNotSound as refused:
        return list(refused.details["problems"])
    assert parse(dump(mall)) == mall
    return None


def read(raw: Any) -> None:
    faults = faults_of(raw)
    assert faults is None or (faults and all(len(fault) < 400 for fault in faults))


@given(st.sampled_from(PLACES), junk)
@settings(max_examples=400, deadline=None)
def test_any_value_in_any_place_is_read_or_refused(place: tuple[Any, ...], value: Any) -> None:
    read(with_value(profiled_mall(), place, value))


@given(junk)
@settings(deadline=None)
def test_any_file_at_all_is_read_or_refused(raw: Any) -> None:
    read(raw)


@given(st.sampled_from([place for place in places(SANGGAU) if place]))
@settings(max_examples=60, deadline=None)
def test_sanggau_without_any_one_of_its_values_is_read_or_refused(place: tuple[Any, ...]) -> None:
    read(with_value(SANGGAU, place, None))
