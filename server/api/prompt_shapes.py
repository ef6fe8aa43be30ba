"""The shapes of what the hall can say: prompts, and a recorded voice clip by clip."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from server.api.shapes import Body


class PromptPath(BaseModel):
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$")]


class PromptQuery(BaseModel):
    text: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class PromptsAnswer(BaseModel):
    prompts: list[dict[str, Any]]


class ClipLine(Body):
    """One clip of a recorded voice: what it says, and whether it can be used."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
    clip: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    group: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,16}$")]
    text: Annotated[str, StringConstraints(max_length=200)]
    file: Annotated[str, StringConstraints(max_length=80)]
    state: Literal[
        "present", "composed", "missing", "other_text", "too_quiet", "silent", "clipped", "wrong_format"
    ]  # fmt: skip
    seconds: Annotated[float, Field(ge=0, le=60, strict=False)]
    in_vain: bool = Field(False, description="A call wanted it, and the engine had to say the sentence")


class PackAbout(Body):
    name: Annotated[str, StringConstraints(max_length=60)]
    made_by: Annotated[str, StringConstraints(max_length=60)]


class PackBody(Body):
    pack: PackAbout | None
    engine: Literal["ready", "failing", "absent"]
    clips: Annotated[list[ClipLine], Field(max_length=2000)]
