"""What a spreadsheet's cell means: width, dates of three calendars, numbers, languages.

Each function takes the cell's text and gives the value, or None where the text does not say one;
the caller keeps the text beside the value. Nothing here guesses.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as a spreadsheet reader gives it."""

_SPREADSHEET_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(7_306, 73_051)
"""Day numbers from 1920 to 2100; other whole numbers are no dates."""

_BUDDHIST_OFFSET: Final = 543
_BUDDHIST_YEARS: Final = range(2_400, 2_700)

_ERAS: Final = {
    "明治": (date(1868, 1, 25), "M"),
    "大正": (date(1912, 7, 30), "T"),
    "昭和": (date(1926, 12, 25), "S"),
    "平成": (date(1989, 1, 8), "H"),
    "令和": (date(2019, 5, 1), "R"),
}
_ERA_STARTS: Final = {
    sign: start for name, (start, letter) in _ERAS.items() for sign in (name, letter, name[0])
}
_ERA_DATE: Final = re.compile(
    r"(明治|大正|昭和|平成|令和|[MTSHR明大昭平令])\s*(\d{1,2}|元)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
)
_PLAIN_DATE: Final = re.compile(
    r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?"
)
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SPACES: Final = re.compile(r"\s+")
_HYPHENS: Final = dict.fromkeys(map(ord, "‐‑‒–—―−ー－ｰ"), "-")


def text_of(cell: Cell) -> str:
    """Write a cell as the text a reader of the sheet sees."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case datetime() if not (cell.hour or cell.minute or cell.second):
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def trim(text: str) -> str:
    """Take away spaces around a text and line breaks within it; the text itself stays as given."""
    if text.isprintable() and "_x000D_" not in text:
        return text.strip()
    without_marks = text.replace("\ufeff", "").replace("_x000D_", " ")
    return " ".join(line.strip() for line in without_marks.splitlines() if line.strip())


def plain(text: str) -> str:
    """Make a code plain: one width (NFKC), one kind of hyphen, single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", trim(text))).strip()


def number(text: str) -> str:
    """Clean a registration number: half width, plain hyphens, no spaces."""
    bare = plain(text).translate(_HYPHENS).replace(" ", "")
    return unicodedata.normalize("NFKC", bare)


def calendar_date(text: str) -> date | None:
    """Read a date: ISO, slashes, dots, 年月日, a Japanese era, a Buddhist year, a day number."""
    written = plain(text)
    if era := _ERA_DATE.fullmatch(written):
        sign, year, month, day = era.groups()
        start = _ERA_STARTS[sign]
        counted = 1 if year == "元" else int(year)
        found = _date(start.year + counted - 1, int(month), int(day)) if counted else None
        return found if found and found >= start else None
    if match := _PLAIN_DATE.fullmatch(written) or _COMPACT_DATE.fullmatch(written):
        year_number, month_number, day_number = (int(group) for group in match.groups())
        if year_number in _BUDDHIST_YEARS:
            year_number -= _BUDDHIST_OFFSET
        return _date(year_number, month_number, day_number)
    if written.isdecimal() and len(written) == 5 and int(written) in _SERIALS:
        return _SPREADSHEET_EPOCH + timedelta(days=int(written))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def yes_or_no(text: str) -> bool | None:
    """Read 有/無 and the marks that stand for them."""
    written = plain(text).casefold()
    if written in {"有", "あり", "有り", "○", "〇", "◯", "o", "yes", "true", "1", "✓"}:
        return True
    if written in {"無", "なし", "無し", "×", "x", "-", "no", "false", "0"}:
        return False
    return None


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """Split a free list (`、`, `，`, `・`, `/`, line breaks …), each piece once, in order."""
    normal = unicodedata.normalize("NFKC", text.replace("\ufeff", ""))
    parts = re.split(r"[、,;・/｡。()\n\r\t]+|\s{2,}", normal)
    return tuple(dict.fromkeys(part for p in parts if (part := p.strip())))


def languages(text: str, vocabulary: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a free list of languages.

    `vocabulary` maps a folded way of writing to a language tag. Gives the tags that were
    understood, each once, and the pieces that were not, as they stood.
    """
    tags: dict[str, None] = {}
    left: list[str] = []
    for piece in pieces(text):
        tag = vocabulary.get(piece) or vocabulary.get(_SPACES.sub("", piece))
        if tag:
            tags[tag] = None
        else:
            left += _understood(piece.split(), vocabulary, tags)
    return tuple(tags), tuple(left)


def _understood(
    words: list[str], vocabulary: Mapping[str, str], tags: dict[str, None]
) -> list[str]:
    """Read a piece word by word where some word is a language; otherwise leave it whole."""
    known = [word for word in words if word in vocabulary]
    tags |= dict.fromkeys(vocabulary[word] for word in known)
    return [word for word in words if word not in vocabulary] if known else [" ".join(words)]
