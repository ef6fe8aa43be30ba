"""An outage day with many hands: a slip keyed in by two desks at once, a note brought to four kiosks at once."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.races import moves
from tests.races.rivals import contest
from tests.running_house import RunningHouse

pytestmark = pytest.mark.slow


def slips(queue_service: str, n: int) -> list[dict[str, Any]]:
    """Given at the first minute of the hall's day: the demonstration opens then."""
    here = datetime.now(UTC).astimezone(ZoneInfo("Asia/Pontianak"))
    given = here.replace(hour=0, minute=0, second=0, microsecond=0).isoformat()
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
