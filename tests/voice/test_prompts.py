"""The kiosk's prompts: made between calls, brought once, brought again when they would sound different."""

from collections.abc import Callable
from typing import Any

import pytest

from server.voice import loudness, waves
from server.voice.agent import Agent
from server.voice.clips import number, steps
from server.voice.door import Door
from server.voice.engine import Engine
from server.voice.phrase import Announcement, cardinal, sentence
from server.voice.prompt_work import AT_ONCE, PromptWork, all_prompts
from server.voice.prompts import SENTENCES, prompts

CALL = Announcement("A", 42, 31, {"id": "Disdukcapil", "en": "Civil Registry"}, ("id", "en"), agency_code="A")


def plain(text: str) -> list[str]:
    return text.replace("-", " ").replace(",", " ").replace(".", " ").lower().split()


@pytest.fixture
def work(job_server: Any, make_engine: Callable[..., Engine]) -> Any:
    """Prompts of an engine that is up, for a server that knows prompts."""
    job_server.knows_prompts = True
    door = Door(job_server.url, job_server.key)
    engine = make_engine()
    engine.look_after(prompts("id")[0].phrase)
    yield lambda said=print: PromptWork(door, engine, said)
    door.close()


def test_both_languages_have_the_same_prompts_and_none_twice():
    keys = {language: [one.key for one in prompts(language)] for language in ("id", "en")}
    assert keys["id"] == keys["en"]
    assert len(set(keys["id"])) == len(keys["id"])
    assert {"idle", "number", "no_paper", "warning_idle", "letter.z", "digit.9", "floor.2", "count.99"} <= set(
        keys["id"]
    )


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("calls", [1, 2, 3])
@pytest.mark.parametrize("reading", ["each", "words"])
def test_the_clips_of_a_call_say_what_its_sentence_says(language: str, calls: int, reading: str):
    for letter, counter in (("A", 1), ("DS", 12), ("4K", 31)):
        call = Announcement(letter, 205, counter, CALL.agency, calls=calls, reading=reading)
        assert plain(" ".join(step.text for step in steps(call, language))) == plain(sentence(call, language))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_number_is_made_of_few_clips(language: str):
    clips = {step.clip for value in range(1000) for step in number(value, language, 0)}
    assert len(clips) <= 30
    for value in (0, 7, 11, 20, 42, 100, 117, 999):
        assert plain(" ".join(step.text for step in number(value, language, 0))) == plain(cardinal(value, language))


def test_what_the_server_lacks_is_brought_a_few_at_a_time(work: Any, job_server: Any):
    mine = work()
    mine.compare()
    mine.bring_some()
    assert list(job_server.prompts) == [("id", key) for key in SENTENCES[:AT_ONCE]]
    for _, sound in job_server.prompts.values():
        assert loudness.loudness(waves.read(sound), waves.RATE) == pytest.approx(-16, abs=0.5)


def test_what_is_there_already_is_not_brought_again(work: Any, job_server: Any):
    first = work()
    first.compare()
    for prompt in all_prompts():
        job_server.prompts[prompt.phrase.language, prompt.key] = (first._voice.key_of(prompt.phrase), b"")
    del job_server.prompts["en", "take"]
    second = work()
    second.compare()
    second.bring_some()
    assert not second.some_are_lacking
    assert job_server.prompts["en", "take"][1]


def test_another_text_or_voice_is_brought_anew_once_a_run(work: Any, job_server: Any):
    for prompt in all_prompts():
        job_server.prompts[prompt.phrase.language, prompt.key] = ("0" * 32, b"old")
    mine = work(lambda line: None)
    mine.compare()
    mine.bring_some()
    assert job_server.prompts["id", "idle"][1] != b"old"
    mine.compare()
    assert not mine.some_are_lacking, "another agent's voice is left alone"


def test_a_call_goes_before_the_prompts(job_server: Any, make_engine: Callable[..., Engine]):
    job_server.knows_prompts = True
    door = Door(job_server.url, job_server.key)
    agent = Agent(door, make_engine(), lambda line: None)
    targets = agent.greet()
    job_server.give("1")
    agent.serve_once(targets)
    assert (list(job_server.ended), job_server.prompts) == (["1"], {})
    agent.serve_once(targets)
    assert len(job_server.prompts) == AT_ONCE
    door.close()


def test_a_server_that_knows_no_prompts_gets_none(job_server: Any, make_engine: Callable[..., Engine]):
    door = Door(job_server.url, job_server.key)
    mine = PromptWork(door, make_engine(), print)
    mine.compare()
    assert not mine.some_are_lacking
    door.close()


def test_without_a_voice_nothing_is_lacking(job_server: Any, make_engine: Callable[..., Engine]):
    job_server.knows_prompts = True
    door = Door(job_server.url, job_server.key)
    mine = PromptWork(door, make_engine(sources=(), command=None), lambda line: None)
    mine.compare()
    mine.bring_some()
    assert not mine.some_are_lacking
    assert job_server.prompts == {}
    door.close()
