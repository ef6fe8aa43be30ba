"""Who is next, in words a manager and a visitor understand, in every language."""

from typing import Any

import pytest

from server.domain.calling import CHOSEN_REASONS
from server.domain.mall_file import dump
from server.domain.passages import MOVES
from server.domain.passing import bound_of, pools_serving
from server.domain.ticket import AFTER_PARKING, DOCUMENTS, LATE
from server.domain.why import ELSEWHERE, RULES
from server.sentences.order import bound_sentence, line_sentence, passing_sentence, profile_sentences, why_sentence
from tests.halls import MONDAY
from tests.unit.small_mall import both, sanggau

SITE = "Asia/Pontianak"
SERVICES = {"C1": {"id": "Paspor baru", "en": "New passport"}, "C2": both("Paspor lama")}


@pytest.mark.parametrize(
    ("line", "id", "en"),
    [
        (
            {"classes": ["priority"], "most": 2},
            "Prioritas yang dikonfirmasi lebih dahulu, tidak lebih dari 2 berturut-turut",
            "Confirmed priority first, never more than 2 in a row",
        ),
        (
            {"classes": ["priority"], "most": 1, "after": 2},
            "Prioritas yang dikonfirmasi lebih dahulu, paling banyak 1 setelah setiap 2 lainnya",
            "Confirmed priority first, at most 1 after every 2 others",
        ),
        (
            {"queues": ["DS"], "most": 2, "wait_over_minutes": 30},
            "Bantu antrean DS bila tunggu terlamanya lewat 30 menit, tidak lebih dari 2 berturut-turut",
            "Help queue DS once the longest wait there is over 30 min, never more than 2 in a row",
        ),
        (
            {"queues": ["D", "DS"]},
            "Bantu antrean D, DS, hanya selama di sini tidak ada yang menunggu",
            "Help queue D, DS, only while nobody waits here",
        ),
        (
            {"services": ["C1"], "languages": ["en", "iba"], "queues": ["C"], "most": 1},
            "Layanan Paspor baru + pengunjung berbahasa Inggris, iba di antrean C lebih dahulu, "
            "tidak lebih dari 1 berturut-turut",
            "New passport + visitors in English, iba in queue C first, never more than 1 in a row",
        ),
    ],
)
def test_a_line_is_one_sentence(line: dict[str, Any], id: str, en: str) -> None:
    assert line_sentence({"code": "x", **line}, SERVICES) == {"id": id, "en": en}


def test_every_profile_ends_with_the_order_of_arrival() -> None:
    assert profile_sentences([], {}) == [{"id": "Menurut urutan datang", "en": "In order of arrival"}]
    for profile in dump(sanggau())["profiles"]:
        *lines, last = profile_sentences(profile["lines"], {})
        assert len(lines) == len(profile["lines"])
        assert last["id"] == "Selebihnya menurut urutan datang"


def test_how_many_may_pass_is_told_as_it_follows_from_the_profiles() -> None:
    told = {queue: bound_of(pools_serving(sanggau(), queue)) for queue in ("A", "D")}
    said = {queue: bound_sentence(one.most, one.step, one.every)["id"] for queue, one in told.items()}
    assert said == {
        "A": "Paling banyak 1 orang boleh mendahului Anda, dan 1 lagi untuk setiap 2 orang di depan Anda",
        "D": "Paling banyak 4 orang boleh mendahului Anda, dan 4 lagi untuk setiap orang di depan Anda",
    }
    assert passing_sentence(4)["id"] == "Paling banyak 4 orang boleh mendahului Anda"
    assert passing_sentence(0) == bound_sentence(0, 0, 1)


def facts(**more: Any) -> dict[str, Any]:
    return {
        "x": "D-002", "y": "D-001", "counter": 9, "profile": "p", "rule": "prio", "reason": "", "passed": 1,
        "called_at": MONDAY, "x_given_at": MONDAY, "y_given_at": MONDAY, "y_counter": 3, **more,
    }  # fmt: skip


MOVED = [*MOVES.values(), *(f"returned_{why}" for why in (LATE, DOCUMENTS, AFTER_PARKING))]
CODES = [
    *ELSEWHERE.values(), *RULES.values(), *(f"{side}_{move}" for side in "xy" for move in MOVED),
    "x_not_called", "other_counter", "joined_earlier", "places_moved", "chosen", "y_held", "y_sent", "profile_rule",
    "unexplained",
]  # fmt: skip


@pytest.mark.parametrize("code", sorted(set(CODES)))
def test_every_answer_has_a_whole_sentence_in_both_languages(code: str) -> None:
    told = why_sentence(code, facts(), SITE)
    assert set(told) == {"id", "en"}
    assert all("{" not in text and "None" not in text and "D-00" in text for text in told.values())


def test_an_answer_whose_facts_are_few_is_whole_too() -> None:
    assert why_sentence("x_not_called", {"x": "D-002", "y": "D-001"}, SITE)["id"] == "D-002 belum dipanggil"
    no_number = why_sentence("y_came_later", facts(y_given_at=None), SITE)["en"]
    assert no_number == "When D-002 was called at 09:00, D-001 was not there yet"


@pytest.mark.parametrize("reason", CHOSEN_REASONS)
def test_every_reason_of_staff_has_its_words(reason: str) -> None:
    told = why_sentence("chosen", facts(reason=reason), SITE)
    other = why_sentence("chosen", facts(reason="unknown"), SITE)
    assert (told == other) == (reason == "other")
