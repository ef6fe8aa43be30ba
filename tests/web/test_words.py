"""The catalogues: what a room says, in which form, and in which languages."""

import re
from pathlib import Path

import pytest

from server.web.pages import WEB
from server.words import LANGUAGES, Words, catalogue


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "words").mkdir()
    for language, plural, forms in (
        ("id", "nplurals=1; plural=0;", ['msgstr[0] "{n} orang di depan"']),
        ("en", "nplurals=2; plural=(n != 1);", ['msgstr[0] "{n} person ahead"', 'msgstr[1] "{n} people ahead"']),
    ):
        head = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Plural-Forms: {plural}\\n"\n'
        ahead = "\n".join(['msgid "people.ahead"', 'msgid_plural "people.aheads"', *forms])
        seat = 'msgid "seat"\nmsgstr "Zona {zone}, “A”"'
        (tmp_path / "words" / f"{language}.po").write_text(f"{head}\n{ahead}\n\n{seat}\n", encoding="utf-8")
    return tmp_path


def test_a_word_fills_its_holes(room: Path) -> None:
    assert Words(room, "id").say("seat", zone=2) == "Zona 2, “A”"


def test_a_counted_word_takes_the_form_of_its_count(room: Path) -> None:
    english, indonesian = Words(room, "en"), Words(room, "id")
    assert [english.count("people.ahead", n) for n in (1, 2)] == ["1 person ahead", "2 people ahead"]
    assert [indonesian.count("people.ahead", n) for n in (1, 2)] == ["1 orang di depan", "2 orang di depan"]


def test_a_missing_word_is_an_error_and_so_is_a_missing_language(room: Path) -> None:
    with pytest.raises(KeyError):
        Words(room, "id").say("nothing.such")
    with pytest.raises(FileNotFoundError):
        catalogue(room, "fr")


def test_the_shared_words_are_the_same_keys_with_the_same_holes_in_every_language() -> None:
    holes = [
        {key: sorted(set(re.findall(r"\{\w+\}", str(forms)))) for key, forms in catalogue(WEB, language).items()}
        for language in LANGUAGES
    ]
    assert holes[0] == holes[1]


def test_no_word_of_the_shared_pages_is_said_in_code_without_being_in_the_catalogue() -> None:
    spoken = set()
    for path in [*WEB.glob("static/*.js"), *WEB.glob("templates/web/*.html")]:
        spoken |= set(re.findall(r"""\bw(?:\.say|\.n)?\(\s*"([a-z_.0-9]+)\"""", path.read_text(encoding="utf-8")))
    assert spoken - catalogue(WEB, "id").keys() == set()
