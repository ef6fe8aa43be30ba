"""What a printer says about itself: DLE EOT 1, 2 and 4, asked in real time, and read as one of six states."""

from collections.abc import Callable

READY, PAPER_LOW, PAPER_OUT = "ready", "paper_low", "paper_out"
COVER_OPEN, OFFLINE, UNKNOWN = "cover_open", "offline", "unknown"
STATES = (READY, PAPER_LOW, PAPER_OUT, COVER_OPEN, OFFLINE, UNKNOWN)
WELL = (READY, PAPER_LOW)

QUESTIONS = b"\x10\x04\x01\x10\x04\x02\x10\x04\x04"  # the printer; why it is offline; its paper
ANSWERS = 3
CONFIRM_PLEASE = b"\x1dr\x01"  # answered only after everything before it was carried out


def is_status(byte: int) -> bool:
    """Bits 1 and 4 are always set in an answer to DLE EOT, 0 and 7 never: nothing else looks so."""
    return byte & 0x93 == 0x12


def is_confirmation(byte: int) -> bool:
    """An answer to GS r: bits 4 and 7 are never set, nor are those of flow control."""
    return byte & 0xF0 == 0


def read(answers: bytes) -> str:
    """The state behind the three answers, the gravest first. Fewer than three are no answer: unknown, not well."""
    if len(answers) < ANSWERS:
        return UNKNOWN
    printer, cause, paper = answers[:ANSWERS]
    if cause & 0x04:
        return COVER_OPEN
    if paper & 0x60 or cause & 0x20:
        return PAPER_OUT
    if printer & 0x08 or cause & 0x40:
        return OFFLINE
    return PAPER_LOW if paper & 0x0C else READY


def look(ask: Callable[[bytes, int], bytes]) -> str:
    """Ask, and read the state; a printer that cannot be reached is offline."""
    try:
        return read(ask(QUESTIONS, ANSWERS))
    except OSError:
        return OFFLINE
