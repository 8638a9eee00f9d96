"""Beginning a draft with what is known already: its links, its days, parts of its content."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from pydantic import ValidationError

from kakehashi.accounts.permissions import Act
from kakehashi.core.notices import KIND_FACTS
from kakehashi.core.notices.disclosure import ErasedItem, ErasureDone
from kakehashi.desk import actions
from kakehashi.desk.models import Draft, State
from kakehashi.web.desk import access
from kakehashi.web.desk.drafting import forms
from kakehashi.web.desk.drafting.answers import opened
from kakehashi.web.desk.drafting.filling import Filled, filled_partly
from kakehashi.web.desk.drafting.offering import kinds_permitted, kinds_to_draft, sides_now
from kakehashi.web.desk.drafting.questions import questions_of
from kakehashi.web.parts import once
from kakehashi.web.parts.doors import officer_of


def kinds_open(request: HttpRequest, agreement: str) -> frozenset[str]:
    """The kinds that this officer may draft under an agreement today."""
    return _within(request, agreement, kinds_to_draft)


def kinds_for(request: HttpRequest, agreement: str) -> frozenset[str]:
    """The kinds that the agreement lets this officer draft today: no query is asked.

    Whether one can be issued as things stand, `kinds_open` says.
    """
    return _within(request, agreement, kinds_permitted)


def _within(
    request: HttpRequest, agreement: str, kinds: Callable[..., list[str]]
) -> frozenset[str]:
    if agreement not in access.agreements_in_part(request, Act.DRAFT):
        return frozenset()
    confidential = access.may_read_confidential(request, agreement)
    found = kinds(agreement, now=timezone.now(), may_read_confidential=confidential)
    return frozenset(k for k in found if access.is_kind_within(request, Act.DRAFT, agreement, k))


def begin(request: HttpRequest, agreement: str, kind: str, filled: Filled) -> Draft:
    """Open a draft of a kind whose form begins with `filled`; it is neither checked nor issued.

    The draft of the first press, where a button was pressed twice.
    """
    if agreement not in access.agreements_in_part(request, Act.DRAFT):
        raise PermissionDenied
    if kind not in kinds_open(request, agreement):
        raise Http404
    typed = {
        name: [value]
        for compartment, question in questions_of(kind).items()
        for name, value in opened(question, compartment)
    } | filled
    with transaction.atomic():
        if once.is_again(request) and (begun := _last_begun(request, agreement, kind)):
            return begun
        classes = sides_now(agreement, timezone.now()).classes(kind)
        return actions.open_draft(
            agreement=agreement,
            kind=kind,
            version=KIND_FACTS[kind].version,
            classification=forms.guard(kind, typed, classes),
            typed=typed,
            by=officer_of(request).id,
            now=timezone.now(),
        )


def _last_begun(request: HttpRequest, agreement: str, kind: str) -> Draft | None:
    mine = Draft.objects.filter(drafted_by=officer_of(request).id, state=State.OPEN)
    return mine.filter(agreement=agreement, kind=kind).order_by("-drafted_at").first()


def erasing(jti: str) -> Filled:
    """Fill the form of an erasure with the notice whose confidential parts are to be erased."""
    try:
        items = (ErasedItem(notice=jti),)
    except ValidationError:
        raise Http404 from None
    return filled_partly(ErasureDone.kind, "confidential", {"items": items})
