"""What every notice is made of: classes, codes, links, dates and the frozen payload beneath."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault


def _day(value: object) -> object:
    """Read a day of the calendar: a date, or exactly `YYYY-MM-DD`."""
    if isinstance(value, str):
        if not _DAY.fullmatch(value):
            raise fault(Fault.NO_DAY)
        return date.fromisoformat(value)
    if type(value) is not date:
        raise fault(Fault.NO_DAY)
    return value


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, BeforeValidator(_day)]
"""A day of the calendar in its author's time zone; `YYYY-MM-DD` in JSON."""


class Classification(Code):
    """Who may see a notice (clause 3): anybody, both sides' circles, or by a disclosure record."""

    PUBLIC = "public", "Public"
    RESTRICTED = "restricted", "Restricted to both sides"
    CONFIDENTIAL = "confidential", "Confidential"


class Payload(BaseModel):
    """A frozen record in which an unknown field is an error.

    Every field has a `title` (its label on a form) and, where one could hesitate, a
    `description`; the validation paths that pydantic reports are the paths of the form.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Personal(Payload):
    """A record about a person: never part of what is public for ever."""


UUID7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
NoticeId = Annotated[str, StringConstraints(pattern=UUID7)]
LeafHash = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class Links(Payload):
    """How a notice stands to others; a part of its own, so that an envelope points at nothing.

    `answers` names the notices it replies to or discharges, `refers` others it rests on, `case`
    the matter both sides know it under, `corrects` the notice it mends or withdraws, and `act`
    the leaf hash (base64url, 32 bytes) of the officer's entry in the author's local journal.
    """

    answers: tuple[NoticeId, ...] = Field(
        default=(),
        max_length=100,
        title="Answers",
        description="The notices that this one replies to.",
    )
    refers: tuple[NoticeId, ...] = Field(
        default=(),
        max_length=100,
        title="Refers to",
        description="Other notices that this one rests on.",
    )
    case: NoticeId | None = Field(
        default=None,
        title="Case",
        description="The first notice of the matter that both sides know it under.",
    )
    corrects: NoticeId | None = Field(default=None, title="Corrects or withdraws")
    act: LeafHash | None = Field(default=None, title="The officer's entry in the local journal")

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for named in (self.answers, self.refers):
            if len(set(named)) != len(named):
                raise fault(Fault.NAMED_TWICE)
        return self


class Decided(Payload):
    """When a thing was decided: on a day, or, where only that is known, not later than a day."""

    on: Day | None = Field(default=None, title="Decided on")
    not_later_than: Day | None = Field(
        default=None,
        title="Decided not later than",
        description="Where only the latest possible day is known.",
    )

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if (self.on is None) == (self.not_later_than is None):
            raise fault(Fault.ONE_DAY)
        return self

    @property
    def latest(self) -> date:
        """The day itself, or the last day it can have been."""
        return self.on or self.not_later_than or date.max
