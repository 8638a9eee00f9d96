"""Sending organizations: approved, amended, revoked, suspended, resumed, guided, listed."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.money import Money
from kakehashi.core.notices.notice import (
    CONFIDENTIAL,
    NOTHING,
    PUBLIC,
    Answers,
    Family,
    Notice,
)
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.persons import Representatives, RowRepresentatives
from kakehashi.core.notices.snapshots import ListedRow, Snapshot, each_number_once, rows_add_up
from kakehashi.core.notices.text import Name, OrganizationNames, Reference, Remarks, Text
from kakehashi.core.notices.values import (
    Address,
    Addresses,
    Attachments,
    Count,
    Email,
    Fields,
    Identifiers,
    Languages,
    Laws,
    Phones,
    Validity,
    WebAddress,
)


class OfficeKind(Code):
    """What an office is."""

    HEAD = "head", "Head office"
    BRANCH = "branch", "Branch"
    TRAINING = "training-centre", "Training centre"
    ABROAD = "abroad", "Office abroad"


class Office(Payload):
    """One place where an organization works."""

    kind: OfficeKind = Field(title="Kind of office")
    names: tuple[Name, ...] = Field(default=(), max_length=10, title="Names")
    address: Address = Field(title="Address")
    phones: Phones = Field(default=(), title="Telephone")


class Organization(Payload):
    """What the public may know of an organization; persons stand in the particulars."""

    names: OrganizationNames = Field(title="Names")
    identifiers: Identifiers = Field(default=(), title="Numbers in registers")
    addresses: Addresses = Field(default=(), title="Addresses")
    phones: Phones = Field(default=(), title="Telephone")
    email: Email | None = Field(default=None, title="E-mail")
    website: WebAddress | None = Field(default=None, title="Website")
    offices: tuple[Office, ...] = Field(default=(), max_length=100, title="Offices")
    languages: Languages = Field(default=(), title="Languages spoken")


class FeeFor(Code):
    """What a candidate may be charged for."""

    SERVICE = "service", "Service"
    TRAINING = "training", "Training and language lessons"
    DOCUMENTS = "documents", "Passport, visa and other documents"
    MEDICAL = "medical", "Medical examination"
    TRAVEL = "travel", "Travel"
    LODGING = "lodging", "Lodging and meals"
    ALL = "all", "Everything together"
    OTHER = "other", "Other"


class PermittedFee(Payload):
    """The most that a candidate may be charged for one thing."""

    charged_for: FeeFor = Field(title="For")
    at_most: Money = Field(title="At most")
    remarks: Text | None = Field(default=None, title="Remarks")


class Approval(Payload):
    """The terms of an approval."""

    validity: Validity = Field(title="Valid")
    capacity: Count | None = Field(
        default=None, title="Capacity", description="Persons it may send in a year, if limited."
    )
    fields: Fields = Field(
        default=(), title="Fields", description="None: it may send in every field."
    )
    fees: tuple[PermittedFee, ...] = Field(
        default=(),
        max_length=20,
        title="Permitted fees",
        description="What a candidate may be charged, as the public may know it.",
    )
    conditions: Remarks = Field(default=(), title="Conditions")


Number = Annotated[
    Reference,
    Field(title="Approval number", description="As the register writes it: KHM000005."),
]


class ApprovedOrganization(Payload):
    """An organization that may send, and on what terms."""

    number: Number
    organization: Organization = Field(title="Organization")
    approval: Approval = Field(title="Approval")
    standards: Text | None = Field(
        default=None, title="Standards", description="The standards it was examined against."
    )


class Examination(Payload):
    """How the approving side examined the organization."""

    examined_on: Day = Field(title="Examination ended on")
    standards: Text = Field(title="Standards examined")
    findings: Text | None = Field(default=None, title="Findings")
    attachments: Attachments = Field(default=(), title="Files")


class SendingOrganizationApproved(Notice):
    """Clauses KH 5(1), 6(2); TJ 7 1) 2), 6 1)."""

    kind = "sending-organization.approved"
    title = "Sending organization approved"
    description = "An organization may send from this day. Both sides publish it."
    family = Family.ORGANIZATIONS
    classes = (PUBLIC,)
    takes_effect = True

    public: ApprovedOrganization = Field(title="Public entry")
    particulars: Representatives | None = Field(default=None, title="Representatives")
    confidential: Examination | None = Field(default=None, title="Examination")


class Changed(Code):
    """What of an entry changed."""

    NUMBER = "number", "Number"
    NAMES = "names", "Names"
    ADDRESS = "address", "Address or telephone"
    REPRESENTATIVE = "representative", "Representative"
    OFFICES = "offices", "Offices"
    VALIDITY = "validity", "Validity (renewal)"
    CAPACITY = "capacity", "Capacity"
    FIELDS = "fields", "Fields"
    CONDITIONS = "conditions", "Conditions"
    OTHER = "other", "Other"


class AmendedOrganization(Payload):
    """The whole entry as it reads from now on."""

    number: Number
    new_number: Reference | None = Field(default=None, title="New approval number")
    changed: tuple[Changed, ...] = Field(min_length=1, max_length=10, title="What changed")
    organization: Organization = Field(title="Organization")
    approval: Approval = Field(title="Approval")
    remarks: Text | None = Field(default=None, title="Remarks")


class SendingOrganizationAmended(Notice):
    """Clauses KH 5(1), 5(4); TJ 7 2)."""

    kind = "sending-organization.amended"
    title = "Sending organization amended"
    description = "An approved organization's entry reads differently from this day."
    family = Family.ORGANIZATIONS
    classes = (PUBLIC,)
    takes_effect = True

    public: AmendedOrganization = Field(title="Public entry")
    particulars: Representatives | None = Field(default=None, title="Representatives")


class Ground(Code):
    """Why an approval is withdrawn or suspended."""

    STANDARDS = "standards-not-met", "Approving standards no longer met"
    FEES = "improper-fees", "Improper fees or expenses"
    PROPERTY = "property-held", "Money or property of candidates held"
    PENALTIES = "penalty-contracts", "Contracts with penalties or undue transfers"
    RIGHTS = "rights-infringed", "Human rights infringed"
    DOCUMENTS = "false-documents", "Forged or false documents"
    INTERMEDIARIES = "improper-intermediaries", "Dealings with improper intermediaries"
    FALSE_STATEMENT = "false-statement", "False statement in its application"
    NOT_COOPERATING = "not-cooperating", "Guidance not followed or inspection refused"
    INACTIVE = "inactive", "No activity"
    OWN_REQUEST = "own-request", "Its own request"
    DISSOLVED = "dissolved", "Dissolved"
    OTHER = "other", "Other"


Grounds = Annotated[tuple[Ground, ...], Field(min_length=1, max_length=13)]


class RevokedOrganization(Payload):
    """A revocation as the public sees it."""

    number: Number
    names: OrganizationNames = Field(title="Names")
    grounds: Grounds = Field(title="Grounds")
    legal_basis: Laws = Field(default=(), title="Legal basis")
    explanation: Text | None = Field(default=None, title="Public explanation")
    candidates: Text | None = Field(
        default=None,
        title="What candidates should know",
        description="Who takes over their cases, and whom to ask.",
    )


class ConfidentialGrounds(Payload):
    """The grounds that only both sides may know."""

    explanation: Text = Field(title="Grounds in detail")
    attachments: Attachments = Field(default=(), title="Files")


class SendingOrganizationRevoked(Notice):
    """Clauses KH 5(4), 6(3); TJ 7 4), 6 2)."""

    kind = "sending-organization.revoked"
    title = "Sending organization revoked"
    description = "An approval ends. Both sides publish it; the entry stays with its history."
    family = Family.ORGANIZATIONS
    classes = (PUBLIC,)
    takes_effect = True
    answers = Answers(allowed=("misconduct.informed",))

    public: RevokedOrganization = Field(title="Public entry")
    confidential: ConfidentialGrounds | None = Field(default=None, title="Confidential grounds")


class SuspendedWhat(Code):
    """What a suspended organization may not do."""

    EVERYTHING = "everything", "Everything"
    NEW_CANDIDATES = "new-candidates", "Taking on new candidates"
    SENDING = "sending", "Sending candidates"


class SuspendedOrganization(Payload):
    """A suspension as the public sees it."""

    number: Number
    names: OrganizationNames = Field(title="Names")
    suspended: SuspendedWhat = Field(title="What is suspended")
    until_on: Day | None = Field(
        default=None, title="Until", description="The last day, if it is known."
    )
    grounds: Grounds = Field(title="Grounds")
    legal_basis: Laws = Field(default=(), title="Legal basis")
    explanation: Text | None = Field(default=None, title="Public explanation")


class SendingOrganizationSuspended(Notice):
    """Clauses KH 5(4); TJ 7 4)."""

    kind = "sending-organization.suspended"
    title = "Sending organization suspended"
    description = "An approved organization must stop, wholly or in part, for a time."
    family = Family.ORGANIZATIONS
    classes = (PUBLIC,)
    takes_effect = True
    answers = Answers(allowed=("misconduct.informed",))

    public: SuspendedOrganization = Field(title="Public entry")
    confidential: ConfidentialGrounds | None = Field(default=None, title="Confidential grounds")


class ResumedOrganization(Payload):
    """The end of a suspension as the public sees it."""

    number: Number
    names: OrganizationNames = Field(title="Names")
    conditions: Remarks = Field(default=(), title="Conditions from now on")
    explanation: Text | None = Field(default=None, title="Public explanation")


class SendingOrganizationResumed(Notice):
    """Clauses KH 5(4); TJ 7 4)."""

    kind = "sending-organization.resumed"
    title = "Sending organization resumed"
    description = "A suspension ends. It names the suspension."
    family = Family.ORGANIZATIONS
    classes = (PUBLIC,)
    takes_effect = True
    refers = Answers(
        required=("sending-organization.suspended", "sending-organization.list-shared"),
        any_kind=True,
    )

    public: ResumedOrganization = Field(title="Public entry")


class GuidanceSubject(Code):
    """What guidance was about."""

    SELECTION = "selection", "Selecting candidates"
    FEES = "fees", "Fees and their explanation"
    CONTRACTS = "contracts", "Contracts"
    TRAINING = "training", "Training before departure"
    INTERMEDIARIES = "intermediaries", "Dealings with intermediaries"
    DOCUMENTS = "documents", "Documents"
    FOLLOW_UP = "follow-up", "Care of workers in Japan"
    OTHER = "other", "Other"


class GuidanceResult(Code):
    """What came of guidance."""

    CORRECTED = "corrected", "Corrected"
    PARTLY = "partly-corrected", "Partly corrected"
    NOT = "not-corrected", "Not corrected"
    PENDING = "pending", "Not known yet"


class Guidance(Payload):
    """Guidance given to one approved organization, and its result."""

    number: Number
    names: OrganizationNames = Field(title="Names")
    given_on: Day = Field(title="Given on")
    subjects: tuple[GuidanceSubject, ...] = Field(min_length=1, max_length=8, title="Subjects")
    guidance: Text = Field(title="Guidance")
    correct_by_on: Day | None = Field(default=None, title="To be corrected by")
    result: GuidanceResult = Field(title="Result")
    result_text: Text | None = Field(default=None, title="Result in words")
    attachments: Attachments = Field(default=(), title="Files")


class SendingOrganizationGuided(Notice):
    """Clauses KH 5(4); TJ 7 4): the results of guidance."""

    kind = "sending-organization.guided"
    title = "Sending organization guided"
    description = "Guidance was given to an approved organization; its results."
    family = Family.ORGANIZATIONS
    classes = (CONFIDENTIAL,)
    answers = Answers(allowed=("misconduct.informed",))

    confidential: Guidance = Field(title="Guidance")


class ListedStatus(Code):
    """Where a listed organization stands on the day of the snapshot."""

    APPROVED = "approved", "Approved"
    SUSPENDED = "suspended", "Suspended"
    REVOKED = "revoked", "Revoked"


class SendingOrganizationRow(ListedRow):
    """One organization in the opening snapshot."""

    number: Number
    organization: Organization = Field(title="Organization")
    approval: Approval | None = Field(default=None, title="Approval")
    status: ListedStatus = Field(title="Status")
    since_on: Day | None = Field(default=None, title="In this status since")
    remarks: Remarks = Field(default=(), title="Remarks")


class SendingOrganizationListShared(Notice):
    """Clauses KH 5(1); TJ 7 2): the register as it stands when the notices begin."""

    kind = "sending-organization.list-shared"
    title = "List of sending organizations shared"
    description = "The register as it stood on a day, with which the notices begin."
    family = Family.ORGANIZATIONS
    classes = (PUBLIC,)
    answers = NOTHING

    public: Snapshot = Field(title="Snapshot")
    particulars: RowRepresentatives | None = Field(default=None, title="Representatives")
    rows: tuple[SendingOrganizationRow, ...] = Field(max_length=200_000, title="Rows")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        each_number_once(self.rows)
        rows_add_up(self.public, self.rows, self.particulars)
        return self
