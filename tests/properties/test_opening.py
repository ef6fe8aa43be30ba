"""What holds for the one answer about a number at every moment and in every situation."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.opening import (
    Pause,
    Situation,
    admission,
    calling_break,
    local_day,
    next_opening,
    open_today,
    span_of,
)
from tests.unit.small_mall import sanggau

MALL = sanggau()
moments = st.integers(0, 60 * 86_400).map(lambda second: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=second))
services = st.sampled_from([service.code for service in MALL.services])
places = st.sampled_from(
    [("site", "MPP-SGU"), *(("agency", agency.code) for agency in MALL.agencies)]
    + [("service", service.code) for service in MALL.services]
)


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    scope, code = draw(places)
    reason = draw(st.sampled_from(["central_system_down", "meeting", "power"]))
    return Pause(scope, code, reason, draw(st.booleans()), draw(moments), draw(st.none() | moments))


situations = st.builds(
    Situation,
    pauses=st.lists(pauses(), max_size=4).map(tuple),
    issued_today=st.integers(0, 60),
    counters_open=st.integers(0, 4),
    counters_staffed=st.integers(0, 4),
    day_closed=st.booleans(),
    clock_in_doubt=st.booleans(),
)
REFUSALS = {
    "holiday",
    "closed_today",
    "not_yet_open",
    "too_late",
    "day_closed",
    "agency_paused",
    "service_paused",
    "central_system_down",
    "quota_used_up",
    "clock_in_doubt",
}


@given(services, moments, situations)
@settings(max_examples=500, deadline=None)
def test_answer_is_a_number_or_exactly_one_known_reason(service: str, now: datetime, situation: Situation) -> None:
    answer = admission(MALL, service, now, situation)
    assert answer.can_take is (answer.refusal is None)
    if answer.refusal is not None:
        assert answer.refusal.code in REFUSALS
        assert answer.notice is None
        assert answer.refusal.opens_at is None or answer.refusal.opens_at > now
        assert answer.refusal.until is None or answer.refusal.until > now


@given(services, moments, situations)
@settings(max_examples=300, deadline=None)
def test_number_is_given_only_within_the_hours_and_the_quota(service: str, now: datetime, situation: Situation) -> None:
    if not admission(MALL, service, now, situation).can_take:
        return
    of = MALL.service_by_code[service]
    span = span_of(MALL, of.agency, local_day(MALL, now))
    assert span is not None
    assert span.first_ticket_at <= now < span.last_ticket_at + timedelta(minutes=1)
    assert of.quota is None or situation.issued_today < of.quota


@given(services, moments)
@settings(max_examples=300, deadline=None)
def test_what_is_promised_as_next_opening_is_open_then(service: str, now: datetime) -> None:
    agency = MALL.service_by_code[service].agency
    opens = next_opening(MALL, agency, now)
    assert opens is None or opens > now
    if opens is not None:
        assert admission(MALL, service, opens, Situation(counters_open=1)).can_take


@given(services, moments)
@settings(max_examples=300, deadline=None)
def test_break_holds_the_moment_it_is_found_at_and_ends(service: str, now: datetime) -> None:
    agency = MALL.service_by_code[service].agency
    found = calling_break(MALL, agency, now)
    if found is not None:
        assert found.since <= now < found.until
        assert calling_break(MALL, agency, found.until) is None


@given(services, moments)
@settings(max_examples=200, deadline=None)
def test_demonstration_gives_a_number_at_every_moment_of_its_day(service: str, now: datetime) -> None:
    mall = open_today(MALL, local_day(MALL, now))
    assert admission(mall, service, now, Situation(counters_open=1)).can_take
