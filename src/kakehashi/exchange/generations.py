"""The way back after a fork or the loss of a key: the next generation of a journal.

It begins from the last checkpoint that the counterpart cosigned. What stands in the generation
before beyond that checkpoint is kept as evidence and counts nowhere, on either side.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain

from django.db import transaction

from kakehashi import node
from kakehashi.core.journal import EMPTY_ROOT
from kakehashi.core.keys import PublicKey
from kakehashi.core.notices.protocol import Checkpointed
from kakehashi.core.text import b64url
from kakehashi.exchange import hearing, parties
from kakehashi.exchange.actions import clear_alarm
from kakehashi.exchange.introductions import Card
from kakehashi.exchange.issuing import issue
from kakehashi.exchange.models import AlreadySaid, Aside, Author, Peer
from kakehashi.exchange.opening import announcement, opened
from kakehashi.exchange.reactions import PUBLISHED, SET_ASIDE, about_entry, about_notice
from kakehashi.exchange.rings import ring_of
from kakehashi.journal import actions as journal_actions
from kakehashi.journal import key_files
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal


class NotOpen(LookupError):
    """We have no journal under the agreement that another generation could follow."""


class NotTheNext(ValueError):
    """The card is of another counterpart, or of keys that were pinned before."""


def open_next(
    agreement: str, *, now: datetime, act: Callable[[Checkpointed], str]
) -> tuple[Journal, Checkpointed]:
    """Open the next generation of our journal, with new keys; `act` records who decided it.

    Gives it, and where the one before ended. If anything fails on the way, call it again.

    Raises:
        NotOpen: there is no generation before it.
        IssueRefused: it may not be opened now (the clock went back).

    """
    before = journals.journal(agreement, node.this().party)
    if before is None or not before.size:
        raise NotOpen(agreement)
    past = _past(before)
    files = [key_files.make_key(agreement, role)[1] for role in node.AGREEMENT_ROLES]
    try:
        with transaction.atomic():
            journal = journal_actions.open_journal(
                agreement=agreement,
                party=before.party,
                generation=before.generation + 1,
                origin=node.this().origin(agreement, before.generation + 1),
                is_ours=True,
                now=now,
            )
            opening = (opened(journal, past=past, now=now), announcement())
            issue(opening, agreement=agreement, now=now, act=lambda: act(past))
            _say_again(before)
            Peer.objects.filter(agreement=agreement).update(
                held_there=0, wanted=[], failures=0, problem="", next_attempt_at=None
            )
    except BaseException:
        for file in files:
            file.unlink()
        raise
    return Journal.objects.get(pk=journal.pk), past


def pin_next(card: Card, *, now: datetime, act: Callable[[Peer], str]) -> Peer:
    """Pin the keys of our counterpart's next generation, whose words two people compared.

    What stopped the channel is over; both statements of a fork stay as evidence.

    Raises:
        NotTheNext: the card names another counterpart, or keys that were pinned before.

    """
    keys = [key.model_dump(mode="json") for key in card.keys]
    with transaction.atomic():
        peer = Peer.objects.filter(agreement=card.agreement).first()
        if peer is None or (peer.party, peer.name) != (card.party, card.name):
            raise NotTheNext(card.party)
        if {key.x for key in card.keys} & {key.x for key in _ever(peer)}:
            raise NotTheNext(card.name)
        act(peer)
        peer.generation += 1
        peer.keys, peer.present, peer.address = keys, [], card.address or peer.address
        peer.introduced_at, peer.stopped, peer.problem, peer.failures = now, False, "", 0
        peer.next_attempt_at = peer.fetched_at = peer.news_at = None
        peer.save()
        for code in ("fork:", "damaged:", "false-answer", "refused"):
            clear_alarm(peer.agreement, code, now=now)
    return peer


def _ever(peer: Peer) -> Iterator[PublicKey]:
    """List the keys that were pinned for our counterpart, and those that its journals named."""
    theirs = (j for j in journals.journals_under(peer.agreement) if j.party == peer.party)
    rings = (pinned.key for journal in theirs for pinned in ring_of(journal).pinned)
    return chain(map(PublicKey.model_validate, peer.keys), rings)


def _past(before: Journal) -> Checkpointed:
    """Name the last checkpoint of a generation that the counterpart cosigned."""
    size = journals.cosigned_size(before)
    root = journals.root_at(before, size) if size else EMPTY_ROOT
    return Checkpointed(generation=before.generation, size=size, root=b64url(root))


def _say_again(before: Journal) -> None:
    """Let effects run again whose notices stand beyond where a generation ended, and no others."""
    both = parties.sides(before.agreement)
    ours = [journal for journal in both.of(before.party) if journal.size]
    about = {one for journal in ours for one in _said(journal, both.end(journal))}
    AlreadySaid.objects.bulk_create(
        [AlreadySaid(agreement=before.agreement, about=one) for one in about],
        ignore_conflicts=True,
    )
    Author.objects.filter(journal__agreement=before.agreement).update(reacted=0)


def _said(journal: Journal, end: int) -> Iterator[str]:
    """Name what our automatic notices that count were about."""
    aside = set(Aside.objects.filter(journal=journal).values_list("index", flat=True))
    for row in journals.entries_of_kind(journal, PUBLISHED, SET_ASIDE):
        if row.index >= end or row.index in aside:
            continue
        heard, envelope = hearing.heard_at(journal.pk, row.index, row.jti)
        if row.kind == PUBLISHED:
            yield from (about_notice(jti, envelope.clause) for jti in heard.links.answers)
        elif envelope.statement:
            said = envelope.statement
            yield about_entry(str(said["journal"]), int(str(said["index"])))
