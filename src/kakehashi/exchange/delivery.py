"""Delivery is a loop, not a queue: while the counterpart holds less, make the next package.

The only state is how much the counterpart holds, and the counterpart owns it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import transaction

from kakehashi import node
from kakehashi.core.answer import Answer, Wanted
from kakehashi.core.envelope import read
from kakehashi.core.keys import Algorithm, Role, thumbprint
from kakehashi.core.note import Checkpoint as Claim
from kakehashi.core.note import sign_checkpoint
from kakehashi.core.package import (
    MAX_ENTRIES,
    MAX_EXCUSED,
    MAX_PARTS_AT_ONCE,
    MAX_PLAIN_BYTES,
    Blob,
    Package,
    Piece,
    pack,
)
from kakehashi.core.parts import PartRole
from kakehashi.core.pieces import PIECE_BYTES
from kakehashi.core.sealing import seal_package
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.exchange import own_keys
from kakehashi.exchange.models import Peer
from kakehashi.journal import head
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Checkpoint, Excuse, Journal
from kakehashi.journal.queries import Stated, StoredPart

HEAD_BYTES = 64 * 1024
"""What a package's head may take beside tokens and blobs."""
SMALL_PART = 384 * 1024
"""Larger parts come in pieces; all six of one entry fit into a package when they are small."""

Send = Callable[[bytes], Answer]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the counterpart says of a journal: how much it holds, which parts it wants."""

    size: int
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """A package that may leave: which entries it has, and its bytes as they travel."""

    first: int
    end: int
    sealed: bytes


@lets_out(Way.API, gate=Gate.COUNTERPART)
def deliver(peer: Peer, journal: Journal, *, send: Send) -> Iterator[Answer]:
    """Send package after package until the counterpart holds our journal; gives each answer.

    `journal` is as the caller has just read it; what is added meanwhile goes as well.

    While a package is under way, in a thread of its own, the one after it is made; it is thrown
    away where the answer wants another. Stops where an answer moves nothing on, so that the caller
    can tell why and try again later.
    """
    standing, ahead = standing_of(peer), None
    while True:
        before, answer = standing, None
        for made in _wanted_now(peer, journal, standing, ahead):
            if made.first < made.end < journal.size:
                with ThreadPoolExecutor(max_workers=1) as caller:
                    under_way = caller.submit(send, made.sealed)
                    ahead = _made(peer, next_package(journal, made.end), journal)
                    answer = under_way.result()
            else:
                answer = send(made.sealed)
            yield answer
            if answer.problem:
                return
        if answer is None:
            return
        standing = Standing(answer.size, answer.wanted)
        if standing == before:
            return
        journal = our_journal(peer.agreement)


def _wanted_now(
    peer: Peer, journal: Journal, standing: Standing, ahead: _Made | None
) -> Iterator[_Made]:
    """Give what the counterpart needs, the package made ahead where it is that."""
    if ahead is not None and standing == Standing(ahead.first):
        yield ahead
        return
    for package in packages_for(journal, standing):
        yield _made(peer, package, journal)


@lets_out(Way.API, gate=Gate.COUNTERPART)
def _made(peer: Peer, package: Package, journal: Journal) -> _Made:
    end = package.first + len(package.entries)
    return _Made(package.first, end, sealed_to(peer, package, journal))


def our_journal(agreement: str) -> Journal:
    """Give our own journal under an agreement.

    Raises:
        LookupError: it is not open.

    """
    journal = journals.journal(agreement, node.this().party)
    if journal is None:
        raise LookupError(agreement)
    return journal


def standing_of(peer: Peer) -> Standing:
    """Say what the counterpart said last."""
    wanted = tuple((index, number, offset) for index, number, offset in peer.wanted)
    return Standing(peer.held_there, wanted)


def packages_for(journal: Journal, standing: Standing) -> Iterator[Package]:
    """Make what the counterpart needs: parts that hold entries back, entries, then attachments."""
    for index, number, offset in standing.wanted:
        if standing.size <= index < journal.size:
            yield from _pieces(journal, index, number, standing.size, offset)
    if standing.size < journal.size:
        yield next_package(journal, standing.size)
    for index, number, offset in standing.wanted:
        if index < min(standing.size, journal.size):
            yield from _pieces(journal, index, number, standing.size, offset)


def all_packages(journal: Journal, standing: Standing) -> Iterator[Package]:
    """Make all that the counterpart lacks, each list too large for a package after its entries.

    What holds entries back can only be asked for once they were seen; so they come twice.
    """
    for index, number, offset in standing.wanted:
        if index < journal.size:
            yield from _pieces(journal, index, number, standing.size, offset)
    first = standing.size
    while first < journal.size:
        package = next_package(journal, first)
        end = first + len(package.entries)
        yield package
        large = [p for p in journals.parts(journal, first, end, at_most=0) if not _is_small(p)]
        for part in large:
            yield from _pieces(journal, part.index, part.number, first)
        if any(part.role != PartRole.ATTACHMENT for part in large):
            yield package
        first = end


def next_package(journal: Journal, first: int) -> Package:
    """Make the package of the entries from `first` on, as many as fit with their small parts."""
    rows = journals.stated(journal, first, min(journal.size, first + MAX_ENTRIES))
    end = first + len(rows)
    parts = journals.parts(journal, first, end, at_most=SMALL_PART)
    is_excused = any(part.is_excused for part in parts)
    excuses = journals.excuses(journal, first, end) if is_excused else []
    taken = _as_many_as_fit(journal, rows, parts, excuses)
    size = first + len(taken)
    return Package(
        agreement=journal.agreement,
        checkpoint=checkpoint_note(journal, size),
        first=first,
        entries=tuple(bytes(token) for _, _, token in taken),
        blobs=tuple(_blobs(part for part in parts if part.index < size and _is_small(part))),
        excused=_excused(journal, [one for one in excuses if one.index < size], size),
    )


def _excused(journal: Journal, excuses: Sequence[Excuse], size: int) -> tuple[bytes, ...]:
    """Give excuses for parts of a package, each after the changes of keys it rests on."""
    tokens = {read(token).seq: token for token in (bytes(excuse.token) for excuse in excuses)}
    last = max(tokens, default=0)
    changes = journals.of_kind(journal, "keys.changed") if tokens else ()
    tokens |= {index: token for index, token in changes if size <= index < last}
    return tuple(token for _, token in sorted(tokens.items()))


def checkpoint_note(journal: Journal, size: int) -> bytes:
    """Give our signed checkpoint at a size, kept from then on.

    A counterpart's journal is given back only at sizes that it signed itself (LookupError).
    """
    kept = journals.checkpoint(journal, size)
    if kept is not None:
        return bytes(kept.note)
    if not journal.is_ours:
        raise LookupError(f"{journal.origin} has no checkpoint at {size}")
    root = journals.root_at(journal, size)
    log = own_keys.log_key(journal, size)
    note = sign_checkpoint(Claim(journal.origin, size, root), log.sign, log.public)
    with transaction.atomic():
        Checkpoint.objects.bulk_create(
            [Checkpoint(journal=journal, size=size, root=root, note=note)], ignore_conflicts=True
        )
    return note


def sealed_to(peer: Peer, package: Package, journal: Journal) -> bytes:
    """Seal a package to the counterpart; what has left us is on the disk before it leaves."""
    if journal.is_ours:
        head.write_head(journal)
    key = peer.key(Role.RECEIVING)
    kid = thumbprint(key.raw, Algorithm.X25519)
    return seal_package(pack(package), to=key.raw, kid=kid)


def _as_many_as_fit(
    journal: Journal,
    rows: Sequence[Stated],
    parts: Sequence[StoredPart],
    excused: Iterable[Excuse],
) -> list[Stated]:
    weights: Counter[int] = Counter()
    contents: Counter[int] = Counter()
    excuses: Counter[int] = Counter()
    for part in parts:
        if _is_small(part):
            weights[part.index] += part.length + 64
        if part.role != PartRole.ATTACHMENT:
            contents[part.index] += part.length
    for excuse in excused:
        weights[excuse.index] += len(excuse.token) + 8
        excuses[excuse.index] += 1
    room, content, words = MAX_PLAIN_BYTES - HEAD_BYTES, MAX_PARTS_AT_ONCE, MAX_EXCUSED // 2
    taken: list[Stated] = []
    for row in rows:
        index, kind, token = row
        room -= len(token) + 8 + weights[index]
        content -= contents[index]
        words -= excuses[index]
        if min(room, content, words) < 0 and taken:
            break
        taken.append(row)
        if kind == "keys.changed":
            break
    if taken and not journal.is_ours:
        first, end = taken[0][0], taken[-1][0] + 1
        signed = Checkpoint.objects.filter(journal=journal, size__lte=end, size__gt=first)
        last = signed.order_by("-size").values_list("size", flat=True).first() or end
        return taken[: last - first]
    return taken


def _is_small(part: StoredPart) -> bool:
    return part.length <= SMALL_PART and part.role != PartRole.ATTACHMENT


def _blobs(parts: Iterator[StoredPart]) -> Iterator[Blob]:
    storage = node.this().storage_keys
    for part in parts:
        if part.sealed is not None:
            blob = decrypt_part(part.sealed, storage_keys=storage)
            yield Blob(part.index, part.number, blob)


def _pieces(
    journal: Journal, index: int, number: int, held: int, start: int = 0
) -> Iterator[Package]:
    """Cut a part, from a byte on, into packages of one piece each, under a checkpoint of ours."""
    storage = node.this().storage_keys
    stored = next(
        (p for p in journals.parts(journal, index, index + 1) if p.number == number), None
    )
    if stored is None or stored.sealed is None:
        return
    blob = decrypt_part(stored.sealed, storage_keys=storage)
    note = _any_note(journal, max(held, index + 1))
    for offset in range(start, len(blob), PIECE_BYTES):
        data = blob[offset : offset + PIECE_BYTES]
        piece = Piece(index, number, stored.commitment, offset, len(blob), data)
        yield Package(journal.agreement, note, held, pieces=(piece,))


def _any_note(journal: Journal, size: int) -> bytes:
    """Give a checkpoint of the author's: all that pieces are asked for."""
    if journal.is_ours:
        return checkpoint_note(journal, size)
    latest = journals.checkpoint(journal)
    if latest is None:
        raise LookupError(f"{journal.origin} has no checkpoint")
    return bytes(latest.note)
