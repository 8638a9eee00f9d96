"""The daily e-mail of an officer: who wishes one, what it counts, that each goes out once a day.

A digest holds counts and nothing else: what it is made of has no field for a name or a text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from kakehashi.accounts.models import Officer
from kakehashi.desk.cases.queries import serving
from kakehashi.desk.looking import last_look, new_since
from kakehashi.desk.models import Digest, Draft, DutyRow, State
from kakehashi.journal.models import Journal

TRY_AGAIN: Final = timedelta(minutes=15)
SOON: Final = timedelta(days=7)

Reach = Mapping[str, frozenset[str] | None]
"""The agreements that an officer may read, each with the clauses (None: all)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a digest says: how many of each, over all that its reader may see."""

    new: int
    late: int
    soon: int
    to_sign: int
    troubles: int

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to write about."""
        return not (self.new or self.late or self.soon or self.to_sign or self.troubles)


def wishes(officer: int) -> bool:
    """Say whether an officer wishes a daily e-mail."""
    return Digest.objects.filter(officer=officer).exists()


def wish(officer: int, *, wanted: bool, now: datetime) -> None:
    """Begin or end an officer's daily e-mail."""
    if wanted:
        Digest.objects.get_or_create(officer_id=officer, defaults={"wished_at": now})
    else:
        Digest.objects.filter(officer=officer).delete()


def take_due(today: date, *, now: datetime) -> tuple[Officer, date | None] | None:
    """Take the next officer whose digest of a day is due; it counts as sent from here on.

    Whoever is killed between this and the mail server sends none that day, and never two. Gives
    the officer and the last day before, so that `give_back` can undo it; None where none is due.
    """
    waits = Q(sent_on__isnull=True) | Q(sent_on__lt=today)
    ready = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    with transaction.atomic():
        due = Digest.objects.filter(waits, ready, officer__is_active=True).exclude(
            officer__email=""
        )
        found = due.select_for_update(of=("self",)).order_by("officer").first()
        if found is None:
            return None
        before = found.sent_on
        found.sent_on, found.next_try_at = today, None
        found.save(update_fields=["sent_on", "next_try_at"])
    return found.officer, before


def give_back(officer: int, before: date | None, *, now: datetime) -> None:
    """Let a digest be tried again later, since the mail server took nothing."""
    Digest.objects.filter(officer=officer).update(sent_on=before, next_try_at=now + TRY_AGAIN)


def counts(
    officer: int,
    reach: Reach,
    *,
    decides: Reach,
    troubles: int,
    unshown: frozenset[str],
    today: date,
    now: datetime,
) -> Counts:
    """Count for one officer: six queries, however much there is.

    `decides` is where they may sign off, `troubles` how many alarms are open, `unshown` the kinds
    that are no news.
    """
    whole = [name for name, clauses in reach.items() if clauses is None]
    new = new_since(last_look(officer, now=now), _latest(whole), but=unshown, most=1)
    editions = [edition.pk for edition in serving(whole).values()]
    duties = DutyRow.objects.filter(edition__in=editions, ended_on__isnull=True)
    waiting = Draft.objects.filter(
        agreement__in=[name for name, clauses in decides.items() if clauses is None],
        state=State.SUBMITTED,
    )
    waiting = waiting.exclude(drafted_by=officer).exclude(taken_over__officer=officer)
    return Counts(
        new=sum(new.counts.values()),
        late=duties.filter(deadline_on__lt=today).count(),
        soon=duties.filter(deadline_on__gte=today, deadline_on__lte=today + SOON).count(),
        to_sign=waiting.count(),
        troubles=troubles,
    )


def _latest(agreements: list[str]) -> list[Journal]:
    """Give the present journals of the other sides: one query."""
    found = Journal.objects.filter(agreement__in=agreements, is_ours=False)
    return list({one.agreement: one for one in found.order_by("generation")}.values())
