"""What devices say: who they are, how they are, and what became of a job; every input has a bound."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.api.shapes import Body, Code, Id, Name, Number

Target = Annotated[str, StringConstraints(pattern=r"^(printer:[A-Za-z0-9_-]{1,16}|field:[0-9]{1,3})$")]


class PairBody(Body):
    code: Annotated[str, StringConstraints(min_length=4, max_length=16)] | None = None
    kind: Literal["kiosk", "display", "agent"] | None = None
    zone: Number | None = None
    name: Name | None = None
    place: Code | None = None


class PairingBody(Body):
    kind: Literal["kiosk", "display", "agent"]
    name: Name
    zone: Number | None = None
    place: Code | None = None
    printer: Code | None = None


class StateBody(Body):
    state: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,16}$")]
    detail: Annotated[str, StringConstraints(max_length=200)] | None = None


class PrinterStateBody(Body):
    state: Literal["ready", "paper_low", "paper_out", "cover_open", "offline", "unknown"]


class PlayerBody(Body):
    instance: Id


class ClaimBody(Body):
    targets: Annotated[list[Target], Field(min_length=1, max_length=32)]
    wait_seconds: Annotated[float, Field(ge=0, le=25, strict=False)] = 0
    begins: bool = Field(False, description="This agent says begin before a job's first byte")


class BeginBody(Body):
    claim: Annotated[int, Field(ge=1, le=10_000)] = Field(description="The number that came with the job")


class Part(Body):
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    seconds: Annotated[float, Field(gt=0, le=60, strict=False)]


class DoneBody(Body):
    parts: Annotated[list[Part], Field(max_length=4, default_factory=list)]


class FailedBody(Body):
    reason: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
    retry: bool = False


class UncertainBody(Body):
    reason: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class SkippedBody(Body):
    reason: Literal["late", "served", "no_sound"]
