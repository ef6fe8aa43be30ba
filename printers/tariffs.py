"""Official tariffs on a slip, each with its legal basis, free only where verified; other costs stay apart."""

from collections.abc import Sequence

from printers import blocks as b
from printers.wording import Content, rupiah, said
from server.words import Words

MOST_LINES = 8  # beyond this the slip points to kiosk and phone


def tariff_blocks(content: Content, w: Words) -> b.Blocks:
    """Both tables, never summed; nothing where the service has no tariff at all."""
    tariffs, others = content.get("tariffs") or (), content.get("other_costs") or ()
    language = content["language"]
    return (
        *(_official(tariffs, language, w) if tariffs else ()),
        *(_paid_where(content, tariffs, w) if tariffs else ()),
        *(_to_others(others, language, w) if others else ()),
    )


def _official(tariffs: Sequence[Content], language: str, w: Words) -> b.Blocks:
    if not any(tariff["verified"] for tariff in tariffs):
        return (b.Section(w.say("tariff")), *_all_unchecked(tariffs, language, w))
    shown, basis = tariffs[:MOST_LINES], common_basis(tariffs)
    blocks: list[b.Block] = [
        b.Section(w.say("tariff"), basis),
        *(_line(t, basis, language, w) for t in shown),
    ]
    if len(tariffs) > len(shown):
        blocks.append(b.Note(w.count("tariff.more", len(tariffs) - len(shown))))
    if not all(tariff["verified"] for tariff in tariffs):
        blocks.append(b.Note(w.say("tariff.some_unchecked")))
    return tuple(blocks)


def _line(tariff: Content, basis: str, language: str, w: Words) -> b.Line:
    """The basis of its own stands below; what a line adds to a shared one follows the label."""
    label, own = said(tariff["label"], language), rest_of_basis(tariff, basis)
    if basis and own:
        return b.Line(f"{label}, {own}", amount(tariff, w))
    return b.Line(label, amount(tariff, w), own)


def _all_unchecked(tariffs: Sequence[Content], language: str, w: Words) -> b.Blocks:
    """No line can be vouched for: one sentence says so, and the labels need no column of amounts."""
    labels = "; ".join(said(tariff["label"], language) for tariff in tariffs[:MOST_LINES])
    return (b.Note(f"{labels}."), b.Note(w.say("tariff.rest_unchecked"), lead=w.say("tariff.ask.lead")))


def amount(tariff: Content, w: Words) -> str:
    """Never an amount, and never "free", that nobody has checked."""
    if not tariff["verified"]:
        return w.say("tariff.ask")
    if tariff["amount"] is None:
        return w.say("tariff.computed")
    return rupiah(tariff["amount"]) if tariff["amount"] else w.say("tariff.free")


def common_basis(tariffs: Sequence[Content]) -> str:
    """The legal basis that all lines share, to be said once; "" where they differ or one is unchecked."""
    bases = [str(tariff.get("basis") or "") if tariff["verified"] else "" for tariff in tariffs]
    shortest = min(bases, key=len)
    return shortest if shortest and all(_begins_with(basis, shortest) for basis in bases) else ""


def _begins_with(basis: str, stem: str) -> bool:
    return basis == stem or basis.startswith((f"{stem} ", f"{stem},", f"{stem};"))


def rest_of_basis(tariff: Content, common: str) -> str:
    """What a line's own basis adds to the common one: an article, a date."""
    if not tariff["verified"]:
        return ""
    rest = str(tariff.get("basis") or "").removeprefix(common).strip(" ,;")
    return "" if common and rest.startswith("(") else rest  # a remark in brackets is not the basis itself


def _paid_where(content: Content, tariffs: Sequence[Content], w: Words) -> b.Blocks:
    """Where the money goes, unless there is none to pay."""
    place = content.get("paid_to")
    costs = any(not (tariff["verified"] and tariff["amount"] == 0) for tariff in tariffs)
    if not place or not costs:
        return ()
    return (b.Note(w.say(f"paid.{place}", agency=content["agency"]["short"])),)


def _to_others(costs: Sequence[Content], language: str, w: Words) -> b.Blocks:
    heading = b.Section(w.say("others"))
    if any(cost["verified"] for cost in costs):
        return (heading, *(b.Line(said(cost["label"], language), amount(cost, w)) for cost in costs))
    labels = "; ".join(said(cost["label"], language) for cost in costs)
    return (heading, b.Note(f"{labels}."), b.Note(w.say("others.unchecked")))
