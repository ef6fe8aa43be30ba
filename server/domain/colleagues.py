"""What one clerk may write down for the next: short, and nothing that names a person by number."""

import re

from server.domain.refusals import NoteHoldsNumber

MOST_DIGITS = 9  # a NIK has sixteen, a family card too, a telephone ten and more; a ticket's label has three
# A run of digits however it is written: with spaces, dots, hyphens, or anything but letters between them.
RUN = re.compile(r"\d(?:[\W_]{0,3}\d)+")


def sound_note(text: str) -> str:
    """The words on one line. Raises NoteHoldsNumber where they hold what looks like somebody's number."""
    words = " ".join(text.split())
    if any(sum(sign.isdigit() for sign in run) > MOST_DIGITS for run in RUN.findall(words)):
        raise NoteHoldsNumber()
    return words
