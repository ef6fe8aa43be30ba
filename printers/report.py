"""The day's closing report → what stands on it → bytes: its seal anchors the journal outside the machine."""

from collections.abc import Sequence

from printers import blocks as b
from printers.press import pressed
from printers.profiles import Paper
from printers.wording import Content, clock, date, local, said, words
from server.words import Words

TOTALS = ("issued", "served", "absent", "cancelled", "released", "inferred")
RARE = ("paper", "noted")  # of an outage: told where there are any
COLUMNS = ("issued", "served", "absent", "cancelled", "released")
REMARKED = ("absent", "cancelled", "released")


def report_bytes(content: Content, paper: Paper, mode: str = "picture") -> bytes:
    """The whole job for one report on this paper. `content` is that of a report job (printers/README.md)."""
    return pressed(report_blocks(content), paper, mode)


def report_blocks(content: Content) -> b.Blocks:
    """What stands on the report, from the top down."""
    w = words(content["language"])
    return (
        *_head(content, w),
        *(b.Figure(w.say(f"report.{name}"), str(content["totals"].get(name, 0))) for name in TOTALS),
        *(
            b.Figure(w.say(f"report.{name}"), str(content["totals"][name]))
            for name in RARE
            if content["totals"].get(name)
        ),
        *_services(content["totals"], w),
        *_agencies(content.get("agencies") or (), w),
        *_counters(content.get("counters_left_open") or (), w),
        *_seal(content, w),
    )


def _head(content: Content, w: Words) -> b.Blocks:
    closed = local(content["closed_at"], content["timezone"])
    day = local(f"{content['day']}T00:00:00", "UTC")
    stamps = (b.Stamps((w.say("stamp.demonstration"),)),) if content.get("demonstration") else ()
    return (
        b.Title(said(content["site"]["name"], content["language"])),
        b.Hem(),
        *stamps,
        b.Heading(w.say("report.title")),
        b.Subheading(date(day, w)),
        b.Rule(),
        b.Figure(w.say("report.closed_at"), clock(closed, content["language"])),
    )


def _services(totals: Content, w: Words) -> b.Blocks:
    """Where a visit had several services the agencies' lines come to more than the numbers: then it is said."""
    services = totals.get("services", 0)
    return (b.Figure(w.say("report.services"), str(services)),) if services > totals.get("served", 0) else ()


def _agencies(agencies: Sequence[Content], w: Words) -> b.Blocks:
    """One line an agency, with what went otherwise below it; those without a visitor in one sentence."""
    busy = [agency for agency in agencies if any(agency.get(name) for name in COLUMNS)]
    idle = ", ".join(str(agency["short"]) for agency in agencies if agency not in busy)
    lines = [b.Line(str(agency["short"]), str(agency["issued"]), _remarks(agency, w)) for agency in busy]
    return (
        *((b.Rule(), b.Section(w.say("report.agencies"), w.say("report.issued"))) if agencies else ()),
        *lines,
        *((b.Note(w.say("report.none", agencies=idle)),) if idle else ()),
    )


def _remarks(agency: Content, w: Words) -> str:
    remarks = [w.say("report.agency", served=agency["served"])]
    remarks += [w.say(f"report.agency.{name}", n=agency[name]) for name in REMARKED if agency.get(name)]
    return " · ".join(remarks)


def _counters(numbers: Sequence[int], w: Words) -> b.Blocks:
    if not numbers:
        return ()
    return (b.Rule(), b.Figure(w.say("report.counters"), ", ".join(str(number) for number in numbers)))


def _seal(content: Content, w: Words) -> b.Blocks:
    return (
        b.Rule(),
        b.Subheading(w.say("report.seal")),
        b.Heading(content["head"]),
        b.Note(f"{w.say('report.seq', seq=content['seq'])}. {w.say('report.keep')}"),
        *_signed(content, w),
        b.Signature(w.say("report.signed")),
        b.Hem(),
    )


def _signed(content: Content, w: Words) -> b.Blocks:
    """Who has read it, by sign-in name; the hand's signature goes below."""
    signed = content.get("signed")
    if not signed:
        return ()
    at = clock(local(signed["at"], content["timezone"]), content["language"])
    return (b.Note(w.say("report.signed_by", name=signed["by"], time=at)),)
