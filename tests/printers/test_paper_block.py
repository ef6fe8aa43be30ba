"""A block of paper numbers on a ticket printer: each number on a piece of its own, with room to write by hand."""

from typing import Any

from printers import blocks as b
from printers.outage import block_bytes, number_blocks
from printers.profiles import paper_of

CUT = b"\x1dV"


def a_block(**given: Any) -> dict[str, Any]:
    usual = {
        "language": "id", "site": {"short": "MPP Sanggau"}, "queue": "A", "agency": "Disdukcapil",
        "services": [{"id": "KTP-el", "en": "ID card"}, {"id": "KK", "en": "Family card"}],
        "labels": ["A-P07", "A-P08", "A-P09"],
    }  # fmt: skip
    return usual | given


def test_each_number_is_cut_off_and_says_what_to_write_by_hand() -> None:
    out = block_bytes(a_block(), paper_of(80), "text")
    assert out.count(CUT) == 3
    assert [out.count(word) for word in (b"A-P08", b"Tanggal", b"Pukul", b"Layanan")] == [1, 3, 3, 3]


def test_a_queue_of_one_service_says_it_instead_of_asking() -> None:
    made = number_blocks(a_block(services=[{"id": "Paspor", "en": "Passport"}]), "C-P01")
    assert b.Subheading("Paspor") in made
    assert b.Signature("Layanan") not in made


def test_a_picture_of_numbers_is_cut_as_often() -> None:
    assert block_bytes(a_block(), paper_of(58)).count(CUT) >= 3
