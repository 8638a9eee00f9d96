"""Dates as people write them: years of three calendars in, the month in words out."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

# First Gregorian year of each Japanese era (the era's year 1), with its sign and its letter.
ERAS = {"令和": 2019, "R": 2019, "平成": 1989, "H": 1989, "昭和": 1926, "S": 1926}
# The Buddhist year is 543 ahead; nobody dates a paper here to the Gregorian year 2400.
BUDDHIST_AHEAD = 543
BUDDHIST_FROM = 2400

MONTHS = (
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
)


BOXES = ("day", "month", "year")


def box_order() -> Sequence[str]:
    """Give the boxes of a date in the order in which the reader's language writes them."""
    order = pgettext("the order of a date's boxes, these three words", "day month year").split()
    return order if sorted(order) == sorted(BOXES) else BOXES


class NotADate(ValueError):
    """What was typed is no date; the message says so in the reader's language."""


def read_year(text: str) -> int:
    """Read a year: 2026, 令和8, R8, or the Buddhist 2569; digits of any script and width."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年").upper()
    match = re.fullmatch(r"(令和|平成|昭和|[RHS])?\s*\.?\s*(元|\d{1,4})", plain)
    if not match:
        raise NotADate(_("Enter the year in figures, such as 2026"))
    era, digits = match.groups()
    number = 1 if digits == "元" else int(digits)
    if era:
        return ERAS[era] + number - 1
    return number - BUDDHIST_AHEAD if number >= BUDDHIST_FROM else number


def read_date(year: str, month: str, day: str) -> date | None:
    """Read a date from its three boxes; None where all are empty.

    Raises NotADate with words for the reader where only some are filled or no such day exists.
    """
    typed = [part.strip() for part in (year, month, day)]
    if not any(typed):
        return None
    if not all(typed):
        raise NotADate(_("A date has a day, a month and a year"))
    try:
        in_year = read_year(typed[0])
        return date(in_year, int(typed[1]), int(typed[2]))
    except NotADate:
        raise
    except ValueError:
        raise NotADate(_("There is no such day")) from None


def in_words(day: date) -> str:
    """Write a date with its month in words, in the reader's language and order."""
    month = str(MONTHS[day.month - 1])
    pattern = pgettext("date", "%(day)s %(month)s %(year)s")
    return pattern % {"day": day.day, "month": month, "year": day.year}


def zone(at: datetime) -> str:
    """Name the zone in which a moment is shown, such as JST or UTC+07:00."""
    name = timezone.localtime(at).tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name}:00"


def month_in_words(told: str) -> str:
    """Write a month, told as 2026-01, in words, in the reader's language and order."""
    year, _hyphen, month = told.partition("-")
    pattern = pgettext("month", "%(month)s %(year)s")
    return pattern % {"month": MONTHS[int(month) - 1], "year": year}
