"""Appointments as rows, on both databases: found by their code, counted by their time, closed once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.appointments import Appointment
from server.domain.refusals import AppointmentUsed
from server.store.unit import SqlStore
from tests.halls import MONDAY
from tests.store.conftest import DAY

ONE = Appointment("one", "ABCDEFGH", "A2", "A", "id", DAY, MONDAY, MONDAY, "s")
TWO = replace(ONE, id="two", code="ABCDEFGJ", at=MONDAY + timedelta(hours=1))
THREE = replace(TWO, id="three", code="ABCDEFGK")
TOMORROW = replace(ONE, id="four", code="ABCDEFGM", day=DAY + timedelta(days=1), at=MONDAY + timedelta(days=1))


def test_they_are_found_by_code_and_id_and_listed_by_their_time(store: SqlStore) -> None:
    with store.write() as unit:
        for one in (THREE, TOMORROW, TWO, ONE):
            unit.appointments.add(one)
    with store.read() as unit:
        assert unit.appointments.get("ABCDEFGH") == unit.appointments.by_id("one") == ONE
        assert unit.appointments.get("ZZZZZZZZ") is None
        assert unit.appointments.of_day(DAY) == [ONE, THREE, TWO]
        assert unit.appointments.booked("A2", DAY, DAY) == {ONE.at: 1, TWO.at: 2}
        assert unit.appointments.booked("A2", DAY, TOMORROW.day) == {ONE.at: 1, TWO.at: 2, TOMORROW.at: 1}
        assert unit.appointments.booked("D1", DAY, DAY) == {}


def test_each_is_kept_or_cancelled_once_and_a_cancelled_one_counts_no_more(store: SqlStore) -> None:
    with store.write() as unit:
        for one in (TWO, THREE):
            unit.appointments.add(one)
        unit.appointments.keep(TWO.code, "ticket1", MONDAY)
        unit.appointments.cancel(THREE.code, MONDAY)
        for close in (unit.appointments.cancel, lambda code, at: unit.appointments.keep(code, "ticket2", at)):
            for one in (TWO, THREE):
                with pytest.raises(AppointmentUsed):
                    close(one.code, MONDAY)
        assert unit.appointments.get(TWO.code) == replace(TWO, used_at=MONDAY, used_by="ticket1")
        assert unit.appointments.booked("A2", DAY, DAY) == {TWO.at: 1}
