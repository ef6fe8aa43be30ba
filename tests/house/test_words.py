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
