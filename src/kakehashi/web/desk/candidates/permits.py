"""Who may do what to candidates' cases: confidential, and under the clause that certifies."""

from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from kakehashi import node
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.certificates.models import CandidateCase
from kakehashi.core.notices.certificates import CertificateIssued
from kakehashi.core.notices.payload import Classification
from kakehashi.web.desk import access
from kakehashi.web.parts.doors import officer_of

KIND: Final = CertificateIssued.kind


def thing_of(agreement: str, *, drafted_by: int | None = None) -> Thing:
    """What permissions ask of a candidate's case, or of all of an agreement."""
    clauses = access.clauses_of_kind(agreement, KIND)
    return Thing(agreement, Classification.CONFIDENTIAL, drafted_by, clauses)


def certifying() -> list[str]:
    """The agreements under which our side certifies candidates."""
    return [name for name in node.this().agreements if access.clauses_of_kind(name, KIND)]


def agreements_for(request: HttpRequest, act: Act) -> list[str]:
    """The agreements whose candidates' cases an officer may do something to."""
    officer = officer_of(request)
    return [name for name in certifying() if may(officer, act, thing_of(name))]


def require(request: HttpRequest, act: Act, agreement: str) -> None:
    """Answer 404 under an agreement that does not certify or is unknown, 403 without the role."""
    if agreement not in certifying():
        raise Http404
    if not may(officer_of(request), act, thing_of(agreement)):
        raise PermissionDenied


def case_for(request: HttpRequest, public_id: UUID) -> CandidateCase:
    """Give a case that this officer may read; 404 for every other."""
    found = (
        CandidateCase.objects.filter(
            public_id=public_id, agreement__in=agreements_for(request, Act.READ)
        )
        .select_related("opened_by", "proposed_by", "decided_by")
        .first()
    )
    if found is None:
        raise Http404
    return found
