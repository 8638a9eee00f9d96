"""Which keys signed which entries of a journal, as pinned and as changed by its author since."""

from dataclasses import dataclass
from functools import lru_cache

from pydantic import ValidationError

from kakehashi import node
from kakehashi.core.envelope import Envelope, read
from kakehashi.core.exchange import read_entry
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.notices.protocol import Opened
from kakehashi.core.protocol import opened_keys
from kakehashi.core.text import unb64url
from kakehashi.exchange.models import Peer
from kakehashi.journal.models import Journal
from kakehashi.journal.queries import journals_under, of_kind
from kakehashi.journal.rings import CHANGE, ring_from

_NAME_KEYS = ("journal.opened", CHANGE)


def ring_of(journal: Journal) -> KeyRing:
    """All keys of a journal's author in this generation, each with the indexes it is valid for."""
    changes = _naming_keys(journal, bytes(journal.root))
    keys = _opened(changes[0][1]) if changes and changes[0][0] == 0 else None
    return ring_from(keys or _pinned(journal), changes, journal.origin)


def mirror_keys(agreement: str, party: str) -> tuple[PublicKey, ...]:
    """All keys with which a party ever cosigned under an agreement, newest first."""
    found: list[PublicKey] = []
    for journal in journals_under(agreement):
        if journal.party == party:
            found += [p.key for p in ring_of(journal).pinned if p.key.role == Role.MIRROR]
    return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Past:
    """Where a journal says that its generation before ended."""

    generation: int
    size: int
    root: bytes


def past_of(journal: Journal) -> Past | None:
    """Read, in a later generation's signed entry 0, where the one before ended; None before it."""
    opened = dict(of_kind(journal, "journal.opened")).get(0)
    key = ring_of(journal).at(Role.ENVELOPE, 0)
    return _past(opened, key) if opened and key else None


@lru_cache(maxsize=64)
def _past(token: bytes, key: PublicKey) -> Past | None:
    entry = read_entry(token, key)
    if entry.envelope is None or not entry.is_signed:
        return None
    return past_in(entry.envelope)


def past_in(envelope: Envelope) -> Past | None:
    """Read where a journal's opening says that the generation before it ended, if it does."""
    try:
        said = Opened.model_validate(dict(envelope.statement or {})).previous
    except ValidationError:
        return None
    return Past(said.generation, said.size, unb64url(said.root)) if said else None


@lru_cache(maxsize=64)
def _naming_keys(journal: Journal, _root: bytes) -> tuple[tuple[int, bytes], ...]:
    """Read the entries that name keys: under one root they are the same for ever."""
    return tuple(one for one in of_kind(journal, *_NAME_KEYS) if one[0] < journal.size)


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
