"""Which keys signed which entries: what a journal began with, and its author's changes since."""

from functools import lru_cache

from kakehashi import node
from kakehashi.core.exchange import read_entry, ring_after
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import PublicKey, Role, public_key
from kakehashi.journal.models import Journal
from kakehashi.journal.queries import of_kind

CHANGE = "keys.changed"


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
    changes = tuple((row.index, bytes(row.token)) for row in of_kind(record, CHANGE))
    return ring_from(keys, changes, record.origin)
