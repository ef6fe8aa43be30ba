"""What a piece of paper can hold: the few kinds of block that a slip and a report are composed of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """The house's name, centred at the top."""

    text: str


@dataclass(frozen=True, slots=True)
class Hem:
    """The stepped triangles of the cloth: each is one person in line."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line between two subjects."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """Outlined remarks nobody may overlook: a reprint, demonstration data."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """The number itself, as large as the paper allows."""

    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """White on black: where to go and sit."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: what it is, and how much."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Section:
    """A small title, with what holds for all its lines at the right."""

    left: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A line of the list to tick."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """What, and how much; `below` is a remark of its own, such as the legal basis."""

    left: str
    right: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph; `lead` opens it in bold."""

    text: str
    lead: str = ""


Beside = tuple[str, str]  # a line beside a code: its plain words, then its strong ones; either may be ""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR of `url`, with lines beside it."""

    url: str
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Room to write by hand over a solid line, and who is to do so."""

    text: str


@dataclass(frozen=True, slots=True)
class Foot:
    text: str


Block = (
    Title
    | Hem
    | Rule
    | Stamps
    | Heading
    | Subheading
    | Label
    | Bar
    | Figure
    | Section
    | Box
    | Line
    | Note
    | Code
    | Signature
    | Foot
)
Blocks = tuple[Block, ...]
