"""What happened to what is plugged in, and to the clock: printers, voice, displays, kiosks, the believed hour."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PrinterChanged:
    printer: str
    zone: int  # where it stands
    zones: list[int]  # whose desks print there
    state: str


@dataclass(frozen=True, slots=True)
class AnnouncementReady:
    job: str
    ticket: str
    label: str
    counter: int
    zone: int
    agency: str
    field: int
    call_seq: int
    called_at: str
    parts: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class AnnouncementSpoken:
    job: str
    ticket: str
    label: str
    zone: int
    agency: str
    field: int


@dataclass(frozen=True, slots=True)
class AnnouncementSkipped:
    job: str
    ticket: str
    label: str
    zone: int
    agency: str
    field: int
    reason: str


@dataclass(frozen=True, slots=True)
class VoiceChanged:
    state: str
    fields: list[int]
    device: str = ""  # the agent; empty in rows older than this field
    device_name: str = ""


@dataclass(frozen=True, slots=True)
class PlayerChanged:
    field: int
    player: bool


@dataclass(frozen=True, slots=True)
class DisplayChanged:
    device: str
    device_name: str
    zone: int | None
    state: str


@dataclass(frozen=True, slots=True)
class DeviceConnected:
    """It is heard of: for the first time, or again. `state` is what it last said of itself."""

    device: str
    device_name: str
    kind: str
    zone: int | None
    place: str | None
    state: str


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """Nothing was heard of it for a while: its cable, its power, or its page."""

    device: str
    device_name: str
    kind: str
    zone: int | None


@dataclass(frozen=True, slots=True)
class DevicePaired:
    device: str
    device_name: str
    kind: str
    by: str  # who made the code


@dataclass(frozen=True, slots=True)
class DeviceWithdrawn:
    device: str
    device_name: str
    kind: str
    by: str


@dataclass(frozen=True, slots=True)
class ClockStepped:
    back_seconds: int


@dataclass(frozen=True, slots=True)
class ClockDoubted:
    day: str


@dataclass(frozen=True, slots=True)
class ClockConfirmed:
    day: str
    by: str


@dataclass(frozen=True, slots=True)
class ClockTrusted:
    """It makes sense again, by itself."""

    day: str
