"""Longer hours for one day: later, never earlier, and nobody else's."""

from datetime import date, time

import pytest

from server.domain.extending import extended
from server.domain.hours import day_hours
from server.domain.mall import DayHours, Mall
from server.domain.mall_file import dump, parse
from server.domain.refusals import HoursClosed, HoursNotExtended, MallNotSound
from tests.unit.small_mall import a_mall

MALL = a_mall()
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)
FIRST, *REST = MALL.agency_by_code


def hours(mall: Mall, agency: str | None, day: date = MONDAY) -> DayHours:
    found = day_hours(mall, agency, day)[0]
    assert found is not None
    return found


def test_one_agency_closes_later_on_that_day_and_no_other_day() -> None:
    longer = extended(MALL, FIRST, MONDAY, time(19, 0), None)
    assert hours(longer, FIRST).close == time(19, 0)
    assert [hours(longer, other) for other in (None, *REST)] == [hours(MALL, other) for other in (None, *REST)]
    assert hours(longer, FIRST, date(2026, 11, 30)) == hours(MALL, FIRST)


def test_the_last_number_moves_as_far_as_the_closing_unless_it_is_said() -> None:
    usual, longer = hours(MALL, None), hours(extended(MALL, None, MONDAY, time(19, 0), None), None)
    moved = (longer.last_ticket.hour * 60 + longer.last_ticket.minute) - (
        usual.last_ticket.hour * 60 + usual.last_ticket.minute
    )
    assert moved == 19 * 60 - (usual.close.hour * 60 + usual.close.minute)
    assert hours(extended(MALL, None, MONDAY, time(19, 0), time(18, 0)), None).last_ticket == time(18, 0)
    assert hours(extended(MALL, None, MONDAY, time(19, 0), time(23, 0)), None).last_ticket == time(19, 0)


def test_nothing_is_ever_shortened() -> None:
    usual = hours(MALL, None)
    with pytest.raises(HoursNotExtended):
        extended(MALL, None, MONDAY, time(9, 0), None)
    longer = extended(MALL, None, MONDAY, time(9, 0), usual.close)
    assert (hours(longer, None).close, hours(longer, None).last_ticket) == (usual.close, usual.close)


def test_where_it_is_closed_there_is_nothing_to_extend() -> None:
    with pytest.raises(HoursClosed):
        extended(MALL, FIRST, SUNDAY, time(19, 0), None)


def test_the_hall_may_be_extended_after_one_agency_was() -> None:
    first = extended(MALL, FIRST, MONDAY, time(17, 0), None)
    both = extended(first, None, MONDAY, time(19, 0), None)
    assert {hours(both, agency).close for agency in (None, *MALL.agency_by_code)} == {time(19, 0)}


def test_an_extended_mall_is_written_and_read_again() -> None:
    longer = extended(extended(MALL, FIRST, MONDAY, time(17, 0), None), None, MONDAY, time(18, 0), None)
    assert parse(dump(longer)) == longer


def test_an_agency_has_one_special_day_a_date_and_must_be_known() -> None:
    longer = dump(extended(MALL, FIRST, MONDAY, time(19, 0), None))
    [special] = longer["special_days"]
    for wrong in ([special, special], [{**special, "agency": "Q"}]):
        with pytest.raises(MallNotSound):
            parse({**longer, "special_days": wrong})
