"""What reports say, in the officers' words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.core.reporting.leaving import LeftOut
from kakehashi.core.reporting.meeting import Why
from kakehashi.core.reporting.told import MayKnow, Part, Purpose, Whom
from kakehashi.intake.models import State

Words = Mapping[str, str | Promise]
WHOM: Final[Words] = {
    Whom.SELF: _("Herself or himself"),
    Whom.RELATIVE: _("A relative or friend"),
    Whom.GROUP: _("Several persons"),
    Whom.ORGANIZATION: _("An organization writes for somebody"),
}
PARTS: Final[Words] = {
    Part.BROKER: _("Broker"),
    Part.SENDING: _("Sending organization"),
    Part.EMPLOYER: _("Employer"),
    Part.SUPPORTING: _("Supporting organization"),
    Part.SCHOOL: _("School"),
    Part.OFFICIAL: _("Somebody in an office of the state"),
    Part.OTHER: _("Other"),
}
PURPOSES: Final[Words] = {
    Purpose.FEE: _("Fee for the job"),
    Purpose.DEPOSIT: _("Deposit"),
    Purpose.SCHOOL: _("School, lessons or tests"),
    Purpose.PAPERS: _("Passport, visa or papers"),
    Purpose.TRAVEL: _("Travel"),
    Purpose.PENALTY: _("Penalty"),
    Purpose.WAGES: _("Taken from wages"),
    Purpose.OTHER: _("Other"),
}
ROUGHLY: Final[Words] = {
    "now": _("Still going on"),
    "month": _("That month or the month before"),
    "year": _("That year"),
    "before": _("The year before"),
    "longer": _("Longer ago"),
}
MAY_KNOW: Final[Words] = {
    MayKnow.OFFICE: _("This intake office only"),
    MayKnow.MINISTRY: _("This office and its ministry; not the other side"),
    MayKnow.OTHER_SIDE: _("This office, its ministry and the other side"),
}
STATES: Final[Words] = {
    State.RECEIVED: pgettext_lazy("report", "New"),
    State.OPENED: pgettext_lazy("report", "Being worked on"),
    State.ASKED: pgettext_lazy("report", "Waiting for the reporter"),
    State.CLOSED: pgettext_lazy("report", "Closed"),
}
LEFT_OUT: Final[Words] = {
    LeftOut.OWN_NAME: _("This is the reporter's own name: it was left out."),
    LeftOut.NO_NAME: _("Neither name nor contact is known: it was left out."),
    LeftOut.AMOUNT: _("The amount was not understood: enter it rounded in the draft."),
    LeftOut.CONTACT: _("The contact was not understood: enter it in the draft if it is needed."),
}
MET: Final[Words] = {
    Why.WORDS: _("Says nearly the same"),
    Why.NUMBER: _("Gives the same telephone, account or name online"),
    Why.NAME: _("Names somebody of a like name"),
}
LOG: Final[Words] = {
    "read": _("Opened the report"),
    "asked": _("Asked the reporter"),
    "answered": _("Wrote to the reporter"),
    "closed": _("Closed the report"),
    "reopened": _("Took the report up again"),
    "released": _("Took the report out of its wave"),
    "conflict": _("Declared a conflict of interest"),
    "conflict-ended": _("Had declared a conflict of interest"),
    "let-in": _("Let a colleague work on it again"),
    "erased": _("Erased the report"),
}


def said(words: Words, code: str) -> str:
    """Say a code in words; one that has none as it is."""
    return str(words.get(code, code))
