"""What of the desk an officer may touch: every id that comes in is asked about here."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import Act, RoleKind, Thing, may, may_take_over, reach
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.payload import Classification
from kakehashi.desk import derived
from kakehashi.desk.models import Dealing, Draft, State
from kakehashi.desk.queries import left_open
from kakehashi.web.parts.doors import officer_of


def signed_in(request: HttpRequest) -> Officer:
    """The officer who passed the door."""
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user


def readable_agreements(request: HttpRequest) -> list[str]:
    """The agreements that an officer reads whole, in the node's order."""
    return agreements_for(request, Act.READ)


def agreements_in_part(request: HttpRequest, act: Act = Act.READ) -> list[str]:
    """The agreements under which an officer may do something, if only under some clauses.

    Whoever lists what stands under these asks `within` which of it this officer may see.
    """
    officer = officer_of(request)
    return [name for name in node.this().agreements if reach(officer, act, name) != frozenset()]


def within(request: HttpRequest, *, agreement: str = "agreement", clause: str = "clause") -> Q:
    """The condition on rows that an officer may read; the names of their columns are given.

    Rows of other agreements fall away; of those that are open in part, only the admitted clauses
    stay.
    """
    seen = {name: clauses_seen(request, name) for name in agreements_in_part(request)}
    found = Q(**{f"{agreement}__in": [name for name, only in seen.items() if only is None]})
    for name, only in seen.items():
        if only is not None:
            found |= Q(**{agreement: name, f"{clause}__in": sorted(only)})
    return found


def kinds_seen(request: HttpRequest, agreement: str) -> frozenset[str] | None:
    """The kinds that stand only under clauses that an officer may read; None where all of them."""
    clauses = clauses_seen(request, agreement)
    if clauses is None:
        return None
    under: dict[str, set[str]] = {}
    for permit in node.profile(agreement).permits:
        every = node.profile(agreement).clauses if permit.is_everywhere else (permit.clause,)
        under.setdefault(permit.kind, set()).update(every)
    return frozenset(kind for kind, found in under.items() if found <= clauses)


def entries_within(request: HttpRequest, agreement: str) -> Q | None:
    """The condition on entries that an officer may read; None where all of an agreement.

    Of a kind that stands nowhere else, or issued under an admitted clause as the desk has read it.
    """
    kinds, clauses = kinds_seen(request, agreement), clauses_seen(request, agreement)
    if kinds is None or clauses is None:
        return None
    read = Dealing.objects.filter(
        edition=derived.serving(agreement), jti=OuterRef("jti"), clause__in=sorted(clauses)
    )
    return Q(kind__in=kinds) | Q(Exists(read))


def clauses_seen(request: HttpRequest, agreement: str) -> frozenset[str] | None:
    """The clauses of an agreement that an officer may read; None where all of it."""
    return reach(officer_of(request), Act.READ, agreement)


def agreements_for(request: HttpRequest, act: Act) -> list[str]:
    """The agreements under which an officer may do something."""
    officer = officer_of(request)
    return [name for name in node.this().agreements if may(officer, act, Thing(name))]


def named_agreement(name: str, agreements: Sequence[str]) -> str:
    """The agreement that a form names; 404 where it is none of these."""
    if name not in agreements:
        raise Http404
    return name


def chosen_agreement(request: HttpRequest, agreements: Sequence[str]) -> str:
    """The agreement that a list's address names, else the officer's first; 404 for all others."""
    if not agreements:
        raise PermissionDenied
    asked = request.GET.get("agreement", agreements[0])
    if asked not in agreements:
        raise Http404
    return asked


def may_read_confidential(request: HttpRequest, agreement: str) -> bool:
    """Say whether an officer may see what is confidential in what they may see at all."""
    limit = clauses_seen(request, agreement)
    clauses = frozenset[str]() if limit is None else limit
    thing = Thing(agreement, Classification.CONFIDENTIAL, clauses=clauses)
    return may(officer_of(request), Act.READ, thing)


def require_some_reading(request: HttpRequest, agreement: str) -> None:
    """Answer 404 to whoever may read nothing under an agreement."""
    if agreement not in agreements_in_part(request):
        raise Http404


def require_reading(request: HttpRequest, agreement: str, clause: str = "") -> None:
    """Answer 404 to whoever may not read what stands under a clause, or the agreement whole."""
    if agreement not in node.this().agreements:
        raise Http404
    clauses = frozenset({clause}) if clause else frozenset[str]()
    if not may(officer_of(request), Act.READ, Thing(agreement, clauses=clauses)):
        raise Http404


def thing_of(draft: Draft) -> Thing:
    """What permissions ask of a draft."""
    return Thing(
        draft.agreement,
        Classification(draft.classification),
        draft.drafted_by_id,
        clauses_of_kind(draft.agreement, draft.kind),
        frozenset(one.officer_id for one in draft.taken_over.all()),
    )


def clauses_of_kind(agreement: str, kind: str) -> frozenset[str]:
    """The clauses under which our side may ever issue a kind: where a draft of it may stand."""
    return node.profile(agreement).clauses_ever(kind, node.this().party)


def is_kind_within(request: HttpRequest, act: Act, agreement: str, kind: str) -> bool:
    """Say whether an officer may do something to drafts of a kind, their class aside."""
    return may(officer_of(request), act, Thing(agreement, clauses=clauses_of_kind(agreement, kind)))


def drafts_within(request: HttpRequest, act: Act) -> Q:
    """The condition on drafts to which an officer may do something, their class aside."""
    names, officer = agreements_in_part(request, act), officer_of(request)
    whole = [name for name in names if reach(officer, act, name) is None]
    found = Q(agreement__in=whole)
    for name in names:
        if name not in whole:
            kinds = [kind for kind in KINDS if is_kind_within(request, act, name, kind)]
            found |= Q(agreement=name, kind__in=kinds)
    return found


def drafts_to_take_over(request: HttpRequest) -> list[Draft]:
    """Open drafts of absent officers with which their deputy, this officer, may go on."""
    officer = officer_of(request)
    lenders = {(name, lender) for name, kind, lender in officer.lent if kind is RoleKind.DRAFTS}
    found = left_open(sorted(lenders)).prefetch_related("taken_over") if lenders else ()
    return [draft for draft in found if may_take_over(officer, thing_of(draft))]


def draft_for(request: HttpRequest, public_id: UUID, act: Act) -> Draft:
    """The draft of an id, where this officer may do the act to it.

    404 where they may not know of it: another agreement, another's unfinished draft. 403 where
    they lack the role.
    """
    officer = officer_of(request)
    draft = (
        Draft.objects.filter(public_id=public_id).select_related("drafted_by", "signed_by").first()
    )
    if draft is None or not is_kind_within(request, Act.READ, draft.agreement, draft.kind):
        raise Http404
    is_mine = draft.drafted_by_id == officer.id
    if draft.state == State.OPEN and not is_mine:
        raise Http404
    if not may(officer, act, thing_of(draft)) or (act is Act.DRAFT and not is_mine):
        raise PermissionDenied
    return draft
