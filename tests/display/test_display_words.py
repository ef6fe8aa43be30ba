"""The display's words: complete in both languages, used and no others, and those of the look said literally."""

import re
import string
from pathlib import Path

import pytest

from server.words import LANGUAGES, Words, catalogue

ROOM = Path(__file__).parents[2] / "display"
KEY_IN_CODE = re.compile(r'"([a-z_]+(?:\.[a-z_]+)+)"')
KEY_BUILT_IN_CODE = re.compile(r"`([a-z]+(?:\.[a-z]+)*)\.\$\{")  # w(`agency.${state}`)
SINGLE_WORDS = {"loading"}


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOM / "static").glob("*.js")))


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue(ROOM, "id")) == set(catalogue(ROOM, "en"))


def test_both_languages_fill_the_same_places() -> None:
    for key, text in catalogue(ROOM, "id").items():
        assert places(text) == places(catalogue(ROOM, "en")[key]), key


def places(text: str | tuple[str, ...]) -> set[str]:
    forms = (text,) if isinstance(text, str) else text
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def test_every_word_the_code_says_is_in_the_catalogue_and_no_other_is() -> None:
    keys = set(catalogue(ROOM, "id"))
    families = tuple(f"{family}." for family in KEY_BUILT_IN_CODE.findall(sources()))
    named = {key for key in KEY_IN_CODE.findall(sources()) if not key.endswith(".js")}
    assert named <= keys
    assert {key for key in keys - named - SINGLE_WORDS if not key.startswith(families)} == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Terlewat? Lapor ke loket. Anda dipanggil lagi setelah 3 nomor."),
        ("en", "Missed it? Tell the counter. You are called again after 3 numbers."),
    ],
)
def test_the_foot_says_what_to_do_after_a_missed_call(language: str, said: str) -> None:
    w = Words(ROOM, language)
    assert f"{w.say('foot.missed')} {w.say('foot.missed_do')} {w.count('foot.missed_then', 3)}" == said


def test_a_lost_screen_says_that_the_number_holds() -> None:
    assert [Words(ROOM, language).say("lost.title") for language in LANGUAGES] == [
        "Layar ini sedang terputus", "This screen is offline",
    ]  # fmt: skip
    assert [Words(ROOM, language).say("lost.valid") for language in LANGUAGES] == [
        "Nomor Anda tetap berlaku.", "Your number remains valid.",
    ]  # fmt: skip


def test_no_word_shouts() -> None:
    for language in LANGUAGES:
        for text in catalogue(ROOM, language).values():
            assert not any("!" in form for form in ([text] if isinstance(text, str) else text))
