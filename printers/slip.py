"""A slip's content → what stands on it → ESC/POS bytes; touches no device."""

from collections.abc import Sequence

from printers import blocks as b
from printers.press import pressed
from printers.profiles import NARROW, Paper
from printers.tariffs import tariff_blocks
from printers.wording import Content, clock, date, likely_wait, local, said, words
from server.words import Words


def slip_bytes(content: Content, paper: Paper, mode: str = "picture") -> bytes:
    """The whole job for one slip on this paper. `content` is that of a slip job (printers/README.md)."""
    return pressed(slip_blocks(content, paper), paper, mode)


def slip_blocks(content: Content, paper: Paper) -> b.Blocks:
    """What stands on the slip, from the top down, in its full or its short form."""
    w = words(content["language"])
    short = content.get("form") == "short"
    return (
        *_head(content, w, short),
        *_number(content, w),
        *_waiting(content, w, paper),
        *_appointment(content, w),
        *_priority(content, w),
        *_then(content, w),
        *(() if short else (*_documents(content, w), *tariff_blocks(content, w))),
        b.Rule(),
        *_code(content, w, short),
        *_foot(content, w, short),
    )


def _head(content: Content, w: Words, short: bool) -> b.Blocks:
    site, language = content["site"], content["language"]
    remarks = [w.say("stamp.reprint")] if content.get("reprint") else []
    if content.get("demonstration"):
        remarks.append(w.say("stamp.demonstration"))
    name = site.get("short") if short else None
    return (
        b.Title(name or said(site["name"], language)),
        b.Hem(),
        *((b.Stamps(tuple(remarks)),) if remarks else ()),
    )


def _number(content: Content, w: Words) -> b.Blocks:
    language = content["language"]
    place = b.Bar(w.say("zone", zone=content["zone"]), w.say("floor", floor=content["floor"]))
    return (
        b.Heading(content["agency"]["short"]),
        b.Subheading(said(content["service"], language)),
        b.Label(content["label"]),
        place,
    )


def _waiting(content: Content, w: Words, paper: Paper) -> b.Blocks:
    ahead = content.get("ahead")
    lines = []
    if ahead is not None:
        people = w.count("ahead.people", ahead) if ahead else w.say("ahead.nobody")
        lines.append(b.Figure(w.say("ahead"), people))
    return (*lines, b.Figure(*likely_wait(content, w, narrow=paper is NARROW)))


def _appointment(content: Content, w: Words) -> b.Blocks:
    """The time that was promised to whoever came in time."""
    if not content.get("appointment"):
        return ()
    at = local(content["appointment"], content["timezone"])
    return (b.Figure(w.say("appointment"), clock(at, content["language"])),)


def _priority(content: Content, w: Words) -> b.Blocks:
    """Asked for, and to be shown; the reason stands nowhere."""
    if content.get("priority") not in ("requested", "confirmed"):
        return ()
    return (b.Note(w.say(f"priority.{content['priority']}.do"), lead=w.say(f"priority.{content['priority']}")),)


def _then(content: Content, w: Words) -> b.Blocks:
    """The next stops of the visit in their order, each with where it is."""
    stops = content.get("then") or ()
    if not stops:
        return ()
    lines = (_stop(n, stop, content["language"], w) for n, stop in enumerate(stops, 2))
    return (b.Rule(), b.Section(w.say("then")), *lines)


def _stop(n: int, stop: Content, language: str, w: Words) -> b.Line:
    where = [w.say("zone", zone=stop["zone"]), w.say("floor", floor=stop["floor"])]
    if counters := stop.get("counters"):
        where.append(w.count("then.counters", len(counters), counters=runs(counters)))
    return b.Line(f"{n}. {stop['agency']} · {said(stop['service'], language)}", "", ", ".join(where))


def runs(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 → 1–3, 7"""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in found)


def _documents(content: Content, w: Words) -> b.Blocks:
    documents = [said(_text_of(document), content["language"]) for document in content.get("documents") or ()]
    if not documents:
        return ()
    return (b.Rule(), b.Section(w.say("documents")), *(b.Box(text) for text in documents))


def _text_of(document: Content) -> Content:
    """A document is its text, or holds it under `text`."""
    text: Content = document.get("text", document)
    return text


def _code(content: Content, w: Words, short: bool) -> b.Blocks:
    beside = [("", w.say("code.short" if short else "code"))]
    if content.get("code"):
        beside.append((w.say("code.ticket"), content["code"]))
    if content.get("chain"):
        beside.append((w.say("code.chain", chain=content["chain"]), ""))
    return (b.Code(content["url"], tuple(beside)),)


def _foot(content: Content, w: Words, short: bool) -> b.Blocks:
    moment = local(content["issued_at"], content["timezone"])
    where_and_when = [f"{date(moment, w)} {clock(moment, content['language'])}"]
    if content.get("kiosk"):
        where_and_when.append(content["kiosk"])
    how = w.say("missed.scan") if content.get("scanner") else w.say("missed.report")
    rule = f"{how} {w.count('missed.rule', content.get('late_return_places') or 0)}"
    return (
        b.Note(w.say("missed.rule.short") if short else rule, lead=w.say("missed")),
        *(() if short else (b.Hem(),)),
        b.Foot(said(content["site"].get("complaints"), content["language"])),
        b.Foot(" · ".join(where_and_when)),
    )
