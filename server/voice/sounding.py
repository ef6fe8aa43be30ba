"""How espeak must read a word to say it right: the few words its own rules get wrong, in its phonemes."""

import re
from collections.abc import Mapping

# espeak reads an Indonesian first "e" as é ('Empat) and a last one as a schwa (l'ok@t). The dictionary (KBBI)
# says əmpat, ənam, bəlas, lokét, Polrés, Taspén, and letters with a closed é. 1.51 and 1.52 are alike.
INDONESIAN: Mapping[str, str] = {
    "empat": "@mp'at", "keempat": "k@@mp'at", "enam": "@n'am", "keenam": "k@@n'am",
    "belas": "b@l'as", "sebelas": "s@b@l'as", "kesebelas": "k@s@b@l'as", "loket": "l'okEt",
    "polres": "p'olREs", "taspen": "t'aspEn",
    "be": "b'e", "ce": "tS'e", "de": "d'e", "ge": "g'e", "je": "dZ'e", "pe": "p'e", "te": "t'e",
    "ve": "v'e", "we": "w'e", "ye": "j'e", "zet": "z'Et",
}  # fmt: skip
EXCEPTIONS: Mapping[str, Mapping[str, str]] = {"id": INDONESIAN}

WORD = re.compile(r"[^\W\d_]+")


def as_espeak_reads(text: str, language: str) -> str:
    """The same sentence with those words as `[[phonemes]]`; brackets of the text itself are taken out."""
    exceptions = EXCEPTIONS.get(language, {})

    def spelled(found: re.Match[str]) -> str:
        phonemes = exceptions.get(found[0].lower())
        return f"[[{phonemes}]]" if phonemes else found[0]

    return WORD.sub(spelled, re.sub(r"[\[\]<>]", " ", text))
