"""What stands on the paper of an appointment, and the promised time on the slip of whoever kept it."""

from typing import Any

import pytest

from printers.appointments import appointment_blocks, appointment_bytes
from printers.profiles import NARROW, WIDE
from printers.slip import slip_blocks
from tests.printers.slips import KTP, SITE, a_slip, text
from tests.printers.test_slip import values_of


def an_appointment(**more: Any) -> dict[str, Any]:
    usual = {
        "language": "id", "site": SITE, "timezone": "Asia/Pontianak", "demonstration": True, "code": "ABCD-EFGH",
        "at": "2026-11-24T03:00:00+00:00", "service": text("Pendaftaran nikah", "Marriage registration"),
        "agency": "KUA", "documents": [KTP], "early_minutes": 30, "late_minutes": 15,
    }  # fmt: skip
    return {**usual, **more}


def said(blocks: Any) -> str:
    return "\n".join(" | ".join(values_of(block)) for block in blocks)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("id", ("Bukan data resmi", "KUA: Pendaftaran nikah", "Hari | Selasa, 24-11-2026", "Pukul | 10.00", "ABCD-EFGH",
                "KTP-el asli", "30 menit sebelum", "15 menit sesudah", "SP4N-LAPOR")),
        ("en", ("KUA: Marriage registration", "Day | Tuesday, 24-11-2026", "Time | 10:00", "ABCD-EFGH", "What to bring")),
    ],
)  # fmt: skip
def test_it_says_when_where_with_which_code_and_what_to_bring(language: str, parts: tuple[str, ...]) -> None:
    told = said(appointment_blocks(an_appointment(language=language)))
    assert [part for part in parts if part not in told] == []


def test_of_a_service_that_the_mall_no_longer_has_the_time_and_the_code_stand_there_all_the_same() -> None:
    told = said(appointment_blocks(an_appointment(service=None, agency="", documents=[])))
    assert "ABCD-EFGH" in told
    assert "Yang perlu dibawa" not in told


@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=["80", "58"])
@pytest.mark.parametrize("mode", ["picture", "text"])
def test_it_becomes_bytes_for_every_paper(paper: Any, mode: str) -> None:
    assert appointment_bytes(an_appointment(), paper, mode).startswith(b"\x1b@")


def test_the_slip_of_whoever_kept_one_says_its_time() -> None:
    kept = a_slip("C1", appointment="2026-11-23T03:00:00+00:00")
    assert "Janji temu | 10.00" in said(slip_blocks(kept, WIDE))
    assert "Janji temu" not in said(slip_blocks(a_slip("C1", appointment=None), WIDE))
