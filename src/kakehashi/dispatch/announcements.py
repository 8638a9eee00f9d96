"""What both sides announced of certificates: read out of their journals, into rows and sums."""

from collections.abc import Iterator
from typing import Final

from django.db import transaction

from kakehashi import node
from kakehashi.certificates import announced
from kakehashi.core.certificate.reconciling import BATCH_KINDS, WITHDRAWN, Account, Told, reconcile
from kakehashi.core.envelope import Position, read
from kakehashi.core.notices import Compartments
from kakehashi.core.notices import read as read_notice
from kakehashi.core.notices.certificates import (
    CertificateBatch,
    RevokedCertificates,
    SuspendedCertificates,
)
from kakehashi.core.notices.payload import Links
from kakehashi.core.parts import SALT_BYTES, PartRole
from kakehashi.core.target_days import day_at
from kakehashi.database.prepared import Prepared
from kakehashi.dispatch.checking.organizations import approved_then
from kakehashi.exchange import hearing, parties
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry, Journal

SLICE: Final = 256

_CONCERNED: Final = Prepared(
    lambda: journals.between(Entry.objects.filter(kind__in=(*BATCH_KINDS, WITHDRAWN)))
)


def follow(agreement: str) -> bool:
    """Read what both sides announced since the last time into rows; say whether there was any."""
    both, done = parties.sides(agreement), False
    authors = parties.authors(both)
    for journal in both.journals:
        at = announced.read_so_far(agreement, journal.party)
        if at.generation > journal.generation:
            continue
        first = at.size if at.generation == journal.generation else 0
        heeded = min(authors[journal.pk].heeded, both.end(journal))
        if heeded < first and journal.pk in both.ended:
            announced.forget(agreement, journal.party)
            return True
        while first < heeded:
            end = min(heeded, first + SLICE)
            told = list(told_between(journal, first, end))
            if any(
                one.withdraws and announced.is_taken_back(agreement, journal.party, one.withdraws)
                for one in told
            ):
                _read_anew(agreement, journal.party)
                return True
            through = Position(journal.generation, end)
            announced.take(agreement, journal.party, told, through=through)
            first, done = end, True
    return done


def _read_anew(agreement: str, party: str) -> None:
    """Read a side from the beginning, without the notices that it has withdrawn since."""
    both = parties.sides(agreement)
    told = list(all_told(agreement, party))
    gone = {one.withdraws for one in told if one.withdraws}
    standing = [one for one in told if one.jti not in gone]
    authors = parties.authors(both)
    latest = both.of(party)[-1]
    through = Position(latest.generation, min(authors[latest.pk].heeded, both.end(latest)))
    with transaction.atomic():
        announced.forget(agreement, party)
        announced.take(agreement, party, standing, through=through)


def all_told(agreement: str, party: str, *, until: Position | None = None) -> Iterator[Told]:
    """Read what a side's heeded notices say of certificates, from the first entry on.

    All of them, or those before a position.
    """
    both = parties.sides(agreement)
    authors = parties.authors(both)
    for journal in both.of(party):
        heeded = min(authors[journal.pk].heeded, both.end(journal))
        if until is not None and journal.generation >= until.generation:
            heeded = min(heeded, until.size) if journal.generation == until.generation else 0
        concerned = journals.entries_of_kind(journal, *BATCH_KINDS, WITHDRAWN)
        places = concerned.filter(index__lt=heeded).values_list("index", flat=True)
        for first in sorted({place // SLICE * SLICE for place in places}):
            yield from told_between(journal, first, min(heeded, first + SLICE))


def told_between(journal: Journal, first: int, end: int) -> Iterator[Told]:
    """Read what the heeded entries in [first, end) say of certificates."""
    rows = _CONCERNED(journal.pk, first, end)
    if not rows:
        return
    aside = hearing.reasons_aside(journal, first, end)
    zone = node.profile(journal.agreement).parties[journal.party].time_zone
    opened = _opened(journal, first, end, {row.index for row in rows})
    for row in rows:
        if row.index in aside:
            continue
        envelope = read(bytes(row.token))
        by_role = {
            str(ref.role): opened[row.index][number]
            for number, ref in enumerate(envelope.parts)
            if number in opened.get(row.index, {}) and ref.role != PartRole.ATTACHMENT
        }
        content = read_notice(envelope.kind, envelope.version, statement=None, parts=by_role)
        if not isinstance(content, Compartments):
            continue
        on = envelope.effective_on or day_at(envelope.issued_at, zone)
        withdraws = (content.links or Links()).corrects if row.kind == WITHDRAWN else None
        match content.restricted:
            case CertificateBatch() | SuspendedCertificates() | RevokedCertificates() as said:
                yield Told(envelope.jti, on, said, withdraws)
            case _:
                yield Told(envelope.jti, on, None, withdraws)


def _opened(
    journal: Journal, first: int, end: int, wanted: set[int]
) -> dict[int, dict[int, bytes]]:
    storage = node.this().storage_keys
    found: dict[int, dict[int, bytes]] = {}
    roles = (PartRole.LINKS, PartRole.RESTRICTED)
    for part in journals.parts(journal, first, end, roles=roles):
        if part.index in wanted and part.sealed is not None:
            content = decrypt_part(part.sealed, storage_keys=storage)[SALT_BYTES:]
            found.setdefault(part.index, {})[part.number] = content
    return found


def account_of(agreement: str, party: str, *, until: Position | None = None) -> Account:
    """Reckon a side's certificates from its notices alone: what its auditors and ours both see.

    With the standing of each organization on the day of issue, by the register of those notices.
    """
    told = list(all_told(agreement, party, until=until))
    senders = {
        made.organization
        for one in told
        if isinstance(one.content, CertificateBatch)
        for made in one.content.certificates
    }
    return reconcile(told, is_approved=approved_then(agreement, senders))
