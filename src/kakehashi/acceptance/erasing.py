"""The end of a batch's time: what applications state is erased; that they were checked stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from kakehashi.acceptance.models import (
    Application,
    Batch,
    BatchFile,
    BatchKey,
    PassedExam,
    Ruling,
)
from kakehashi.journal.record import record

SLICE: Final = 500


def due(*, now: datetime) -> Batch | None:
    """Give the next batch whose time is over; None where there is none."""
    over = Batch.objects.filter(erased_at=None, kept_until_on__lt=now.date())
    return over.order_by("id").first()


def erase(batch: Batch, *, now: datetime) -> None:
    """Erase what a batch's applications state; verdicts and counts stay, and nothing by name.

    In slices, and the key last: a batch whose erasing was cut off is due as before. What is left
    after the key is sealed for ever.
    """
    rows = Application.objects.filter(batch=batch)
    _delete(PassedExam.objects.filter(application__batch=batch))
    _delete(BatchFile.objects.filter(batch=batch))
    _empty(rows.exclude(person="", certificate="", content="", same=""), _TOKENS)
    with transaction.atomic():
        BatchKey.objects.filter(batch=batch).delete()
        if Batch.objects.filter(pk=batch.pk, erased_at=None).update(erased_at=now):
            told = {"batch": str(batch.public_id), "agreement": batch.agreement}
            record("applications.erased", told, now=now)
    Ruling.objects.filter(application__batch=batch).update(reason=b"")
    _empty(rows.exclude(stated=b""), _SEALED)


_TOKENS: Final = {"person": "", "certificate": "", "content": "", "same": ""}
_SEALED: Final = {"stated": b"", "found": b""}


def _delete(rows: QuerySet[PassedExam] | QuerySet[BatchFile]) -> None:
    while ids := list(rows.values_list("pk", flat=True)[:SLICE]):
        with transaction.atomic():
            rows.filter(pk__in=ids).delete()


def _empty(rows: QuerySet[Application], columns: Mapping[str, str | bytes]) -> None:
    while ids := list(rows.values_list("pk", flat=True)[:SLICE]):
        with transaction.atomic():
            Application.objects.filter(pk__in=ids).update(**columns)
