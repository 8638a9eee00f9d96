"""Certificates, where they meet the registers: no organization approved today, no certificate."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from kakehashi import node
from kakehashi.certificates import endings, issuing, keys, lists
from kakehashi.certificates.issuing import Round
from kakehashi.certificates.keys import NoKey
from kakehashi.certificates.models import Certificate, Ending
from kakehashi.certificates.waiting import IsApproved
from kakehashi.core.projection import read_of
from kakehashi.core.standing import Register, Status
from kakehashi.dispatch.following import catch_up
from kakehashi.exchange.actions import clear_alarm, raise_alarm
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry as JournalEntry
from kakehashi.registers import queries as registers
from kakehashi.registers.models import Entry
from kakehashi.registers.watermarks import marks
from kakehashi.registers.writing import standing_of

ALARM: Final = "certificates"
_ABOUT_SENDERS: Final = "sending-organization."


class RegisterBehind(Exception):
    """A notice of ours about sending organizations is not in the register yet; try again."""


def approved_by_register(agreement: str) -> IsApproved:
    """Give what says whether an organization is approved and valid on a day, by our own register.

    Asked inside the issuing transaction: RegisterBehind where our journal says more of sending
    organizations than the register has read.
    """
    known: dict[tuple[str, date], bool] = {}
    is_current = False

    def is_approved(number: str, day: date) -> bool:
        nonlocal is_current
        if not is_current:
            _require_current(agreement)
            is_current = True
        if (number, day) not in known:
            known[number, day] = sender_status(agreement, number, day) is Status.APPROVED
        return known[number, day]

    return is_approved


def sender_status(agreement: str, number: str, day: date) -> Status | None:
    """Say how a sending organization of our own register stands on a day; None: it is not there."""
    edition = registers.serving(agreement)
    if edition is None:
        return None
    row = Entry.objects.filter(
        registers.visible(edition),
        register=Register.SENDING,
        party=node.this().party,
        number=number,
    ).first()
    return standing_of(row).on(day) if row else None


def _require_current(agreement: str) -> None:
    edition = registers.serving(agreement)
    journal = journals.journal(agreement, node.this().party)
    if edition is None or journal is None:
        raise RegisterBehind(agreement)
    read = read_of(journal.generation, marks(edition).get(journal.party, 0))
    unread = JournalEntry.objects.filter(
        journal=journal, index__gte=read, kind__startswith=_ABOUT_SENDERS
    )
    if unread.exists():
        raise RegisterBehind(agreement)


def issue_waiting(agreement: str, *, now: datetime, at_most: int = issuing.AT_ONCE) -> Round:
    """Issue certificates on approved cases whose organization is approved today: one transaction.

    What waits for a key, or did not verify after signing, raises an alarm.

    Raises:
        NoKey: no certified key of ours signs today.

    """
    catch_up(agreement, now=now)
    try:
        done = issuing.issue_approved(
            agreement, is_approved=approved_by_register(agreement), now=now, at_most=at_most
        )
    except NoKey as missing:
        raise_alarm(agreement, f"{ALARM}-key", str(missing), now=now)
        raise
    if done.issued:
        clear_alarm(agreement, f"{ALARM}-key", now=now)
    for void in done.voided:
        raise_alarm(agreement, ALARM, f"{void.number}: {void.why}", now=now)
    return done


def issue_all(agreement: str, *, now: datetime) -> Iterator[Round]:
    """Issue round after round until nothing can be issued any more."""
    while (done := issue_waiting(agreement, now=now)).issued:
        yield done


def resume_over(agreement: str, *, now: datetime) -> bool:
    """Resume the certificates whose suspension is over, and sign their lists; say if there was any.

    Without a key for today they are resumed all the same, and the lists follow.
    """
    resumed = endings.resume_over(agreement, today=keys.today(agreement, now), now=now)
    for row in resumed:
        with suppress(NoKey):
            lists.touch_list(row, now=now)
    return bool(resumed)


def decide_ending(ending: Ending, *, by: int, now: datetime) -> Certificate:
    """Decide what another officer proposed of a certificate, and sign its status list at once.

    Without a key for today the decision stands and the list follows. Errors as in `endings`.
    """
    row = endings.decide_ending(ending, by=by, now=now)
    with suppress(NoKey):
        lists.touch_list(row, now=now)
    return row
