"""What a voice pack has and what it lacks, clip by clip, for the command line and for the server's page."""

from collections.abc import Iterable, Mapping
from typing import Any

from server.voice import recording
from server.voice.pack import Pack
from server.voice.wanting import Wanted, wanted

COMPOSED = "composed"  # not recorded, and not needed: its words are


def report(
    pack: Pack | None, mall: Mapping[str, Any], engine_state: str, missed: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """`missed`: clips that a call wanted in vain."""
    in_vain = set(missed)
    clips = [line(pack, one, (one.language, one.step.clip) in in_vain) for one in wanted(mall)]
    about = {"name": pack.name, "made_by": pack.made_by} if pack else None
    return {"pack": about, "engine": engine_state, "clips": clips}


def line(pack: Pack | None, one: Wanted, in_vain: bool = False) -> dict[str, Any]:
    found = pack.clip(one.language, one.step) if pack else None
    state = found.state if found else recording.MISSING
    if one.is_optional and state == recording.MISSING:
        state = COMPOSED
    return {
        "language": one.language, "clip": one.step.clip, "group": one.group, "text": one.step.text,
        "file": f"{one.language}/{one.step.clip}.wav", "state": state, "seconds": found.seconds if found else 0,
        "in_vain": in_vain,
    }  # fmt: skip


def lacking(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The clips of a report that somebody has to record, or to record again."""
    return [one for one in told["clips"] if one["state"] not in (recording.PRESENT, COMPOSED)]
