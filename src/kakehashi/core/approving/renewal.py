"""When an approval ends, and from when on its renewal is asked for."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Ending(StrEnum):
    """How near the end of an approval is."""

    NONE = "none"
    FAR = "far"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Renewal:
    """How near the end is, from when on renewal may be applied for, and how many days are left."""

    ending: Ending
    opens_on: date | None = None
    days_left: int | None = None


def last_day(from_on: date, months: int) -> date:
    """Give the last day of so many months from a day: from 1 April, 12 months, 31 March."""
    count = from_on.month - 1 + months
    year, month = from_on.year + count // 12, count % 12 + 1
    day = min(from_on.day, calendar.monthrange(year, month)[1])
    end = date(year, month, day)
    return end - timedelta(days=1) if day == from_on.day else end


def renewal(until_on: date | None, *, today: date, remind_days: int) -> Renewal:
    """Say how near the end of an approval is; one without an end is never renewed."""
    if until_on is None:
        return Renewal(Ending.NONE)
    opens_on = until_on - timedelta(days=remind_days)
    left = (until_on - today).days
    if left < 0:
        return Renewal(Ending.OVER, opens_on, left)
    return Renewal(Ending.NEAR if today >= opens_on else Ending.FAR, opens_on, left)
