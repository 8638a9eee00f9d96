"""Measures that Japan orders, and the list of registered supporting organizations."""

from typing import Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import PUBLIC, RESTRICTED, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.persons import Representative, Representatives, RowRepresentatives
from kakehashi.core.notices.snapshots import ListedRow, Snapshot, each_number_once, rows_add_up
from kakehashi.core.notices.text import (
    Line,
    LongLine,
    Names,
    OrganizationNames,
    Paragraphs,
    Reference,
    Text,
)
from kakehashi.core.notices.values import (
    Addresses,
    Body,
    Fields,
    Identifiers,
    Languages,
    Laws,
    Phones,
    Validity,
    WebAddress,
)


class MeasureType(Code):
    """What was ordered."""

    IMPROVEMENT_ORDER = "improvement-order", "Improvement order"
    GUIDANCE = "guidance", "Guidance and advice"
    WARNING = "warning", "Warning"
    REVOKED_REGISTRATION = "registration-revoked", "Registration revoked"
    REVOKED_PERMIT = "permit-revoked", "Permit revoked"
    REVOKED_PLAN = "plan-accreditation-revoked", "Accreditation of training plans revoked"
    ACCEPTANCE_SUSPENDED = "new-acceptance-suspended", "New acceptance suspended"
    ACCEPTANCE_BARRED = "acceptance-barred", "Barred from accepting"
    BUSINESS_SUSPENDED = "business-suspended", "Business suspended"
    OTHER = "other", "Another measure"


class MeasureGround(Code):
    """Why it was ordered."""

    WAGES = "wages", "Wages not paid as agreed"
    WORKING_TIME = "working-time", "Working time, rest or leave"
    SAFETY = "safety", "Safety and health"
    VIOLENCE = "violence", "Violence, intimidation or harassment"
    FREEDOM = "freedom", "Freedom restricted"
    DOCUMENTS_HELD = "documents-held", "Passports or other documents held"
    DEPOSITS = "deposits-penalties", "Deposits or penalty contracts"
    FEES = "fees", "Improper fees or expenses"
    SUPPORT = "support-not-given", "Support not given"
    OTHER_WORK = "other-work", "Other work than permitted"
    FALSE_DOCUMENTS = "false-documents", "Forged or false documents"
    REPORTING = "reporting", "Duties to notify or report not met"
    INSPECTION = "inspection", "Inspection refused or misled"
    LABOUR_LAW = "labour-law", "Another breach of labour law"
    IMMIGRATION_LAW = "immigration-law", "Another breach of immigration law"
    OTHER = "other", "Other"


class MeasuredRole(Code):
    """What the organization is."""

    ACCEPTING = "accepting-organization", "Accepting organization"
    TRAINING = "training-implementer", "Implementing organization of technical intern training"
    SUPPORTING = "supporting-organization", "Registered supporting organization"
    SUPERVISING = "supervising-organization", "Supervising organization"
    SENDING = "sending-organization", "Sending organization"
    INTERMEDIARY = "intermediary", "Intermediary"
    OTHER = "other", "Other"


class MeasuredOrganization(Payload):
    """The organization that a measure concerns; its representative stands apart."""

    role: MeasuredRole = Field(title="What it is")
    names: OrganizationNames = Field(title="Names")
    identifiers: Identifiers = Field(default=(), title="Numbers in registers")
    addresses: Addresses = Field(default=(), title="Addresses")
    fields: Fields = Field(default=(), title="Fields")


class Scope(Code):
    """Whose workers a measure concerns."""

    ALL = "all", "Workers of any country"
    COUNTERPART = "counterpart-workers", "Workers from the other side's country"
    NOT_SAID = "not-said", "Not said"


class Measure(Payload):
    """An administrative measure: what, why, by which law, for how long."""

    organization: MeasuredOrganization = Field(title="Organization")
    measure: MeasureType = Field(title="Measure")
    measure_text: Text | None = Field(
        default=None, title="Measure in words", description="Needed for another measure."
    )
    reference: Reference | None = Field(default=None, title="Number of the order")
    authorities: tuple[Body, ...] = Field(min_length=1, max_length=10, title="Ordered by")
    legal_basis: Laws = Field(default=(), title="Legal basis")
    grounds: tuple[MeasureGround, ...] = Field(default=(), max_length=16, title="Grounds")
    grounds_text: Text | None = Field(default=None, title="Grounds in words")
    period: Validity | None = Field(
        default=None, title="Period", description="For a measure that lasts a time."
    )
    improve_by_on: Day | None = Field(default=None, title="To be improved by")
    scope: Scope = Field(default=Scope.NOT_SAID, title="Scope")
    published_on: Day | None = Field(default=None, title="Published by the author on")
    published_at_url: WebAddress | None = Field(default=None, title="Where it is published")
    source: LongLine | None = Field(default=None, title="Source, as given")

    @model_validator(mode="after")
    def _is_said_in_words(self) -> Self:
        if self.measure is MeasureType.OTHER and self.measure_text is None:
            raise fault(Fault.SAY_MEASURE)
        return self


class AcceptingMeasure(Measure):
    """A measure to an accepting organization."""


class SupportingMeasure(Measure):
    """A measure to a registered supporting organization; shown to both sides only."""

    representatives: tuple[Representative, ...] = Field(
        default=(), max_length=20, title="Representatives"
    )


class AcceptingMeasureOrdered(Notice):
    """Clauses KH 6(4), 5(6); TJ 6 3), 7 5)."""

    kind = "accepting-organization.measure-ordered"
    title = "Measure ordered to an accepting organization"
    description = "Due on the day of the order. The sending side publishes improvement orders."
    family = Family.MEASURES
    classes = (PUBLIC,)

    public: AcceptingMeasure = Field(title="Measure")
    particulars: Representatives | None = Field(default=None, title="Representatives")


class SupportingMeasureOrdered(Notice):
    """Clause KH 6(4)."""

    kind = "supporting-organization.measure-ordered"
    title = "Measure ordered to a registered supporting organization"
    description = "Due on the day of the order. Shown to both sides only."
    family = Family.MEASURES
    classes = (RESTRICTED,)

    restricted: SupportingMeasure = Field(title="Measure")


class LiftedWhy(Code):
    """Why a measure ended."""

    IMPROVED = "improved", "Improved"
    EXPIRED = "expired", "Its period ended"
    WITHDRAWN = "withdrawn", "Withdrawn by the authority"
    ANNULLED = "annulled", "Annulled by a court or on appeal"
    OTHER = "other", "Other"


class LiftedMeasure(Payload):
    """The end of a measure."""

    organization: MeasuredOrganization = Field(title="Organization")
    measure: MeasureType = Field(title="Measure")
    why: LiftedWhy = Field(title="Why it ended")
    explanation: Text | None = Field(default=None, title="Explanation")
    authorities: tuple[Body, ...] = Field(default=(), max_length=10, title="Lifted by")


class AcceptingMeasureLifted(Notice):
    """Clauses KH 6(4), 5(6); TJ 6 3), 7 5)."""

    kind = "accepting-organization.measure-lifted"
    title = "Measure to an accepting organization lifted"
    description = "A measure ended. It names the order."
    family = Family.MEASURES
    classes = (PUBLIC,)
    takes_effect = True
    refers = Answers(required=("accepting-organization.measure-ordered",), any_kind=True)

    public: LiftedMeasure = Field(title="Measure")


class SupportingMeasureLifted(Notice):
    """Clause KH 6(4)."""

    kind = "supporting-organization.measure-lifted"
    title = "Measure to a registered supporting organization lifted"
    description = "A measure ended. It names the order."
    family = Family.MEASURES
    classes = (RESTRICTED,)
    takes_effect = True
    refers = Answers(required=("supporting-organization.measure-ordered",), any_kind=True)

    restricted: LiftedMeasure = Field(title="Measure")


class SupportingOrganizationRow(ListedRow):
    """One line of the register of supporting organizations, in the official columns.

    `remarks` and the texts are as in the register (Japanese); a registration lasts five years.
    """

    registered_on: Day | None = Field(default=None, title="Registered on")
    valid_until_on: Day | None = Field(default=None, title="Valid until")
    names: Names = Field(title="Name")
    postal_code: Reference | None = Field(default=None, title="Postal code")
    address: LongLine | None = Field(default=None, title="Address")
    region: Line | None = Field(default=None, title="Prefecture")
    locality: Line | None = Field(default=None, title="City")
    phones: Phones = Field(default=(), title="Telephone")
    offices: tuple[LongLine, ...] = Field(
        default=(), max_length=300, title="Offices that give support"
    )
    optional_support: bool | None = Field(default=None, title="Optional support offered")
    planned_start_on: Day | None = Field(default=None, title="Support planned to start on")
    languages: Languages = Field(default=(), title="Languages")
    languages_text: LongLine | None = Field(default=None, title="Languages as written")
    remarks: Paragraphs | None = Field(default=None, title="Remarks")


class SupportingOrganizationListShared(Notice):
    """Clauses KH 6(4), 5(6); TJ 6 3), 7 5)."""

    kind = "supporting-organization.list-shared"
    title = "List of registered supporting organizations shared"
    description = "The register as a dated snapshot. A row that left is no longer listed."
    family = Family.MEASURES
    classes = (PUBLIC,)
    refers = Answers(any_kind=True)

    public: Snapshot = Field(title="Snapshot")
    particulars: RowRepresentatives | None = Field(default=None, title="Representatives")
    rows: tuple[SupportingOrganizationRow, ...] = Field(max_length=200_000, title="Rows")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        each_number_once(self.rows)
        rows_add_up(self.public, self.rows, self.particulars)
        return self
