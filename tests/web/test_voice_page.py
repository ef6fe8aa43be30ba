"""The page of the recorded voice: there in both languages, with a word for everything a report can say."""

from typing import get_args

import pytest

from server.api.prompt_shapes import ClipLine, PackBody
from server.voice import wanting
from server.web.pages import WEB
from server.words import Words
from tests.halls import Site


@pytest.mark.parametrize(("language", "title"), [("id", "Suara rekaman"), ("en", "Recorded voice")])
def test_the_page_is_there_for_anybody_and_holds_nothing_of_the_report(site: Site, language: str, title: str) -> None:
    answer = site.application.flask.test_client().get(f"/voice/?language={language}")
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_state_and_group_of_a_report_has_its_word(language: str) -> None:
    words = Words(WEB, language)
    states = get_args(ClipLine.model_fields["state"].annotation)
    engines = get_args(PackBody.model_fields["engine"].annotation)
    groups = (wanting.PHRASES, wanting.SIGN, wanting.NUMBERS, wanting.AGENCIES, wanting.COUNTERS, wanting.PROMPTS)
    keys = [*(f"voice.state.{one}" for one in states), *(f"voice.engine.{one}" for one in engines)]
    assert [key for key in [*keys, *(f"voice.group.{one}" for one in groups)] if not words.has(key)] == []
