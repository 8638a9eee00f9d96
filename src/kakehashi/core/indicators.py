"""How promptly duties are met, counted as the EU's IMI counts.

Accepted within seven days, days to answer on average, answered by the agreed date. A row of the
ledger adds to the months in which it began, ended or should have ended. What depends on today (not
yet late, not yet to be accepted) is subtracted when the figures are made.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from operator import add, attrgetter, neg
from typing import Final, NamedTuple

from kakehashi.core.agreement import Source
from kakehashi.core.ledger import Row, Status

ACCEPT_WITHIN: Final = timedelta(days=7)
"""IMI's measure; the memoranda name no days."""
AIM_ACCEPTED: Final = 80
AIM_DAYS: Final = 16
AIM_IN_TIME: Final = 80
"""IMI's aims: percent accepted within seven days, days on average, percent in time."""


class Bin(NamedTuple):
    """What is counted together: who owes what, by which source, in a month (its first day)."""

    party: str
    duty: str
    source: Source
    month: date


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of duties; `days` is a sum of days.

    By the month in which a duty began: `opened`; of those begun by the other side's notice,
    `asked`, `accepted` within seven days, `answered` in `days`, `dated` (with a day), `in_time`.
    By the month in which it ended: `discharged`, and `otherwise` (declined, lifted, withdrawn).
    By the month of its day: `missed`, where it was not met by then (if that day has come).
    """

    opened: int = 0
    asked: int = 0
    accepted: int = 0
    answered: int = 0
    days: int = 0
    dated: int = 0
    in_time: int = 0
    discharged: int = 0
    otherwise: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Add."""
        return Counts(*map(add, numbers(self), numbers(other)))

    def __neg__(self) -> "Counts":
        """Take away."""
        return Counts(*map(neg, numbers(self)))


COUNTED: Final = tuple(field.name for field in fields(Counts))
numbers: Final[Callable[[Counts], tuple[int, ...]]] = attrgetter(*COUNTED)
"""Give the numbers, in the order of their names."""
NOTHING: Final = Counts()


@dataclass(frozen=True, slots=True)
class Pending:
    """What cannot be judged yet: open duties still within seven days, or before their day."""

    to_accept: int = 0
    to_answer: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Three figures over a period; None where there is nothing to judge.

    `accepted` and `in_time` are percentages, rounded down, `days` tenths of a day on average.
    """

    accepted: int | None
    days: int | None
    in_time: int | None


def tallies(row: Row, *, is_asked: bool) -> Iterator[tuple[Bin, Counts]]:
    """Say what a row adds to which bins; `is_asked` where the other side's notice opened it."""
    if row.since is not None and row.status is not Status.WITHDRAWN:
        yield _bin(row, row.since), _begun(row, is_asked=is_asked)
    if row.ended_on is not None:
        done = row.status is Status.DISCHARGED
        yield _bin(row, row.ended_on), Counts(discharged=done, otherwise=not done)
    if row.deadline is not None and is_missed(row):
        yield _bin(row, row.deadline), Counts(missed=1)


def is_missed(row: Row) -> bool:
    """Say whether a duty was not met by its day, or will not have been if that day is to come."""
    if row.deadline is None or row.status in {Status.WITHDRAWN, Status.LIFTED}:
        return False
    return row.ended_on is None or row.ended_on > row.deadline


def figures(counts: Counts, pending: Pending) -> Figures:
    """Make the figures of a period from its counts."""
    return Figures(
        accepted=_percent(counts.accepted, counts.asked - pending.to_accept),
        days=counts.days * 10 // counts.answered if counts.answered else None,
        in_time=_percent(counts.in_time, counts.dated - pending.to_answer),
    )


def total(counted: Iterable[Counts]) -> Counts:
    """Add up."""
    return sum(counted, NOTHING)


def first_of(month: date, back: int = 0) -> date:
    """Give the first day of a day's month, or of one so many months before."""
    year, number = divmod(month.year * 12 + month.month - 1 - back, 12)
    return date(year, number + 1, 1)


def _begun(row: Row, *, is_asked: bool) -> Counts:
    if not is_asked or row.since is None:
        return Counts(opened=1)
    since = date.fromisoformat(row.since)
    accepted = date.fromisoformat(row.accepted_on) if row.accepted_on else None
    is_answered = row.ended_on is not None and row.status is not Status.LIFTED
    is_dated = row.deadline is not None and row.status is not Status.LIFTED
    return Counts(
        opened=1,
        asked=1,
        accepted=accepted is not None and accepted <= since + ACCEPT_WITHIN,
        answered=is_answered,
        days=_days(since, row.ended_on) if is_answered else 0,
        dated=is_dated,
        in_time=is_dated and not is_missed(row),
    )


def _days(since: date, ended_on: str | None) -> int:
    return 0 if ended_on is None else max(0, (date.fromisoformat(ended_on) - since).days)


def _bin(row: Row, day: str) -> Bin:
    return Bin(row.party, row.duty, row.source, first_of(date.fromisoformat(day)))


def _percent(part: int, whole: int) -> int | None:
    return min(100, part * 100 // whole) if whole > 0 else None
