"""The greeter's rules in the browser, run by node; its words for every state, and the page itself."""

import shutil
import subprocess
from pathlib import Path

import pytest

from counter.pages import ROOM
from server.domain import ticket as tickets
from server.words import LANGUAGES, catalogue
from tests.counter.test_desk import node
from tests.halls import Site

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "server" / "web" / "static"


def test_the_greeters_page_keeps_its_promises_about_numbers_answers_and_presses(tmp_path: Path) -> None:
    shutil.copytree(ROOM / "static", tmp_path / "static")
    shutil.copytree(SHARED, tmp_path / "web", ignore=shutil.ignore_patterns("vendor"))
    shutil.copy(HERE / "greeter.test.mjs", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    ran = subprocess.run(
        [node(), "--test", "greeter.test.mjs"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_the_server_can_name_has_its_words(language: str) -> None:
    known = catalogue(ROOM, language).keys()
    stops = {*tickets.OUTCOMES, tickets.PARKED, tickets.ABSENT, "transferred"}
    returns = (tickets.LATE, tickets.DOCUMENTS, tickets.AFTER_PARKING)
    named = {f"greeter.stop.{one}" for one in stops} | {f"greeter.why.{one}" for one in tickets.PARK_REASONS}
    named |= {f"greeter.{kind}.{why}" for why in returns for kind in ("return", "away")}
    named |= {f"greeter.group.{one}" for one in tickets.GROUPS}
    named |= {f"greeter.priority.{one}" for one in (tickets.REQUESTED, tickets.CONFIRMED, tickets.DECLINED)}
    assert named <= known


def test_the_page_is_there_in_both_languages_and_leads_its_own_way(site: Site) -> None:
    for language, title in (("id", "Penyambut tamu"), ("en", "Greeter")):
        text = site.public.client.get(f"/counter/greeter?language={language}").get_data(as_text=True)
        assert f"<title>{title}</title>" in text
        assert "/static/counter/greeter/main.js" in text
