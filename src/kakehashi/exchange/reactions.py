"""What the node does of itself: receipts, publications confirmed, notices set aside.

Effects run once, behind a watermark that rebuilding never moves. Which notices it owes a
publication for is the profile's: a duty that `publication.confirmed` discharges.
"""

from collections.abc import Iterable, Iterator
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
from kakehashi.database.bulk import update_row
from kakehashi.exchange import hearing, outlook, parties
from kakehashi.exchange.actions import clear_alarm, raise_alarm
from kakehashi.exchange.issuing import IssueRefused, Outgoing, issue
from kakehashi.exchange.letters import counting_now
from kakehashi.exchange.models import AlreadySaid, Author
from kakehashi.journal import queries as journals
from kakehashi.journal.head import BehindHead
from kakehashi.journal.models import Cosignature, Entry, Journal

RECEIPT = "entries.received"
PUBLISHED = "publication.confirmed"
SET_ASIDE = "notice.set-aside"
PASSING = frozenset(("busy", "not-judged", "not-open"))
"""Reasons that pass by themselves, at once: nobody need know."""
WAITING = PASSING | {"clock", "unannounced", "not-in-force", "another-profile"}
"""Reasons to try again later; under any other a notice is left out."""
BETWEEN_RECEIPTS = timedelta(seconds=10)
AT_ONCE = 24
"""Notices of ours in one transaction."""
WINDOW = 256
"""Entries that are looked through at once."""
MAX_HELD = 300


def react(agreement: str, reader: hearing.Reader, *, now: datetime) -> bool:
    """Issue the next automatic notices that are due; say whether there was anything to look at.

    Receipt is told of last, when all that is held has been looked at. What may not be issued now
    (the clock went back, the database is behind its head, the counterpart has not announced the
    kind) waits under an alarm.
    """
    try:
        done = False
        for author in parties.authors(parties.sides(agreement)).values():
            done = _react_to(author, reader, now=now) or done
        done = done or _acknowledge(agreement, now=now)
    except IssueRefused as refusal:
        if refusal.reason not in PASSING:
            raise_alarm(agreement, "automatic-notice", str(refusal), now=now)
        return False
    except BehindHead as behind:
        raise_alarm(agreement, "behind", str(behind), now=now)
        return False
    if done:
        clear_alarm(agreement, "automatic-notice", now=now)
    return done


def _react_to(author: Author, reader: hearing.Reader, *, now: datetime) -> bool:
    if author.reacted >= author.heeded:
        return False
    journal = author.journal
    first = author.reacted
    end = reader.reach(journal, first, min(author.heeded, first + WINDOW))
    due, end = _due(journal, reader.between(journal, first, end), (first, end), now)
    if due:
        said = AlreadySaid.objects.filter(agreement=journal.agreement, about__in=list(due))
        for about in said.values_list("about", flat=True):
            del due[about]
    where = {"journal_id": journal.pk, "reacted": author.reacted}
    with transaction.atomic():
        moved = update_row(Author, {"reacted": end}, where=where)
        if moved and due:
            _issue_all(list(due.values()), journal.agreement, now=now)
    return True


def _due(
    journal: Journal, notices: Iterable[Heard], window: tuple[int, int], now: datetime
) -> tuple[dict[str, Outgoing], int]:
    """Say what is due for a window of entries, and up to where: no more than goes at once."""
    first, end = window
    asides = [] if journal.is_ours else list(_set_aside(journal, first, end))
    publications = [(heard.seq, *one) for heard in notices for one in _publications((heard,), now)]
    found = sorted([*asides, *publications], key=lambda one: one[0])
    if len(found) > AT_ONCE:
        end = found[AT_ONCE - 1][0] + 1
    return {about: outgoing for index, about, outgoing in found if index < end}, end


def _issue_all(outgoing: list[Outgoing], agreement: str, *, now: datetime) -> None:
    """Issue all but what can never be issued, which an alarm names: it must not stop the rest."""
    while outgoing:
        try:
            with transaction.atomic():
                issue(outgoing, agreement=agreement, now=now)
        except IssueRefused as refusal:
            if refusal.reason in WAITING:
                raise
            left_out = outgoing.pop(refusal.position)
            detail = f"{left_out.notice.kind}: {refusal}"
            raise_alarm(agreement, "automatic-notice-refused", detail, now=now)
        else:
            return


def about_notice(jti: str, clause: str) -> str:
    """Name a notice as what a publication was confirmed of, under a clause."""
    return f"{PUBLISHED} {jti} {clause}"


def about_entry(origin: str, index: int) -> str:
    """Name an entry as what was told to be set aside."""
    return f"{SET_ASIDE} {origin}#{index}"


def _publications(heard: Iterable[Heard], now: datetime) -> Iterator[tuple[str, Outgoing]]:
    """Confirm what stands on our public pages because the profile says that we owe it."""
    party = node.this().party
    for notice in counting_now(heard):
        profile = node.profile(notice.agreement)
        terms = terms_for(notice, profile)
        for duty in opened(notice, terms):
            known = terms.duty(duty.duty, party)
            if duty.party != party or known is None or PUBLISHED not in known.discharged_by:
                continue
            said = Publication(
                published_at=max(int(now.timestamp()), notice.issued_at),
                rows=None if notice.rows is None else len(notice.rows),
            )
            confirmed = PublicationConfirmed(links=Links(answers=(notice.jti,)), public=said)
            yield (
                about_notice(notice.jti, duty.clause),
                Outgoing(confirmed, duty.clause, Classification.PUBLIC),
            )


def _set_aside(journal: Journal, first: int, end: int) -> Iterator[tuple[int, str, Outgoing]]:
    """Tell the author which of its notices do not count."""
    for index, reason in hearing.reasons_aside(journal, first, end).items():
        said = AsideStated(journal=journal.origin, index=index, reason=reason)
        yield (
            index,
            about_entry(journal.origin, index),
            Outgoing(NoticeSetAside(statement=said), PROTOCOL_CLAUSE, Classification.RESTRICTED),
        )


def _acknowledge(agreement: str, *, now: datetime) -> bool:
    """Put receipt into the record: at most once in ten seconds, and not for receipts alone."""
    if _receipt(agreement, now=now) is None:
        return False
    with transaction.atomic():
        receipt = _receipt(agreement, now=now)
        if receipt is not None:
            issue((receipt,), agreement=agreement, now=now)
    return receipt is not None


def _receipt(agreement: str, *, now: datetime) -> Outgoing | None:
    """Say what we received since we last said so, if it is time to."""
    party = node.this().party
    both = parties.sides(agreement)
    theirs = [journal for journal in both.journals if journal.party != party]
    ours = both.of(party)
    if not theirs or not ours:
        return None
    journal = theirs[-1]
    before = _last_receipt(ours[-1])
    if before and now - before.held_at < BETWEEN_RECEIPTS:
        return None
    view = outlook.view_of(both, parties.author_of(ours[-1]))
    first = view.received.size if view.received.generation == journal.generation else 0
    heeded = parties.author_of(journal).heeded
    if not _has_news(journal, first, heeded):
        return None
    held = list(
        Cosignature.objects.filter(journal=journal, size__gt=first, size__lte=heeded)
        .order_by("size")
        .values_list("size", "at")
    )
    return _received(journal, held) if held else None


def _has_news(journal: Journal, first: int, end: int) -> bool:
    """Say whether anything but receipts stands in [first, end)."""
    news = Entry.objects.filter(journal=journal, index__gte=first, index__lt=end)
    return first < end and news.exclude(kind=RECEIPT).exists()


def _received(journal: Journal, held: list[tuple[int, datetime]]) -> Outgoing:
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
    return Outgoing(EntriesReceived(statement=said), PROTOCOL_CLAUSE, Classification.RESTRICTED)


def _last_receipt(journal: Journal) -> Entry | None:
    return journals.latest_of_kind(journal, RECEIPT)
