"""A new storage key: every wrapped key in every room is wrapped anew, a slice at a time."""

from collections.abc import Iterator
from typing import Final

from django.db import models, transaction

from kakehashi.acceptance.models import BatchKey
from kakehashi.approvals.models import SealedPart
from kakehashi.certificates.models import CasePart, Certificate
from kakehashi.desk.models import CaseNotePart, DraftKey, LocalDisclosurePart
from kakehashi.exchange.models import StagedPiece
from kakehashi.intake.models import Part
from kakehashi.journal.at_rest import wrap_anew
from kakehashi.journal.models import PartKey
from kakehashi.node import StorageKey
from kakehashi.screening.models import IndexKey, SealedName

SEALED: Final[tuple[type[models.Model], ...]] = (
    PartKey,
    StagedPiece,
    DraftKey,
    CaseNotePart,
    LocalDisclosurePart,
    Part,
    CasePart,
    Certificate,
    IndexKey,
    SealedName,
    BatchKey,
    SealedPart,
)
"""Every table with a wrapped key."""


def rewrap(*, old: StorageKey, new: StorageKey, at_most: int = 200) -> Iterator[int]:
    """Wrap what is under the old key under the new one; gives how many after each slice.

    A slice is one short transaction. Whoever was killed on the way begins again and goes on where
    nothing was done yet. Damaged names what does not open.
    """
    for model in SEALED:
        last: object = None
        while True:
            last, count = _slice(model, last, old, new, at_most)
            if last is None:
                break
            yield count


def left_under(old: StorageKey) -> int:
    """Count what is still wrapped under a storage key."""
    return sum(model._default_manager.filter(storage=old.id).count() for model in SEALED)  # noqa: SLF001 - as Django names it


def _slice(
    model: type[models.Model], last: object, old: StorageKey, new: StorageKey, at_most: int
) -> tuple[object, int]:
    """Go on after the row `last`, in the order of the keys; gives the last row seen, or None."""
    count = 0
    with transaction.atomic():
        rows = model._default_manager.order_by("pk")  # noqa: SLF001 - as above
        later = rows if last is None else rows.filter(pk__gt=last)
        found = list(later.values_list("pk", "wrapped", "storage")[:at_most])
        for key, wrapped, storage in found:
            if bytes(storage) == old.id:
                anew = wrap_anew(bytes(wrapped), old=old, new=new)
                count += rows.filter(pk=key).update(wrapped=anew, storage=new.id)
    return (found[-1][0] if found else None), count
