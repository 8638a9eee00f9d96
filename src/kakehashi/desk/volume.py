"""Unusual volume of one officer: a further notice waits until another officer lets them go on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet

from kakehashi import node
from kakehashi.core.volume import Threshold, reached
from kakehashi.desk.models import Draft, Pause, State
from kakehashi.journal.record import record

DAY = 24


class TooMany(Exception):
    """An officer has signed off as much as is usual; nothing was issued."""

    def __init__(self, threshold: Threshold) -> None:
        super().__init__(f"{threshold.most} in {threshold.hours} h")
        self.threshold = threshold


class AlreadyReleased(Exception):
    """Another officer was faster, or it is one's own pause."""


def thresholds() -> tuple[Threshold, ...]:
    """What this node takes for usual, as node.toml says it."""
    volume = node.this().identity.volume
    return Threshold(volume.hour, 1), Threshold(volume.day, DAY)


def require_usual(*, by: int, now: datetime) -> None:
    """Refuse a further notice of an officer who signed off unusually much since the last release.

    Raises:
        TooMany: with the threshold that was reached.

    """
    since = now - timedelta(hours=DAY)
    released = Pause.objects.filter(officer_id=by, released_at__gt=since).order_by("-released_at")
    if last := released.first():
        since = last.released_at or since
    signed = Draft.objects.filter(signed_by_id=by, signed_at__gt=since)
    moments = [at for at in signed.values_list("signed_at", flat=True) if at]
    found = reached(moments, thresholds(), now=now)
    if found is not None:
        raise TooMany(found)


@transaction.atomic
def pause(draft: Draft, threshold: Threshold, *, by: int, now: datetime) -> None:
    """Put it to other officers that this one may go on; once, however often they try.

    The draft that they would have signed off waits with it.
    """
    found, is_new = Pause.objects.get_or_create(
        officer_id=by,
        released_at=None,
        defaults={
            "agreement": draft.agreement,
            "most": threshold.most,
            "hours": threshold.hours,
            "reached_at": now,
        },
    )
    Draft.objects.filter(pk=draft.pk, state=State.SUBMITTED).update(paused=found)
    if is_new:
        record("volume.reached", _particulars(found, by), now=now)


@transaction.atomic
def release(found: Pause, *, by: int, now: datetime) -> None:
    """Let an officer go on; what they sign off is counted anew. AlreadyReleased where too late."""
    waiting = Pause.objects.filter(pk=found.pk, released_at=None).exclude(officer_id=by)
    if not waiting.update(released_by_id=by, released_at=now):
        raise AlreadyReleased
    record("volume.released", _particulars(found, by), now=now)


def pauses(agreements: Iterable[str]) -> QuerySet[Pause]:
    """Officers who wait to be let go on, the longest waiting first."""
    waiting = Pause.objects.filter(agreement__in=list(agreements), released_at=None)
    return waiting.select_related("officer").order_by("reached_at")


def drafts_paused(found: Iterable[Pause]) -> dict[int, int]:
    """Count the drafts that wait to be signed off because of each pause, by its key."""
    waiting = Draft.objects.filter(paused__in=list(found), state=State.SUBMITTED)
    counted = waiting.values_list("paused_id").annotate(drafts=Count("pk"))
    return {number: drafts for number, drafts in counted if number is not None}


def _particulars(found: Pause, by: int) -> dict[str, object]:
    about = {"agreement": found.agreement, "officer": found.officer_id, "by": by}
    return about | {"most": found.most, "hours": found.hours}
