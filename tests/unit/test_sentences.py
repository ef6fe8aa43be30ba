"""What the server says to people: short, in their language, with when and what instead."""

from datetime import UTC, datetime, timedelta

import pytest

from server.sentences import refusal_sentence, trouble_sentence, verdict_sentence, when
from tests.halls import MONDAY, ZONE

SITE = "Asia/Pontianak"


@pytest.mark.parametrize(
    ("local", "id", "en"),
    [
        (datetime(2026, 11, 23, 13, 5, tzinfo=ZONE), "13.05", "13:05"),
        (datetime(2026, 11, 24, 8, 0, tzinfo=ZONE), "besok 08.00", "tomorrow at 08:00"),
        (datetime(2026, 11, 25, 8, 0, tzinfo=ZONE), "Rabu 08.00", "Wednesday at 08:00"),
        (datetime(2027, 1, 4, 8, 0, tzinfo=ZONE), "04-01-2027 pukul 08.00", "04-01-2027 at 08:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(local: datetime, id: str, en: str) -> None:
    said = when(local.astimezone(UTC), MONDAY, SITE)
    assert said["id"] == id
    assert said["en"].replace(" at ", " ") == en.replace(" at ", " ")


def test_a_refusal_is_said_in_the_callers_language_or_the_first() -> None:
    assert refusal_sentence("counter_held", {"counter": 3}, "id") == "Loket 3 sedang dipakai petugas lain"
    assert refusal_sentence("counter_held", {"counter": 3}, "en") != refusal_sentence(
        "counter_held", {"counter": 3}, "id"
    )
    assert refusal_sentence("counter_held", {"counter": 3}, "fr") == "Loket 3 sedang dipakai petugas lain"


def test_absent_too_early_says_how_long_it_still_takes_where_only_the_pause_is_left() -> None:
    early = {"calls": 1, "needed": 3, "seconds": 0}
    assert refusal_sentence("absent_too_early", early, "en") == "Absent opens after call 3"
    soon = refusal_sentence("absent_too_early", {**early, "seconds": 7}, "en")
    assert soon == "Absent opens after call 3, in 7 s at the earliest"


def test_a_refusal_that_lacks_a_detail_still_says_something() -> None:
    other = refusal_sentence("no_such_code", {}, "id")
    assert refusal_sentence("counter_held", {}, "id") == other
    assert "{" not in other


@pytest.mark.parametrize("code", ["holiday", "closed_today", "not_yet_open", "too_late", "day_closed", "quota_used_up",
                                  "agency_paused", "service_paused", "central_system_down", "clock_in_doubt",
                                  "on_break", "paused", "no_counter_staffed", "opens_later"])  # fmt: skip
@pytest.mark.parametrize("more", [{}, {"until": "2026-11-23T06:00:00Z", "since": "2026-11-23T01:00:00Z"},
                                  {"opens_at": "2026-11-24T01:00:00Z"}])  # fmt: skip
def test_every_verdict_has_a_whole_sentence_in_both_languages(code: str, more: dict[str, str]) -> None:
    verdict = {"code": code, "reason": "meeting", "name": {"id": "Natal", "en": "Christmas"}, **more}
    said = verdict_sentence(verdict, "Disdukcapil", MONDAY, SITE)
    assert set(said) == {"id", "en"}
    assert all(text and "{" not in text and "None" not in text for text in said.values())


@pytest.mark.parametrize(
    ("kind", "code"),
    [("printer", "paper_low"), ("printer", "paper_out"), ("printer", "cover_open"), ("printer", "offline"),
     ("printer", "unknown"), ("voice", "failing"), ("voice", "absent"), ("display", "no_player"),
     ("display", "sound_blocked"), ("help", "help"), ("burst", "burst"), ("silent", "silent"), ("slip", "failed"), ("slip", "uncertain"),
     ("clock", "doubted"), ("clock", "stepped")],
)  # fmt: skip
def test_every_trouble_has_a_sentence(kind: str, code: str) -> None:
    said = trouble_sentence(kind, code, name="Printer 1", label="A-001")
    assert all(text and "{" not in text for text in said.values())


def test_a_sentence_never_takes_what_was_sent_for_a_place_to_fill() -> None:
    assert refusal_sentence("bad_request", {"problem": "{label}: odd"}, "id").endswith("{label}: odd")


def test_yesterday_is_said_as_a_time_of_today() -> None:
    assert when(MONDAY - timedelta(days=1), MONDAY, SITE)["id"] == "09.00"


def test_a_day_in_a_refusal_is_written_as_people_write_it() -> None:
    assert "24-11-2026" in refusal_sentence("appointment_not_today", {"day": "2026-11-24"}, "id")
    assert "24-11-2026" in refusal_sentence("note_expired", {"until": "2026-11-24"}, "en")
