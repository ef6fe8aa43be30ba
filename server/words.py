"""The catalogues of visible and spoken words: gettext PO files, one folder `words/` a room, read once and kept."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

Forms = str | tuple[str, ...]

LANGUAGES = ("id", "en")  # the order in which they are shown; the first is what nobody had to choose


def catalogue(room_dir: Path, language: str) -> Mapping[str, Forms]:
    """Key → text, or → (one, other) for a counted text. FileNotFoundError: the room has no such language."""
    return _read(Path(room_dir) / "words" / f"{language}.po")


@lru_cache(maxsize=64)
def _read(path: Path) -> Mapping[str, Forms]:
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem, abort_invalid=True)
    return MappingProxyType({_key(message.id): _forms(message.string) for message in catalog if message.id})


def _key(message_id: str | list[str] | tuple[str, ...]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _forms(string: str | list[str] | tuple[str, ...] | None) -> Forms:
    return string if isinstance(string, str) else tuple(string or ())


class Words:
    """One room's words in one language."""

    def __init__(self, room_dir: Path, language: str) -> None:
        self.language = language
        self._texts = catalogue(room_dir, language)

    def say(self, key: str, **values: object) -> str:
        """The text of `key` with its {placeholders} filled. A counted text gives its plural form."""
        forms = self._texts[key]
        return (forms if isinstance(forms, str) else forms[-1]).format(**values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The form of `key` for `n`, which is also its placeholder {n}."""
        forms = self._texts[key]
        text = forms if isinstance(forms, str) else forms[0 if n == 1 else -1]
        return text.format(n=n, **values)

    def has(self, key: str) -> bool:
        return key in self._texts
