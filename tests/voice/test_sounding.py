"""How the real engine pronounces the words it would get wrong by itself, on every libespeak of this machine."""

import json
import subprocess
import sys

import pytest

from server.voice.library import SOURCES
from server.voice.phrase import ROOM
from server.voice.sounding import INDONESIAN, as_espeak_reads

PHONEMES = """
import ctypes, json, os, sys
from server.voice.library import NAMES, NoLibrary, make_available
try:
    make_available(sys.argv[1])
except NoLibrary:
    sys.exit(3)
found = ctypes.cdll.LoadLibrary(NAMES[0])
found.espeak_Initialize(2, 0, None, 0)
heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(lambda *_: 0)
found.espeak_SetSynthCallback(heard)
found.espeak_Synth(b"a", ctypes.c_size_t(2), 0, 1, 0, 0x101, None, None)  # from now on [[phonemes]] are understood
found.espeak_TextToPhonemes.restype = ctypes.c_char_p
def said(language, text):
    assert found.espeak_SetVoiceByName(language.encode()) == 0
    whole = ctypes.create_string_buffer(text.encode())
    rest, out = ctypes.c_void_p(ctypes.addressof(whole)), []
    while rest.value:
        out.append((found.espeak_TextToPhonemes(ctypes.byref(rest), 1, 0) or b"").decode())
    return " ".join(out)
print(json.dumps([said(*each) for each in json.load(sys.stdin)]))
"""


def phonemes(source: str, *asked: tuple[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PHONEMES, source], input=json.dumps(asked), text=True, capture_output=True, check=False,
        cwd=ROOM.parents[1],
    )  # fmt: skip
    if done.returncode == 3:
        pytest.skip(f"no libespeak from the {source}")
    assert done.returncode == 0, done.stderr
    answer: list[str] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("source", SOURCES)
def test_the_engine_says_the_given_phonemes_and_not_their_signs(source):
    asked = [("id", as_espeak_reads(word, "id")) for word in INDONESIAN]
    heard = phonemes(source, *asked)
    plain = [phonemes_of.replace("k@@", "k@_|@") for phonemes_of in INDONESIAN.values()]
    assert [each.strip() for each in heard] == plain


@pytest.mark.parametrize("source", SOURCES)
def test_every_letter_and_digit_is_heard_apart_from_every_other(source):
    letters = "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet"
    digits = "nol satu dua tiga empat lima enam tujuh delapan sembilan"
    words = f"{letters} {digits}".split()
    heard = phonemes(source, *[("id", as_espeak_reads(f"{word}.", "id")) for word in words])
    assert len({each.strip() for each in heard}) == len(words)
    english = phonemes(source, *[("en", f"{chr(sign)}.") for sign in range(ord("A"), ord("Z") + 1)])
    assert len({each.strip() for each in english}) == 26


@pytest.mark.parametrize("source", SOURCES)
def test_the_letter_a_is_named_in_english_and_not_swallowed(source):
    (heard,) = phonemes(source, ("en", "Queue number A, zero four two."))
    assert "eI" in heard


def test_phonemes_only_come_from_our_own_list():
    assert as_espeak_reads("[[x]] <y> Loket empat", "id") == "  x    y  [[l'okEt]] [[@mp'at]]"


def test_english_text_is_left_as_it_is():
    assert as_espeak_reads("Queue number B, be te", "en") == "Queue number B, be te"
