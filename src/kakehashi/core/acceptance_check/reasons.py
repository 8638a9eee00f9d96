"""What the acceptance check finds, and what each finding weighs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """What a finding does to the verdict: the first that is found decides.

    FAILS: does not meet. CORRECT: the application itself cannot be read for certain. ASK: the
    sending side can say. FITS and SAYS change nothing.
    """

    FAILS = "does-not-meet"
    CORRECT = "correct"
    ASK = "ask"
    SAYS = "says"
    FITS = "fits"


class Verdict(StrEnum):
    """What the check says of one application.

    CORRECT: it was not read for certain, and is checked once it is corrected. REPEATED: it was
    checked already, elsewhere, and is not counted again.
    """

    MEETS = "meets"
    DOES_NOT_MEET = "does-not-meet"
    ASK = "ask"
    CORRECT = "correct"
    REPEATED = "repeated"


class Finding(StrEnum):
    """What can be found; the shell has the words."""

    # the certificate
    VERIFIED = "verified"
    NO_CERTIFICATE = "no-certificate"
    PAPER_WITHOUT_CODE = "paper-without-code"
    OLDER_PAPER = "older-paper"
    CODE_UNREADABLE = "code-unreadable"
    NOT_A_CERTIFICATE = "not-a-certificate"
    OTHER_ISSUER = "other-issuer"
    SIGNATURE_FALSE = "signature-false"
    KEY_UNKNOWN = "key-unknown"
    KEY_NOT_THEN = "key-not-then"
    PAPER_DIFFERS = "paper-differs"
    NOT_YET_ISSUED = "not-yet-issued"
    EXPIRED = "expired"
    STATUS_VALID = "status-valid"
    STATUS_UNKNOWN = "status-unknown"
    STATUS_OLD = "status-old"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REVOKED_LATER = "revoked-later"
    ANNOUNCED = "announced"
    NOT_ANNOUNCED = "not-announced"
    ANNOUNCED_OTHERWISE = "announced-otherwise"
    # the organization
    ORGANIZATION_APPROVED = "organization-approved"
    ORGANIZATION_NOT_NAMED = "organization-not-named"
    ORGANIZATION_NOT_LISTED = "organization-not-listed"
    ORGANIZATION_NOT_APPROVED = "organization-not-approved"
    ORGANIZATION_SUSPENDED_LATER = "organization-suspended-later"
    ORGANIZATION_REVOKED_LATER = "organization-revoked-later"
    ORGANIZATION_OTHER_FIELDS = "organization-other-fields"
    # the field
    FIELD_OPEN = "field-open"
    FIELD_NOT_NAMED = "field-not-named"
    FIELD_NOT_THEN = "field-not-then"
    FIELD_CLOSED = "field-closed"
    FIELD_PARTLY_CLOSED = "field-partly-closed"
    FIELD_DIFFERS = "field-differs"
    # the person
    PERSON_AGREES = "person-agrees"
    PERSON_NOT_NAMED = "person-not-named"
    NAME_NEAR = "name-near"
    NAME_DIFFERS = "name-differs"
    BIRTH_DIFFERS = "birth-differs"
    PASSPORT_DIFFERS = "passport-differs"
    SEEN_WITH_ANOTHER = "seen-with-another"
    SEEN_BEFORE = "seen-before"
    # exams
    EXAM_PASSED = "exam-passed"
    EXAM_MISSING = "exam-missing"
    EXAM_INCOMPLETE = "exam-incomplete"
    EXAM_NUMBER_TAKEN = "exam-number-taken"
    EXAM_TWO_PLACES = "exam-two-places"
    EXAM_BEFORE_IT_EXISTED = "exam-before-it-existed"
    EXAM_AHEAD = "exam-ahead"
    EXAM_TOO_YOUNG = "exam-too-young"
    EXAM_OTHER_FIELD = "exam-other-field"
    # fees
    FEES_WITHIN = "fees-within"
    FEES_NOT_RECORDED = "fees-not-recorded"
    FEES_ABOVE = "fees-above"
    FEES_NOT_COMPARABLE = "fees-not-comparable"
    WAGE_MISSING = "wage-missing"
    FEE_WITHOUT_BASIS = "fee-without-basis"
    # what the sending side answered
    ANSWERED_GENUINE = "answered-genuine"
    ANSWERED_SUSPENDED = "answered-suspended"
    ANSWERED_REVOKED = "answered-revoked"
    ANSWERED_EXPIRED = "answered-expired"
    ANSWERED_REPLACED = "answered-replaced"
    ANSWERED_ALTERED = "answered-altered"
    ANSWERED_NOT_ISSUED = "answered-not-issued"
    ANSWERED_UNKNOWN = "answered-unknown"
    INQUIRY_ANSWERED = "inquiry-answered"
    # what an officer decided by such an answer
    OFFICER_SETTLED = "officer-settled"
    OFFICER_CONFIRMED = "officer-confirmed"
    # the application itself
    CELL_UNREADABLE = "cell-unreadable"
    ROW_SHIFTED = "row-shifted"
    SAME_REFERENCE = "same-reference"
    SAME_APPLICATION = "same-application"


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding, what it weighs, and the clause that has it looked at ("" for the row itself).

    `said` are its particulars: texts, days as ISO dates, amounts as decimal strings.
    """

    finding: Finding
    weight: Weight
    clause: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[int, str, tuple[tuple[str, str], ...]]:
        """The heaviest first, then by name; alike for whatever order the facts came in."""
        return (list(Weight).index(self.weight), self.finding, tuple(sorted(self.said.items())))


@dataclass(frozen=True, slots=True)
class Judgment:
    """What the check says of an application, with every reason, the heaviest first."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


_DECIDES: Mapping[Weight, Verdict] = {
    Weight.FAILS: Verdict.DOES_NOT_MEET,
    Weight.CORRECT: Verdict.CORRECT,
    Weight.ASK: Verdict.ASK,
}


def weigh(reasons: Iterable[Reason]) -> Judgment:
    """Give the verdict that some reasons make together."""
    ordered = tuple(sorted(reasons, key=lambda reason: reason.order))
    found = {reason.weight for reason in ordered}
    verdict = next((v for weight, v in _DECIDES.items() if weight in found), Verdict.MEETS)
    return Judgment(verdict, ordered)
