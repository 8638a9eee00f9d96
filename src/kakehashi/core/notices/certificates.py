"""Certificates of candidates (KH 5(3), 6(1)): batches of numbers, and questions about one."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import CONFIDENTIAL, RESTRICTED, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.persons import CertificateHolder
from kakehashi.core.notices.text import Line, Reference, Text
from kakehashi.core.notices.values import Attachments, Count, FieldCode, Hash, Validity

MOST_IN_A_BATCH = 20_000


class Route(Code):
    """By which way a candidate comes to be accepted."""

    ABROAD = "from-abroad", "From abroad"
    RESIDENT = "resident", "Resident in Japan"
    CHANGE = "change-of-employer", "Change of employer"


class IssuedCertificate(Payload):
    """A certificate without its holder: number, commitment, and what can be counted."""

    number: Reference = Field(title="Certificate number")
    commitment: Hash = Field(title="Commitment to its contents")
    issued_on: Day = Field(title="Issued on")
    valid_until_on: Day | None = Field(default=None, title="Valid until")
    organization: Reference = Field(title="Approval number of the sending organization")
    field: FieldCode = Field(title="Field")
    route: Route = Field(title="Route")
    replaces: Reference | None = Field(default=None, title="In place of certificate")


class VoidWhy(Code):
    """Why a number of the series was used up without a certificate."""

    SPOILED = "spoiled", "The form was spoiled or lost before it was handed out"
    NOT_VERIFIED = "not-verified", "What was signed did not verify"
    MISTAKE = "mistake", "Taken by mistake"


class VoidNumber(Payload):
    """A number that no certificate has or will have."""

    number: Reference = Field(title="Certificate number")
    why: VoidWhy = Field(title="Reason")
    voided_on: Day = Field(title="On")


class Difference(Code):
    """How a register of certificates differs from the acts by which they were issued."""

    ADDED = "added", "It stands in the register, and nobody issued it"
    DELETED = "deleted", "It was issued, and is gone from the register"
    ALTERED = "altered", "The register says something else than was issued"
    STATE = "state-altered", "The register gives it another state than was decided"
    UNDECIDED = "not-decided", "It was issued on a case that nobody approved"


class Differing(Payload):
    """A certificate about which the issuer's register and its record of acts disagree."""

    number: Reference = Field(title="Certificate number")
    difference: Difference = Field(title="Difference")


class CertificateBatch(Payload):
    """The certificates since the batch before; their count reconciles with the approved cases.

    `approved_cases` are those approved since then, `withdrawn_cases` those whose approval was taken
    back since then, before a certificate was issued; `not_yet_issued` all that wait at its end. The
    numbers of a party are one series: those of all batches, with the void ones, have no gap.
    """

    period: Validity = Field(title="Period")
    certificates: tuple[IssuedCertificate, ...] = Field(
        max_length=MOST_IN_A_BATCH, title="Certificates"
    )
    approved_cases: Count = Field(title="Cases approved in the period")
    withdrawn_cases: Count = Field(
        default=0,
        title="Approvals withdrawn in the period",
        description="Approved cases that were closed before a certificate was issued.",
    )
    not_yet_issued: Count = Field(default=0, title="Approved and not yet issued")
    voided: tuple[VoidNumber, ...] = Field(
        default=(), max_length=MOST_IN_A_BATCH, title="Numbers without a certificate"
    )
    differing: tuple[Differing, ...] = Field(
        default=(),
        max_length=MOST_IN_A_BATCH,
        title="Differences found",
        description="Where the issuer's own register disagrees with its record of acts.",
    )
    remarks: Text | None = Field(default=None, title="Remarks")

    @model_validator(mode="after")
    def _numbers_once(self) -> Self:
        numbers = [one.number for one in self.certificates]
        numbers += [one.number for one in self.voided]
        if len(set(numbers)) != len(numbers):
            raise fault(Fault.SAME_NUMBER)
        return self


class CertificateIssued(Notice):
    """Clauses KH 5(3), 6(1)."""

    kind = "certificate.issued"
    title = "Certificates issued"
    description = "Numbers and commitments of a batch, without personal data."
    family = Family.CERTIFICATES
    classes = (RESTRICTED,)

    restricted: CertificateBatch = Field(title="Batch")


class CertificateEndWhy(Code):
    """Why a certificate is suspended or revoked."""

    MISTAKE = "mistake", "Issued by mistake"
    DATA = "data-changed", "Its data changed"
    FALSE = "false-statement", "False statement or document"
    WITHDRAWN = "withdrawn", "The candidate withdrew"
    REPLACED = "replaced", "Replaced by another"
    ORGANIZATION = "organization", "The sending organization may no longer send"
    INQUIRY = "inquiry", "Something is being looked into"
    KEY = "key", "The key it was signed with is no longer trusted"
    OTHER = "other", "Other"


Numbers = Annotated[
    tuple[Reference, ...],
    Field(min_length=1, max_length=MOST_IN_A_BATCH, title="Certificate numbers"),
]


class SuspendedCertificates(Payload):
    """Certificates that do not count for a time."""

    numbers: Numbers
    why: CertificateEndWhy = Field(title="Reason")
    until_on: Day | None = Field(default=None, title="Until")
    explanation: Text | None = Field(default=None, title="In words")


class CertificateSuspended(Notice):
    """Clauses KH 5(3), 6(1)."""

    kind = "certificate.suspended"
    title = "Certificates suspended"
    description = "Certificates that do not count for a time."
    family = Family.CERTIFICATES
    classes = (RESTRICTED,)
    takes_effect = True

    restricted: SuspendedCertificates = Field(title="Certificates")


class RevokedCertificates(Payload):
    """Certificates that no longer count."""

    numbers: Numbers
    why: CertificateEndWhy = Field(title="Reason")
    explanation: Text | None = Field(default=None, title="In words")


class CertificateRevoked(Notice):
    """Clauses KH 5(3), 6(1)."""

    kind = "certificate.revoked"
    title = "Certificates revoked"
    description = "Certificates that no longer count."
    family = Family.CERTIFICATES
    classes = (RESTRICTED,)
    takes_effect = True

    restricted: RevokedCertificates = Field(title="Certificates")


class Doubt(Code):
    """Why the accepting side asks."""

    NO_CODE = "no-code", "A paper without a code"
    UNREADABLE = "unreadable", "The code cannot be read"
    NOT_VERIFIED = "not-verified", "The code does not verify"
    MISMATCH = "mismatch", "Paper and code differ"
    ORGANIZATION = "organization", "The approval of the organization is in doubt"
    NOT_LISTED = "not-listed", "The number was never announced"
    OLDER = "older", "An older paper"
    OTHER = "other", "Other"


class CertificateQuery(Payload):
    """A question about one certificate."""

    number: Reference | None = Field(default=None, title="Certificate number")
    holder: CertificateHolder = Field(title="Holder, as the certificate shows")
    organization: Line | None = Field(default=None, title="Sending organization, as shown")
    issued_on: Day | None = Field(default=None, title="Issued on, as shown")
    field: FieldCode | None = Field(default=None, title="Field")
    doubts: tuple[Doubt, ...] = Field(min_length=1, max_length=8, title="Why we ask")
    question: Text | None = Field(default=None, title="In words")
    wanted_by_on: Day | None = Field(default=None, title="Wanted by")
    attachments: Attachments = Field(default=(), title="Files")


class CertificateQueried(Notice):
    """Clauses KH 5(7), 6(1)."""

    kind = "certificate.queried"
    title = "Certificate queried"
    description = "The accepting side asks whether one certificate counts."
    family = Family.CERTIFICATES
    classes = (CONFIDENTIAL,)

    confidential: CertificateQuery = Field(title="Question")


class CertificateState(Code):
    """What the issuer says of a certificate."""

    GENUINE = "genuine", "Genuine and valid"
    SUSPENDED = "suspended", "Genuine, suspended"
    REVOKED = "revoked", "Genuine, revoked"
    EXPIRED = "expired", "Genuine, no longer valid"
    REPLACED = "replaced", "Replaced by another"
    ALTERED = "altered", "Altered"
    NOT_ISSUED = "not-issued", "Not issued by us"
    UNKNOWN = "unknown", "It cannot be said"


class CertificateAnswer(Payload):
    """What the issuer says of one certificate."""

    state: CertificateState = Field(title="State")
    number: Reference | None = Field(default=None, title="Certificate number")
    replaced_by: Reference | None = Field(default=None, title="Replaced by")
    since_on: Day | None = Field(default=None, title="Since")
    procedures_taken: bool | None = Field(default=None, title="The necessary procedures were taken")
    explanation: Text | None = Field(default=None, title="In words")
    attachments: Attachments = Field(default=(), title="Files")


class CertificateQueryAnswered(Notice):
    """Clauses KH 5(7), 6(1)."""

    kind = "certificate.query-answered"
    title = "Certificate query answered"
    description = "What the issuer says of one certificate."
    family = Family.CERTIFICATES
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("certificate.queried",))

    confidential: CertificateAnswer = Field(title="Answer")
