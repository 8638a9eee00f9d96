"""Days that both sides agreed on, and how working days are counted.

A memorandum has no days; a target exists where one side proposed it and the other agreed to the
same. Working days are those of the side that owes, by the calendars it confirmed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kakehashi.core.notices.targets import Calendar, Counted, Targets, Weekday

_WEEKDAYS = tuple(Weekday)
_FURTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Proposed:
    """Targets as one side proposed them (`targets.proposed`), from a day on."""

    party: str
    notice: str
    targets: Targets
    from_on: date


@dataclass(frozen=True, slots=True)
class Agreed:
    """Targets as the other side agreed to them (`targets.agreed`); `answers` are proposals."""

    party: str
    notice: str
    answers: tuple[str, ...]
    targets: Targets
    from_on: date


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A year's calendar of one side; the one latest in its journal counts."""

    party: str
    notice: str
    place: tuple[int, int]
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Days:
    """A target: so many days, counted so."""

    days: int
    counted: Counted


class Agreements:
    """The targets on which both sides agreed, whatever order their notices came in."""

    def __init__(self, proposed: Iterable[Proposed], agreed: Iterable[Agreed]) -> None:
        proposals = {proposal.notice: proposal for proposal in proposed}
        self._standing: list[tuple[date, str, Targets]] = [
            (answer.from_on, answer.notice, answer.targets)
            for answer in agreed
            for jti in answer.answers
            if (proposal := proposals.get(jti)) is not None
            if proposal.party != answer.party
            if (proposal.targets, proposal.from_on) == (answer.targets, answer.from_on)
        ]

    def on(self, day: date, *, duty: str, party: str) -> Days | None:
        """Give the target for what `party` owes, as agreed for duties that begin on `day`."""
        latest: tuple[date, bool, str] | None = None
        found = None
        for from_on, notice, targets in self._standing:
            for target in targets.targets:
                if target.duty != duty or target.party not in {None, party} or from_on > day:
                    continue
                rank = (from_on, target.party is not None, notice)
                if latest is None or rank > latest:
                    latest, found = rank, target
        if found is None or found.days is None:
            return None
        return Days(found.days, found.counted)


class Calendars:
    """The calendars of both sides; where none is confirmed, Saturday and Sunday are rest days."""

    def __init__(self, confirmed: Iterable[Confirmed]) -> None:
        latest: dict[tuple[str, int], Confirmed] = {}
        for one in confirmed:
            key = (one.party, one.calendar.year)
            if key not in latest or latest[key].place < one.place:
                latest[key] = one
        self._calendars: Mapping[tuple[str, int], Calendar] = {
            key: one.calendar for key, one in latest.items()
        }

    def is_working_day(self, party: str, day: date) -> bool:
        """Say whether the offices of `party` work on `day`."""
        calendar = self._calendars.get((party, day.year))
        if calendar is None:
            return day.weekday() < 5
        if day in calendar.working:
            return True
        return day not in calendar.holidays and (_WEEKDAYS[day.weekday()] not in calendar.rest_days)

    def after(self, day: date, target: Days, party: str) -> date:
        """Give the last day of a target that begins on `day`, which itself does not count."""
        left = target.days
        for _ in range(_FURTHEST):
            if left == 0 or day == date.max:
                break
            day += timedelta(days=1)
            if target.counted is Counted.CALENDAR or self.is_working_day(party, day):
                left -= 1
        return day


@lru_cache(maxsize=1024)
def day_at(seconds: int, time_zone: str) -> date:
    """Give the day of an instant (seconds since the epoch) in a time zone; 9999 at the latest."""
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(time_zone)).date()
    except (ValueError, OverflowError, OSError):
        return date.max
