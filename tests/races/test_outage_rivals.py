"""An outage day with many hands: a slip keyed in by two desks at once, a note, or an appointment's code, at four kiosks at once."""

from typing import Any

import pytest

from tests.races import moves
from tests.races.rivals import contest
from tests.running_house import Caller, RunningHouse, now_here

pytestmark = pytest.mark.slow

PER_HOUR = 4  # the appointments of N1


def slips(queue_service: str, n: int) -> list[dict[str, Any]]:
    """Given at the first minute of the hall's day: the demonstration opens then."""
    given = now_here().replace(hour=0, minute=0, second=0, microsecond=0).isoformat()
    return [
        {"service": queue_service, "number": 300 + number, "state": "waiting", "issued_at": given}
        for number in range(n)
    ]


def test_each_slip_is_keyed_in_once_however_many_desks_hold_it(house: RunningHouse) -> None:
    wanted, staff = slips("H1", 12), ("greeter", "supervisor", "admin", "petugas15")
    rivals = [(moves.keys_in, (house.port, house.password, who, wanted)) for who in staff]
    told = contest(rivals)
    assert [reply for one in told for reply in one if not reply.is_clear] == []
    for at_once in zip(*told, strict=True):
        assert sorted(reply.status for reply in at_once) == [201, 409, 409, 409]
    labels = [reply.answer["tickets"][0]["label"] for one in told for reply in one if reply.is_done]
    assert len(labels) == len(set(labels)) == len(wanted)


def test_each_note_gives_one_number_however_many_kiosks_read_it(house: RunningHouse) -> None:
    kiosk, supervisor = house.caller(house.pair("kiosk", zone=1)), house.caller().sign_in("supervisor", house.password)
    for _ in range(8):
        kiosk.command("/tickets", service="T1", language="id")
    agency = next(one["agency"] for one in kiosk.get("/mall")[1]["services"] if one["code"] == "T1")
    supervisor.command("/releases", scope="agency", code=agency)
    codes = [note["code"] for note in supervisor.get("/notes")[1]["notes"] if not note["used"]]
    keys = [house.pair("kiosk", zone=zone) for zone in (1, 4, 1, 4)]
    told = contest([(moves.redeems, (house.port, key, codes)) for key in keys])
    assert [reply for one in told for reply in one if not reply.is_clear] == []
    for at_once in zip(*told, strict=True):
        assert sorted(reply.status for reply in at_once) == [201, 409, 409, 409]
    for caller in (kiosk, supervisor):
        caller.close()


def bookable(caller: Caller) -> list[str]:
    """The times of a day at the registry of marriages, where four may come in each hour."""
    return [one["at"] for one in caller.get("/appointments/times?service=K1")[1]["days"][-1]["times"]]


def test_each_time_is_promised_as_often_as_it_has_room_however_many_ask_at_once(house: RunningHouse) -> None:
    greeter = house.caller().sign_in("greeter", house.password)
    times = bookable(greeter)[:4]
    wanted = [at for at in times for _ in range(3)]
    told = contest(
        [(moves.books, (house.port, house.password, who, "K1", wanted)) for who in ("greeter", "supervisor")]
    )
    assert [reply for one in told for reply in one if not reply.is_clear] == []
    assert sum(reply.is_done for one in told for reply in one) == 4 * len(times)
    codes = [reply.answer["appointment"]["code"] for one in told for reply in one if reply.is_done]
    assert len(codes) == len(set(codes))
    greeter.close()


def test_each_appointment_gives_one_number_however_many_kiosks_read_it(house: RunningHouse) -> None:
    greeter = house.caller().sign_in("greeter", house.password)
    soon = greeter.get("/appointments/times?service=N1")[1]["days"][0]["times"][0]["at"]
    booked = [greeter.command("/appointments", service="N1", at=soon) for _ in range(PER_HOUR)]
    codes = [one["appointment"]["code"] for one in booked]
    keys = [house.pair("kiosk", zone=zone) for zone in (1, 4, 1, 4)]
    told = contest([(moves.redeems, (house.port, key, codes)) for key in keys])
    assert [reply for one in told for reply in one if not reply.is_clear] == []
    for at_once in zip(*told, strict=True):
        assert sorted(reply.status for reply in at_once) == [201, 409, 409, 409]
    greeter.close()
