"""Our own keys as our journal has them: which is in force where, and the private half of each."""

from kakehashi import node
from kakehashi.core.keys import PublicKey, Role
from kakehashi.exchange.models import Peer
from kakehashi.exchange.rings import ring_of
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal
from kakehashi.node import SigningKey


def public_now(agreement: str) -> tuple[PublicKey, ...]:
    """Give the keys that a counterpart may pin: those in force, the newest before there are any."""
    ours = journals.journal(agreement, node.this().party)
    if ours is None or not ours.size:
        return node.newest_keys(agreement).public
    return tuple(sorted(ring_of(ours).current(), key=lambda key: list(Role).index(key.role)))


def log_key(journal: Journal, size: int) -> SigningKey:
    """Give the key that signs our checkpoint of a size: that of its last entry."""
    return half(journal, ring_of(journal).checkpoint_key(size))


def key_known_to(peer: Peer, role: Role, ours: Journal | None) -> SigningKey:
    """Give the key of ours that the counterpart knows: by what it holds of `ours`, our journal.

    A changed key serves for what we say to it from when it holds the change.
    """
    if ours is None:
        keys = node.newest_keys(peer.agreement)
        return keys.envelope if role is Role.ENVELOPE else keys.mirror
    return half(ours, ring_of(ours).at(role, peer.held_there))


def half(journal: Journal, key: PublicKey | None) -> SigningKey:
    """Give the private half of a key that is in force in our journal."""
    if key is None:
        raise LookupError(journal.origin)
    return node.signing_half(journal.agreement, key)
