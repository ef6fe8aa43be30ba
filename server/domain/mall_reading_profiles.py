"""Reading the work profiles of the mall's file: ordered lines, each a selection, a limit and perhaps a wait."""

from server.domain.mall_reading import Entry
from server.domain.profiles import CLASSES, Limit, Line, Profile, Select

MOST_LINES = 10
MOST_IN_A_ROW = 20
CODE, CODE_MEANS = r"[a-z0-9][a-z0-9_-]{0,31}", "small letters, digits, _ and -, at most 32"


def profile(entry: Entry, languages: tuple[str, ...]) -> Profile:
    """One work profile. A line's code is in the journal with each call it made, so it must not stand there twice."""
    read = Profile(
        code=entry.code("code", CODE, CODE_MEANS),
        name=entry.words("name", 60, languages),
        lines=tuple(_line(one, languages) for one in entry.entries("lines", MOST_LINES)),
    )
    codes = [line.code for line in read.lines if line.code]
    for twice in sorted({code for code in codes if codes.count(code) > 1}):
        entry.note("lines", f"code “{twice}” stands there {codes.count(twice)} times")
    entry.close()
    return read


def _line(entry: Entry, languages: tuple[str, ...]) -> Line:
    line = Line(
        select=_select(entry, languages),
        limit=_limit(entry),
        wait_over_minutes=entry.whole("wait_over_minutes", 1, 600, None),
        code=entry.code("code", CODE, CODE_MEANS),
    )
    if line.select == Select():
        entry.note("code", "a line names queues, services, languages or classes: the longest waiting come last anyway")
    elif line.limit is None and not line.select.is_everybody:
        entry.note("most", "is missing: who goes before others does so at most so many times in a row")
    entry.close()
    return line


def _select(entry: Entry, languages: tuple[str, ...]) -> Select:
    return Select(
        queues=entry.codes("queues", 20, ()),
        services=entry.codes("services", 40, ()),
        languages=_among(entry, "languages", languages),
        classes=_among(entry, "classes", CLASSES),
    )


def _among(entry: Entry, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    found = entry.codes(key, 8, ())
    for one in found:
        if one not in allowed:
            entry.note(key, f"“{one}” is none of {', '.join(allowed)}")
    return found


def _limit(entry: Entry) -> Limit | None:
    most = entry.whole("most", 1, MOST_IN_A_ROW, None)
    after = entry.whole("after", 1, MOST_IN_A_ROW, None)
    if most is None and after is not None:
        entry.note("after", "means nothing without “most”")
    return None if most is None else Limit(most, 1 if after is None else after)
