"""The catalogues: the same keys and placeholders in every language, and every key that code asks for."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from server.words import LANGUAGES, Forms, catalogue
from tests.house.conftest import CODE, HOUSE, files, name

ROOMS = sorted({path.parent.parent for path in HOUSE.glob("**/words/id.po") if ".venv" not in path.parts})
KEY = re.compile(r"""["'`]([a-z][a-z_0-9]*(?:\.[a-z0-9_]+)+)["'`]""")


def forms(text: Forms) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def placeholders(text: Forms) -> set[str]:
    return {field for form in forms(text) for _, field, _, _ in Formatter().parse(form) if field is not None}


def test_every_surface_has_its_words() -> None:
    named = {name(room) for room in ROOMS}
    assert {"kiosk", "display", "counter", "printers", "server/web", "server/voice", "server/sentences"} <= named


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_every_language_has_the_same_keys(room: Path) -> None:
    keys = {language: set(catalogue(room, language)) for language in LANGUAGES}
    assert all(other == keys[LANGUAGES[0]] for other in keys.values()), {
        language: own ^ keys[LANGUAGES[0]] for language, own in keys.items()
    }


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_every_language_fills_the_same_places(room: Path) -> None:
    first = catalogue(room, LANGUAGES[0])
    for language in LANGUAGES[1:]:
        other = catalogue(room, language)
        assert {k: placeholders(other[k]) for k in first if placeholders(other[k]) != placeholders(first[k])} == {}


@pytest.mark.parametrize("room", ROOMS, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_unfinished(room: Path, language: str) -> None:
    texts = catalogue(room, language)
    unfinished = {k for k, text in texts.items() for form in forms(text) if not form.strip() or "TODO" in form}
    assert unfinished == set()


def spoken_by(room: Path) -> Iterator[tuple[Path, str]]:
    """Every text in a room's code that looks like a key whose first word is one of its catalogue's."""
    known = {key.split(".")[0] for key in catalogue(room, "id")}
    under = name(room)
    for path in files("py", "js", under=CODE):
        if name(path).startswith(f"{under}/"):
            for key in KEY.findall(path.read_text(encoding="utf-8")):
                if key.split(".")[0] in known:
                    yield path, key


@pytest.mark.parametrize("room", [room for room in ROOMS if name(room) in ("kiosk", "display", "counter")], ids=name)
def test_every_key_that_code_asks_for_exists(room: Path) -> None:
    """A key that is put together at run time names the beginning of some: `verdict.${code}` is no whole key."""
    keys = set(catalogue(room, "id")) | set(catalogue(HOUSE / "server/web", "id"))
    files_of_code = (".js", ".po", ".svg", ".css", ".html", ".py", ".json")
    asked = {(name(path), key) for path, key in spoken_by(room) if not key.endswith(files_of_code)}
    assert asked
    assert {
        (path, key) for path, key in asked if key not in keys and not any(k.startswith(f"{key}.") for k in keys)
    } == set()


def test_indonesian_is_spelled_as_the_dictionary_does() -> None:
    wrong = re.compile(r"\b(antrian|silahkan|karna|ijin|resiko|apotik|praktek|nomer)\b", re.IGNORECASE)
    found = {
        f"{name(room)}: {key}" for room in ROOMS for key, text in catalogue(room, "id").items()
        for form in forms(text) if wrong.search(form)
    }  # fmt: skip
    assert found == set()


SIGNS_AT_THE_END = ".?!…:"


def ending(text: str) -> str:
    last = text.rstrip()[-1:]
    return last if last in SIGNS_AT_THE_END else ""


@pytest.mark.parametrize("room", ROOMS, ids=name)
def test_both_languages_end_alike(room: Path) -> None:
    """A sentence is a sentence and a question a question in every language; a heading has no full stop in one of them."""
    first = catalogue(room, LANGUAGES[0])
    for language in LANGUAGES[1:]:
        other = catalogue(room, language)
        odd = {key: (forms(first[key])[-1], forms(other[key])[-1]) for key in first}
        assert {key: pair for key, pair in odd.items() if ending(pair[0]) != ending(pair[1])} == {}


@pytest.mark.parametrize("room", ROOMS, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stumbles(room: Path, language: str) -> None:
    """No double space, no space before a comma or full stop, no straight apostrophe for a quotation, nothing shouted."""
    stumbles = re.compile(r"  | [,.;:?](?:\s|$)|\.\.\.|!|\b(\w+) \1\b", re.IGNORECASE)
    found = {
        key: form for key, text in catalogue(room, language).items() for form in forms(text) if stumbles.search(form)
    }
    assert found == {}


def test_indonesian_speaks_respectfully_and_with_one_word_for_one_thing() -> None:
    """LOOK: “Anda”, never “kamu”; antrean, loket, karcis, petugas; a printer is a pencetak, first things come dahulu."""
    wrong = re.compile(
        r"\b(kamu|kalian|anda|dulu|tiket|printer|operator|counter|staf|customer|klik|error|gagal total)\b"
    )
    found = {
        f"{name(room)}: {key}: {form}" for room in ROOMS for key, text in catalogue(room, "id").items()
        for form in forms(text) if wrong.search(re.sub(r"\{.*?\}", "", form))
    }  # fmt: skip
    assert found == set()


def test_what_is_counted_in_english_has_a_form_for_one() -> None:
    """“1 minutes” is wrong on every screen; a range (4–6 minutes) and a unit beside its figure are not counted."""
    counted = re.compile(
        r"(?<!–)\{(n|seconds|minutes|calls|places|count)\} (seconds|minutes|hours|people|persons|numbers|calls|times)\b"
    )
    found = {
        f"{name(room)}: {key}: {text}" for room in ROOMS for key, text in catalogue(room, "en").items()
        if isinstance(text, str) and counted.search(text)
    }  # fmt: skip
    assert found == set()
