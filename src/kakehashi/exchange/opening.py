"""The first entries of our journals: who we are, with which keys, and what we understand."""

from datetime import datetime

from kakehashi import node
from kakehashi.core.envelope import PROTOCOL_CLAUSE, Decider, read
from kakehashi.core.notices import KINDS, statement_of
from kakehashi.core.notices.contents import versions_read
from kakehashi.core.notices.notice import Notice
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.notices.protocol import (
    Checkpointed,
    JournalOpened,
    NodeKey,
    Opened,
    ProtocolAnnounced,
    Vocabulary,
)
from kakehashi.core.target_days import day_at
from kakehashi.exchange.issuing import Outgoing, issue
from kakehashi.journal import queries as journals
from kakehashi.journal.actions import open_journal
from kakehashi.journal.models import Journal
from kakehashi.journal.record import open_record

PROTOCOL = 1


def open_ours(agreement: str, *, now: datetime) -> Journal:
    """Open our journal under an agreement, with its first two entries; once open, nothing happens.

    The contact point of the profile stands as the office that opened it.
    """
    this = node.this()
    open_record(now=now)
    journal = journals.journal(agreement, this.party) or open_journal(
        agreement=agreement,
        party=this.party,
        generation=1,
        origin=this.origin(agreement, 1),
        is_ours=True,
        now=now,
    )
    if journal.size == 0:
        issue((opened(journal, now=now), announcement()), agreement=agreement, now=now)
    return Journal.objects.get(pk=journal.pk)


def announcement() -> Outgoing:
    """Say which protocol and which kinds, in which versions, this release understands."""
    said = Vocabulary(
        protocols=(PROTOCOL,),
        kinds={kind: versions_read(kind) for kind in sorted(KINDS)},
    )
    return Outgoing(ProtocolAnnounced(statement=said), PROTOCOL_CLAUSE, Classification.RESTRICTED)


def announce_anew(agreement: str, *, now: datetime) -> bool:
    """Say what this release understands, where our journal says something else; say if it did.

    IssueRefused where nothing may be issued now.
    """
    journal = journals.journal(agreement, node.this().party)
    last = journals.latest_of_kind(journal, ProtocolAnnounced.kind) if journal else None
    if last is None:
        return False
    anew = announcement()
    if read(bytes(last.token)).statement == statement_of(anew.notice):
        return False
    issue((anew,), agreement=agreement, now=now)
    return True


def decided_here(notice: Notice, agreement: str, *, now: datetime) -> Outgoing:
    """Say that our contact point, as the profile has it, decided a notice of the protocol today."""
    profile, party = node.profile(agreement), node.this().party
    day = day_at(int(now.timestamp()), profile.parties[party].time_zone)
    return Outgoing(
        notice,
        PROTOCOL_CLAUSE,
        Classification.RESTRICTED,
        decided=Decided(on=day),
        by=Decider(profile.on(day).contact_points[party].office, "administers"),
    )


def opened(journal: Journal, *, past: Checkpointed | None = None, now: datetime) -> Outgoing:
    """Say who we are in a journal, with our newest keys; `past`: how the one before it ended."""
    said = Opened(
        agreement=journal.agreement,
        party=node.this().party,
        generation=journal.generation,
        protocol=PROTOCOL,
        profile=node.profile(journal.agreement).digest,
        keys=tuple(
            NodeKey.model_validate(key.model_dump(mode="json"))
            for key in node.newest_keys(journal.agreement).public
        ),
        previous=past,
    )
    return decided_here(JournalOpened(statement=said), journal.agreement, now=now)
