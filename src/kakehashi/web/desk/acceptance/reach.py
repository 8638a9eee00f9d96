"""Which batches an officer may touch: those under agreements by which our side accepts.

What applications state is about persons: whoever is admitted to some clauses only sees none of it.
"""

from uuid import UUID

from django.http import Http404, HttpRequest

from kakehashi import node
from kakehashi.acceptance.models import Application, Batch
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.agreement import Side
from kakehashi.core.notices.payload import Classification
from kakehashi.web.parts.doors import officer_of

READS = (Act.EXAMINE, Act.DRAFT, Act.DECIDE)
"""Any of these opens the results; to take something in, `EXAMINE` or `DRAFT` is needed."""
TAKES = (Act.EXAMINE, Act.DRAFT)


def accepts(agreement: str) -> bool:
    """Say whether our side is the one that accepts under an agreement."""
    return node.profile(agreement).party_on(Side.ACCEPTING).code == node.this().party


def agreements(request: HttpRequest, acts: tuple[Act, ...] = READS) -> list[str]:
    """The agreements under which this officer may do one of the acts."""
    officer = officer_of(request)
    return [
        name
        for name in node.this().agreements
        if accepts(name)
        and any(may(officer, act, Thing(name, Classification.RESTRICTED)) for act in acts)
    ]


def batch_for(request: HttpRequest, public_id: UUID, acts: tuple[Act, ...] = READS) -> Batch:
    """The batch of an id; 404 where this officer may not know of it."""
    found = (
        Batch.objects.filter(public_id=public_id, agreement__in=agreements(request, acts))
        .exclude(state=Batch.State.TAKING)
        .select_related("taken_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def application_for(batch: Batch, line: int) -> Application:
    """The application at a line; 404 where there is none, or it was erased."""
    found = Application.objects.filter(batch=batch, line=line).first()
    if found is None or batch.erased_at is not None:
        raise Http404
    return found
