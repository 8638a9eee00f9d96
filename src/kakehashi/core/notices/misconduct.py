"""Misconduct of an approved sending organization: informed, acknowledged, investigated."""

from typing import Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.intermediaries import Categories, MayBePut, Outcome, Payment
from kakehashi.core.notices.notice import CONFIDENTIAL, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.persons import Actors, ContactPerson
from kakehashi.core.notices.text import OrganizationNames, Reference, Text
from kakehashi.core.notices.values import (
    Attachment,
    Attachments,
    Body,
    Number,
    People,
    Places,
    RoughPeriod,
)


class Seems(Code):
    """What an organization seems to have done; it is not yet said that it did."""

    STANDARDS = "against-standards", "Activities inconsistent with approving standards"
    OTHER = "otherwise-improper", "Other improper activities"


class Point(Payload):
    """One part of the information, and whether the organization may be told of it."""

    number: Number = Field(title="Number")
    account: Text = Field(
        title="What seems to have happened",
        description="Without names of candidates, workers or relatives.",
    )
    categories: Categories = ()
    period: RoughPeriod | None = Field(default=None, title="Time")
    places: Places = Field(default=(), title="Places")
    people: People = Field(default=People.UNKNOWN, title="How many persons it concerns")
    payments: tuple[Payment, ...] = Field(default=(), max_length=20, title="Payments")
    may_be_put: MayBePut = Field(
        title="May it be put to the organization?",
        description="Yes counts as the consent or the notice of clause 3.",
    )
    redacted: Text | None = Field(
        default=None, title="As redacted", description="The words that may be put to it."
    )

    @model_validator(mode="after")
    def _is_redacted_in_words(self) -> Self:
        if (self.may_be_put is MayBePut.REDACTED) != (self.redacted is not None):
            raise fault(Fault.REDACTED_WORDS)
        return self


class EvidenceFile(Attachment):
    """A file, and whether the organization may see it."""

    point: Number | None = Field(default=None, title="Belongs to point")
    may_be_put: MayBePut = Field(title="May it be put to the organization?")


class Misconduct(Payload):
    """Information that an approved sending organization seems to have acted improperly."""

    number: Reference | None = Field(default=None, title="Approval number")
    names: OrganizationNames = Field(title="Organization")
    seems: tuple[Seems, ...] = Field(min_length=1, max_length=2, title="What it seems to be")
    points: tuple[Point, ...] = Field(min_length=1, max_length=50, title="Points")
    actors: Actors = Field(
        default=(),
        title="Others who are said to have acted",
        description="Never name a candidate, worker or relative. Payments count them from 0.",
    )
    wished: Text | None = Field(default=None, title="What Japan would like to know")
    files: tuple[EvidenceFile, ...] = Field(default=(), max_length=50, title="Files")

    @model_validator(mode="after")
    def _numbers_fit(self) -> Self:
        numbers = [point.number for point in self.points]
        if len(set(numbers)) != len(numbers):
            raise fault(Fault.SAME_NUMBER)
        if any(f.point is not None and f.point not in numbers for f in self.files):
            raise fault(Fault.NO_SUCH_POINT)
        payees = [p.payee for point in self.points for p in point.payments]
        if any(payee is not None and payee >= len(self.actors) for payee in payees):
            raise fault(Fault.NO_SUCH_PAYEE)
        return self


class MisconductInformed(Notice):
    """Clauses KH 5(5); TJ 7 3)."""

    kind = "misconduct.informed"
    title = "Misconduct informed"
    description = "An approved sending organization seems to have acted improperly."
    family = Family.MISCONDUCT
    classes = (CONFIDENTIAL,)

    confidential: Misconduct = Field(title="Information")


class Acknowledgement(Payload):
    """The sending side has the information and says who looks into it."""

    investigator: Body | None = Field(default=None, title="Who investigates")
    contact: ContactPerson | None = Field(default=None, title="Contact")
    begins_on: Day | None = Field(default=None, title="Begins on")
    expected_on: Day | None = Field(default=None, title="Results expected on")
    remarks: Text | None = Field(default=None, title="Remarks")


class MisconductAcknowledged(Notice):
    """Clauses KH 5(5); TJ 7 3)."""

    kind = "misconduct.acknowledged"
    title = "Misconduct acknowledged"
    description = "The information was received; who investigates and until when."
    family = Family.MISCONDUCT
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("misconduct.informed",))

    confidential: Acknowledgement = Field(title="Acknowledgement")


class StepKind(Code):
    """A step of an investigation."""

    DOCUMENTS = "documents-examined", "Documents examined"
    VISIT = "visited", "Premises visited"
    ORGANIZATION_HEARD = "organization-heard", "Organization heard"
    OTHERS_HEARD = "others-heard", "Others heard"
    ACCOUNTS = "accounts-examined", "Accounts examined"
    AUTHORITY = "authority-asked", "Another authority asked"
    OTHER = "other", "Other"


class Step(Payload):
    """One step, when, and what it showed."""

    step: StepKind = Field(title="Step")
    on: Day | None = Field(default=None, title="On")
    by: Body | None = Field(default=None, title="By whom")
    shown: Text | None = Field(default=None, title="What it showed")


class Finding(Payload):
    """What was found on one point."""

    point: Number | None = Field(default=None, title="Point of the information")
    outcome: Outcome = Field(title="Outcome")
    finding: Text | None = Field(default=None, title="Finding")


class Consequence(Code):
    """What follows from an investigation."""

    GUIDANCE = "guidance", "Guidance"
    SUPERVISION = "supervision", "Closer supervision"
    SUSPENSION = "suspension", "Suspension"
    REVOCATION = "revocation", "Revocation"
    REPAYMENT = "repayment", "Money repaid"
    POLICE = "police", "Passed to the police"
    FINE = "fine", "Fine"
    NONE = "none", "None"
    OTHER = "other", "Other"


class Investigation(Payload):
    """How it was investigated, what was found, what follows."""

    number: Reference | None = Field(default=None, title="Approval number")
    names: OrganizationNames = Field(title="Organization")
    outcome: Outcome = Field(title="Outcome")
    began_on: Day | None = Field(default=None, title="Began on")
    ended_on: Day | None = Field(default=None, title="Ended on")
    steps: tuple[Step, ...] = Field(default=(), max_length=100, title="Steps")
    findings: tuple[Finding, ...] = Field(min_length=1, max_length=50, title="Findings")
    guidance: Text | None = Field(default=None, title="Guidance given")
    supervision: Text | None = Field(default=None, title="Supervision")
    consequences: tuple[Consequence, ...] = Field(min_length=1, max_length=9, title="Consequences")
    consequences_text: Text | None = Field(default=None, title="Consequences in words")
    follow_up_on: Day | None = Field(default=None, title="Looked at again on")
    attachments: Attachments = Field(default=(), title="Evidence")

    @model_validator(mode="after")
    def _is_concluded(self) -> Self:
        if self.outcome in (Outcome.ONGOING, Outcome.NOT_COMPETENT):
            raise fault(Fault.NO_RESULT_YET)
        if Consequence.NONE in self.consequences and len(self.consequences) > 1:
            raise fault(Fault.NONE_AND_SOME)
        return self


class InvestigationReported(Notice):
    """Clauses KH 5(5); TJ 7 3)."""

    kind = "investigation.reported"
    title = "Investigation reported"
    description = "Substantiated, partly or not; guidance given; what follows."
    family = Family.MISCONDUCT
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("misconduct.informed",), allowed=("misconduct.acknowledged",))

    confidential: Investigation = Field(title="Report")
