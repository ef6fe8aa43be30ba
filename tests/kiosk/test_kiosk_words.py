"""The kiosk's words: those the house has agreed on stand literally, every word used exists, and none is left over."""

import re
from pathlib import Path

import pytest

from server.words import LANGUAGES, Words, catalogue

KIOSK = Path(__file__).parents[2] / "kiosk"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
MADE_IN_CODE = (
    "state.", "refused.", "reason.", "slip.", "help.", "take.", "ticket.", "paid.", "bar.", "notice.", "documents.", "when.", "code.",
    "priority.", "back.", "number.priority.", "number.appointment.",
)  # fmt: skip

AGREED = {
    "idle.title": ("Selamat datang. Ada yang bisa kami bantu?", "Welcome. How can we help?"),
    "idle.main": ("Ambil nomor antrean", "Take a queue number"),
    "agencies.title": ("Pilih instansi", "Choose an agency"),
    "documents.title": ("Yang perlu dibawa", "What to bring"),
    "fees.title": ("Tarif resmi", "Official fee"),
    "fees.free": ("Gratis", "Free"),
    "fees.unverified": ("Tanya loket. Tarif ini belum diperiksa", "Ask at the counter. Fee not yet checked"),
    "others.title": ("Biaya pihak lain, di luar tarif resmi", "Paid to others, not part of the official fee"),
    "take.button": ("Ambil nomor", "Take number"),
    "number.title": ("Nomor antrean Anda", "Your queue number"),
    "slip.printed": ("Silakan ambil karcis di bawah layar", "Please take your slip below"),
    "slip.waiting_for_paper": (
        "Kertas kios ini habis. Nomor Anda sah. Catat, foto, atau pindai kode",
        "This kiosk is out of paper. Your number is valid. Note, photograph or scan it",
    ),
    "warning.title": ("Anda masih di sini?", "Are you still there?"),
    "notice.taken": ("Nomor Anda sudah ada: {label}", "You already have {label}"),
}


def texts(language: str) -> dict[str, list[str]]:
    words = catalogue(KIOSK, language)
    return {key: [forms] if isinstance(forms, str) else list(forms) for key, forms in words.items()}


@pytest.mark.parametrize("key", AGREED)
def test_the_agreed_words_stand_literally(key: str) -> None:
    assert tuple(Words(KIOSK, language).say(key, label="{label}") for language in LANGUAGES) == AGREED[key]


def test_both_languages_have_the_same_words() -> None:
    assert texts("id").keys() == texts("en").keys()


def test_both_languages_fill_the_same_places() -> None:
    indonesian, english = texts("id"), texts("en")
    for key, forms in indonesian.items():
        assert {*PLACEHOLDER.findall(" ".join(forms))} == {*PLACEHOLDER.findall(" ".join(english[key]))}, key


def test_nothing_is_shouted() -> None:
    for language in LANGUAGES:
        for key, forms in texts(language).items():
            assert "!" not in " ".join(forms), key


def test_every_word_the_pages_ask_for_exists() -> None:
    """Keys put together in code are proved by the pages' own tests; here stand those written out."""
    known = texts("id").keys() | catalogue(KIOSK.parent / "server" / "web", "id").keys()
    for file in sorted(KIOSK.glob("static/**/*.js")) + sorted(KIOSK.glob("templates/**/*.html")):
        said = re.findall(r"""say(?:\.n)?\(\s*["']([\w.]+)["']""", file.read_text(encoding="utf-8"))
        assert {key for key in said if key not in known} == set(), file.name


def test_no_word_is_left_over() -> None:
    files = [*KIOSK.glob("static/**/*.js"), *KIOSK.glob("templates/**/*.html")]
    code = " ".join(file.read_text(encoding="utf-8") for file in files)
    unused = [key for key in texts("id") if f'"{key}"' not in code and not key.startswith(MADE_IN_CODE)]
    assert unused == []
