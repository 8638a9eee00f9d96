"""What is written into the journals. Everything is added, and nothing is ever changed."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from django.db import IntegrityError, transaction

from kakehashi import node
from kakehashi.core.journal import leaf_hash
from kakehashi.core.note import Checkpoint as Claim
from kakehashi.core.note import MalformedNote, read_checkpoint, read_note, sign_checkpoint
from kakehashi.database.bulk import insert_once, insert_rows, moment, update_row
from kakehashi.database.direct import together
from kakehashi.journal import growth, head, queries
from kakehashi.journal.at_rest import Sealed
from kakehashi.journal.models import (
    Checkpoint,
    Cosignature,
    Excuse,
    Journal,
    Part,
    PartKey,
    SealedPart,
)
from kakehashi.journal.new import NewEntry
from kakehashi.node import SigningKey


class OutOfStep(Exception):
    """The journal is not at the size that the caller knew: read it again, then try again."""


class DoesNotFit(Exception):
    """What was to be added is not what the checkpoint, or an entry, commits to."""


class ClockWentBack(Exception):
    """An entry of ours would bear an earlier time than the one before it."""


def open_journal(
    *,
    agreement: str,
    party: str,
    generation: int,
    origin: str,
    is_ours: bool,
    now: datetime,
) -> Journal:
    """Open a journal with nothing in it; OutOfStep if it is open, BehindHead as in `head`."""
    journal = Journal(
        agreement=agreement,
        party=party,
        generation=generation,
        origin=origin,
        is_ours=is_ours,
        opened_at=now,
    )
    try:
        with transaction.atomic():
            if is_ours:
                head.begin_head(journal)
            journal.save(force_insert=True)
    except IntegrityError as error:
        raise OutOfStep(f"{origin} is open") from error
    return journal


def append(
    *, journal: Journal, entries: Sequence[NewEntry], checkpoint: bytes, now: datetime
) -> Journal:
    """Add entries at the end, with the author's checkpoint over them, durably or not at all.

    `journal` is what the caller knew of it: OutOfStep if it has grown since. `checkpoint` is a
    signed note, verified by the caller; DoesNotFit if its origin, size or root is another.
    BehindHead and ClockWentBack for journals of ours. Gives the journal as it then stands.
    """
    grown = _grow(journal, entries)
    _refuse_misfit(journal, grown, _read(checkpoint))
    return _append(journal, grown, entries, checkpoint, now)


def extend(
    *,
    journal: Journal,
    entries: Sequence[NewEntry],
    now: datetime,
    log: SigningKey | None = None,
) -> Journal:
    """Add entries to a journal of ours, under a checkpoint that we sign; errors as in `append`.

    `log` is the key in force there; without it the only one that the journal ever had.
    """
    grown = _grow(journal, entries)
    log = log or node.this().keys(journal.agreement).log
    claim = Claim(journal.origin, grown.tree.size, grown.root)
    checkpoint = sign_checkpoint(claim, log.sign, log.public)
    return _append(journal, grown, entries, checkpoint, now)


def refill(
    *, journal: Journal, entries: Sequence[NewEntry], checkpoint: bytes, now: datetime
) -> Journal:
    """Take back entries of ours that the counterpart holds and our database has lost.

    As `append`, for a journal behind its head; DoesNotFit where they do not lead to the head, or
    where nothing is missing.
    """
    grown = _grow(journal, entries)
    _refuse_misfit(journal, grown, _read(checkpoint))
    with transaction.atomic():
        _refuse_other_history(journal, entries)
        return _add(journal, grown, entries, checkpoint, now)


def record_cosignature(*, journal: Journal, note: bytes, at: datetime) -> bool:
    """Keep a checkpoint as its mirror cosigned it (verified by the caller); say if it is new.

    DoesNotFit if we hold no checkpoint of that size, or one with another root. At a journal's end
    there always is one.
    """
    claim = _read(note)
    if claim.origin != journal.origin or _checkpoint_root(journal, claim.size) != claim.root:
        raise DoesNotFit(f"no checkpoint of {journal.origin} at {claim.size} has that root")
    row = (journal.pk, claim.size, note, moment(at))
    return insert_once(Cosignature, ("journal_id", "size", "note", "at"), row)


def _checkpoint_root(journal: Journal, size: int) -> bytes | None:
    if size == journal.size > 0:
        return bytes(journal.root)
    kept = queries.checkpoint(journal, size)
    return None if kept is None else bytes(kept.root)


def store_part(*, journal: Journal, index: int, number: int, part: Sealed) -> bool:
    """Keep the content of a part that came after its entry; say if it is new.

    DoesNotFit if no entry commits to it.
    """
    address = {"journal": journal, "index": index, "number": number}
    with transaction.atomic():
        declared = Part.objects.filter(**address).values_list("commitment", flat=True).first()
        if declared is None or bytes(declared) != part.commitment:
            raise DoesNotFit(f"entry {index} commits to no such part {number}")
        if SealedPart.objects.filter(**address).exists():
            return False
        SealedPart.objects.create(**address, sealed=part.sealed)
        PartKey.objects.create(**address, wrapped=part.wrapped, storage=part.storage)
    return True


def excuse_part(*, journal: Journal, index: int, number: int, token: bytes, now: datetime) -> bool:
    """Keep the author's signed word that it has a part no more; say if it is new.

    DoesNotFit if no entry commits to such a part.
    """
    address = {"journal": journal, "index": index, "number": number}
    with transaction.atomic():
        if not Part.objects.filter(**address).exists():
            raise DoesNotFit(f"entry {index} commits to no part {number}")
        if Excuse.objects.filter(**address).exists():
            return False
        Excuse.objects.create(**address, token=token, held_at=now)
    return True


def erase_part(*, journal: Journal, index: int, number: int) -> bool:
    """Delete the wrapped key of a part, so that nobody opens it again; say if there was one."""
    keys = PartKey.objects.filter(journal=journal, index=index, number=number)
    with transaction.atomic():
        deleted, _ = keys.delete()
    return deleted > 0


def _read(note: bytes) -> Claim:
    try:
        return read_checkpoint(read_note(note).text)
    except MalformedNote as error:
        raise DoesNotFit(f"not a checkpoint: {error}") from error


def _grow(journal: Journal, entries: Sequence[NewEntry]) -> growth.Growth:
    """Compute what the journal becomes, before any lock is taken."""
    for entry in entries:
        for part in entry.parts:
            if part.sealed is not None and part.sealed.commitment != part.commitment:
                raise DoesNotFit("a part is sealed under another commitment")
    return growth.grow(journal, [leaf_hash(entry.token) for entry in entries])


def _refuse_misfit(journal: Journal, grown: growth.Growth, claim: Claim) -> None:
    if (claim.origin, claim.size) != (journal.origin, grown.tree.size):
        raise DoesNotFit(f"a checkpoint of {claim.origin} at {claim.size}")
    if claim.root != grown.root:
        raise DoesNotFit("the entries do not make the signed root")


def _append(
    journal: Journal,
    grown: growth.Growth,
    entries: Sequence[NewEntry],
    checkpoint: bytes,
    now: datetime,
) -> Journal:
    with together():
        if journal.is_ours:
            head.check_head(journal)
            _refuse_earlier(journal, entries)
        return _add(journal, grown, entries, checkpoint, now)


def _refuse_earlier(journal: Journal, entries: Sequence[NewEntry]) -> None:
    latest = journal.latest_iat
    for entry in entries:
        if entry.iat < latest:
            raise ClockWentBack(f"{entry.iat} after {latest}")
        latest = entry.iat


def _refuse_other_history(journal: Journal, entries: Sequence[NewEntry]) -> None:
    left = head.read_head(journal)
    if left is None or left.origin != journal.origin:
        return
    missing = left.size - journal.size
    if missing <= 0:
        raise DoesNotFit(f"nothing of {journal.origin} is missing")
    if len(entries) >= missing:
        leaves = [leaf_hash(entry.token) for entry in entries[:missing]]
        if journal.tree.append(leaves).root().hex() != left.root:
            raise DoesNotFit("these entries are not what had left the node")


def _add(
    journal: Journal,
    grown: growth.Growth,
    entries: Sequence[NewEntry],
    checkpoint: bytes,
    now: datetime,
) -> Journal:
    """Write it all down, if the journal still is where the caller knew it."""
    after = copy(journal)
    after.size, after.root = grown.tree.size, grown.root
    after.frontier = b"".join(grown.tree.frontier)
    after.latest_iat = max((entry.iat for entry in entries), default=journal.latest_iat)
    to = {
        "size": after.size,
        "root": after.root,
        "frontier": after.frontier,
        "latest_iat": after.latest_iat,
    }
    if not update_row(Journal, to, where={"id": journal.pk, "size": journal.size}):
        raise OutOfStep(f"{journal.origin} is not at {journal.size} any more")
    if after.size == journal.size:
        return after
    growth.insert(journal, grown, entries, now)
    row = (journal.pk, after.size, grown.root, checkpoint)
    insert_rows(Checkpoint, ("journal_id", "size", "root", "note"), [row])
    return after
