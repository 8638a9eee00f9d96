"""Large parts come in pieces; until the last one is here they wait, sealed, outside the journal.

Only what a signed entry commits to is ever asked for or kept.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from kakehashi import node
from kakehashi.core.answer import Wanted
from kakehashi.core.exchange import Slot
from kakehashi.core.notices.payload import Classification
from kakehashi.core.package import Piece
from kakehashi.core.parts import SALT_BYTES, PartRef, PartRole, fits
from kakehashi.database.prepared import WHOLE, Prepared
from kakehashi.exchange.models import Expected, StagedPiece
from kakehashi.journal import actions as journal_actions
from kakehashi.journal.at_rest import Sealed, decrypt_part, encrypt_part
from kakehashi.journal.models import Journal, Part

_EXPECTED = Prepared(lambda: Expected.objects.filter(journal=WHOLE[0]).order_by("index", "number"))


def expect(journal: Journal, parts: Mapping[Slot, PartRef], *, now: datetime) -> None:
    """Remember parts that a signed entry commits to and that are not here yet."""
    if parts:
        with transaction.atomic():
            Expected.objects.bulk_create(
                [
                    Expected(
                        journal=journal,
                        index=index,
                        number=number,
                        commitment=ref.commitment,
                        total=ref.length + SALT_BYTES,
                        asked_at=now,
                    )
                    for (index, number), ref in parts.items()
                ],
                ignore_conflicts=True,
            )


def take(journal: Journal, piece: Piece) -> bool:
    """Keep a piece of an expected part; say whether it was one.

    The last piece of a held entry's attachment puts the attachment into the journal.
    """
    place = {"journal": journal, "index": piece.seq, "number": piece.number}
    expected = Expected.objects.filter(**place, commitment=piece.commitment).first()
    end = piece.offset + len(piece.data)
    if expected is None or piece.total != expected.total or end > expected.total or not piece.data:
        return False
    sealed = encrypt_part(
        piece.data, commitment=piece.commitment, storage_key=node.this().storage_key
    )
    with transaction.atomic():
        StagedPiece.objects.get_or_create(
            expected=expected,
            offset=piece.offset,
            defaults={
                "length": len(piece.data),
                "sealed": sealed.sealed,
                "wrapped": sealed.wrapped,
                "storage": sealed.storage,
            },
        )
    if expected.index < journal.size and is_whole(expected):
        _store(journal, expected)
    return True


def is_whole(expected: Expected) -> bool:
    """Say whether all bytes of a part are here."""
    return _reached(expected) >= expected.total


def staged(journal: Journal, first: int, end: int) -> dict[Slot, bytes]:
    """Give salt and content of the whole parts that wait for entries in [first, end)."""
    waiting = [e for e in _EXPECTED(journal.pk) if first <= e.index < end]
    return {(e.index, e.number): _assemble(e) for e in waiting if is_whole(e)}


def still_wanted(journal: Journal) -> tuple[Wanted, ...]:
    """Name the expected parts that are not whole, and from where on; those that hold back first."""
    if not _EXPECTED(journal.pk):
        return ()
    waiting = Expected.objects.filter(journal=journal).order_by("index", "number")
    wanted = [
        (expected.index, expected.number, reached)
        for expected in waiting.prefetch_related(_PLACES)
        if (reached := _reached(expected)) < expected.total
    ]
    return tuple(sorted(wanted, key=lambda one: one[0] < journal.size))


def begin_anew(journal: Journal, parts: Iterable[Slot]) -> None:
    """Let go of whole parts that do not fit after all: somebody sent pieces of something else."""
    wanted = set(parts)
    for expected in Expected.objects.filter(journal=journal, index__in={at for at, _ in wanted}):
        if (expected.index, expected.number) in wanted and is_whole(expected):
            expected.pieces.all().delete()


def forget(journal: Journal, first: int, end: int) -> bool:
    """Let go of what waited for entries in [first, end), once they are held; say if more waits."""
    waiting = _EXPECTED(journal.pk)
    done = [expected for expected in waiting if first <= expected.index < end]
    if done:
        Expected.objects.filter(journal=journal, index__gte=first, index__lt=end).delete()
    return len(done) < len(waiting)


_PLACES = Prefetch("pieces", StagedPiece.objects.only("expected_id", "offset", "length"))


def _reached(expected: Expected) -> int:
    """Say up to which byte a part is here without a gap."""
    reached = 0
    for piece in sorted(expected.pieces.all(), key=lambda piece: piece.offset):
        if piece.offset > reached:
            break
        reached = max(reached, piece.offset + piece.length)
    return reached


def _assemble(expected: Expected) -> bytes:
    keys = node.this().storage_keys
    commitment = bytes(expected.commitment)
    whole = bytearray(expected.total)
    for piece in expected.pieces.order_by("offset").iterator(chunk_size=1):
        sealed = Sealed(commitment, bytes(piece.sealed), bytes(piece.wrapped), bytes(piece.storage))
        data = decrypt_part(sealed, storage_keys=keys)
        whole[piece.offset : piece.offset + len(data)] = data
    return bytes(whole)


def _store(journal: Journal, expected: Expected) -> None:
    """Put a whole attachment into the journal, or begin anew where the pieces do not fit."""
    blob = _assemble(expected)
    declared = Part.objects.get(journal=journal, index=expected.index, number=expected.number)
    ref = PartRef(
        PartRole(declared.role),
        Classification[declared.classification.upper()],
        declared.length,
        bytes(declared.commitment),
        declared.rows,
    )
    with transaction.atomic():
        if fits(ref, blob):
            sealed = encrypt_part(
                blob, commitment=ref.commitment, storage_key=node.this().storage_key
            )
            journal_actions.store_part(
                journal=journal, index=expected.index, number=expected.number, part=sealed
            )
            expected.delete()
        else:
            expected.pieces.all().delete()
