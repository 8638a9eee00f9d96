"""What the states of candidates' cases and certificates are called, and what does not fit."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from kakehashi.certificates.models import CaseState, EndingWhat
from kakehashi.web.parts.shapes import Status, Tone

_CASES: Final[Mapping[CaseState, tuple[Promise, Tone]]] = {
    CaseState.OPEN: (pgettext_lazy("candidate", "Being examined"), "neutral"),
    CaseState.PROPOSED: (gettext_lazy("Waits for a second officer"), "waiting"),
    CaseState.APPROVED: (gettext_lazy("Decided; the certificate is being made"), "waiting"),
    CaseState.CERTIFIED: (pgettext_lazy("candidate", "Certified"), "good"),
    CaseState.REFUSED: (pgettext_lazy("candidate", "Refused"), "bad"),
    CaseState.WITHDRAWN: (pgettext_lazy("candidate", "Withdrawn"), "ended"),
}
ENDINGS: Final[Mapping[EndingWhat, Promise]] = {
    EndingWhat.SUSPEND: pgettext_lazy("certificate", "Suspend"),
    EndingWhat.RESUME: pgettext_lazy("certificate", "Let it count again"),
    EndingWhat.REVOKE: pgettext_lazy("certificate", "Revoke"),
}
NOT_FIT: Final[Mapping[str, Promise]] = {
    "name": gettext_lazy("the name in Latin letters"),
    "valid_until_on": gettext_lazy("the last day of validity"),
    "organization": gettext_lazy("the organization's approval number"),
    "passport": gettext_lazy("the passport number"),
}


def case_status(state: str) -> Status:
    """A case's state as a word with its colour."""
    return Status(*_CASES[CaseState(state)])


def case_states() -> list[tuple[str, Promise]]:
    """Every state of a case with its word."""
    return [(state.value, word) for state, (word, _tone) in _CASES.items()]
