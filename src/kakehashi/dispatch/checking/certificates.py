"""What is known of the certificates of a slice: trusted keys, what was announced, status lists.

Keys and announcements come from the sending side's own journal: its signed notices are the acts
themselves, so a node that follows the journal needs no status list to know them. A list at hand
that says worse is believed all the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from kakehashi import node
from kakehashi.certificates.lists import lists_at_hand
from kakehashi.core.acceptance_check.facts import State
from kakehashi.core.agreement import Side
from kakehashi.core.certificate import IssuingKey, Keys, Lists, Refused, verifying_key
from kakehashi.core.certificate.reconciling import BATCH_KINDS, WITHDRAWN
from kakehashi.core.envelope import Envelope, read
from kakehashi.core.notices import Compartments
from kakehashi.core.notices import read as contents_read
from kakehashi.core.notices.certificates import (
    CertificateBatch,
    RevokedCertificates,
    SuspendedCertificates,
)
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
class Told:
    """A certificate as its issuer announced it: its commitment, its state since a day."""

    commitment: str
    state: State
    since_on: date


@dataclass(frozen=True, slots=True)
class Certificates:
    """What a slice is verified with.

    `announced` is by number; `heard_on` is the day on which the issuer's journal was last heard,
    `is_fresh` says that this is recent enough to be relied on.
    """

    keys: Keys
    lists: Lists
    announced: Mapping[str, Told] = field(default_factory=dict)
    heard_on: date | None = None
    is_fresh: bool = False


def known_certificates(agreement: str, *, now: datetime) -> Certificates:
    """Gather keys, announcements and how fresh they are."""
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
    keys = _keys(agreement, sizes)
    return Certificates(
        keys=keys,
        lists=_lists(agreement, f"{agreement}/{sender}", keys),
        announced=_announced(sizes),
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


@lru_cache(maxsize=8)
def _announced(sizes: _Sizes) -> Mapping[str, Told]:
    """Every certificate that was announced, with what ended it since."""
    rows = list(_counting(sizes, (*sorted(BATCH_KINDS), WITHDRAWN)))
    gone = {_corrects(journal, row, envelope) for journal, row, envelope in rows}
    found: dict[str, Told] = {}
    for journal, row, envelope in rows:
        if row.kind == WITHDRAWN or row.jti in gone:
            continue
        on = _day(envelope)
        match _content(journal, row, envelope):
            case CertificateBatch(certificates=certificates):
                for one in certificates:
                    found.setdefault(one.number, Told(one.commitment, State.VALID, one.issued_on))
            case SuspendedCertificates(numbers=numbers):
                _end(found, numbers, State.SUSPENDED, on)
            case RevokedCertificates(numbers=numbers):
                _end(found, numbers, State.REVOKED, on)
            case _:
                pass  # erased
    return found


def _end(found: dict[str, Told], numbers: Iterable[str], state: State, on: date) -> None:
    for number in numbers:
        before = found.get(number)
        if before is not None and before.state is not State.REVOKED:
            found[number] = Told(before.commitment, state, on)


def _day(envelope: Envelope) -> date:
    if envelope.effective_on:
        return envelope.effective_on
    if envelope.decided:
        return envelope.decided.latest
    return datetime.fromtimestamp(envelope.issued_at, UTC).date()


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


def _corrects(journal: Journal, row: Entry, envelope: Envelope) -> str | None:
    if row.kind != WITHDRAWN:
        return None
    parts = hearing.judged_parts(journal, row.index, row.index + 1).get(row.index, {})
    return hearing.links_in(envelope, parts).corrects


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
