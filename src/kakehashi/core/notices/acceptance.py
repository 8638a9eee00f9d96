"""Clause 8: acceptance suspended and resumed in a field, and how residence is dealt with."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.fields import is_wrong_day
from kakehashi.core.notices.notice import PUBLIC, RESTRICTED, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.text import Text
from kakehashi.core.notices.values import Count, FieldCode, Laws, WebAddress


class Channel(Code):
    """A way into a field that is closed or opened."""

    ELIGIBILITY = "certificate-of-eligibility", "Certificates of eligibility"
    CHANGE = "change-of-status", "Change of status of residence"
    EXTENSION = "extension", "Extension of stay"
    TESTS = "tests", "Exams and tests"


class ChannelDay(Payload):
    """A channel and the day from which it is closed, or open again."""

    channel: Channel = Field(title="Channel")
    from_on: Day = Field(title="From")


Channels = Annotated[tuple[ChannelDay, ...], Field(min_length=1, max_length=4, title="Channels")]


class StatusOfResidence(Code):
    """Whom it concerns."""

    ONE = "ssw-1", "Specified Skilled Worker (i)"
    TWO = "ssw-2", "Specified Skilled Worker (ii)"
    SPOUSE = "dependant-spouse", "Spouse of a Specified Skilled Worker (ii)"
    CHILD = "dependant-child", "Child of a Specified Skilled Worker (ii)"


class FieldChannels(Payload):
    """A field and the channels that close or open in it."""

    field: FieldCode = Field(title="Field")
    part: Text | None = Field(
        default=None, title="Part of the field", description="Where only a part is concerned."
    )
    channels: Channels
    legal_basis: Laws = Field(default=(), title="Legal basis")
    explanation: Text | None = Field(default=None, title="Public explanation")
    published_at_url: WebAddress | None = Field(default=None, title="Where it is published")

    @model_validator(mode="after")
    def _is_a_field_then(self) -> Self:
        if len({day.channel for day in self.channels}) != len(self.channels):
            raise fault(Fault.NAMED_TWICE)
        for day in self.channels:
            if is_wrong_day(self.field, day.from_on):
                raise fault(Fault.NO_FIELD_THEN, field=self.field, day=day.from_on.isoformat())
        return self


class SuspendedAcceptance(FieldChannels):
    """A temporary suspension of acceptance."""

    expected_until_on: Day | None = Field(default=None, title="Expected until")
    exceptions: Text | None = Field(
        default=None, title="Exceptions", description="For example applications already made."
    )


class AcceptanceSuspended(Notice):
    """Clause 8 of both."""

    kind = "acceptance.suspended"
    title = "Acceptance suspended"
    description = "Japan suspends acceptance in a field for a time; channel by channel."
    family = Family.ACCEPTANCE
    classes = (PUBLIC,)
    takes_effect = True

    public: SuspendedAcceptance = Field(title="Suspension")


class AcceptanceResumed(Notice):
    """Clause 8 of both."""

    kind = "acceptance.resumed"
    title = "Acceptance resumed"
    description = "Channels of a field open again. It names the suspension."
    family = Family.ACCEPTANCE
    classes = (PUBLIC,)
    takes_effect = True
    refers = Answers(required=("acceptance.suspended",), any_kind=True)

    public: FieldChannels = Field(title="Resumption")


class ResidenceMeasure(Code):
    """How the residence of workers in a suspended field is dealt with."""

    STAY = "stay-as-before", "They stay as before"
    EXTENSION = "extension", "Extensions are permitted"
    EMPLOYER = "change-of-employer", "Change of employer is supported"
    FIELD = "change-of-field", "Change of field is possible"
    DESIGNATED = "designated-activities", "Designated activities"
    TIME_TO_LEAVE = "time-to-leave", "Time to prepare departure"
    COUNSEL = "counsel", "Counsel and support"
    OTHER = "other", "Other"


class ResidenceStep(Payload):
    """One way in which residence is dealt with."""

    measure: ResidenceMeasure = Field(title="Way")
    text: Text | None = Field(default=None, title="In words")


class ResidenceCount(Payload):
    """How many persons; who they are stays with Japan."""

    status: StatusOfResidence = Field(title="Status")
    persons: Count = Field(title="Persons")
    not_permitted: Count = Field(default=0, title="Finally not permitted to reside")

    @model_validator(mode="after")
    def _counts_fit(self) -> Self:
        if self.not_permitted > self.persons:
            raise fault(Fault.COUNTS_DIFFER)
        return self


class ResidenceHandling(Payload):
    """How residence is dealt with, and for how many."""

    field: FieldCode = Field(title="Field")
    as_of_on: Day = Field(title="As of")
    steps: tuple[ResidenceStep, ...] = Field(min_length=1, max_length=20, title="Ways")
    counts: tuple[ResidenceCount, ...] = Field(default=(), max_length=4, title="Counts")
    remarks: Text | None = Field(default=None, title="Remarks")


class ResidenceHandlingInformed(Notice):
    """Clause 8 of both."""

    kind = "residence-handling.informed"
    title = "Handling of residence informed"
    description = "How residence is dealt with during a suspension; counts, never names."
    family = Family.ACCEPTANCE
    classes = (RESTRICTED,)
    answers = Answers(required=("acceptance.suspended",))

    restricted: ResidenceHandling = Field(title="How residence is dealt with")
