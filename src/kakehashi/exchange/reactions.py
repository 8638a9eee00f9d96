"""What the node does of itself: receipts, publications confirmed, notices set aside.

Effects run once, behind a watermark that rebuilding never moves. Which notices it owes a
publication for is the profile's: a duty that `publication.confirmed` discharges.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from kakehashi import node
from kakehashi.core.duties import opened, terms_for
from kakehashi.core.envelope import PROTOCOL_CLAUSE
from kakehashi.core.heard import Heard
from kakehashi.core.notices.payload import Classification, Links
from kakehashi.core.notices.protocol import (
    Aside as AsideStated,
)
from kakehashi.core.notices.protocol import (
    EntriesHeld,
    EntriesReceived,
    HeldSize,
    LocalAnchor,
    NoticeSetAside,
)
from kakehashi.core.notices.publication import Publication, PublicationConfirmed
from kakehashi.core.text import b64url
from kakehashi.exchange import judging
from kakehashi.exchange.issuing import IssueRefused, Outgoing, issue
from kakehashi.exchange.models import Aside, Author
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Cosignature, Entry, Journal

RECEIPT = "entries.received"
PUBLISHED = "publication.confirmed"
BETWEEN_RECEIPTS = timedelta(seconds=10)
AT_ONCE = 48
MAX_HELD = 300


def react(agreement: str, *, now: datetime) -> bool:
    """Issue the next automatic notices that are due; say whether there were any."""
    done = False
    for journal in judging.sides(agreement).journals:
        done = _react_to(journal, now=now) or done
    return _acknowledge(agreement, now=now) or done


def _react_to(journal: Journal, *, now: datetime) -> bool:
    author = judging.author_of(journal)
    if author.reacted >= author.heeded:
        return False
    end = min(author.heeded, author.reacted + AT_ONCE)
    outgoing = [
        *_publications(judging.heard_between(journal, author.reacted, end), now),
        *(() if journal.is_ours else _set_aside(journal, author.reacted, end)),
    ]
    try:
        with transaction.atomic():
            moved = Author.objects.filter(journal=journal, reacted=author.reacted)
            if not moved.update(reacted=end):
                return True
            if outgoing:
                issue(outgoing, agreement=journal.agreement, now=now)
    except IssueRefused as refusal:
        if refusal.reason in {"busy", "not-judged", "not-open"}:
            return False
        raise
    return True


def _publications(heard: Iterable[Heard], now: datetime) -> Iterable[Outgoing]:
    """Confirm what stands on our public pages because the profile says that we owe it."""
    party = node.this().party
    for notice in heard:
        profile = node.profile(notice.agreement)
        terms = terms_for(notice, profile)
        for duty in opened(notice, terms):
            known = terms.duty(duty.duty, party)
            if duty.party != party or known is None or PUBLISHED not in known.discharged_by:
                continue
            said = Publication(
                published_at=int(now.timestamp()),
                rows=None if notice.rows is None else len(notice.rows),
            )
            confirmed = PublicationConfirmed(links=Links(answers=(notice.jti,)), public=said)
            yield Outgoing(confirmed, duty.clause, Classification.PUBLIC)


def _set_aside(journal: Journal, first: int, end: int) -> Iterable[Outgoing]:
    """Tell the author which of its notices do not count."""
    for aside in Aside.objects.filter(journal=journal, index__gte=first, index__lt=end):
        said = AsideStated(journal=journal.origin, index=aside.index, reason=aside.reason)
        yield Outgoing(NoticeSetAside(statement=said), PROTOCOL_CLAUSE, Classification.RESTRICTED)


def _acknowledge(agreement: str, *, now: datetime) -> bool:
    """Put receipt into the record: at most once in ten seconds, and not for receipts alone."""
    party = node.this().party
    both = judging.sides(agreement)
    theirs = [journal for journal in both.journals if journal.party != party]
    ours = both.of(party)
    if not theirs or not ours:
        return False
    journal = theirs[-1]
    heeded = judging.author_of(journal).heeded
    before = _last_receipt(ours[-1])
    if before and now - before.held_at < BETWEEN_RECEIPTS:
        return False
    view = judging.view_of(both, judging.author_of(ours[-1]))
    first = view.received.size if view.received.generation == journal.generation else 0
    news = Entry.objects.filter(journal=journal, index__gte=first, index__lt=heeded)
    if not news.exclude(kind=RECEIPT).exists():
        return False
    held = list(
        Cosignature.objects.filter(journal=journal, size__gt=first, size__lte=heeded)
        .order_by("size")
        .values_list("size", "at")
    )
    if not held:
        return False
    chosen = held if len(held) <= MAX_HELD else [*held[: MAX_HELD - 1], held[-1]]
    local = journals.local_journal()
    said = EntriesHeld(
        journal=journal.origin,
        held=tuple(HeldSize(size=size, held_at=int(at.timestamp())) for size, at in chosen),
        root=b64url(journals.root_at(journal, chosen[-1][0])),
        local=LocalAnchor(size=local.size, root=b64url(bytes(local.root)))
        if local and local.size
        else None,
    )
    receipt = Outgoing(EntriesReceived(statement=said), PROTOCOL_CLAUSE, Classification.RESTRICTED)
    try:
        issue((receipt,), agreement=agreement, now=now)
    except IssueRefused as refusal:
        if refusal.reason in {"busy", "not-judged"}:
            return False
        raise
    return True


def _last_receipt(journal: Journal) -> Entry | None:
    return journals.entries_of_kind(journal, RECEIPT).last()
