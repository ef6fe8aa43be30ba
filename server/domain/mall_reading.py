"""Reading the mall's file value by value: every fault is noted with its path, and reading goes on."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from server.domain.mall import Text

REQUIRED: Any = object()  # stands for "no default: the key must be there"

_CLOCK = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")
_ADDRESS = re.compile(r"^https?://[^\s]+$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


class Entry:
    """One mapping of the file, and where it stands.

    A method notes what is wrong and returns an empty value ("", 0), so that one reading finds all faults.
    """

    def __init__(self, raw: object, path: str, problems: list[str]) -> None:
        self.path = path
        self._problems = problems
        self._raw: Mapping[Any, Any] = raw if isinstance(raw, Mapping) else {}
        self._read: set[str] = set()
        if not isinstance(raw, Mapping):
            problems.append(f"{path or 'the file'}: must be a mapping of keys to values")

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def note(self, key: str, problem: str) -> None:
        self._problems.append(f"{self.at(key)}: {problem}")

    def close(self) -> None:
        """Notes the keys nobody asked for: a misspelt key must not be silently without effect."""
        for key in self._raw:
            if key not in self._read:
                self.note(str(key)[:40], "is not a key of this format")

    def value(self, key: str, default: Any = REQUIRED) -> Any:
        self._read.add(key)
        found = self._raw.get(key)
        if found is None and default is REQUIRED:
            self.note(key, "is missing")
        return found

    def text(self, key: str, longest: int, default: Any = REQUIRED) -> Any:
        """A line of text, or the default where the key is absent."""
        found = self.value(key, default)
        if found is None:
            return "" if default is REQUIRED else default
        return self._line(key, found, longest)

    def _line(self, key: str, found: object, longest: int) -> str:
        problem = line_problem(found, longest)
        if problem:
            self.note(key, problem)
            return ""
        return str(found)

    def code(self, key: str, pattern: str, means: str) -> str:
        found = self.text(key, 64)
        if found and not re.fullmatch(pattern, found):
            self.note(key, f"“{found}” is not usable: {means}")
            return ""
        return str(found)

    def codes(self, key: str, most: int, default: Any = REQUIRED) -> tuple[str, ...]:
        """A list of short codes, each once."""
        found = [self._line(f"{key}[{i}]", item, 64) for i, item in enumerate(self._list(key, most, default))]
        for twice in sorted({item for item in found if item and found.count(item) > 1}):
            self.note(key, f"“{twice}” stands there twice")
        return tuple(item for item in found if item)

    def lists(self, most: int, most_of_one: int) -> dict[str, tuple[str, ...]]:
        """This mapping's own keys, each with its list of short texts."""
        if len(self._raw) > most:
            self._problems.append(f"{self.path}: holds {len(self._raw)}; at most {most} are possible")
        names = [name for name in list(self._raw)[:most] if self._names_a_list(name)]
        return {name: self.codes(name, most_of_one) for name in names}

    def _names_a_list(self, name: object) -> bool:
        problem = line_problem(name, 64)
        if problem:
            self.note(str(name)[:40], f"the word itself {problem}")
        return problem is None

    def words(self, key: str, longest: int, languages: Sequence[str], default: Any = REQUIRED) -> Any:
        """One text in each of the site's languages, as {language: text}."""
        found = self.value(key, default)
        if found is None:
            return {} if default is REQUIRED else default
        if not isinstance(found, Mapping):
            self.note(key, "must give the text by language, such as {id: …, en: …}")
            return {}
        for language in languages:
            if language not in found:
                self.note(key, f"has no text in “{language}”")
        return self._by_language(key, found, longest)

    def _by_language(self, key: str, found: Mapping[Any, Any], longest: int) -> Text:
        texts = {}
        for language, text in found.items():
            if not isinstance(language, str) or not _LANGUAGE.match(language):
                self.note(key, f"“{str(language)[:20]}” is not a language code")
            else:
                texts[language] = self._line(f"{key}.{language}", text, longest)
        return texts

    def whole(self, key: str, low: int, high: int, default: Any = REQUIRED) -> Any:
        found = self.value(key, default)
        if found is None:
            return 0 if default is REQUIRED else default
        if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
            self.note(key, f"must be a whole number from {low} to {high}")
            return 0
        return found

    def minutes(self, key: str, high: int) -> float:
        found = self.value(key)
        if found is None:
            return 0
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= high:
            self.note(key, f"must be a number of minutes over 0, at most {high}")
            return 0
        return found

    def flag(self, key: str, default: Any = REQUIRED) -> bool:
        found = self.value(key, default)
        if found is None:
            return False if default is REQUIRED else default
        if not isinstance(found, bool):
            self.note(key, "must be true or false")
        return found is True

    def choice(self, key: str, allowed: Sequence[Any], default: Any = REQUIRED) -> Any:
        found = self.value(key, default)
        if found is None:
            return allowed[0] if default is REQUIRED else default
        if isinstance(found, bool) or found not in allowed:
            self.note(key, "must be one of " + ", ".join(str(one) for one in allowed))
            return allowed[0]
        return found

    def clock(self, key: str, default: Any = REQUIRED) -> time | None:
        found = self.value(key, default)
        if found is None:
            return None
        read = clock_from(found)
        if read is None:
            self.note(key, "must be a time such as “08:00”")
        return read

    def day(self, key: str, default: Any = REQUIRED) -> date | None:
        found = self.value(key, default)
        if found is None:
            return None
        read = day_from(found)
        if read is None:
            self.note(key, "must be a date such as “2026-11-23”")
        return read

    def address(self, key: str) -> str | None:
        """Where a fact was read: one address or several, in a list or with a space between."""
        found = self.value(key, None)
        if found is None:
            return None
        listed = found if isinstance(found, list) else [found]
        read = " ".join(self._line(key, one, 2000) for one in listed[:8]).split()
        if not all(_ADDRESS.match(one) and len(one) <= 300 for one in read):
            self.note(key, "must be an address, at most 300 characters, that begins with http:// or https://")
        return " ".join(read) or None

    def _list(self, key: str, most: int, default: Any = REQUIRED) -> list[Any]:
        found = self.value(key, default)
        if found is None:
            return []
        if not isinstance(found, list | tuple):
            self.note(key, "must be a list")
            return []
        if len(found) > most:
            self.note(key, f"holds {len(found)}; at most {most} are possible")
        return list(found[:most])

    def entries(self, key: str, most: int, default: Any = REQUIRED) -> list["Entry"]:
        listed = self._list(key, most, default)
        return [Entry(item, f"{self.at(key)}[{i}]", self._problems) for i, item in enumerate(listed)]

    def named(self, key: str, most: int, default: Any = REQUIRED) -> list[tuple[str, "Entry"]]:
        """The entries of a mapping from code to entry."""
        found = self.value(key, default)
        if found is not None and not isinstance(found, Mapping):
            self.note(key, "must be a mapping from code to entry")
        if not isinstance(found, Mapping):
            return []
        if len(found) > most:
            self.note(key, f"holds {len(found)}; at most {most} are possible")
        listed = list(found.items())[:most]
        return [(str(name), Entry(item, f"{self.at(key)}.{str(name)[:40]}", self._problems)) for name, item in listed]

    def entry(self, key: str, default: Any = REQUIRED) -> "Entry | None":
        found = self.value(key, default)
        return None if found is None else Entry(found, self.at(key), self._problems)


def line_problem(found: object, longest: int) -> str | None:
    """Why this is no usable line of text, or None."""
    if not isinstance(found, str):
        return "must be text"
    if not found.strip() or found != found.strip():
        return "must not be empty, nor begin or end with a space"
    if len(found) > longest:
        return f"is {len(found)} characters long; at most {longest} fit"
    if not found.isprintable():
        return "holds a line break or another sign that cannot be printed"
    return None


def clock_from(found: object) -> time | None:
    if isinstance(found, time):
        return found if found.tzinfo is None and found == time(found.hour, found.minute) else None
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 24 * 60:
        return time(found // 60, found % 60)  # YAML 1.1 reads an unquoted 16:00 as 960
    match = _CLOCK.match(found) if isinstance(found, str) else None
    return time(int(match[1]), int(match[2])) if match else None


def day_from(found: object) -> date | None:
    if isinstance(found, date) and not isinstance(found, datetime):
        return found
    try:
        return date.fromisoformat(found) if isinstance(found, str) and len(found) == 10 else None
    except ValueError:
        return None
