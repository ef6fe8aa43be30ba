"""The paper of an appointment: when, where, the code that gives the number, and what to bring."""

from printers import blocks as b
from printers.press import pressed
from printers.profiles import Paper
from printers.wording import Content, clock, date, local, said, words


def appointment_bytes(content: Content, paper: Paper, mode: str = "picture") -> bytes:
    """The whole job for one appointment. `content` is that of an appointment job (printers/README.md)."""
    return pressed(appointment_blocks(content), paper, mode)


def appointment_blocks(content: Content) -> b.Blocks:
    w, language = words(content["language"]), content["language"]
    at = local(content["at"], content["timezone"])
    stamps = (b.Stamps((w.say("stamp.demonstration"),)),) if content.get("demonstration") else ()
    where = ": ".join(part for part in (content["agency"], said(content["service"], language)) if part)
    documents = [b.Box(said(one, language)) for one in content["documents"]]
    early, late = content["early_minutes"], content["late_minutes"]
    return (
        b.Title(said(content["site"]["name"], language)),
        b.Hem(),
        *stamps,
        b.Heading(w.say("appointment.title")),
        b.Subheading(where),
        b.Rule(),
        b.Figure(w.say("appointment.day"), date(at, w)),
        b.Figure(w.say("appointment.time"), clock(at, language)),
        b.Section(w.say("appointment.code")),
        b.Heading(content["code"]),
        b.Rule(),
        b.Note(w.say("appointment.how")),
        b.Note(w.say("appointment.when", early=early, late=late)),
        *((b.Section(w.say("documents")), *documents) if documents else ()),
        b.Foot(said(content["site"].get("complaints"), language)),
    )
