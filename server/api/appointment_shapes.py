"""The bodies and queries of appointments; every input has a bound."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from server.api.shapes import Code, Command, Moment, NoteCode


class TimesQuery(BaseModel):
    service: Code


class BookBody(Command):
    service: Code
    at: Moment = Field(description="One of the times that are free")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")] = "id"
    printer: Code | None = Field(None, description="Print it there at once")


class AppointmentCodeBody(Command):
    code: NoteCode


class PrintAppointmentBody(AppointmentCodeBody):
    printer: Code
