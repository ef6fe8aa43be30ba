"""The bodies, paths and queries that the door accepts; every input has a bound."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

ScopeCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,16}$")]
RequestId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,16}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Room = Annotated[str, StringConstraints(pattern=r"^(hall|floor|(zone|desk|queue|floor):[A-Za-z0-9_-]{1,8})$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]
NoteCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 -]{8,16}$")]
Minutes = Annotated[int, Field(ge=1, le=480)]
Number = Annotated[int, Field(ge=1, le=999)]


class Body(BaseModel):
    """Strict: what is not named is refused, so that a slip of the pen is not silently ignored."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Command(Body):
    request_id: RequestId = Field(description="Made by the caller at the press; a retry brings the same one")


class IssueBody(Command):
    service: Code | None = Field(None, description="May be left out where a code says it")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")] = "id"
    printer: Code | None = Field(None, description="Staff only: where the slip comes out")
    counter: Number | None = Field(None, description="Staff only: the desk that issues it")

    code: NoteCode | None = Field(None, description="Of a note of an outage, or of an appointment")
    note: NoteCode | None = Field(None, description="The same, as it was called before there were appointments")
    then: Annotated[list[Code], Field(max_length=5)] = Field([], description="The services that follow, same number")
    priority: Literal["elderly", "disability", "pregnant", "infant", "disaster"] | None = Field(
        None, description="For which reason priority is asked; counted, not kept with the ticket"
    )


class ItineraryQuery(BaseModel):
    services: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,16}(,[A-Za-z0-9_-]{1,16}){0,5}$")] = Field(
        description="In the visitor's own order, with commas: A1,C1"
    )


def within_lifetimes(moment: datetime) -> datetime:
    """At the edges of the calendar a change of timezone leaves it."""
    if not 2000 <= moment.year < 2200:
        raise ValueError("a year from 2000 to 2199")
    return moment


Moment = Annotated[AwareDatetime, Field(strict=False), AfterValidator(within_lifetimes)]
PaperNumber = Annotated[int, Field(ge=1, le=999)]


class PaperSlip(Body):
    service: Code
    number: PaperNumber = Field(description="7 on a slip that says A-P07")
    state: Literal["waiting", "served", "left"]
    issued_at: Moment
    counter: Number | None = None
    called_at: Moment | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None


class PaperBody(Command):
    tickets: Annotated[list[PaperSlip], Field(min_length=1, max_length=50)]


class ReleaseBody(Command):
    scope: Literal["agency", "service"]
    code: Code
    reason: Literal["central_system_down", "power", "staff", "left", "other"] = "central_system_down"
    printer: Code | None = Field(None, description="Print every note there at once")
    note: bool = Field(True, description="False: without a note, for those who have left")
    labels: Annotated[list[Id], Field(min_length=1, max_length=200)] | None = Field(
        None, description="These alone of those who wait there"
    )


class PrintNoteBody(Command):
    note: NoteCode
    printer: Code


class WaitingListQuery(BaseModel):
    agency: Code | None = None
    zone: Number | None = None


class PrintListBody(Command):
    agency: Code | None = None
    zone: Number | None = None
    printer: Code | None = None


class PrintBlockBody(Command):
    queue: Code
    first: PaperNumber = 1
    count: Annotated[int, Field(ge=1, le=50, description="Fewer where the numbers end at 999")] = 24
    printer: Code


class NotesQuery(BaseModel):
    day: date | None = None


class PostponeBody(Command):
    places: Annotated[int, Field(ge=1, le=10)] | None = Field(None, description="How many go first; else the mall's")


class ReprintBody(Command):
    printer: Code | None = None


class TakeBody(Command):
    take_over: bool = Field(False, description="Take the counter of a holder who vanished")


class PauseCounterBody(Command):
    reason: Literal["break", "prayer", "meal", "toilet", "meeting", "system", "other"]
    minutes: Minutes | None = None


class NextBody(Command):
    expects: Id | None = Field(description="The ticket the caller sees at the counter, or null")
    system_back: bool = Field(False, description="The caller says that the agency's central system works again")


class VisitorBody(Command):
    ticket: Id


class Delivered(Body):
    service: Code
    count: Annotated[int, Field(ge=1, le=99)] = 1


class FinishBody(VisitorBody):
    outcome: Literal["done", "incomplete", "referred", "not_needed"] = "done"
    delivered: Annotated[list[Delivered], Field(max_length=20)] = []


class CallBody(Command):
    expects: Id | None = Field(description="The ticket the caller sees at the counter, or null")
    ticket: Id = Field(description="The label of the one who is chosen")
    reason: Literal["urgent", "returning", "together", "mistake", "system", "other"]


class ParkBody(VisitorBody):
    why: Literal["documents", "form", "copy", "payment", "prayer", "other"]
    minutes: Minutes | None = Field(None, description="Until then; null: until the visitor returns")


class TransferBody(VisitorBody):
    service: Code | None = Field(None, description="Another service; null: the same")
    counter: Number | None = Field(None, description="One counter that shall call")
    staff: Name | None = Field(None, description="One person that shall call, by sign-in name")

    @model_validator(mode="after")
    def goes_somewhere(self) -> "TransferBody":
        if self.service is None and self.counter is None and self.staff is None:
            raise ValueError("service, counter or staff")
        return self


class AutoCallBody(Command):
    on: bool


class HelpQueuesBody(Command):
    queues: Annotated[list[Code], Field(max_length=20)] = Field(description="Queues served too; empty: only its own")


class ColleagueNoteBody(Command):
    text: Annotated[str, StringConstraints(min_length=1, max_length=280, pattern=r"^[^\x00-\x1f\x7f]+$")]
    ticket: Id | None = Field(None, description="The label it is about; null: the counter")


class PriorityBody(Command):
    decision: Literal["requested", "confirmed", "declined"]


class PlanBody(Command):
    services: Annotated[list[Code], Field(max_length=5)] = Field(
        description="What follows, in this order; empty: nothing"
    )


class MoveBody(Command):
    service: Code


class WhyQuery(BaseModel):
    first: Id = Field(description="The label of the one who was called first")
    then: Id
    day: date | None = None


class HelpBody(Command):
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")] = "id"


MessageText = Annotated[str, StringConstraints(min_length=1, max_length=160, pattern=r"^[^\x00-\x1f\x7f]+$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
Texts = Annotated[dict[LanguageCode, MessageText], Field(max_length=8)]


def with_indonesian(texts: dict[str, str] | None) -> dict[str, str] | None:
    if texts is not None and "id" not in texts:
        raise ValueError("the text in “id” is missing")
    return texts


class PauseBody(Command):
    scope: Literal["site", "agency", "service"]
    code: ScopeCode = ""
    reason: Literal["central_system_down", "meeting", "ceremony", "power", "staff", "other"]
    numbers: bool = Field(True, description="Whether numbers may still be taken")
    minutes: Minutes | None = None
    texts: Annotated[Texts | None, AfterValidator(with_indonesian)] = Field(
        None, description="A message to those who wait, for as long as the pause"
    )


class CloseDayBody(Command):
    waiting: Literal["serve", "release"]


class ConfirmClockBody(Command):
    day: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class SignInBody(Body):
    username: Name
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class NoBody(Body):
    pass


class DevicePath(BaseModel):
    device: Id


class UsernamePath(BaseModel):
    username: Name


class TicketPath(BaseModel):
    ticket: Id


class LabelPath(BaseModel):
    label: Id


class NotePath(BaseModel):
    note: Id


class CounterPath(BaseModel):
    counter: Number


class JobPath(BaseModel):
    job: Id


class AlarmPath(BaseModel):
    alarm: Id


class PausePath(BaseModel):
    pause: Id


class PrinterPath(BaseModel):
    printer: Code


class FieldPath(BaseModel):
    field: Number


class SoundPath(BaseModel):
    name: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}\.wav$")]


class RoomQuery(BaseModel):
    room: Room | None = None
    zone: Number | None = None

    def named(self) -> str:
        return self.room or (f"zone:{self.zone}" if self.zone else "hall")


class NewsQuery(RoomQuery):
    since: Annotated[int, Field(ge=0, le=2**53)] = 0
    wait: Annotated[float, Field(ge=0, le=25)] = 0
    timeline: Annotated[str, StringConstraints(max_length=32)] | None = Field(None, description="That of the snapshot")


class DayQuery(BaseModel):
    day: date


class PartQuery(BaseModel):
    part: Annotated[int, Field(ge=0, le=3)] = 0


class ErrorShape(BaseModel):
    """Every answer that is not a success."""

    error: str
    message: str
    request_id: str | None = None


class Open(BaseModel):
    """An answer whose further members are described in the door's README."""

    model_config = ConfigDict(extra="allow")


class TicketAnswer(Open):
    ticket: dict[str, Any]
    slip: dict[str, Any] | None = None


class DeskAnswer(Open):
    counter: dict[str, Any]
    ticket: dict[str, Any] | None
    waiting: list[dict[str, Any]]
    waiting_count: int
    may: dict[str, Any]
    troubles: list[dict[str, Any]]
    seq: int


class NewsAnswer(Open):
    seq: int
    room: str
    news: list[dict[str, Any]]
    reset: bool


class JobsAnswer(BaseModel):
    jobs: list[dict[str, Any]]


class OkAnswer(Open):
    ok: bool = True
