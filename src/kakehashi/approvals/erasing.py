"""The end of an application's time: what it says is erased with its keys; that it was stays."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from kakehashi import node
from kakehashi.approvals import sealing
from kakehashi.approvals.models import Application
from kakehashi.core.approving.course import State
from kakehashi.journal.record import record


def due(*, now: datetime) -> Application | None:
    """Give the next application whose time is over; None where there is none."""
    kept = node.this().identity.retention
    before, drafted = (now - timedelta(days=days) for days in (kept.applications, kept.drafts))
    is_ended = Q(state__in=(State.REFUSED, State.WITHDRAWN), changed_at__lt=before)
    is_lapsed = Q(state=State.APPROVED, valid_until__lt=before.date())
    is_left = Q(state=State.DRAFT, submitted_at=None, changed_at__lt=drafted)
    over = Application.objects.filter(is_ended | is_lapsed | is_left, erased_at=None)
    return over.order_by("pk").first()


def erase(application: Application, *, now: datetime) -> None:
    """Erase what an application says, unless it changed meanwhile.

    One that was refused, withdrawn or whose approval ended keeps its number, states and days; a
    draft that was never submitted goes whole.
    """
    same = Application.objects.filter(pk=application.pk, revision=application.revision)
    told = {
        "thing": str(application.public_id),
        "agreement": application.agreement,
        "state": application.state,
    }
    with transaction.atomic():
        if application.submitted_at is None:
            if not same.delete()[0]:
                return
        elif not same.update(erased_at=now, revision=F("revision") + 1):
            return
        sealing.erase(application.public_id)
        record("application.erased", told, now=now)
