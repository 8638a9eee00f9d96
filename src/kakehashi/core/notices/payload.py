"""What every notice is made of: classes, links, dates and the frozen payload they stand in."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator


class Classification(StrEnum):
    """Who may see a notice (clause 3): anybody, both sides' circles, or by a disclosure record."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"


class Payload(BaseModel):
    """A frozen record in which an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


UUID7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
NoticeId = Annotated[str, StringConstraints(pattern=UUID7)]
LeafHash = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class Links(Payload):
    """How a notice stands to others; a part of its own, so that an envelope points at nothing.

    `answers` names the notices it replies to or discharges, `refers` others it rests on, `case`
    the matter both sides know it under, `corrects` the notice it mends or withdraws, and `act`
    the leaf hash (base64url, 32 bytes) of the officer's entry in the author's local journal.
    """

    answers: tuple[NoticeId, ...] = Field(default=(), max_length=100)
    refers: tuple[NoticeId, ...] = Field(default=(), max_length=100)
    case: NoticeId | None = None
    corrects: NoticeId | None = None
    act: LeafHash | None = None


class Decided(Payload):
    """When a thing was decided: on a day, or, where only that is known, not later than a day."""

    on: date | None = None
    not_later_than: date | None = None

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if (self.on is None) == (self.not_later_than is None):
            raise ValueError("state either `on` or `not_later_than`")
        return self

    @property
    def latest(self) -> date:
        """The day itself, or the last day it can have been."""
        return self.on or self.not_later_than or date.max
