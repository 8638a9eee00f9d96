"""The head file: what has left the node, written outside the database and its backups.

A database brought back from a backup does not know what it had already said. Before a checkpoint
leaves, its size and root are on the disk in `head/`; a database that is behind, or whose head is
lost, writes nothing of ours until it is refilled from the counterpart, or a generation is opened.

The file has two places, written in turns: a crash spoils at most the one that was being written,
before anything left, and the other still holds. So a head costs one write of bytes that are there.
"""

import hashlib
import json
import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db import connection

from kakehashi import node
from kakehashi.core.journal import EMPTY_ROOT
from kakehashi.journal import queries
from kakehashi.journal.models import Journal
from kakehashi.node.alone import alone

PLACE_BYTES: Final = 4096
"""A place fills a sector of the disk, so that writing one never touches the other."""


class BehindHead(Exception):
    """The database is behind what has left the node (or that is not known any more)."""

    def __init__(self, journal: Journal, head: "Head | None") -> None:
        said = "no head file" if head is None else f"{head.origin} at {head.size}"
        super().__init__(f"{journal.origin} at {journal.size} is behind its head: {said}")
        self.journal = journal
        self.head = head


@dataclass(frozen=True, slots=True)
class Head:
    """What has left: the journal's origin and generation, the size, the root (hex)."""

    origin: str
    generation: int
    size: int
    root: str


def read_head(journal: Journal) -> Head | None:
    """Read the head of a journal's agreement; None where there is none or it is unreadable."""
    return _latest(_places(_file(journal)))


def _latest(places: "_Places") -> Head | None:
    return max(filter(None, places), key=_order, default=None)


def write_head(journal: Journal, *, is_refilled: bool = False) -> None:
    """Put a journal's size and root on the disk, before a checkpoint of that size leaves.

    To be called after the commit, never inside a transaction, which might still be undone.
    BehindHead if the database is behind. `is_refilled` says that a lost head may be written anew,
    since the counterpart has given back all that it held.
    """
    if any(not block._from_testcase for block in connection.atomic_blocks):  # type: ignore[attr-defined]  # noqa: SLF001 - as Django tells a durable block
        raise RuntimeError("a head is written after the commit")
    with _alone(journal):
        places = _places(_file(journal))
        head = _latest(places)
        if head is None and is_refilled:
            head = Head(journal.origin, journal.generation, 0, EMPTY_ROOT.hex())
        if head is not None and head.size > journal.size:
            journal = queries.journal_now(journal)
        _refuse_if_behind(journal, head)
        present = Head(journal.origin, journal.generation, journal.size, bytes(journal.root).hex())
        if head != present or is_refilled:
            _write(journal, present, places)


def check_head(journal: Journal) -> None:
    """Refuse (BehindHead) where the database is behind what has left, or no head is there."""
    _refuse_if_behind(journal, read_head(journal))


def admit_head(journal: Journal, *, size: int, root: bytes) -> None:
    """Write down what the counterpart proves has left us, so that nothing else is written now.

    For a database and a head that both came back from a backup. A head never goes back.
    """
    with _alone(journal):
        places = _places(_file(journal))
        head = _latest(places)
        if head is None or (head.generation, head.size) < (journal.generation, size):
            _write(journal, Head(journal.origin, journal.generation, size, root.hex()), places)


def begin_head(journal: Journal) -> None:
    """Write the head of a journal that is about to be opened, with nothing in it.

    BehindHead where the head already knows this generation with entries, or a later one.
    """
    with _alone(journal):
        places = _places(_file(journal))
        head = _latest(places)
        if head is not None and (head.generation, head.size > 0) >= (journal.generation, True):
            raise BehindHead(journal, head)
        _write(journal, Head(journal.origin, journal.generation, 0, EMPTY_ROOT.hex()), places)


def _refuse_if_behind(journal: Journal, head: Head | None) -> None:
    if head is None or head.origin != journal.origin or head.size > journal.size:
        raise BehindHead(journal, head)
    if head.size == journal.size:
        known: bytes | None = bytes(journal.root)
    else:
        known = EMPTY_ROOT if head.size == 0 else _root_at(journal, head.size)
    if known is None or known.hex() != head.root:
        raise BehindHead(journal, head)


def _root_at(journal: Journal, size: int) -> bytes | None:
    found = queries.checkpoint(journal, size)
    return None if found is None else bytes(found.root)


def _alone(journal: Journal) -> AbstractContextManager[None]:
    """Let one process or thread at a time read and replace a head, so that it never goes back."""
    return alone(_file(journal).with_suffix(".lock"))


def _file(journal: Journal) -> Path:
    return node.inside(node.this().home, "head", f"{journal.agreement}.json")


def _order(head: Head) -> tuple[int, int]:
    return head.generation, head.size


_Places = tuple[Head | None, Head | None]


def _places(file: Path) -> _Places:
    """Read both places; None for one that is not there, empty, or was cut off while written."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            data = os.read(descriptor, 2 * PLACE_BYTES)
        finally:
            os.close(descriptor)
    except OSError:
        return None, None
    return _head_in(data[:PLACE_BYTES]), _head_in(data[PLACE_BYTES:])


@lru_cache(maxsize=64)
def _head_in(place: bytes) -> Head | None:
    try:
        said = json.loads(place)
        head = Head(said["origin"], said["generation"], said["size"], said["root"])
    except (ValueError, KeyError, TypeError):
        return None
    return head if place == place_of(head) else None


@lru_cache(maxsize=64)
def place_of(head: Head) -> bytes:
    """Write a head as it stands in a place: readable, with a digest that a torn write fails."""
    said = {name: getattr(head, name) for name in Head.__slots__}
    written = json.dumps(said)
    digest = hashlib.sha256(written.encode()).hexdigest()
    return f'{written[:-1]}, "digest": "{digest}"}}'.encode().ljust(PLACE_BYTES - 1) + b"\n"


def _write(journal: Journal, head: Head, places: _Places) -> None:
    """Put a head on the disk, in the place that is not the latest; in a new file where none is."""
    file = _file(journal)
    first, second = places
    if first is None and second is None:
        _create(file, place_of(head))
        return
    is_first_latest = second is None or (first is not None and _order(first) >= _order(second))
    descriptor = os.open(file, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.pwrite(descriptor, place_of(head), PLACE_BYTES if is_first_latest else 0)
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def _create(file: Path, place: bytes) -> None:
    """Make the file so that a crash leaves it whole or not at all."""
    draft = file.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(place.ljust(2 * PLACE_BYTES))
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
