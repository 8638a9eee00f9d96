"""Which keys signed which entries of a journal, as pinned and as changed by its author since."""

from kakehashi import node
from kakehashi.core.envelope import read
from kakehashi.core.exchange import read_entry, ring_after
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.protocol import opened_keys
from kakehashi.exchange.models import Peer
from kakehashi.journal.models import Journal
from kakehashi.journal.queries import entries_of_kind


def pinned_keys(journal: Journal) -> tuple[PublicKey, ...]:
    """The keys that a journal began with.

    Its own entry 0 names them, and it was held only because they are those pinned; before that
    entry is there, they are the pinned ones themselves (ours: our own).
    """
    for entry in entries_of_kind(journal, "journal.opened")[:1]:
        if entry.index == 0 and (keys := opened_keys(read(bytes(entry.token)))):
            return keys
    if journal.is_ours:
        return node.this().keys(journal.agreement).public
    peer = Peer.objects.get(agreement=journal.agreement)
    return tuple(PublicKey.model_validate(key) for key in peer.keys)


def ring_of(journal: Journal) -> KeyRing:
    """All keys of a journal's author in this generation, each with the indexes it is valid for."""
    ring = KeyRing.of(pinned_keys(journal))
    for row in entries_of_kind(journal, "keys.changed"):
        entry = read_entry(bytes(row.token), ring.at(Role.ENVELOPE, row.index))
        ring = ring_after(ring, entry, origin=journal.origin, index=row.index)
    return ring
