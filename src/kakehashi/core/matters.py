"""What each kind of notice does to a case: opens, carries on, closes one, or belongs to none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Family(StrEnum):
    """What a case is about."""

    INQUIRY = "inquiry"
    MISCONDUCT = "misconduct"
    INTERMEDIARY_REPORT = "intermediary-report"
    INFORMATION = "information"
    EXAM_COOPERATION = "exam-cooperation"
    EXAM_MISCONDUCT = "exam-misconduct"
    ACCEPTANCE_SUSPENSION = "acceptance-suspension"
    RETURN = "return"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    ERASURE = "erasure"
    CERTIFICATE_QUERY = "certificate-query"
    AMENDMENT = "amendment"
    REVIEW = "review"
    TARGETS = "targets"
    COMMENCEMENT = "commencement"
    DISCONTINUANCE = "discontinuance"
    DISPUTE = "dispute"
    LETTER = "letter"


class StepCode(StrEnum):
    """What comes next in a case, or how it ended."""

    ANSWER = "answer"
    ANSWER_REST = "answer-rest"
    INVESTIGATE = "investigate"
    REPORT_RESULTS = "report-results"
    SAY_WHAT_WAS_DONE = "say-what-was-done"
    TAKE_NOTE = "take-note"
    COMPLY = "comply"
    COMPLETE = "complete"
    DEAL_WITH_RESIDENCE = "deal-with-residence"
    RESUME = "resume"
    HELP_WITH_RETURN = "help-with-return"
    ISSUE_TRAVEL_DOCUMENT = "issue-travel-document"
    TRAVEL = "travel"
    CONFIRM_ARRIVAL = "confirm-arrival"
    RECONSIDER = "reconsider"
    ANSWER_PROPOSAL = "answer-proposal"
    MEET = "meet"
    SETTLE_MINUTES = "settle-minutes"
    CORRECT_PROBLEMS = "correct-problems"
    DECIDE = "decide"
    CONSENT = "consent"
    CONCLUDE = "conclude"
    AGREE = "agree"
    CONFIRM_RECEIPT = "confirm-receipt"
    CONSULT = "consult"
    CONFIRM_LETTER = "confirm-letter"
    MEND_LETTER = "mend-letter"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Opens(StrEnum):
    """Whether a notice opens a case of its own."""

    NEVER = "never"
    ALWAYS = "always"
    UNLESS_LINKED = "unless-linked"


class Owes(StrEnum):
    """Who is to act next, seen from a notice: its author, the other side, or by their parts."""

    NOBODY = "nobody"
    AUTHOR = "author"
    OTHER = "other"
    OPENER = "opener"
    ANSWERER = "answerer"


@dataclass(frozen=True, slots=True)
class Matter:
    """What one kind does to a case.

    `then` is the step after it (None: the step stays as it was) and `owes` who takes it. Where
    `closes` is set the case ends with it; `reopens` says that it may follow an end and goes on,
    `any_time` that it may follow an end without changing anything.
    """

    family: Family | None = None
    opens: Opens = Opens.NEVER
    then: StepCode | None = None
    owes: Owes = Owes.NOBODY
    closes: bool = False
    reopens: bool = False
    any_time: bool = False


def _opens(family: Family, then: StepCode, owes: Owes = Owes.OTHER) -> Matter:
    return Matter(family, Opens.ALWAYS, then, owes)


def _goes_on(
    family: Family, then: StepCode | None = None, owes: Owes = Owes.NOBODY, *, reopens: bool = False
) -> Matter:
    return Matter(family, Opens.NEVER, then, owes, reopens=reopens)


def _closes(family: Family) -> Matter:
    return Matter(family, Opens.NEVER, StepCode.CLOSED, closes=True)


def _withdraws(family: Family) -> Matter:
    return Matter(family, Opens.NEVER, StepCode.WITHDRAWN, closes=True)


def _by_itself(matter: Matter) -> Matter:
    return replace(matter, opens=Opens.UNLESS_LINKED)


_NONE: Final = Matter()
_BESIDE: Final = Matter(any_time=True)
_MEASURE_TAKEN: Final = Matter(
    then=StepCode.REPORT_RESULTS, owes=Owes.AUTHOR, any_time=True
)  # belongs to the misconduct that it answers, else to none

MATTERS: Final[Mapping[str, Matter]] = MappingProxyType(
    {
        "contact-point.changed": _NONE,
        "sending-organization.approved": _NONE,
        "sending-organization.amended": _NONE,
        "sending-organization.suspended": _MEASURE_TAKEN,
        "sending-organization.resumed": _BESIDE,
        "sending-organization.revoked": _MEASURE_TAKEN,
        "sending-organization.guided": _MEASURE_TAKEN,
        "sending-organization.list-shared": _NONE,
        "accepting-organization.measure-ordered": _BESIDE,
        "accepting-organization.measure-lifted": _BESIDE,
        "supporting-organization.measure-ordered": _BESIDE,
        "supporting-organization.measure-lifted": _BESIDE,
        "supporting-organization.list-shared": _NONE,
        "publication.confirmed": _BESIDE,
        "publication.withheld": _BESIDE,
        "information.shared": _by_itself(
            _opens(Family.INFORMATION, StepCode.TAKE_NOTE, Owes.NOBODY)
        ),
        "intermediary.reported": _opens(Family.INTERMEDIARY_REPORT, StepCode.SAY_WHAT_WAS_DONE),
        "intermediary-report.answered": _closes(Family.INTERMEDIARY_REPORT),
        "misconduct.informed": _opens(Family.MISCONDUCT, StepCode.INVESTIGATE),
        "misconduct.acknowledged": _goes_on(Family.MISCONDUCT),
        "investigation.reported": _closes(Family.MISCONDUCT),
        "inquiry.asked": _opens(Family.INQUIRY, StepCode.ANSWER),
        "inquiry.partly-answered": _goes_on(Family.INQUIRY, StepCode.ANSWER_REST, Owes.ANSWERER),
        "inquiry.answered": _closes(Family.INQUIRY),
        "inquiry.transferred": _goes_on(Family.INQUIRY),
        "inquiry.reminded": _goes_on(Family.INQUIRY),
        "consultation.proposed": _opens(Family.CONSULTATION, StepCode.ANSWER_PROPOSAL),
        "consultation.accepted": _goes_on(Family.CONSULTATION, StepCode.MEET),
        "consultation.declined": _closes(Family.CONSULTATION),
        "consultation.rescheduled": _goes_on(
            Family.CONSULTATION, StepCode.ANSWER_PROPOSAL, Owes.OTHER, reopens=True
        ),
        "consultation.minuted": Matter(
            Family.CONSULTATION,
            Opens.UNLESS_LINKED,
            StepCode.SETTLE_MINUTES,
            Owes.OTHER,
            reopens=True,
        ),
        "consultation.minutes-corrected": _goes_on(
            Family.CONSULTATION, StepCode.SETTLE_MINUTES, Owes.OTHER
        ),
        "consultation.minutes-agreed": _goes_on(Family.CONSULTATION, StepCode.CORRECT_PROBLEMS),
        "corrective-action.reported": Matter(Family.CONSULTATION, any_time=True),
        "disclosure.requested": _opens(Family.DISCLOSURE, StepCode.DECIDE),
        "disclosure.consented": _by_itself(_closes(Family.DISCLOSURE)),
        "disclosure.refused": _closes(Family.DISCLOSURE),
        "disclosure.consent-withdrawn": Matter(Family.DISCLOSURE, any_time=True),
        "disclosure.notified": Matter(
            Family.DISCLOSURE, Opens.ALWAYS, StepCode.CLOSED, closes=True
        ),
        "disclosure.compelled": Matter(
            Family.DISCLOSURE, Opens.ALWAYS, StepCode.CLOSED, closes=True
        ),
        "erasure.requested": _opens(Family.ERASURE, StepCode.DECIDE),
        "erasure.done": _by_itself(_closes(Family.ERASURE)),
        "erasure.refused": _closes(Family.ERASURE),
        "exam-misconduct.reported": _opens(Family.EXAM_MISCONDUCT, StepCode.TAKE_NOTE, Owes.NOBODY),
        "exams.reported": _NONE,
        "exam-cooperation.requested": _opens(Family.EXAM_COOPERATION, StepCode.COMPLY),
        "exam-cooperation.answered": _goes_on(Family.EXAM_COOPERATION, StepCode.COMPLETE),
        "exam-cooperation.completed": _closes(Family.EXAM_COOPERATION),
        "certificate.issued": _NONE,
        "certificate.suspended": _BESIDE,
        "certificate.revoked": _BESIDE,
        "certificate.queried": _opens(Family.CERTIFICATE_QUERY, StepCode.ANSWER),
        "certificate.query-answered": _closes(Family.CERTIFICATE_QUERY),
        "acceptance.suspended": _opens(
            Family.ACCEPTANCE_SUSPENSION, StepCode.DEAL_WITH_RESIDENCE, Owes.AUTHOR
        ),
        "acceptance.resumed": _closes(Family.ACCEPTANCE_SUSPENSION),
        "residence-handling.informed": Matter(
            Family.ACCEPTANCE_SUSPENSION, Opens.NEVER, StepCode.RESUME, any_time=True
        ),
        "return.requested": _opens(Family.RETURN, StepCode.HELP_WITH_RETURN),
        "return.withdrawn": _withdraws(Family.RETURN),
        "return.departed": _goes_on(
            Family.RETURN, StepCode.CONFIRM_ARRIVAL, Owes.ANSWERER, reopens=True
        ),
        "return.answered": _goes_on(
            Family.RETURN, StepCode.ISSUE_TRAVEL_DOCUMENT, Owes.ANSWERER, reopens=True
        ),
        "travel-document.issued": _goes_on(
            Family.RETURN, StepCode.TRAVEL, Owes.OPENER, reopens=True
        ),
        "return.not-possible": _goes_on(
            Family.RETURN, StepCode.RECONSIDER, Owes.OPENER, reopens=True
        ),
        "return.arrived": replace(_closes(Family.RETURN), reopens=True),
        "amendment.proposed": _opens(Family.AMENDMENT, StepCode.CONSENT),
        "amendment.consented": _goes_on(Family.AMENDMENT, StepCode.CONSENT),
        "amendment.declined": _closes(Family.AMENDMENT),
        "review.opened": _opens(Family.REVIEW, StepCode.CONCLUDE, Owes.NOBODY),
        "review.concluded": _closes(Family.REVIEW),
        "commencement.notified": _opens(Family.COMMENCEMENT, StepCode.CONFIRM_RECEIPT),
        "commencement.received": _closes(Family.COMMENCEMENT),
        "discontinuance.notified": _opens(Family.DISCONTINUANCE, StepCode.CONFIRM_RECEIPT),
        "discontinuance.received": _closes(Family.DISCONTINUANCE),
        "dispute.raised": _opens(Family.DISPUTE, StepCode.CONSULT, Owes.NOBODY),
        "dispute.settled": _closes(Family.DISPUTE),
        "targets.proposed": _opens(Family.TARGETS, StepCode.AGREE),
        "targets.agreed": _closes(Family.TARGETS),
        "calendar.confirmed": _NONE,
        "duty.declined": Matter(then=StepCode.DECLINED, closes=True),
        "notice.corrected": _BESIDE,
        "notice.withdrawn": _BESIDE,
        "letter.registered": _by_itself(_opens(Family.LETTER, StepCode.CONFIRM_LETTER)),
        "letter.confirmed": _BESIDE,
        "journal.opened": _NONE,
        "keys.changed": _NONE,
        "protocol.announced": _NONE,
        "entries.received": _NONE,
        "notice.set-aside": _NONE,
        "part.excused": _NONE,
    }
)
"""Every kind; forget one and the tests fail. A letter does what the kind it stands for does."""
