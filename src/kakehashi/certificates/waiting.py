"""Approved cases that wait for their certificate: the longest waiting first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from kakehashi.certificates import sealing
from kakehashi.certificates.actions import NotReady, require_fit
from kakehashi.certificates.models import CandidateCase, CaseState
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.database.prepared import TEXT, Prepared

MOST_TOLD: Final = 100
"""Cases of organizations that may not send which one round names."""

IsApproved = Callable[[str, date], bool]
"""Says whether the organization of a number is approved, and valid, on a day."""


@dataclass(frozen=True, slots=True)
class Due:
    """A case to be certified now, with what it says."""

    case: CandidateCase
    content: Content


@dataclass(frozen=True, slots=True)
class Left:
    """A case that has to wait: its public id, and why.

    `why` is `organization` (not approved today) or the member that fits on no certificate.
    """

    case: str
    why: str


def due(
    agreement: str, *, is_approved: IsApproved, today: date, now: datetime, at_most: int
) -> tuple[list[Due], list[Left]]:
    """Give the cases to be certified now, and those that have to be left."""
    cases, barred = _of_approved(agreement, is_approved, today, at_most)
    found, left = [], list(_of_barred(agreement, barred))
    for case in cases:
        content = sealing.open_content(case)
        try:
            require_fit(case, content, now=now)
        except NotReady as why:
            left.append(Left(str(case.public_id), why.unfit))
        else:
            found.append(Due(case, content))
    return found, left


def _of_approved(
    agreement: str, is_approved: IsApproved, today: date, at_most: int
) -> tuple[Sequence[CandidateCase], set[str]]:
    """Give the first cases whose organizations may send, and the organizations that may not."""
    cases: Sequence[CandidateCase] = _first(at_most)(agreement)
    barred: set[str] = set()
    while refused := {
        one for one in {case.organization for case in cases} if not is_approved(one, today)
    }:
        barred |= refused
        allowed = _waiting().filter(agreement=agreement).exclude(organization__in=barred)
        cases = list(allowed[:at_most])
    return cases, barred


def _of_barred(agreement: str, barred: set[str]) -> Iterator[Left]:
    if barred:
        waiting = _waiting().filter(agreement=agreement, organization__in=barred)
        for public_id in waiting.values_list("public_id", flat=True)[:MOST_TOLD]:
            yield Left(str(public_id), "organization")


def _waiting() -> QuerySet[CandidateCase]:
    return CandidateCase.objects.filter(state=CaseState.APPROVED).order_by("decided_at", "pk")


@lru_cache(maxsize=8)
def _first(at_most: int) -> Prepared[CandidateCase]:
    return Prepared(lambda: _waiting().filter(agreement=TEXT[0])[:at_most])
