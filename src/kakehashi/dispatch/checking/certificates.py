"""What is known of the certificates of a slice: trusted keys, what was announced, status lists.

Keys and announcements come from the sending side's own journal: its signed notices are the acts
themselves, so a node that follows the journal needs no status list to know them. A list at hand
that says worse is believed all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from kakehashi import node
from kakehashi.certificates.lists import lists_at_hand
from kakehashi.core.agreement import Side
from kakehashi.core.certificate import IssuingKey, Keys, Lists, Refused, verifying_key
from kakehashi.core.envelope import Envelope, read
from kakehashi.core.notices import Compartments
from kakehashi.core.notices import read as contents_read
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.protocol import ChangedKeys
from kakehashi.core.parts import SALT_BYTES, PartRole
from kakehashi.core.text import unb64url
from kakehashi.exchange import hearing, parties
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry, Journal

FRESH_FOR: Final = timedelta(hours=24)
"""How long what the counterpart last said may be relied on, as a status list may."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """What a slice is verified with.

    `issuer` is `<agreement>/<party>`; `heard_on` is the day on which its journal was last heard,
    `is_fresh` says that this is recent enough to be relied on.
    """

    issuer: str
    keys: Keys
    lists: Lists
    heard_on: date | None = None
    is_fresh: bool = False


def known_certificates(agreement: str, *, now: datetime) -> Certificates:
    """Gather keys, lists and how fresh what the issuer announced is."""
    sender = node.profile(agreement).party_on(Side.SENDING).code
    both = parties.sides(agreement)
    authors = parties.authors(both)
    sizes = tuple(
        (journal.pk, authors[journal.pk].heeded, bytes(journal.root))
        for journal in both.journals
        if journal.party == sender
    )
    peer = parties.peer_under(agreement)
    heard_at = peer.last_heard_at if peer else None
    issuer, keys = f"{agreement}/{sender}", _keys(agreement, sizes)
    return Certificates(
        issuer=issuer,
        keys=keys,
        lists=_lists(agreement, issuer, keys),
        heard_on=heard_at.date() if heard_at else None,
        is_fresh=heard_at is not None and now - heard_at < FRESH_FOR,
    )


def _lists(agreement: str, issuer: str, keys: Keys) -> Lists:
    """The status lists at hand; those that a key signed which is trusted no more are left."""
    try:
        return lists_at_hand(agreement, issuer, trusted=keys)
    except Refused:
        return Lists()


_Sizes = tuple[tuple[int, int, bytes], ...]
"""Journals by their keys, with how many of their entries count so far, and their roots."""


@lru_cache(maxsize=32)
def _keys(agreement: str, sizes: _Sizes) -> Keys:
    """The certificate keys that the sending side told of."""
    profile = node.profile(agreement)
    sender = profile.party_on(Side.SENDING)
    found = []
    for journal, row, envelope in _counting(sizes, ("keys.changed",)):
        said = _content(journal, row, envelope)
        for one in said.certificate_keys if isinstance(said, ChangedKeys) else ():
            key = verifying_key(unb64url(one.x), unb64url(one.y))
            issuer = f"{agreement}/{sender.code}"
            found.append(
                IssuingKey(key, issuer, one.from_on, one.until_on, sender.time_zone, one.revoked)
            )
    return Keys.of(found)


def _counting(sizes: _Sizes, kinds: tuple[str, ...]) -> Iterator[tuple[Journal, Entry, Envelope]]:
    """Give the entries of some kinds that count, journal by journal in their order."""
    for pk, heeded, _root in sizes:
        rows = Entry.objects.filter(journal=pk, kind__in=kinds, index__lt=heeded)
        found = list(rows.order_by("index").select_related("journal"))
        if found:
            journal = found[0].journal
            aside = hearing.reasons_aside(journal, 0, heeded)
            for row in found:
                if row.index not in aside:
                    yield journal, row, read(bytes(row.token))


def _content(journal: Journal, row: Entry, envelope: Envelope) -> Payload | None:
    """Open what a notice says to both sides; None where it was erased."""
    parts: dict[str, bytes] = {}
    for part in journals.parts(journal, row.index, row.index + 1, roles=(PartRole.RESTRICTED,)):
        if part.sealed is not None:
            blob = decrypt_part(part.sealed, storage_keys=node.this().storage_keys)
            parts[PartRole.RESTRICTED] = blob[SALT_BYTES:]
    said = contents_read(envelope.kind, envelope.version, statement=envelope.statement, parts=parts)
    if not isinstance(said, Compartments):
        return None
    return said.restricted or said.statement
