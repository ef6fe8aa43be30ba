"""Every setting, event, message and refusal stands in its folder's README, and has its sentences."""

import inspect
import re
from dataclasses import fields

from server.api import errors
from server.domain import refusals
from server.domain.events import EVENTS
from server.domain.opening import admission
from server.domain.refusals import Refusal
from server.operations import reactions
from server.sentences import ROOM
from server.settings import Settings
from server.words import LANGUAGES, Words
from tests.house.conftest import HOUSE


def readme(room: str) -> str:
    return (HOUSE / room / "README.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """The rows of a README's tables, by the code in their first cell."""
    cells = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    )
    return {one[0].strip("`"): one[1:] for one in cells if one and one[0].startswith("`")}


def codes_of(module: object) -> dict[str, int]:
    kinds = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Refusal)]
    return {
        kind.code: kind.status
        for kind in kinds
        if kind is not Refusal and kind.__module__ == getattr(module, "__name__", "")
    }


def admission_codes() -> set[str]:
    source = inspect.getsource(inspect.getmodule(admission))  # type: ignore[arg-type]
    return set(
        re.findall(
            r'"(holiday|closed_today|not_yet_open|too_late|day_closed|\w+_paused|quota_used_up|clock_in_doubt)"', source
        )
    ) | {"central_system_down"}


def test_every_setting_is_told_with_its_default() -> None:
    told = rows(readme("server"))
    for setting in fields(Settings):
        row = told[f"ANTREAN_{setting.name.upper()}"]
        plain = "no" if setting.default is False else str(setting.default)
        shown = f"`{plain}`" if plain else "(empty)"
        assert row[0] == shown, setting.name
        assert row[1]


def test_every_event_is_told() -> None:
    told = rows(readme("server/domain"))
    assert [name for name in EVENTS if name not in told] == []
    for name, kind in EVENTS.items():
        cells = " ".join(told[name])
        usual = {"ticket", "label", "queue", "zone", "agency"}
        if "as above" not in cells:
            assert [f.name for f in fields(kind) if f.name not in usual and f.name not in cells] == [], name


def test_every_refusal_of_the_rules_is_told_with_its_status() -> None:
    told = rows(readme("server/domain"))
    assert {code: told.get(code, [""])[0] for code in codes_of(refusals)} == {
        code: str(status) for code, status in codes_of(refusals).items()
    }
    assert [code for code in admission_codes() if f"`{code}`" not in readme("server/domain")] == []


def test_every_refusal_of_the_door_is_told() -> None:
    told = rows(readme("server/api")) | rows(readme("server/domain"))
    codes = {*codes_of(errors), *errors._HTTP_CODES.values(), "disk_trouble", "server_trouble"}
    assert [code for code in codes if code not in told] == []


def test_every_refusal_has_its_own_sentence_in_every_language() -> None:
    codes = {*codes_of(refusals), *codes_of(errors), *admission_codes(), *errors._HTTP_CODES.values()}
    codes -= {"not_admitted"}  # it travels by the verdict's own code
    for language in LANGUAGES:
        words = Words(ROOM, language)
        assert sorted(code for code in codes if not words.has(f"refusal.{code}")) == []


def test_every_message_of_the_socket_is_told() -> None:
    told = readme("server/live")
    source = "".join(
        (HOUSE / "server/live" / f"{one}.py").read_text(encoding="utf-8") for one in ("arrival", "pushing")
    )
    sent = set(re.findall(r'emit\("(\w+)"', source))
    assert sent == {"snapshot", "news", "heartbeat"}
    assert [message for message in sent if f"`{message}`" not in told] == []


def test_every_reaction_is_told() -> None:
    told = readme("server/operations")
    assert [event.__name__ for event in reactions.FOLLOWS if f"`{event.__name__}`" not in told] == []


def test_every_path_of_the_door_is_told() -> None:
    told = readme("server/api")
    paths = set()
    for file in (HOUSE / "server/api").glob("*.py"):
        paths |= set(re.findall(r'@api\.(?:get|post|put)\("([^"]+)"', file.read_text(encoding="utf-8")))
    assert len(paths) > 35
    for path in paths:
        shown = re.sub(r"<(\w+)>", r"{\1}", path)
        whole, (start, _, last) = shown in told, shown.rpartition("/")
        assert whole or (start in told and f"`{last}`" in told), path
