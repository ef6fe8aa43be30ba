"""The real speech engine: sounds, their level, and that it comes back when killed, hung, missing or wrong."""

import ctypes
import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.voice import library, waves
from server.voice.__main__ import voice_settings
from server.voice.engine import Engine, NoVoice, VoiceSettings
from server.voice.loudness import loudness, peak
from server.voice.phrase import Announcement, Phrase, phrases
from server.voice.process import SpeakerBroken

MakeEngine = Callable[..., Engine]
ONE = Phrase("id", "Nomor antrean, a, nol nol satu, silakan menuju loket satu, Samsat.")
TWO = Phrase("id", "Nomor antrean, a, nol nol dua, silakan menuju loket dua, Samsat.")
ENGLISH = Phrase("en", "Queue number A, zero zero one, please proceed to counter one, Vehicle Tax.")
HAS_COMMAND = shutil.which("espeak-ng") is not None


@pytest.fixture
def engine(make_engine: MakeEngine) -> Iterator[Engine]:
    ready = make_engine()
    assert ready.look_after(ONE) == "ready", ready.detail
    return ready


def typical_calls() -> list[Phrase]:
    agencies = ["Disdukcapil", "Perizinan", "Imigrasi", "Samsat", "Bapenda", "Pengadilan Negeri", "pe de a em"]
    said = [
        phrases(Announcement(queue, 7 * at + 1, 3 * at + 1, {"id": agency}, ("id", "en")))
        for at, (queue, agency) in enumerate(zip("ABCDEFG", agencies, strict=True))
    ]
    return [phrase for pair in said for phrase in pair]


def test_typical_calls_are_sounds_of_the_right_level_and_length(engine: Engine):
    for phrase in typical_calls():
        samples = waves.read(engine.say(phrase).sound)
        assert loudness(samples, waves.RATE) == pytest.approx(-16, abs=0.8), phrase
        assert peak(samples) <= -1, phrase
        assert 4 < waves.seconds(samples) < 9, phrase


def test_different_numbers_sound_different_and_the_same_number_the_same(make_engine: MakeEngine):
    engine, other = make_engine(), make_engine()
    for each in (engine, other):
        each.look_after(ONE)
    assert engine.say(ONE).digest != engine.say(TWO).digest
    assert engine.say(ONE).digest == other.say(ONE).digest


def test_a_clips_facts_are_true(engine: Engine):
    clip = engine.say(ENGLISH)
    assert clip.language == "en"
    assert clip.seconds == pytest.approx(waves.seconds(waves.read(clip.sound)), abs=0.01)
    assert len(clip.digest) == 32


def test_the_indonesian_and_the_english_voice_are_not_mixed_up(engine: Engine):
    text = "Nomor antrean, a, nol nol satu, silakan menuju loket satu, Samsat."
    before, english, after = (engine.say(Phrase(each, text)) for each in ("id", "en", "id"))
    assert before.digest == after.digest != english.digest


def test_a_phrase_said_before_comes_from_the_folder_even_without_an_engine(make_engine: MakeEngine):
    engine = make_engine()
    engine.look_after(ONE)
    first = engine.say(ONE)
    engine.close()
    engine.settings = VoiceSettings(sources=(), command=None)
    engine.state = "failing"
    assert engine.say(ONE) == first


def test_a_spoilt_file_in_the_folder_is_made_again(engine: Engine, tmp_path: Path):
    first = engine.say(ONE)
    for file in tmp_path.glob("sounds0/*.wav"):
        file.write_bytes(b"RIFF spoilt")
    assert engine.say(ONE).seconds == pytest.approx(first.seconds, abs=0.1)


def test_a_speaker_killed_between_phrases_is_replaced(engine: Engine):
    assert engine.speaker_pid
    os.kill(engine.speaker_pid, signal.SIGKILL)
    time.sleep(0.05)
    assert engine.say(ONE).seconds > 3


def test_a_speaker_killed_in_the_middle_of_a_phrase_is_replaced_and_the_phrase_still_made(engine: Engine):
    pid = engine.speaker_pid
    assert pid
    os.kill(pid, signal.SIGSTOP)  # it has the order and has not answered
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    assert engine.say(ONE).seconds > 3
    assert engine.speaker_pid != pid


def test_a_speaker_that_hangs_is_ended_and_replaced(make_engine: MakeEngine):
    engine = make_engine(timeout_seconds=0.6)
    engine.look_after(ONE)
    pid = engine.speaker_pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    assert engine.say(ONE).seconds > 3
    assert engine.speaker_pid != pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_three_phrases_asked_for_at_once_are_all_made_and_right(engine: Engine):
    wanted = [Phrase("id", f"Nomor antrean, be, nol nol {digit}, loket {digit}.") for digit in ("satu", "dua", "tiga")]
    digests: dict[str, str] = {}

    def ask(phrase: Phrase) -> None:
        digests[phrase.text] = engine.say(phrase).digest

    asking = [threading.Thread(target=ask, args=(phrase,)) for phrase in wanted]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(20)
    assert len(set(digests.values())) == 3
    assert all(engine.say(phrase).digest == digests[phrase.text] for phrase in wanted)


def test_both_languages_are_spoken_by_the_live_speaker_and_not_by_the_fallback(make_engine: MakeEngine):
    engine = make_engine(command=None)
    engine.look_after(ONE)
    assert engine.say(ENGLISH).seconds > 3
    assert engine.say(TWO).seconds > 3
    assert "libespeak" in engine.detail


def test_a_hundred_phrases_in_turn_of_language_are_each_good_at_the_first_try(engine: Engine, tmp_path: Path):
    """pyttsx3 cancels phrases and comes back before they are made, more often on a busy machine."""
    speaker = engine._running_speaker()
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        for at in range(50):
            for language, text, _ in phrases(Announcement("A", at, at + 1, {"id": "Samsat"}, ("id", "en"))):
                sound = tmp_path / f"{at}{language}.wav"
                speaker.make(text, language, 150, sound, 10)
                waves.check(waves.read(sound), text)
    finally:
        busy.kill()
        busy.wait()


def test_an_unknown_voice_is_refused_and_never_replaced_by_the_last_one(engine: Engine, tmp_path: Path):
    speaker = engine._running_speaker()
    with pytest.raises(SpeakerBroken, match="no voice 'xx-nobody'"):
        speaker.make("satu", "xx-nobody", 150, tmp_path / "x.wav", 4)
    assert speaker.alive()


def test_a_failing_voice_says_so_and_recovers_when_it_is_tried_again(make_engine: MakeEngine):
    engine = make_engine(voices={"id": "xx-nobody"}, command=None)
    assert engine.look_after(ONE) == "failing"
    assert "xx-nobody" in engine.detail
    with pytest.raises(NoVoice) as refused:
        engine.say(ONE)
    assert refused.value.state == "failing"
    engine.settings = VoiceSettings()
    assert engine.look_after(ONE) == "ready"
    assert engine.say(ONE).seconds > 3


def test_with_no_engine_at_all_the_state_is_absent_and_the_reason_one_line(make_engine: MakeEngine):
    settings = voice_settings({"ANTREAN_VOICE_ENGINE": "none"})
    engine = make_engine(sources=settings.sources, command=settings.command)
    assert engine.look_after(ONE) == "absent"
    assert "\n" not in engine.detail
    with pytest.raises(NoVoice) as refused:
        engine.say(ONE)
    assert refused.value.state == "absent"


@pytest.mark.skipif(not HAS_COMMAND, reason="no espeak-ng command")
def test_where_the_speaker_cannot_run_the_command_line_speaks(make_engine: MakeEngine):
    engine = make_engine(sources=())
    assert engine.look_after(ONE) == "ready"
    assert engine.detail == "espeak-ng for each phrase: speech is switched off"
    assert engine.say(TWO).seconds > 3


def test_the_library_of_the_python_package_serves_a_machine_without_its_own(make_engine: MakeEngine):
    engine = make_engine(sources=("package",), command=None)
    assert engine.look_after(ONE) == "ready", engine.detail
    assert "package" in engine.detail
    assert engine.say(ENGLISH).seconds > 3


def test_data_at_a_path_too_long_for_libespeak_is_reached_by_a_short_link(tmp_path: Path):
    data = tmp_path / ("x" * 90) / ("y" * 90) / "espeak-ng-data"
    data.mkdir(parents=True)
    short = library.short_path(data)
    assert len(str(short)) < library.PATH_LIMIT
    assert short.resolve() == data.resolve()
    shutil.rmtree(short.parent)


def test_a_machine_without_any_library_says_which_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(library, "NAMES", ("libespeak-of-nobody.so.1",))
    with pytest.raises(library.NoLibrary, match="no libespeak-ng"):
        library.make_available("system")
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with pytest.raises(library.NoLibrary, match="espeakng-loader"):
        library.make_available("package")
    assert ctypes.cdll.LoadLibrary.__name__ == "LoadLibrary"


def test_the_speaker_ends_when_whoever_started_it_is_gone(tmp_path: Path):
    source = "package" if not HAS_COMMAND else "system"
    program = (
        "import os, signal, sys\n"
        "from server.voice.process import SpeakerProcess\n"
        f"speaker = SpeakerProcess({source!r})\n"
        "print(speaker.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    cwd = Path(library.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=cwd, timeout=30, check=False)
    assert done.returncode == -signal.SIGKILL
    assert gone(int(done.stdout), 5), "the speaker outlived the process that started it"


def gone(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_what_the_engine_prints_never_reaches_our_output(capfd: pytest.CaptureFixture[str], make_engine: MakeEngine):
    engine = make_engine()
    engine.look_after(ONE)
    engine.say(TWO)
    engine.close()
    assert capfd.readouterr().out == ""


def test_a_closed_speaker_leaves_no_process_and_no_descriptor(make_engine: MakeEngine):
    engine = make_engine()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        engine.look_after(ONE)
        engine.close()
    assert len(os.listdir("/proc/self/fd")) == before
    assert engine.speaker_pid is None


def test_a_new_phrase_is_usually_ready_well_within_the_time_a_call_may_take(engine: Engine):
    """No bench: only that making stays far from the second at which a hall would notice."""
    taken = []
    for phrase in typical_calls()[:6]:
        started = time.monotonic()
        engine.say(phrase)
        taken.append(time.monotonic() - started)
    assert statistics.median(taken) < 1.5
