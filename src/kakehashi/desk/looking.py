"""What came since an officer last looked, and what was set aside: bounded, in fixed queries."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kakehashi.desk.cases.queries import serving
from kakehashi.desk.models import Dealing, Look
from kakehashi.journal.lately import came_since, entries_at
from kakehashi.journal.models import Entry, Journal

LOOKED_THROUGH: Final = 100
"""Entries of each journal that are looked through; of more, only that there are more is said."""
FIRST_LOOK: Final = timedelta(days=7)
SET_ASIDE_FOR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class New:
    """The newest notices of the other sides since a moment, and how many each agreement has.

    `many` names the agreements that have more than were looked through.
    """

    since: datetime
    entries: tuple[Entry, ...]
    counts: dict[str, int]
    many: frozenset[str]


def last_look(officer: int, *, now: datetime) -> datetime:
    """When an officer last said that they had seen all; a week ago before the first time."""
    look = Look.objects.filter(officer=officer).first()
    return look.seen_at if look else now - FIRST_LOOK


def mark_seen(officer: int, *, now: datetime) -> None:
    """Note that an officer has seen what came until now."""
    Look.objects.update_or_create(officer_id=officer, defaults={"seen_at": now})


def new_since(
    since: datetime, theirs: Iterable[Journal], *, but: Collection[str], most: int
) -> New:
    """Give the notices that came after a moment, without the kinds of `but`: two queries."""
    journals = {journal.pk: journal for journal in theirs}
    firsts = {pk: journal.size - LOOKED_THROUGH for pk, journal in journals.items()}
    came = came_since(since, firsts, but=but)
    counts = Counter(journals[pk].agreement for pk, _index in came)
    most_there = LOOKED_THROUGH // 2
    many = frozenset(name for name, count in counts.items() if count >= most_there)
    return New(since, tuple(entries_at(came[:most])), dict(counts), many)


def set_aside_lately(agreements: Sequence[str], *, now: datetime, most: int) -> list[Dealing]:
    """Give the notices of either side that were set aside in the last days: two queries."""
    editions = {edition.pk: edition for edition in serving(agreements).values()}
    since = int((now - SET_ASIDE_FOR).timestamp())
    rows = Dealing.objects.filter(
        edition__in=list(editions), issued_at__gte=since, is_set_aside=True
    )
    found = list(rows.order_by("-issued_at")[:most])
    for row in found:
        row.edition = editions[row.edition_id]
    return found
