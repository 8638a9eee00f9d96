"""Cases in words: what they are about, what comes next, and why a notice is odd."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.core.cases import Family, Standing, StepCode
from kakehashi.desk.models import CaseNote

Words = str | Promise

FAMILIES: Final[Mapping[Family, Words]] = {
    Family.INQUIRY: _("Inquiry"),
    Family.MISCONDUCT: _("Misconduct of a sending organization"),
    Family.INTERMEDIARY_REPORT: _("Report on an intermediary"),
    Family.INFORMATION: _("Information shared"),
    Family.EXAM_COOPERATION: _("Cooperation in exams and tests"),
    Family.EXAM_MISCONDUCT: _("Misconduct in exams and tests"),
    Family.ACCEPTANCE_SUSPENSION: _("Suspension of acceptance"),
    Family.RETURN: _("Return"),
    Family.CONSULTATION: _("Consultation"),
    Family.DISCLOSURE: _("Disclosure"),
    Family.ERASURE: _("Erasure"),
    Family.CERTIFICATE_QUERY: _("Question about a certificate"),
    Family.AMENDMENT: _("Amendment"),
    Family.REVIEW: _("Review"),
    Family.TARGETS: _("Targets in days"),
    Family.COMMENCEMENT: _("Commencement"),
    Family.DISCONTINUANCE: _("Discontinuance"),
    Family.DISPUTE: _("Dispute"),
    Family.LETTER: _("Letter on paper"),
}

STEPS: Final[Mapping[StepCode, Words]] = {
    StepCode.ANSWER: _("Answer"),
    StepCode.ANSWER_REST: _("Answer the questions that are still open"),
    StepCode.INVESTIGATE: _("Investigate, guide and supervise, then report"),
    StepCode.REPORT_RESULTS: _("Report the results"),
    StepCode.SAY_WHAT_WAS_DONE: _("Say what was done"),
    StepCode.TAKE_NOTE: _("Nothing is asked; follow it up as needed"),
    StepCode.COMPLY: _("Answer the request, as far as possible"),
    StepCode.COMPLETE: _("Say when it is completed"),
    StepCode.DEAL_WITH_RESIDENCE: _("Say how residence is dealt with"),
    StepCode.RESUME: _("Acceptance is suspended until it is resumed"),
    StepCode.HELP_WITH_RETURN: _("Answer, together with the embassy"),
    StepCode.ISSUE_TRAVEL_DOCUMENT: _("Issue travel documents"),
    StepCode.TRAVEL: _("Say who departed"),
    StepCode.CONFIRM_ARRIVAL: _("Say who arrived"),
    StepCode.RECONSIDER: _("Decide what follows, since return is not possible"),
    StepCode.ANSWER_PROPOSAL: _("Accept, decline or propose another day"),
    StepCode.MEET: _("Meet, then write the minutes"),
    StepCode.SETTLE_MINUTES: _("Agree to the minutes or correct them"),
    StepCode.CORRECT_PROBLEMS: _("Report on the corrective actions"),
    StepCode.DECIDE: _("Decide on the request"),
    StepCode.CONSENT: _("Consent of every signatory, or decline"),
    StepCode.CONCLUDE: _("Conclude the review"),
    StepCode.AGREE: _("Agree to the targets, or not"),
    StepCode.CONFIRM_RECEIPT: _("Record when it was received"),
    StepCode.CONSULT: _("Both sides consult"),
    StepCode.CONFIRM_LETTER: _("Confirm the letter"),
    StepCode.MEND_LETTER: _("Correct the letter: the other side knows it otherwise"),
    StepCode.CLOSED: pgettext_lazy("case", "Closed"),
    StepCode.DECLINED: _("Closed: domestic law does not permit it"),
    StepCode.WITHDRAWN: _("Closed: withdrawn"),
}

ODD: Final[Mapping[Standing, tuple[Words, Words]]] = {
    Standing.ANSWERS_NOTHING_KNOWN: (
        _("Answers nothing known"),
        _(
            "It names a notice that is in neither journal here. It is kept and shown; what it "
            "answers stays open. Ask the other side which notice is meant."
        ),
    ),
    Standing.ANSWERED_TWICE: (
        _("Answered twice"),
        _(
            "The same side had answered already. The first answer counts for the duty; this one "
            "is kept beside it. If it replaces the first, that one should be withdrawn."
        ),
    ),
    Standing.AFTER_CLOSING: (
        _("After the closing"),
        _(
            "Its author knew that the case was closed when it wrote this. It is kept and shown; "
            "the case stays closed. What is new belongs into a new notice that opens a case."
        ),
    ),
    Standing.SET_ASIDE: (
        _("Set aside"),
        _("It does not count, and changes nothing here. Its own page says why."),
    ),
}
"""How a notice stands that is not as it should be: in a word, and what that means."""

SORTS: Final[Mapping[str, Words]] = {
    CaseNote.Sort.NOTE.value: pgettext_lazy("case", "Note"),
    CaseNote.Sort.STEP.value: _("Step of an investigation"),
    CaseNote.Sort.FINDING.value: _("Finding"),
    CaseNote.Sort.EVIDENCE.value: _("Evidence"),
}


def family_words(code: str) -> Words:
    """Say what a case is about; a code that is not known as it is."""
    return next((words for family, words in FAMILIES.items() if family == code), code)


def step_words(code: str) -> Words:
    """Say what comes next; a code that is not known as it is."""
    return next((words for step, words in STEPS.items() if step == code), code)


def odd_words(code: str) -> tuple[Words, Words] | None:
    """Say why a notice is odd and what that means; None where it is not."""
    return next((words for standing, words in ODD.items() if standing == code), None)
