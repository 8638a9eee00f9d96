"""Information under clause 4: what is shared, and what is reported about intermediaries.

Who paid is a role and never a name; those who suffered an act have no field at all; dates are
months and amounts are rounded.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.measures import Measure
from kakehashi.core.notices.money import RoughMoney
from kakehashi.core.notices.notice import CONFIDENTIAL, PUBLIC, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.persons import Actors, Representatives
from kakehashi.core.notices.text import Remarks, Text
from kakehashi.core.notices.values import (
    Answered,
    Attachment,
    Attachments,
    Body,
    Fields,
    People,
    Places,
    RoughPeriod,
)


class Category(Code):
    """The categories (a) to (e) of clause 4(1); none, one or several apply."""

    PROPERTY = "a", "(a) Manages money or property, deposits"
    PENALTIES = "b", "(b) Contracts with penalties or undue transfers"
    RIGHTS = "c", "(c) Infringes human rights"
    DOCUMENTS = "d", "(d) Uses or provides forged or false documents"
    FEES = "e", "(e) Charges without calculation basis and breakdown"


Categories = Annotated[
    tuple[Category, ...],
    Field(max_length=5, title="Categories", description="None, one or several of (a) to (e)."),
]


class SharedSubject(Code):
    """What shared information is about."""

    INTERMEDIARY = "intermediaries", "Intermediaries"
    SENDING = "sending-organizations", "Sending organizations"
    ACCEPTING = "accepting-organizations", "Accepting organizations"
    SUPPORTING = "supporting-organizations", "Supporting organizations"
    RECRUITMENT = "recruitment", "Recruitment and job seeking"
    FEES = "fees", "Fees and debts"
    DOCUMENTS = "documents", "Documents and applications"
    EXAMS = "exams", "Exams and tests"
    WORK = "work", "Working conditions"
    RESIDENCE = "residence", "Residence in Japan"
    MISSING = "absconding", "Workers who left their place"
    LAW = "law", "Laws and regulations"
    STATISTICS = "statistics", "Statistics"
    OTHER = "other", "Other"


class Source(Code):
    """Where information comes from, no nearer than this."""

    INSPECTION = "inspection", "Own inspection or investigation"
    REPORT = "report", "A report to the office"
    AUTHORITY = "other-authority", "Another authority"
    PUBLIC = "public-source", "A public source"
    ORGANIZATION = "organization", "An organization in the system"
    OTHER = "other", "Other"


class MayBePut(Code):
    """Whether information may be put to the organization it is about (clause 3)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    REDACTED = "redacted", "Only as redacted"


class SharedInformation(Payload):
    """Information that the other side needs or can use."""

    subjects: tuple[SharedSubject, ...] = Field(min_length=1, max_length=14, title="About")
    categories: Categories = ()
    headline: Text = Field(title="Subject")
    information: Text = Field(title="Information")
    source: Source = Field(title="Source")
    period: RoughPeriod | None = Field(default=None, title="Time")
    places: Places = Field(default=(), title="Places")
    fields: Fields = Field(default=(), title="Fields")
    actors: Actors = Field(
        default=(),
        title="Who is said to have acted",
        description="Never name a candidate, worker or relative.",
    )
    may_be_put: MayBePut = Field(default=MayBePut.NO, title="May it be put to those it is about?")
    attachments: Attachments = Field(default=(), title="Files")


class Programme(Code):
    """Under which system a measure was taken."""

    SSW = "specified-skilled-worker", "Specified Skilled Worker"
    TITP = "technical-intern-training", "Technical intern training"
    OTHER = "other", "Another"


class PublishedMeasure(Measure):
    """A measure that its author has itself published; it enters the measures register."""

    programme: Programme = Field(default=Programme.SSW, title="System")
    ends: Text | None = Field(
        default=None, title="When it ends", description="If not on a known day."
    )


class InformationShared(Notice):
    """Clauses KH 4(1); TJ 4 1); public for the author's own published measure."""

    kind = "information.shared"
    title = "Information shared"
    description = "Something that the other side needs to know or can use."
    family = Family.INFORMATION
    classes = (CONFIDENTIAL, PUBLIC)

    public: PublishedMeasure | None = Field(default=None, title="Own published measure")
    particulars: Representatives | None = Field(default=None, title="Representatives")
    confidential: SharedInformation | None = Field(default=None, title="Information")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.public is None) == (self.confidential is None):
            raise fault(Fault.ONE_OF_TWO_SHARED)
        if self.particulars is not None and self.public is None:
            raise fault(Fault.PARTICULARS_ALONE)
        return self


class ActKind(Code):
    """What was done."""

    DEPOSIT = "deposit", "Deposit taken"
    SAVINGS = "savings-managed", "Wages or savings managed"
    PROPERTY = "property-pledged", "Land, house or goods pledged"
    DOCUMENTS_HELD = "documents-held", "Passport or papers held"
    LOAN = "loan", "Loan arranged or demanded"
    PENALTY = "penalty-contract", "Penalty agreed for leaving or failing"
    TRANSFER = "undue-transfer", "Undue transfer agreed"
    ORGANIZATIONS = "between-organizations", "Such a contract between organizations"
    ASSAULT = "assault", "Assault"
    INTIMIDATION = "intimidation", "Intimidation or threats"
    FREEDOM = "freedom-restricted", "Freedom restricted"
    HARASSMENT = "harassment", "Sexual or other harassment"
    FORGED = "forged-document", "Forged or altered document"
    FALSE = "false-document", "False document, picture or drawing"
    NO_BASIS = "no-basis", "Charged without a calculation basis"
    NOT_UNDERSTOOD = "not-understood", "Amount or breakdown not made understood"
    EXCESS = "excess-fee", "Charged more than permitted"
    DECEPTION = "deception", "Deception about work, wage or procedure"
    UNLICENSED = "unlicensed", "Recruiting without a licence"
    OTHER = "other", "Other"


class Procedure(Code):
    """The procedure for which a false document was used or provided."""

    ELIGIBILITY = "certificate-of-eligibility", "Certificate of eligibility"
    VISA = "visa", "Visa"
    CHANGE = "change-of-status", "Change of status of residence"
    EXTENSION = "extension", "Extension of stay"
    OTHER = "other", "Another immigration or visa procedure"


class Act(Payload):
    """One act of an intermediary, coarse enough to point at nobody who suffered it."""

    act: ActKind = Field(title="Act")
    category: Category | None = Field(default=None, title="Category")
    account: Text | None = Field(
        default=None,
        title="What happened",
        description="Without names, exact days or anything by which the reporter is known.",
    )
    period: RoughPeriod | None = Field(default=None, title="Time")
    places: Places = Field(default=(), title="Places")
    amount: RoughMoney | None = Field(
        default=None,
        title="Amount agreed or held, rounded",
        description="For deposits, penalties and transfers, paid or not.",
    )
    procedure: Procedure | None = Field(
        default=None, title="Procedure", description="For false documents, category (d)."
    )
    people: People = Field(default=People.UNKNOWN, title="How many persons it concerns")
    may_be_put: MayBePut = Field(default=MayBePut.NO, title="May it be put to those it is about?")


class PayerRole(Code):
    """Who paid: a role, never a name."""

    CANDIDATE = "candidate", "Candidate"
    WORKER = "worker", "Worker"
    RELATIVE = "relative", "Relative"


class Purpose(Code):
    """What a payment was said to be for."""

    RECRUITMENT = "recruitment", "Recruitment or introduction"
    TRAINING = "training", "Training or language lessons"
    DOCUMENTS = "documents", "Documents, passport, visa"
    EXAM = "exam", "Exam or test"
    MEDICAL = "medical", "Medical examination"
    TRAVEL = "travel", "Travel"
    LODGING = "lodging", "Lodging or meals"
    DEPOSIT = "deposit", "Deposit or guarantee"
    PENALTY = "penalty", "Penalty"
    INTEREST = "interest", "Interest on a loan"
    BRIBE = "bribe", "Bribe"
    NOT_SAID = "not-said", "Not said"
    OTHER = "other", "Other"


class Payment(Payload):
    """Money that was asked for or paid."""

    amount: RoughMoney | None = Field(default=None, title="Amount, rounded")
    payer: PayerRole = Field(title="Who paid")
    payee: Annotated[int, Field(strict=True, ge=0, lt=50)] | None = Field(
        default=None,
        title="To whom",
        description="The place, counted from 0, among those who are said to have acted.",
    )
    purpose: Purpose = Field(title="Said to be for")
    purpose_text: Text | None = Field(default=None, title="In words")
    period: RoughPeriod | None = Field(default=None, title="Time")
    basis_shown: Answered = Field(title="Was the calculation basis shown?")
    understood: Answered = Field(title="Were amount and breakdown made understood?")
    receipt_given: Answered = Field(default=Answered.UNKNOWN, title="Was a receipt given?")


class RedactedFile(Attachment):
    """A file that crosses only redacted and with the reporter's permission."""

    redacted: Literal[True] = Field(title="Everything that points at the reporter is blackened")
    permitted: Literal[True] = Field(title="The reporter permits that it is shared")


class IntermediaryReport(Payload):
    """What is reported about intermediaries or others who act between candidate and employer."""

    headline: Text = Field(title="Subject")
    categories: Categories = ()
    source: Source = Field(title="Source")
    actors: Actors = Field(
        default=(),
        title="Who is said to have acted",
        description="Never name a candidate, worker or relative.",
    )
    acts: tuple[Act, ...] = Field(min_length=1, max_length=50, title="Acts")
    payments: tuple[Payment, ...] = Field(default=(), max_length=50, title="Payments")
    fields: Fields = Field(default=(), title="Fields")
    danger_now: bool = Field(
        default=False, title="Somebody is in danger now", description="Telephone as well."
    )
    wished: Text | None = Field(default=None, title="What the other side is asked to do")
    files: tuple[RedactedFile, ...] = Field(default=(), max_length=20, title="Files")

    @model_validator(mode="after")
    def _pays_somebody_named(self) -> Self:
        if any(p.payee is not None and p.payee >= len(self.actors) for p in self.payments):
            raise fault(Fault.NO_SUCH_PAYEE)
        return self


class IntermediaryReported(Notice):
    """Clauses KH 4(1)(a)-(e); TJ 4 1) a-e."""

    kind = "intermediary.reported"
    title = "Intermediary reported"
    description = "Acts of intermediaries, individuals or organizations, in either country."
    family = Family.INFORMATION
    classes = (CONFIDENTIAL,)

    confidential: IntermediaryReport = Field(title="Report")


class Outcome(Code):
    """What an investigation found."""

    SUBSTANTIATED = "substantiated", "Substantiated"
    PARTLY = "partly", "Partly substantiated"
    NOT = "not-substantiated", "Not substantiated"
    ONGOING = "ongoing", "Still being looked into"
    NOT_COMPETENT = "not-competent", "Not within the office's powers"


class ActionKind(Code):
    """What an authority did."""

    LOOKED_INTO = "looked-into", "Looked into"
    INSPECTED = "inspected", "Inspected"
    HEARD = "heard", "Heard those concerned"
    GUIDED = "guided", "Gave guidance"
    ORDERED = "ordered", "Ordered a measure"
    SUSPENDED = "suspended", "Suspended"
    REVOKED = "revoked", "Revoked"
    POLICE = "police", "Passed to the police"
    PROSECUTED = "prosecuted", "Prosecuted"
    REPAID = "repaid", "Had money repaid"
    WARNED = "public-warned", "Warned the public"
    PASSED_ON = "passed-on", "Passed to the office in charge"
    NONE = "none", "Nothing"
    OTHER = "other", "Other"


class ActionTaken(Payload):
    """One thing that was done, by whom, when."""

    action: ActionKind = Field(title="What was done")
    by: Body | None = Field(default=None, title="By whom")
    on: Day | None = Field(default=None, title="On")
    result: Text | None = Field(default=None, title="Result")


class ReportAnswer(Payload):
    """What was done about a report."""

    outcome: Outcome = Field(title="Outcome")
    actions: tuple[ActionTaken, ...] = Field(min_length=1, max_length=50, title="What was done")
    explanation: Text | None = Field(default=None, title="Explanation")
    reason_not: Text | None = Field(default=None, title="Why nothing could be done")
    attachments: Attachments = Field(default=(), title="Files")
    remarks: Remarks = Field(default=(), title="Remarks")


class IntermediaryReportAnswered(Notice):
    """Clauses KH 4(1); TJ 4 1)."""

    kind = "intermediary-report.answered"
    title = "Report about an intermediary answered"
    description = "What was done about a report."
    family = Family.INFORMATION
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("intermediary.reported",), allowed=("information.shared",))

    confidential: ReportAnswer = Field(title="Answer")
