"""The bodies, paths and queries of those who steer the floor; every input has a bound."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from server.api.shapes import (
    Body,
    Code,
    Command,
    Id,
    LanguageCode,
    Minutes,
    Name,
    ScopeCode,
    Texts,
    with_indonesian,
)  # fmt: skip


class MessageBody(Command):
    scope: Literal["site", "zone", "agency", "service"]
    code: ScopeCode = Field("", description="The zone's number, the agency's or service's code; empty: the site")
    texts: Annotated[Texts, AfterValidator(with_indonesian)] = Field(description="Words by language, “id” always")
    minutes: Minutes | None = Field(None, description="How long; null: until it is lifted")


Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
ProfileCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")]
Codes = Annotated[list[Code], Field(max_length=40)]


class QuotaBody(Command):
    quota: Annotated[int, Field(ge=1, le=9999)] = Field(description="So many numbers today, more than until now")


class HoursBody(Command):
    agency: Code | None = Field(None, description="null: the whole hall")
    close: Clock
    last_ticket: Clock | None = Field(None, description="null: it moves as far as the closing does")


class SignBody(Command):
    day: Annotated[date, Field(strict=False)] | None = Field(None, description="null: the present day")


class CheckBody(Command):
    check: Literal["sound", "paper", "clock"]


class ProfileLine(Body):
    """A line of a work profile, as it stands in the mall's file."""

    code: ProfileCode
    queues: Codes = Field([])
    services: Codes = Field([])
    languages: Annotated[list[LanguageCode], Field(max_length=8)] = Field([])
    classes: Annotated[list[Literal["priority", "appointment", "ordinary"]], Field(max_length=3)] = Field([])
    most: Annotated[int, Field(ge=1, le=20)] | None = None
    after: Annotated[int, Field(ge=1, le=20)] | None = None
    wait_over_minutes: Annotated[int, Field(ge=1, le=600)] | None = None


class ProfileBody(Command):
    name: Annotated[dict[LanguageCode, Name], Field(min_length=1, max_length=8)]
    lines: Annotated[list[ProfileLine], Field(max_length=10)]


class PreviewBody(Body):
    lines: Annotated[list[ProfileLine], Field(max_length=10)]


class GiveProfileBody(Command):
    profile: ProfileCode | None = Field(description="null: first come, first served")


class FloorQuery(BaseModel):
    agency: Code | None = None


class ServicePath(BaseModel):
    service: Code


class MessagePath(BaseModel):
    message: Id


class ProfilePath(BaseModel):
    profile: ProfileCode
