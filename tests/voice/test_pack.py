"""Recorded voices: any plain recording is taken, sentences join without a click, what lacks is said and listed."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from server.voice import loudness, pack_commands, recording, waves
from server.voice.__main__ import main
from server.voice.agent import Agent
from server.voice.cache import Cache
from server.voice.clips import with_steps
from server.voice.door import Door
from server.voice.engine import Engine, NoVoice, VoiceSettings
from server.voice.joining import joined, steepest
from server.voice.pack import Pack, PackNotSound, alike
from server.voice.pack_report import lacking, report
from server.voice.phrase import Announcement, Phrase, Step, phrases
from server.voice.recorded_voice import RecordedVoice
from server.voice.wanting import wanted
from tests.voice.clips import MALL, a_pack, tone, write

CALL = Announcement("A", 42, 31, {"id": "Disdukcapil", "en": "Civil Registry"}, ("id", "en"), calls=2, agency_code="A")


def said(**what: Any) -> Phrase:
    call = Announcement(**{**{name: getattr(CALL, name) for name in CALL.__slots__}, **what})
    return with_steps(phrases(call)[0], call)


@pytest.fixture
def make_voice(tmp_path: Path, make_engine: Callable[..., Engine]) -> Callable[..., RecordedVoice]:
    """A recorded voice of all clips but some, with an engine behind it or none."""

    def make(*leave_out: str, engine: bool = False, say: Callable[[str], None] = print, **more: Any) -> RecordedVoice:
        folder, cache = a_pack(tmp_path / "pack", leave_out, **more), Cache(tmp_path / "cache")
        behind = make_engine() if engine else make_engine(sources=(), command=None)
        voice = RecordedVoice(Pack(folder, cache), behind, cache, say)
        voice.look_after(Phrase("id", "Silakan menuju loket satu."))
        return voice

    return make


@pytest.mark.parametrize(
    ("rate", "width", "channels"),
    [(22050, 2, 1), (44100, 2, 2), (48000, 3, 1), (16000, 2, 1), (96000, 4, 2), (32000, 2, 1)],
)
def test_any_plain_recording_is_taken_and_keeps_its_length_and_pitch(
    tmp_path: Path, rate: int, width: int, channels: int
):
    found = recording.recorded(write(tmp_path / "a.wav", tone(0.5, rate), rate, width, channels))
    assert found.state == recording.PRESENT
    assert found.seconds == pytest.approx(0.56, abs=0.03), "half a second, and 30 ms of breath on either side"
    assert loudness.loudness(found.samples, waves.RATE) == pytest.approx(-16, abs=0.6)
    rises = sum(before < 1500 <= after for before, after in pairwise(found.samples))
    usual = recording.recorded(write(tmp_path / "b.wav", tone(0.5))).samples
    assert rises == pytest.approx(sum(before < 1500 <= after for before, after in pairwise(usual)), abs=4)


def test_resampling_leaves_out_what_the_new_rate_cannot_hold():
    shrill = waves.array("h", [round(each * 32767) for each in tone(0.2, 48000, pitch=2800, silence=0)])
    kept = recording.resampled(waves.array("h", [int(10000 * (-1) ** (n // 2)) for n in range(9600)]), 48000)  # 12 kHz
    assert max(map(abs, kept[200:-200])) < 400
    assert loudness.peak(recording.resampled(shrill, 48000)) > -20


@pytest.mark.parametrize(
    ("state", "samples", "shape"),
    [
        (recording.TOO_QUIET, tone(loud=0.01), {}),
        (recording.SILENT, [0.0] * 20_000, {}),
        (recording.CLIPPED, tone(loud=3.0), {}),
        (recording.WRONG_FORMAT, tone(), {"width": 1}),
        (recording.WRONG_FORMAT, tone(rate=8000), {"rate": 8000}),
        (recording.WRONG_FORMAT, tone(25.0, 16000), {"rate": 16000}),
        (recording.PRESENT, tone(loud=0.06), {}),
    ],
)
def test_what_is_wrong_with_a_recording_has_a_name(
    tmp_path: Path, state: str, samples: list[float], shape: dict[str, int]
):
    assert recording.recorded(write(tmp_path / "a.wav", samples, **shape)).state == state


@pytest.mark.parametrize(
    "raw", [b"", b"ID3\x04 an mp3", b"RIFF\xff\xff\xff\xffWAVEfmt ", b"RIFF" + b"x" * 4 + b"WAVE" + b"y" * 99]
)
def test_what_is_no_wav_is_of_the_wrong_format(tmp_path: Path, raw: bytes):
    (tmp_path / "a.wav").write_bytes(raw)
    assert recording.recorded(tmp_path / "a.wav").state == recording.WRONG_FORMAT
    assert recording.recorded(tmp_path / "b.wav").state == recording.MISSING


@pytest.mark.parametrize("pause", [0, 60, 300, -8])
def test_clips_are_joined_without_a_click(pause: int):
    one, other = (waves.array("h", [round(each * 32767) for each in tone(0.3, pitch=p, silence=0)]) for p in (150, 190))
    assert max(abs(one[-1]), abs(other[-1])) > 500, "cut off in the middle of a wave"
    both = joined([(0, one), (pause, other)])
    assert steepest(both) <= 1.1 * max(steepest(one), steepest(other))
    assert len(both) == len(one) + len(other) + pause * waves.RATE // 1000 + (pause < 0)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("more", [{}, {"number": 7, "counter": 3, "calls": 1}, {"reading": "words", "number": 117}])
def test_a_call_is_said_from_clips_at_the_halls_level(make_voice: Any, language: str, more: dict[str, Any]):
    voice = make_voice()
    phrase = said(languages=(language,), **more)
    clip = voice.say(phrase)
    samples = waves.read(clip.sound)
    assert loudness.loudness(samples, waves.RATE) == pytest.approx(-16, abs=0.5)
    assert loudness.peak(samples) <= -1
    pieces = [voice.pack.clip(language, step).samples for step in voice._resolved(phrase)]
    assert clip.seconds >= sum(map(len, pieces)) / waves.RATE
    assert max(abs(samples[0]), abs(samples[-1])) < 50
    assert voice.say(phrase) == clip, "the second time from the cache"


def test_a_counter_recorded_by_itself_goes_before_its_words(make_voice: Any):
    voice = make_voice()
    before = [step.clip for step in voice._resolved(said())]
    assert before[-5:] == ["call.counter", "digit.3", "number.puluh", "digit.1", "agency.A"]
    write(voice.pack.file("id", "counter.31"), tone(0.7))
    first = voice.key_of(said())
    voice.pack.refresh()
    assert [step.clip for step in voice._resolved(said())][-2:] == ["counter.31", "agency.A"]
    assert voice.key_of(said()) != first


def test_one_clip_that_is_missing_gives_the_whole_sentence_to_the_engine_which_is_said_once(make_voice: Any):
    told: list[str] = []
    voice = make_voice("agency.A", engine=True, say=told.append)
    for _ in range(2):
        clip = voice.say(said())
        assert clip.sound == voice._engine.say(Phrase("id", said().text)).sound
    assert told == ["Voice: agency.A in 'id' is missing in the pack; the engine says that sentence."]
    assert list(voice.missed) == [("id", "agency.A")]


def test_without_an_engine_what_is_recorded_is_said_and_the_rest_has_a_chime(make_voice: Any):
    voice = make_voice("again.2", say=lambda line: None)
    assert voice.look_after(Phrase("id", "x")) == "ready"
    assert voice.say(said(calls=1)).seconds > 1
    with pytest.raises(NoVoice):
        voice.say(said(calls=2))


def test_a_text_the_mall_changed_is_not_said_the_old_way(make_voice: Any):
    voice = make_voice(texts={"id": {"agency.A": "DISDUKCAPIL,"}}, say=lambda line: None)
    assert voice.say(said()).seconds > 1
    with pytest.raises(NoVoice):
        voice.say(said(agency={"id": "Dinas Kependudukan"}))
    assert voice.missed == {("id", "agency.A"): "other_text"}


def test_texts_are_alike_when_they_are_said_alike():
    assert alike("Nomor antrean,", "nomor  antrean")
    assert alike("Forty-two.", "forty two")
    assert not alike("Nomor", "Nama")


@pytest.mark.parametrize(
    ("text", "told"),
    [(None, "No such file"), ("{", "is not YAML"), ("a: 1", "format: antrean-voice/1"), ("format: antrean-voice/1\ntexts: [1]", "language → clip")],
)  # fmt: skip
def test_a_folder_that_is_no_pack_is_told(tmp_path: Path, text: str | None, told: str):
    if text is not None:
        (tmp_path / "pack.yaml").write_text(text)
    with pytest.raises(PackNotSound, match=told):
        Pack(tmp_path, Cache(tmp_path / "cache"))


def test_the_report_lists_every_clip_with_its_text_and_what_is_wrong(make_voice: Any):
    voice = make_voice("digit.4", texts={"en": {"agency.A": "Old Name"}})
    write(voice.pack.file("id", "letter.a"), tone(loud=0.01))
    told = report(voice.pack, MALL, "ready", [("id", "digit.4")])
    lacks = {(one["language"], one["clip"]): (one["state"], one["text"], one["in_vain"]) for one in lacking(told)}
    assert lacks == {
        ("id", "digit.4"): ("missing", "empat", True),
        ("id", "letter.a"): ("too_quiet", "a", False),
        ("en", "digit.4"): ("missing", "four", False),
        ("en", "agency.A"): ("other_text", "Civil Registry", False),
    }
    assert told["pack"] == {"name": "Suara Rina", "made_by": "Rina"}
    assert {one["state"] for one in told["clips"] if one["group"] == "counters"} == {"composed"}


def test_a_pack_has_an_end_whatever_the_numbers(make_voice: Any):
    voice = make_voice()
    assert len(wanted(MALL)) < 260
    for number in (0, 1, 10, 11, 12, 20, 99, 100, 101, 110, 999):
        for language in ("id", "en"):
            phrase = said(number=number, counter=max(1, number), languages=(language,), reading="words")
            assert voice._lacks(phrase) is None, (language, number)


@pytest.fixture
def door(job_server: Any) -> Iterator[Door]:
    job_server.knows_prompts, job_server.mall = True, MALL
    opened = Door(job_server.url, job_server.key)
    yield opened
    opened.close()


def test_the_agent_tells_the_server_what_its_pack_lacks_and_brings_its_clips(
    make_voice: Any, door: Door, job_server: Any
):
    voice = make_voice("digit.4", say=lambda line: None)
    agent = Agent(door, voice, lambda line: None)
    targets = agent.greet()
    while any(work.some_are_lacking for work in agent._idle_work):
        agent.serve_once(targets)
    lacks = {(one["language"], one["clip"]) for one in lacking(job_server.pack)}
    assert lacks == {("id", "digit.4"), ("en", "digit.4")}
    brought = {(one, key[5:]) for one, key in job_server.prompts if key.startswith("clip.")}
    assert brought == {(one.language, one.step.clip) for one in wanted(MALL) if not one.is_optional} - lacks
    assert ("id", "count.12") in job_server.prompts, "made of belas and dua"
    assert ("id", "count.4") not in job_server.prompts
    job_server.pack = None
    agent._idle_work[1].compare()
    while agent._idle_work[1].some_are_lacking:
        agent._idle_work[1].bring_some()
    assert job_server.pack is None, "nothing changed: nothing is told"


def test_without_a_pack_the_list_is_what_to_record(make_engine: Any, door: Door, job_server: Any):
    agent = Agent(door, make_engine(sources=(), command=None), lambda line: None)
    agent.greet()
    while agent._idle_work[1].some_are_lacking:
        agent._idle_work[1].bring_some()
    assert job_server.pack["pack"] is None
    assert {one["state"] for one in job_server.pack["clips"]} == {"missing", "composed"}


def test_the_products_own_engine_makes_a_whole_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    small = {**MALL, "site": {"languages": ["id"]}}
    folder = tmp_path / "pack"
    kept = write(folder / "id" / "digit.4.wav", tone())
    before = kept.read_bytes()
    pack_commands.make(folder, small, Engine(VoiceSettings(), Cache(tmp_path / "made")), VoiceSettings())
    told = report(Pack(folder, Cache(tmp_path / "cache")), small, "ready")
    assert lacking(told) == []
    assert kept.read_bytes() == before, "what people recorded stays"
    cache = Cache(tmp_path / "said")
    voice = RecordedVoice(Pack(folder, cache), Engine(VoiceSettings(sources=(), command=None), cache), cache)
    samples = waves.read(voice.say(said(languages=("id",))).sound)
    assert loudness.loudness(samples, waves.RATE) == pytest.approx(-16, abs=0.5)
    assert capsys.readouterr().out == ""


def test_the_command_line_lists_what_lacks_and_says_so_by_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    mall = tmp_path / "mall.yaml"
    mall.write_text(pack_commands.yaml.safe_dump(MALL), encoding="utf-8")
    folder, environment = a_pack(tmp_path / "pack", ("digit.4",)), {"ANTREAN_VOICE_CACHE": str(tmp_path / "cache")}
    assert main(["pack", "check", str(folder), "--mall", str(mall)], environment) == 1
    told = capsys.readouterr().out
    assert "missing       id/digit.4.wav               “empat”" in told
    write(folder / "id" / "digit.4.wav", tone())
    write(folder / "en" / "digit.4.wav", tone())
    assert main(["pack", "check", str(folder), "--mall", str(mall)], environment) == 0
    assert main(["pack", "check", str(tmp_path), "--mall", str(mall)], environment) == 2
    assert main(["pack", "check", str(folder), "--mall", str(folder / "pack.yaml")], environment) == 2


def test_one_step_says_what_a_clip_is(make_voice: Any):
    voice = make_voice()
    assert voice.pack.clip("id", Step("digit.1", "satu", 0)).seconds > 0.2
