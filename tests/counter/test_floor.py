"""The floor's page in node: its fold against fresh snapshots of a busy hall, its rules, its words, and the pages themselves."""

import json
import shutil
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from counter.pages import ROOM
from server.domain.alerts import ORDER
from server.live.arrival import missed, whole
from server.operations.steering import CHECKS
from server.words import LANGUAGES, catalogue
from tests.counter.test_desk import node
from tests.halls import Site
from tests.live.floor_fold import ASKS_FOR_MESSAGES, TAKES_ANEW
from tests.live.test_floor_room import ROOMS, Play, plain
from tests.live.test_floor_room import site as busy_site

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "server" / "web" / "static"
PAUSES = ("central_system_down", "meeting", "ceremony", "power", "staff", "other")
__all__ = ["busy_site"]


def in_node(folder: Path, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """The pages' scripts with the shared ones beside them, and node run there."""
    shutil.copytree(ROOM / "static", folder / "static")
    shutil.copytree(SHARED, folder / "web", ignore=shutil.ignore_patterns("vendor"))
    for script in HERE.glob("floor.*.mjs"):
        shutil.copy(script, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    return subprocess.run(
        [node(), *arguments], cwd=folder, input=given, capture_output=True, text=True, timeout=90, check=False
    )


def test_the_floors_page_keeps_its_promises(tmp_path: Path) -> None:
    ran = in_node(tmp_path, "--test", "floor.test.mjs")
    assert ran.returncode == 0, ran.stdout + ran.stderr


class Recorded:
    """What a page in each of the floor's rooms would hear, and what a fresh snapshot said at each look."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.rooms = {room: deepcopy(whole(site.hall, room)) for room in ROOMS}
        self.seq = {room: snapshot["seq"] for room, snapshot in self.rooms.items()}
        self.moves: list[dict[str, Any]] = []
        self.looks: list[tuple[str, Any]] = []

    def look(self) -> None:
        for room in ROOMS:
            for news in missed(self.site.hall, room, self.seq[room])["news"]:
                self._heard(room, news)
            self.moves.append({"room": room, "asks": True})
            self.looks.append((room, plain(whole(self.site.hall, room))))

    def _heard(self, room: str, news: dict[str, Any]) -> None:
        if news["seq"] <= self.seq[room]:
            return
        self.seq[room] = news["seq"]
        self.moves.append({"room": room, "news": news})
        if news["name"] in TAKES_ANEW:
            fresh = deepcopy(whole(self.site.hall, room))
            self.seq[room] = fresh["seq"]
            self.moves.append({"room": room, "fresh": fresh})
        elif news["name"] in ASKS_FOR_MESSAGES:
            self.moves.append({"room": room, "patch": {"messages": whole(self.site.hall, room)["messages"]}})


@pytest.mark.parametrize("seed", [11, 12])
def test_the_page_kept_by_news_alone_shows_what_a_fresh_snapshot_says(
    busy_site: Site, tmp_path: Path, seed: int
) -> None:
    play, heard = Play(busy_site, seed), Recorded(busy_site)
    for step in range(150):
        play.step()
        if step % 3 == 0:
            heard.look()
    play.boss.done("/day/close", waiting="release")
    heard.look()
    folder = tmp_path / "node"
    folder.mkdir()
    given = json.dumps({"rooms": heard.rooms, "moves": heard.moves})
    ran = in_node(folder, "floor.fold.mjs", given=given)
    assert ran.returncode == 0, ran.stderr
    shown = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(shown) == len(heard.looks)
    for (room, fresh), kept in zip(heard.looks, shown, strict=True):
        assert plain(kept) == fresh, room


PAGES = {
    "/floor/": ("Lantai", "Floor"), "/floor/ready": ("Siap buka?", "Ready to open?"),
    "/floor/closing": ("Penutupan", "Closing"), "/floor/profiles": ("Aturan panggil", "Calling rules"),
}  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_there_in_both_languages(busy_site: Site, path: str) -> None:
    for language, title in zip(("id", "en"), PAGES[path], strict=True):
        text = busy_site.public.client.get(f"{path}?language={language}").get_data(as_text=True)
        assert f"<title>{title}</title>" in text
        assert "/static/counter/floor/main.js" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_server_can_name_on_the_floor_has_its_words(language: str) -> None:
    known = catalogue(ROOM, language).keys()
    alerts = {f"floor.alert.{code}{part}" for code in (*ORDER, "system_down", "paused") for part in ("", ".more")}
    pauses = {f"floor.{kind}.{reason}" for reason in PAUSES for kind in ("reason", "say")}
    checks = {f"floor.check.{check}{part}" for check in CHECKS for part in ("", ".go", ".ask")}
    printers = {
        f"floor.thing.{state}" for state in ("ready", "paper_low", "paper_out", "cover_open", "offline", "unknown")
    }
    assert alerts | pauses | checks | printers <= known
