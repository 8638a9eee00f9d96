"""Keys that sign certificates, where they meet the journal: taken in, told, and heard of."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from kakehashi import node
from kakehashi.certificates import keys
from kakehashi.core.certificate import IssuingKey, Keys, verifying_key
from kakehashi.core.notices.certificates import CertificateIssued
from kakehashi.core.notices.protocol import (
    CertificateKey,
    ChangedKeys,
    KeyChangeWhy,
    KeysChanged,
)
from kakehashi.core.text import b64url, unb64url
from kakehashi.desk import acts
from kakehashi.exchange import issuing, parties
from kakehashi.exchange.hearing import heard_at, reasons_aside
from kakehashi.exchange.models import Aside, Author
from kakehashi.exchange.opening import decided_here
from kakehashi.exchange.waking import wake
from kakehashi.journal import queries as journals
from kakehashi.journal.contents import envelope_of
from kakehashi.journal.models import Entry

MOST_AT_ONCE = 50


def take_and_announce(
    agreement: str, published: bytes, *, officers: Sequence[int], now: datetime
) -> list[IssuingKey]:
    """Take in keys that the root certified and say so by `keys.changed`; both or neither.

    Raises:
        NotOurs, Refused, ValueError: as `certificates.keys.take_keys`.
        IssueRefused: the notice may not be issued now.

    """
    with transaction.atomic():
        fresh = keys.take_keys(agreement, published, now=now)
        for start in range(0, len(fresh), MOST_AT_ONCE):
            some = fresh[start : start + MOST_AT_ONCE]
            is_revoked = any(key.revoked for key in some)
            said = ChangedKeys(
                why=KeyChangeWhy.EXPOSED if is_revoked else KeyChangeWhy.REGULAR,
                certificate_keys=tuple(map(_as_said, some)),
            )
            outgoing = decided_here(KeysChanged(statement=said), agreement, now=now)
            issuing.issue(
                (outgoing,),
                agreement=agreement,
                now=now,
                act=lambda: acts.note(
                    "certificate-key.taken",
                    by=None,
                    now=now,
                    agreement=agreement,
                    officers=list(officers),
                    keys=[key.key.kid.hex() for key in fresh],
                ),
            )
    wake()
    return fresh


def _as_said(key: IssuingKey) -> CertificateKey:
    return CertificateKey(
        x=b64url(key.key.x),
        y=b64url(key.key.y),
        from_on=key.from_on,
        until_on=key.until_on,
        revoked=key.revoked,
    )


def trusted_keys() -> Keys:
    """Give the issuing keys of every side that may certify, as journals name them."""
    found = Keys.of(())
    for agreement in node.this().agreements:
        found |= trusted_under(agreement)
    return found


def trusted_under(agreement: str) -> Keys:
    """Give those of the sides that may certify under one agreement."""
    found = Keys.of(())
    permits = node.profile(agreement).permits
    for party in {one.party for one in permits if one.kind == CertificateIssued.kind}:
        found |= keys_of(agreement, party)
    return found


def named_keys(parties: Mapping[str, str]) -> frozenset[str]:
    """Say under which agreements their party named issuing keys in a heeded notice: one query.

    Whether a certificate is signed by one of them, `keys_of` says.
    """
    heeded = Author.objects.filter(journal=OuterRef("journal"), heeded__gt=OuterRef("index"))
    aside = Aside.objects.filter(journal=OuterRef("journal"), index=OuterRef("index"))
    rows = Entry.objects.filter(
        Exists(heeded), ~Exists(aside), kind=KeysChanged.kind, journal__agreement__in=list(parties)
    )
    return frozenset(
        row.journal.agreement
        for row in rows.select_related("journal")
        if row.journal.party == parties[row.journal.agreement]
        and (envelope := envelope_of(row)) is not None
        and envelope.statement
        and envelope.statement.get("certificate_keys")
    )


def keys_of(agreement: str, party: str) -> Keys:
    """Give a side's issuing keys as its journal's heeded `keys.changed` name them.

    This is what a node trusts: the counterpart's envelope key vouches for them, and no file that
    was merely found.
    """
    both = parties.sides(agreement)
    authors, found = parties.authors(both), []
    zone = node.profile(agreement).parties[party].time_zone
    for journal in both.of(party):
        heeded = min(authors[journal.pk].heeded, both.end(journal))
        aside = reasons_aside(journal, 0, heeded)
        for entry in journals.entries_of_kind(journal, KeysChanged.kind):
            if entry.index >= heeded or entry.index in aside:
                continue
            statement = heard_at(journal.pk, entry.index, entry.jti)[0].statement
            if not isinstance(statement, ChangedKeys):
                continue
            found += [
                IssuingKey(
                    verifying_key(unb64url(one.x), unb64url(one.y)),
                    f"{agreement}/{party}",
                    one.from_on,
                    one.until_on,
                    zone,
                    one.revoked,
                )
                for one in statement.certificate_keys
            ]
    return Keys.of(found)
