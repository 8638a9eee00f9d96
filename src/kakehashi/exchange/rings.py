"""Which keys signed which entries of a journal, as pinned and as changed by its author since."""

from functools import lru_cache

from kakehashi import node
from kakehashi.core.envelope import read
from kakehashi.core.exchange import read_entry, ring_after
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.protocol import opened_keys
from kakehashi.exchange.models import Peer
from kakehashi.journal.models import Journal
from kakehashi.journal.queries import journals_under, of_kind


def ring_of(journal: Journal) -> KeyRing:
    """All keys of a journal's author in this generation, each with the indexes it is valid for."""
    opened = next((one for one in of_kind(journal, "journal.opened") if one.index == 0), None)
    changes = tuple((row.index, bytes(row.token)) for row in of_kind(journal, "keys.changed"))
    keys = _opened(bytes(opened.token)) if opened else None
    return _ring(keys or _pinned(journal), changes, journal.origin)


def mirror_keys(agreement: str, party: str) -> tuple[PublicKey, ...]:
    """All keys with which a party ever cosigned under an agreement, newest first."""
    found: list[PublicKey] = []
    for journal in journals_under(agreement):
        if journal.party == party:
            found += [p.key for p in ring_of(journal).pinned if p.key.role == Role.MIRROR]
    return tuple(reversed(found))


@lru_cache(maxsize=256)
def _opened(token: bytes) -> tuple[PublicKey, ...] | None:
    """The keys that a journal's entry 0 names: it was held only because they are those pinned."""
    return opened_keys(read(token))


def _pinned(journal: Journal) -> tuple[PublicKey, ...]:
    """The keys that a journal begins with, before its entry 0 is there."""
    if journal.is_ours:
        return node.newest_keys(journal.agreement).public
    peer = Peer.objects.get(agreement=journal.agreement)
    return tuple(PublicKey.model_validate(key) for key in peer.keys)


@lru_cache(maxsize=256)
def _ring(
    keys: tuple[PublicKey, ...], changes: tuple[tuple[int, bytes], ...], origin: str
) -> KeyRing:
    """Let the author's changes follow the keys that its journal began with."""
    ring = KeyRing.of(keys)
    for index, token in changes:
        entry = read_entry(token, ring.at(Role.ENVELOPE, index))
        ring = ring_after(ring, entry, origin=origin, index=index)
    return ring
