"""Which keys signed which entries: what a journal began with, and its author's changes since."""

from functools import lru_cache

from kakehashi import node
from kakehashi.core.exchange import read_entry, ring_after
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import PublicKey, Role, public_key
from kakehashi.core.protocol import keys_instead
from kakehashi.journal.models import Journal
from kakehashi.journal.queries import of_kind

CHANGE = "keys.changed"
INSTEAD = "keys.replaced"
"""The act by which the own record names keys in place of lost ones."""


@lru_cache(maxsize=256)
def ring_from(
    keys: tuple[PublicKey, ...], changes: tuple[tuple[int, bytes], ...], origin: str
) -> KeyRing:
    """Let the author's changes (index and token each) follow the keys that its journal began with.

    Tokens that change nothing may be among them.
    """
    ring = KeyRing.of(keys)
    for index, token in changes:
        entry = read_entry(token, ring.at(Role.ENVELOPE, index))
        ring = ring_after(ring, entry, origin=origin, index=index)
    return ring


def ring_of_record(record: Journal) -> KeyRing:
    """All keys of the node's own record: it begins with those of the first files."""
    first = node.this().local_keys
    keys = tuple(public_key(role, getattr(first, role).public) for role in node.LOCAL_ROLES)
    return _ring_of_record(keys, of_kind(record, CHANGE, INSTEAD), record.origin)


@lru_cache(maxsize=16)
def _ring_of_record(
    keys: tuple[PublicKey, ...], changes: tuple[tuple[int, bytes], ...], origin: str
) -> KeyRing:
    ring = KeyRing.of(keys)
    for index, token in changes:
        entry = read_entry(token, ring.at(Role.ENVELOPE, index))
        instead = keys_instead(entry.envelope) if entry.envelope else None
        if instead is None:
            ring = ring_after(ring, entry, origin=origin, index=index)
        else:
            ring = _with_instead(ring, instead, token, origin=origin, index=index)
    return ring


def _with_instead(
    ring: KeyRing, instead: tuple[PublicKey, ...], token: bytes, *, origin: str, index: int
) -> KeyRing:
    """Put keys in place of lost ones: from the entry on that says so, which they sign themselves.

    Who holds none of the keys before can vouch for nothing. What binds the entries before it is
    the root that the counterparts hold, not a signature.
    """
    after = ring.changed(instead, first=index)
    entry = read_entry(token, after.at(Role.ENVELOPE, index))
    envelope = entry.envelope
    is_here = envelope is not None and (envelope.origin, envelope.seq) == (origin, index)
    return after if entry.is_signed and is_here else ring
