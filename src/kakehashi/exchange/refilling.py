"""Taking our own entries back from the counterpart, after a backup was restored.

What comes is verified as every package is: it bears our own signatures. Entries that our automatic
notices already answer are remembered, so that no effect runs twice.
"""

from datetime import datetime

from django.db import transaction

from kakehashi.core.canonical import decode
from kakehashi.core.envelope import Envelope, Position
from kakehashi.core.exchange import Hold, Missing, OutOfStep, judge
from kakehashi.core.notices.payload import Links
from kakehashi.core.package import Package, Unreadable
from kakehashi.core.parts import PartRole
from kakehashi.exchange import holding, staging
from kakehashi.exchange.delivery import our_journal
from kakehashi.exchange.models import AlreadySaid
from kakehashi.exchange.reactions import PUBLISHED, SET_ASIDE, about_entry, about_notice
from kakehashi.journal import actions as journal_actions
from kakehashi.journal.models import Journal

ANYTHING = 2**53 - 1
"""We saw more of the counterpart's journal than the restored database knows."""


class NotOurs(Exception):
    """What the counterpart gave back is not what we wrote; the code says why."""


def take_back(agreement: str, sealed: bytes, *, now: datetime) -> None:
    """Take one package of our own journal back.

    Raises:
        Unreadable: it is not sealed to us, or not of this agreement.
        NotOurs: it is not our journal as our head and our signatures know it.

    """
    package = holding.open_sealed(agreement, sealed)
    journal = our_journal(agreement)
    if package.pieces:
        for piece in package.pieces:
            staging.take(journal, piece)
        return
    facts = holding.facts(package, journal, own=Position(ANYTHING, ANYTHING))
    match verdict := judge(package, facts):
        case Hold():
            _take(journal, verdict, package, now)
        case Missing():
            staging.expect(journal, verdict.expected, now=now)
            staging.begin_anew(journal, verdict.parts)
        case OutOfStep():
            raise Unreadable(f"does not begin at {journal.size}")
        case _:
            raise NotOurs(f"{type(verdict).__name__}: {verdict.code}")


def _take(journal: Journal, verdict: Hold, package: Package, now: datetime) -> None:
    entries = holding.new_entries(verdict)
    note = holding.authors_note(package, journal)
    try:
        with transaction.atomic():
            after = journal_actions.refill(
                journal=journal, entries=entries, checkpoint=note, now=now
            )
            for (index, number), token in verdict.excused.items():
                journal_actions.excuse_part(
                    journal=after, index=index, number=number, token=token, now=now
                )
            staging.forget(after, verdict.first, after.size)
            staging.expect(after, holding.later(verdict), now=now)
            AlreadySaid.objects.bulk_create(
                [AlreadySaid(agreement=journal.agreement, about=about) for about in _said(verdict)],
                ignore_conflicts=True,
            )
    except (journal_actions.DoesNotFit, journal_actions.OutOfStep) as error:
        raise NotOurs(str(error)) from error


def _said(verdict: Hold) -> set[str]:
    """Name what our automatic notices among the entries were about."""
    about: set[str] = set()
    for index, entry in enumerate(verdict.entries, verdict.first):
        envelope = entry.envelope
        if envelope is None:
            continue
        if envelope.kind == PUBLISHED:
            answered = _answered(verdict, index, envelope)
            about.update(about_notice(jti, envelope.clause) for jti in answered)
        if envelope.kind == SET_ASIDE and envelope.statement:
            said = envelope.statement
            about.add(about_entry(str(said["journal"]), int(str(said["index"]))))
    return about


def _answered(verdict: Hold, index: int, envelope: Envelope) -> tuple[str, ...]:
    for number, ref in enumerate(envelope.parts):
        if ref.role == PartRole.LINKS and (part := verdict.parts.get((index, number))):
            return Links.model_validate(decode(part.data)).answers
    return ()
