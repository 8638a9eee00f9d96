"""What of the desk an officer may touch: every id that comes in is asked about here."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.notices.payload import Classification
from kakehashi.desk.models import Draft, State
from kakehashi.web.parts.doors import officer_of


def signed_in(request: HttpRequest) -> Officer:
    """The officer who passed the door."""
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user


def readable_agreements(request: HttpRequest) -> list[str]:
    """The agreements that an officer works under, in the node's order."""
    return agreements_for(request, Act.READ)


def agreements_for(request: HttpRequest, act: Act) -> list[str]:
    """The agreements under which an officer may do something."""
    officer = officer_of(request)
    return [name for name in node.this().agreements if may(officer, act, Thing(name))]


def chosen_agreement(request: HttpRequest, agreements: Sequence[str]) -> str:
    """The agreement that a list's address names, else the officer's first; 404 for all others."""
    if not agreements:
        raise PermissionDenied
    asked = request.GET.get("agreement", agreements[0])
    if asked not in agreements:
        raise Http404
    return asked


def may_read_confidential(request: HttpRequest, agreement: str) -> bool:
    """Say whether an officer may see what is confidential under an agreement."""
    return may(officer_of(request), Act.READ, Thing(agreement, Classification.CONFIDENTIAL))


def require_reading(request: HttpRequest, agreement: str) -> None:
    """Answer 404 to whoever does not work under an agreement."""
    if agreement not in node.this().agreements:
        raise Http404
    if not may(officer_of(request), Act.READ, Thing(agreement)):
        raise Http404


def thing_of(draft: Draft) -> Thing:
    """What permissions ask of a draft."""
    return Thing(draft.agreement, Classification(draft.classification), draft.drafted_by_id)


def draft_for(request: HttpRequest, public_id: UUID, act: Act) -> Draft:
    """The draft of an id, where this officer may do the act to it.

    404 where they may not know of it: another agreement, another's unfinished draft. 403 where
    they lack the role.
    """
    officer = officer_of(request)
    draft = (
        Draft.objects.filter(public_id=public_id).select_related("drafted_by", "signed_by").first()
    )
    if draft is None or not may(officer, Act.READ, Thing(draft.agreement)):
        raise Http404
    is_mine = draft.drafted_by_id == officer.id
    if draft.state == State.OPEN and not is_mine:
        raise Http404
    if not may(officer, act, thing_of(draft)) or (act is Act.DRAFT and not is_mine):
        raise PermissionDenied
    return draft
