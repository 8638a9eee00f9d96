"""A candidate's case at home: who she is, with whom, on which terms, and every fee with its basis.

Nothing of this leaves the node as such; the certificate states a little of it (`claims_of`).
"""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, model_validator

from kakehashi.core.certificate.claims import Claims
from kakehashi.core.notices.certificates import Route
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.exams import ExamKind
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.money import Money
from kakehashi.core.notices.payload import Day, Payload, Personal
from kakehashi.core.notices.text import Line, Names, Reference, Text
from kakehashi.core.notices.values import Address, FieldCode, Identifiers

LatinName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z '.,-]{0,38}$")]
Passport = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{5,20}$")]
Approval = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,20}$")]


class Payer(Code):
    """Who pays a fee."""

    CANDIDATE = "candidate", "Candidate"
    RELATIVE = "relative", "Relative of the candidate"
    EMPLOYER = "accepting-organization", "Accepting organization (employer)"
    ORGANIZATION = "sending-organization", "Sending organization"
    OTHER = "other", "Other"


class Payee(Code):
    """Who is paid."""

    ORGANIZATION = "sending-organization", "Sending organization"
    SCHOOL = "school", "Language school or training centre"
    STATE = "authority", "Ministry, embassy or other authority"
    CLINIC = "clinic", "Clinic or hospital"
    CARRIER = "carrier", "Airline or other carrier"
    EXAMINER = "exam-organizer", "Organizer of an exam"
    SUPPORTING = "supporting-organization", "Registered supporting organization"
    LENDER = "lender", "Lender"
    OTHER = "other", "Other"


class FeePurpose(Code):
    """What a fee is for."""

    RECRUITMENT = "recruitment", "Recruitment or introduction"
    TRAINING = "training", "Training or language lessons"
    DOCUMENTS = "documents", "Documents, passport, visa"
    EXAM = "exam", "Exam or test"
    MEDICAL = "medical", "Medical examination"
    TRAVEL = "travel", "Travel"
    LODGING = "lodging", "Lodging or meals"
    OTHER = "other", "Other"


class FeePart(Payload):
    """One line of a fee's breakdown."""

    what: Line = Field(title="What for")
    amount: Money = Field(title="Amount")


class Fee(Payload):
    """A fee: who pays whom, for what, how it was reckoned and what it is made up of."""

    payer: Payer = Field(title="Who pays")
    payee: Payee = Field(title="Who is paid")
    payee_name: Line | None = Field(default=None, title="Name of who is paid")
    purpose: FeePurpose = Field(title="For what")
    amount: Money = Field(title="Amount")
    basis: Text = Field(
        title="Basis of calculation", description="The rule or the reckoning behind the amount."
    )
    parts: tuple[FeePart, ...] = Field(
        default=(),
        max_length=30,
        title="Breakdown",
        description="The lines add up to the amount.",
    )
    paid_on: Day | None = Field(default=None, title="Paid on")
    explained_on: Day = Field(
        title="Explained on", description="When basis and breakdown were explained to the payer."
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not self.parts:
            return self
        if any(part.amount.currency != self.amount.currency for part in self.parts):
            raise fault(Fault.PARTS_DIFFER)
        if sum(Decimal(part.amount.amount) for part in self.parts) != Decimal(self.amount.amount):
            raise fault(Fault.PARTS_DIFFER)
        return self


class Wage(Payload):
    """The wage agreed in the contract; a fee cap is reckoned from `monthly`."""

    monthly: Money = Field(title="Wage for a month")
    hourly: Money | None = Field(default=None, title="Wage for an hour")
    hours_a_week: Annotated[int, Field(strict=True, ge=1, le=60)] | None = Field(
        default=None, title="Hours a week"
    )
    deductions: Text | None = Field(default=None, title="What is taken off it")


class Terms(Payload):
    """What the employment contract says."""

    wage: Wage = Field(title="Wage")
    from_on: Day = Field(title="Employed from")
    until_on: Day | None = Field(default=None, title="Employed until")
    place: Line | None = Field(default=None, title="Place of work")
    signed_on: Day | None = Field(default=None, title="Signed on")
    language: Line | None = Field(
        default=None, title="Language", description="In which she has her own copy."
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.until_on is not None and self.until_on < self.from_on:
            raise fault(Fault.ENDS_EARLY)
        return self


class PassedExam(Payload):
    """An exam passed, with the number on the proof."""

    kind: ExamKind = Field(title="Kind of exam")
    name: Line = Field(title="Exam")
    level: Line | None = Field(default=None, title="Level")
    number: Reference = Field(title="Number of the proof")
    passed_on: Day = Field(title="Passed on")
    place: Line | None = Field(default=None, title="Held in")


class Candidate(Personal):
    """A candidate as her passport has her."""

    names: Names = Field(title="Names", description="In her own script and in others.")
    latin_name: LatinName = Field(
        title="Name in Latin letters",
        description="As in the machine-readable zone of the passport: capitals.",
    )
    born_on: Day = Field(title="Date of birth")
    passport: Passport = Field(title="Passport number")


class Employer(Payload):
    """The accepting organization."""

    names: Names = Field(title="Names")
    identifiers: Identifiers = Field(default=(), title="Numbers in registers")
    address: Address | None = Field(default=None, title="Address")


class CandidateCase(Personal):
    """All that is certified, and all that stands behind it."""

    candidate: Candidate = Field(title="Candidate")
    organization: Approval = Field(title="Approval number of the sending organization")
    employer: Employer = Field(title="Accepting organization (employer)")
    field: FieldCode = Field(title="Field")
    job_category: Line | None = Field(default=None, title="Job category")
    route: Route = Field(title="Route")
    terms: Terms = Field(title="Contract")
    fees: tuple[Fee, ...] = Field(
        max_length=50, title="Fees", description="Every fee. None: leave it empty."
    )
    exams: tuple[PassedExam, ...] = Field(default=(), max_length=20, title="Exams passed")
    valid_until_on: Day = Field(title="Certificate valid until")

    @model_validator(mode="after")
    def _exams_once(self) -> Self:
        numbers = [(exam.kind, exam.name, exam.number) for exam in self.exams]
        if len(set(numbers)) != len(numbers):
            raise fault(Fault.SAME_NUMBER)
        return self

    @property
    def identity(self) -> str:
        """What makes two cases one person's: passport and date of birth, for a keyed token."""
        return f"{self.candidate.passport} {self.candidate.born_on.isoformat()}"


def claims_of(
    case: CandidateCase,
    *,
    issuer: str,
    number: str,
    issued_on: date,
    time_zone: str,
    status_list: int,
    status_index: int,
) -> Claims:
    """Give what a certificate of a case states; the last day ends at midnight in the zone."""
    after = case.valid_until_on + timedelta(days=1)
    ends = datetime.combine(after, time(), ZoneInfo(time_zone))
    return Claims(
        issuer=issuer,
        number=number,
        name=case.candidate.latin_name,
        born_on=case.candidate.born_on,
        passport=case.candidate.passport[-4:],
        organization=case.organization,
        field=case.field,
        issued_on=issued_on,
        valid_until_on=case.valid_until_on,
        expires_at=int(ends.timestamp()),
        status_list=status_list,
        status_index=status_index,
    )


def to_latin(name: str) -> str:
    """Propose a passport's Latin name of one in Latin letters: capitals without their marks."""
    bare = unicodedata.normalize("NFKD", name.upper())
    kept = "".join(letter for letter in bare if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ '.,-")
    return " ".join(kept.split())[:39]
