"""Dates as people write them in forms of several countries, where only one day can be meant.

`cells.calendar_date` reads what begins with the year, eras and day numbers; here are the orders
that begin with the day. `03/04/2026` may be two days, and is none; `03/04/2569` is one, because
nobody who counts Buddhist years writes the month first.
"""

import re
import unicodedata
from datetime import date
from typing import Final

from kakehashi.core import cells

_BUDDHIST: Final = range(2_400, 2_700)
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERS: Final = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")
_NAMED: Final = re.compile(r"(\d{1,2})[ -]*([A-Za-z]{3,9})\.?[ ,-]*(\d{4})")
_NAMED_FIRST: Final = re.compile(r"([A-Za-z]{3,9})\.? *(\d{1,2})(?:st|nd|rd|th)?[ ,]+(\d{4})")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def written_date(text: str) -> date | None:
    """Read a date; None where the text says none, or may say two."""
    if _ISO.fullmatch(text):
        return _day(int(text[:4]), int(text[5:7]), int(text[8:]))
    plain = _western(cells.plain(text))
    if found := cells.calendar_date(plain):
        return found
    if match := _NUMBERS.fullmatch(plain):
        first, second, year = (int(group) for group in match.groups())
        if second > 12 and first <= 12:  # month first: nothing else can be meant
            first, second = second, first
        if first > 12 or first == second or year in _BUDDHIST:
            return _day(year, second, first)
        return None
    if match := _NAMED.fullmatch(plain):
        return _named(match[1], match[2], match[3])
    if match := _NAMED_FIRST.fullmatch(plain):
        return _named(match[2], match[1], match[3])
    return None


def _western(text: str) -> str:
    """Write the digits of every script (Khmer, Arabic, Thai) as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def _named(day: str, month: str, year: str) -> date | None:
    name = month.casefold()
    number = next((n for n, m in enumerate(_MONTHS, 1) if name in {m, m[:3], m[:4]}), 0)
    return _day(int(year), number, int(day)) if number else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year - 543 if year in _BUDDHIST else year, month, day)
    except ValueError:
        return None
