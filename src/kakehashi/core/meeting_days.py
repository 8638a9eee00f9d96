"""What a day is in each country on which the sides might meet, and what an hour is in the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kakehashi.core.heard import Heard
from kakehashi.core.notices.consultations import Hours
from kakehashi.core.notices.targets import Calendar, Weekday

CONFIRMED = "calendar.confirmed"
WITHDRAWN = "notice.withdrawn"
_WEEKDAYS = tuple(Weekday)


class DayState(StrEnum):
    """What a day is for the offices of one side."""

    WORKING = "working"
    REST = "rest"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class SideDay:
    """A day in one country; `notice` is the calendar it was confirmed by, None where by none.

    Where no calendar is confirmed, Saturday and Sunday count as rest days and no holiday is known.
    """

    party: str
    state: DayState
    notice: str | None


def side_days(heard: Iterable[Heard], day: date, *, parties: Iterable[str]) -> tuple[SideDay, ...]:
    """Say what a day is for each side, by the calendars that the sides confirmed, in any order."""
    notices = list(heard)
    gone = {(n.party, n.links.corrects) for n in notices if n.kind == WITHDRAWN}
    confirmed = [
        n
        for n in notices
        if n.kind == CONFIRMED
        and (n.party, n.jti) not in gone
        and isinstance(n.statement, Calendar)
        and n.statement.year == day.year
    ]
    latest = {n.party: n for n in sorted(confirmed, key=lambda n: (n.generation, n.seq))}
    return tuple(_side_day(party, latest.get(party), day) for party in parties)


def _side_day(party: str, notice: Heard | None, day: date) -> SideDay:
    calendar = notice.statement if notice else None
    if notice is None or not isinstance(calendar, Calendar):
        state = DayState.REST if day.weekday() >= 5 else DayState.WORKING
        return SideDay(party, state, None)
    if day in calendar.holidays:
        return SideDay(party, DayState.HOLIDAY, notice.jti)
    rests = _WEEKDAYS[day.weekday()] in calendar.rest_days and day not in calendar.working
    return SideDay(party, DayState.REST if rests else DayState.WORKING, notice.jti)


def clocks(
    day: date, hours: Hours, zones: Iterable[str]
) -> tuple[tuple[str, datetime, datetime], ...]:
    """Give beginning and end on a day as they are in each of `zones`, by name.

    Nothing where the zone that the hours name is not known here.
    """
    try:
        zone = ZoneInfo(hours.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ()
    begins, ends = (
        datetime.combine(day, time.fromisoformat(at), zone) for at in (hours.begins, hours.ends)
    )
    return tuple(
        (name, begins.astimezone(ZoneInfo(name)), ends.astimezone(ZoneInfo(name))) for name in zones
    )
