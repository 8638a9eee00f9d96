"""Which keys signed which entries of a journal, as pinned and as changed by its author since."""

from kakehashi import node
from kakehashi.core.envelope import Malformed, is_signed, read
from kakehashi.core.keyring import KeyRing, verifying_key
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.protocol import opened_keys, replaced_keys
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
    for entry in entries_of_kind(journal, "keys.changed"):
        token = bytes(entry.token)
        key = ring.at(Role.ENVELOPE, entry.index)
        try:
            keys = replaced_keys(read(token))
        except Malformed:
            continue
        if keys and key and is_signed(token, verifying_key(key.x)):
            ring = ring.changed(keys, first=entry.index + 1)
    return ring
