"""Journals, entries and parts for tests, as plain functions."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from kakehashi import node
from kakehashi.core.journal import leaf_hash
from kakehashi.core.note import Checkpoint, sign_checkpoint
from kakehashi.core.parts import commit
from kakehashi.journal.actions import append, extend, open_journal
from kakehashi.journal.at_rest import encrypt_part
from kakehashi.journal.models import Journal
from kakehashi.journal.new import NewEntry, NewPart

AGREEMENT = "jp-kh-2019"
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
IAT = int(NOW.timestamp())


def our_journal(agreement: str = AGREEMENT, generation: int = 1) -> Journal:
    us = node.this()
    return open_journal(
        agreement=agreement,
        party=us.party,
        generation=generation,
        origin=us.origin(agreement, generation),
        is_ours=True,
        now=NOW,
    )


def part(data: bytes, *, role: str = "public", number: int = 0) -> NewPart:
    """A part with its content, sealed under this node's storage key."""
    salt = hashlib.sha256(data + bytes([number])).digest()
    commitment = commit(salt, data)
    sealed = encrypt_part(salt + data, commitment=commitment, storage_key=node.this().storage_key)
    return NewPart(role, "public", len(data), commitment, None, sealed)


def entry(
    text: str = "a notice", *parts: NewPart, iat: int = IAT, kind: str = "message.sent"
) -> NewEntry:
    return NewEntry(
        token=text.encode(),
        jti=text[:36],
        kind=kind,
        version=1,
        iat=iat,
        classification="public",
        seen_generation=1,
        seen_size=0,
        parts=parts,
    )


def entries(count: int, *, first: int = 0, parts: int = 0) -> list[NewEntry]:
    return [
        entry(f"notice {first + n}", *(part(os.urandom(500), number=p) for p in range(parts)))
        for n in range(count)
    ]


def grown(journal: Journal, sizes: Sequence[int]) -> Journal:
    """Append until the journal has each of the sizes, one after another."""
    for size in sizes:
        more = entries(size - journal.size, first=journal.size)
        journal = extend(journal=journal, entries=more, now=NOW + timedelta(seconds=size))
    return journal


def leaf(entry: NewEntry) -> bytes:
    return leaf_hash(entry.token)


def received(journal: Journal, entries: Sequence[NewEntry]) -> Journal:
    """Append to a counterpart's journal under a checkpoint by a key of its own."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    tree = journal.tree.append([leaf(entry) for entry in entries])
    claim = Checkpoint(journal.origin, tree.size, tree.root())
    note = sign_checkpoint(claim, key.sign, key.public_key().public_bytes_raw())
    return append(journal=journal, entries=entries, checkpoint=note, now=NOW)


@contextmanager
def steps() -> Iterator[list[None]]:
    """Count the steps that SQLite takes for what it is asked; another database tells of none."""
    taken: list[None] = []
    if connection.vendor != "sqlite":
        yield taken
        return
    connection.connection.set_progress_handler(lambda: taken.append(None), 1)
    try:
        yield taken
    finally:
        connection.connection.set_progress_handler(None, 1)


@contextmanager
def unguarded() -> Iterator[None]:
    """As who holds the database file may change it: past what the tables refuse."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, written in triggers:
            cursor.execute(written)
