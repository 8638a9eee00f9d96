"""Which applications an officer may see, and in which role: every id that comes in is asked here.

An application is read by who examines, decides or drafts under its agreement, and by nobody else.
"""

from datetime import date
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from kakehashi import node
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.approvals import queries, standards
from kakehashi.approvals.models import Application, Visit
from kakehashi.core.notices.payload import Classification
from kakehashi.core.target_days import day_at
from kakehashi.web.desk import access
from kakehashi.web.parts.doors import officer_of

ACTS: Final = (Act.EXAMINE, Act.DECIDE, Act.DRAFT)


def agreements(request: HttpRequest, *acts: Act) -> list[str]:
    """The agreements under which our side approves and this officer may do one of the acts."""
    officer = officer_of(request)
    return [
        name
        for name in standards.approving_agreements(today_of(node.this().agreements[0]))
        if any(may(officer, act, thing_of(name)) for act in acts or ACTS)
    ]


def thing_of(agreement: str) -> Thing:
    """What permissions ask of an application: it stands where an approval would."""
    clauses = access.clauses_of_kind(agreement, standards.APPROVED)
    return Thing(agreement, Classification.RESTRICTED, clauses=clauses)


def require_room(request: HttpRequest) -> list[str]:
    """Give the officer's agreements; 404 where our side approves nobody under any of them."""
    found = agreements(request)
    if not found:
        raise Http404
    return found


def application_for(request: HttpRequest, public_id: UUID) -> Application:
    """The application of an id, where this officer may know of it; 404 for all others."""
    found = queries.one(require_room(request), public_id)
    if found is None:
        raise Http404
    return found


def visit_for(request: HttpRequest, public_id: UUID) -> Visit:
    """The visit of an id, where this officer may know of it."""
    found = Visit.objects.filter(agreement__in=require_room(request), public_id=public_id)
    one = found.select_related("application").first()
    if one is None:
        raise Http404
    return one


def require_act(request: HttpRequest, agreement: str, *acts: Act) -> None:
    """Refuse whoever may do none of the acts under an agreement."""
    if not any(may(officer_of(request), act, thing_of(agreement)) for act in acts):
        raise PermissionDenied


def may_act(request: HttpRequest, agreement: str, act: Act) -> bool:
    """Say whether this officer may do an act under an agreement."""
    return may(officer_of(request), act, thing_of(agreement))


def named_agreement(request: HttpRequest, name: str) -> str:
    """An agreement in the address; 404 where this officer may not know of it."""
    if name not in require_room(request):
        raise Http404
    return name


def today_of(agreement: str) -> date:
    """The day where our side is."""
    zone = node.profile(agreement).parties[node.this().party].time_zone
    return day_at(int(timezone.now().timestamp()), zone)
