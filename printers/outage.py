"""The papers of an outage day: the list of who waits, the note that counts on another day, and numbers to tear off."""

from collections.abc import Sequence

from printers import blocks as b
from printers.press import pressed
from printers.profiles import Paper
from printers.wording import Content, clock, date, local, said, words
from server.words import Words


def list_bytes(content: Content, paper: Paper, mode: str = "picture") -> bytes:
    """The whole job for one list of who waits. `content` is that of a waiting_list job (printers/README.md)."""
    return pressed(list_blocks(content), paper, mode)


def note_bytes(content: Content, paper: Paper, mode: str = "picture") -> bytes:
    """The whole job for one note. `content` is that of a note job (printers/README.md)."""
    return pressed(note_blocks(content), paper, mode)


def block_bytes(content: Content, paper: Paper, mode: str = "picture") -> bytes:
    """The whole job for a block of paper numbers, each cut off. `content` is that of a paper_block job."""
    return b"".join(pressed(number_blocks(content, label), paper, mode) for label in content["labels"])


def list_blocks(content: Content) -> b.Blocks:
    """Labels in calling order, agency by agency, with since when they wait; who is at a counter stands below."""
    w = words(content["language"])
    now = local(content["now"], content["timezone"])
    lines = [block for agency in content["agencies"] for block in _agency(agency, content, w)]
    return (
        *_head(content, w, "list.title"),
        b.Subheading(f"{date(now, w)} {clock(now, content['language'])}"),
        b.Figure(w.say("list.waiting"), str(content["waiting"])),
        *(lines or (b.Rule(), b.Note(w.say("list.nobody")))),
        b.Rule(),
        b.Note(w.say("list.order")),
        b.Foot(w.say("code.chain", chain=content["head"])),
    )


def _head(content: Content, w: Words, title: str) -> b.Blocks:
    stamps = (b.Stamps((w.say("stamp.demonstration"),)),) if content.get("demonstration") else ()
    return (b.Title(said(content["site"]["name"], content["language"])), b.Hem(), *stamps, b.Heading(w.say(title)))


def _agency(agency: Content, content: Content, w: Words) -> b.Blocks:
    return (
        b.Rule(),
        b.Section(str(agency["short"]), str(len(agency["waiting"]))),
        *_rows(agency["waiting"], content),
        *((b.Note(_called(agency["called"], w), lead=w.say("list.called")),) if agency["called"] else ()),
    )


def _rows(rows: Sequence[Content], content: Content) -> b.Blocks:
    language, zone = content["language"], content["timezone"]
    return tuple(
        b.Line(f"{row['label']}  {said(row['service'], language)}", clock(local(row["since"], zone), language))
        for row in rows
    )


def _called(rows: Sequence[Content], w: Words) -> str:
    return ", ".join(w.say("list.at", label=row["label"], counter=row["counter"]) for row in rows)


def note_blocks(content: Content) -> b.Blocks:
    """The number that could not be served, the code that counts, until when, and what to do with it."""
    w, language = words(content["language"]), content["language"]
    day, until = (local(f"{content[name]}T00:00:00", "UTC") for name in ("day", "until"))
    return (
        *_head(content, w, "note.title"),
        b.Subheading(f"{content['agency']['short']}: {said(content['service'], language)}"),
        b.Rule(),
        b.Section(w.say("note.code")),
        b.Heading(content["code"]),
        b.Figure(w.say("note.until"), date(until, w)),
        b.Figure(w.say("note.number"), content["label"]),
        b.Figure(w.say("note.day"), date(day, w)),
        b.Rule(),
        b.Note(w.say("note.how")),
        b.Note(w.say("note.sorry")),
        b.Foot(said(content["site"].get("complaints"), language)),
        b.Foot(w.say("code.chain", chain=content["chain"])),
    )


def number_blocks(content: Content, label: str) -> b.Blocks:
    """One number given by hand, with room for the day and the time; and for the service where the queue has several."""
    w = words(content["language"])
    services = content["services"]
    return (
        b.Title(str(content["site"]["short"])),
        b.Heading(str(content["agency"])),
        *((b.Subheading(said(services[0], content["language"])),) if len(services) == 1 else ()),
        b.Label(label),
        b.Signature(w.say("block.day")),
        b.Signature(w.say("block.time")),
        *((b.Signature(w.say("block.service")),) if len(services) > 1 else ()),
        b.Foot(w.say("block.keep")),
    )
