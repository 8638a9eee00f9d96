"""A list in a spreadsheet, read into rows by a layout that is data.

The heading
may stand anywhere in the first rows and may be two or three rows deep with merged cells; blank
lines, repeated headings and footers are left aside; what is dirty is kept raw beside what it
was cleaned to. A list is read whole or refused with everything that is wrong with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Final

from kakehashi.core import cells
from kakehashi.core.cells import Cell
from kakehashi.core.headings import (
    HEADING_DEPTH,
    HEADING_WITHIN,
    MOST_COLUMNS,
    Heading,
    find_heading,
    heading_text,
)
from kakehashi.core.layout import Cleaning, Column, Layout

MOST_ROWS: Final = 200_000
LONGEST_CELL: Final = 2_000
MOST_PROBLEMS: Final = 50

_PLAIN_FLAGS: Final = frozenset({"有", "無"})
"""The register's own words for yes and no: nothing in them was cleaned."""

Value = str | bool | tuple[str, ...] | None


class Flaw(StrEnum):
    """What can be wrong with a list; the shell words it and says what to do."""

    NOT_A_LIST = "not-a-list"
    NOT_TEXT = "not-text"
    OLD_FORMAT = "old-format"
    FILE_TOO_LARGE = "file-too-large"
    TOO_LARGE_UNPACKED = "too-large-unpacked"
    REACHES_TOO_FAR = "reaches-too-far"
    NO_HEADING = "no-heading"
    COLUMN_MISSING = "column-missing"
    COLUMN_TWICE = "column-twice"
    NUMBER_UNREADABLE = "number-unreadable"
    NUMBER_TWICE = "number-twice"
    REQUIRED_EMPTY = "required-empty"
    CELL_TOO_LONG = "cell-too-long"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_MANY_COLUMNS = "too-many-columns"
    NO_ROWS = "no-rows"
    NOT_CLEANED = "not-cleaned"
    NOT_ALLOWED = "not-allowed"
    LEFT_ASIDE = "left-aside"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed: `row` counts from 1 as in the sheet, `column` is the field's heading."""

    flaw: Flaw
    row: int | None = None
    column: str = ""
    value: str = ""


class ListRefused(Exception):
    """The list is not read; `problems` says why, at most `MOST_PROBLEMS` of `total`."""

    def __init__(self, problems: Sequence[Finding], total: int | None = None) -> None:
        self.problems = tuple(problems[:MOST_PROBLEMS])
        self.total = total if total is not None else len(problems)
        super().__init__("; ".join(f"{p.flaw} {p.row or ''} {p.column}".strip() for p in problems))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: cleaned values by field, and the raw text where cleaning changed it."""

    line: int
    number: str
    values: Mapping[str, Value]
    raw: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as read: its rows by number, what was noticed, and the columns that are not there."""

    layout: str
    rows: Mapping[str, Row]
    noticed: tuple[Finding, ...]
    missing: tuple[str, ...]


def read_rows(grid: Iterable[Sequence[Cell]], layout: Layout) -> Listing:
    """Read a grid of cells into rows.

    Raises:
        ListRefused: no heading, a required column missing, a number unreadable or given twice,
            a required cell empty, too much of anything, or no row at all.
    """
    lines = iter(grid)
    top = list(islice(lines, HEADING_WITHIN + HEADING_DEPTH))
    heading = find_heading(top, layout)
    if heading is None:
        raise ListRefused([Finding(Flaw.NO_HEADING, column=layout.key.headings[0])])
    missing = _check_heading(heading, layout)
    reading = _Reading(layout, heading)
    start = heading.first_row + heading.depth
    for line, row in enumerate(_chain(top[start:], lines), start + 1):
        if line > MOST_ROWS + HEADING_WITHIN + HEADING_DEPTH:
            raise ListRefused([Finding(Flaw.TOO_MANY_ROWS, line)])
        reading.take(line, row)
    return reading.finish(missing)


def _chain(
    first: Sequence[Sequence[Cell]], rest: Iterator[Sequence[Cell]]
) -> Iterator[Sequence[Cell]]:
    yield from first
    yield from rest


def _check_heading(heading: Heading, layout: Layout) -> tuple[str, ...]:
    absent = [column for column in layout.columns if column.field not in heading.places]
    problems = [
        Finding(Flaw.COLUMN_MISSING, heading.first_row + 1, column.headings[0])
        for column in absent
        if column.required
    ]
    problems += [
        Finding(Flaw.COLUMN_TWICE, heading.first_row + 1, column.headings[0])
        for column in layout.columns
        if column.field in heading.twice
    ]
    if heading.places and max(heading.places.values()) >= MOST_COLUMNS:
        problems.append(Finding(Flaw.TOO_MANY_COLUMNS, heading.first_row + 1))
    if problems:
        raise ListRefused(problems)
    return tuple(column.headings[0] for column in absent)


class _Reading:
    """The rows read so far and what was noticed on the way."""

    def __init__(self, layout: Layout, heading: Heading) -> None:
        self._layout = layout
        self._placed = [
            (c, heading.places[c.field]) for c in layout.columns if c.field in heading.places
        ]
        self._rows: dict[str, Row] = {}
        self._noticed: list[Finding] = []
        self._problems: list[Finding] = []
        self._total = 0
        self._headings = {heading_text(h) for h in layout.key.headings}

    def take(self, line: int, row: Sequence[Cell]) -> None:
        """Read one line of the sheet."""
        texts = {c.field: cells.text_of(row[at]) if at < len(row) else "" for c, at in self._placed}
        written = [column for column, _ in self._placed if cells.trim(texts[column.field])]
        if not written:
            if any(cells.trim(cells.text_of(cell)) for cell in row[:MOST_COLUMNS]):
                self._noticed.append(Finding(Flaw.LEFT_ASIDE, line, value=_first_text(row)))
            return
        key = self._layout.key
        if heading_text(texts[key.field]) in self._headings:
            return
        number = cells.number(texts[key.field])
        readable = bool(number) and (key.pattern is None or bool(key.pattern.fullmatch(number)))
        if not readable and len(written) == 1:
            self._noticed.append(Finding(Flaw.LEFT_ASIDE, line, value=_first_text(row)))
        elif not readable:
            self._refuse(Finding(Flaw.NUMBER_UNREADABLE, line, key.headings[0], number[:80]))
        elif number in self._rows:
            self._refuse(Finding(Flaw.NUMBER_TWICE, line, key.headings[0], number[:80]))
        else:
            self._rows[number] = self._row(line, number, texts)

    def _row(self, line: int, number: str, texts: Mapping[str, str]) -> Row:
        values: dict[str, Value] = {}
        raw: dict[str, str] = {}
        for column, _ in self._placed:
            text = texts[column.field]
            heading = column.headings[0]
            if len(text) > LONGEST_CELL:
                self._refuse(Finding(Flaw.CELL_TOO_LONG, line, heading, text[:40]))
                continue
            value, understood = clean(text, column, self._layout.vocabulary)
            if column.required and value is None:
                self._refuse(Finding(Flaw.REQUIRED_EMPTY, line, heading, text[:80]))
            elif not understood:
                self._noticed.append(Finding(Flaw.NOT_CLEANED, line, heading, text[:80]))
            values[column.field] = value
            if text and value != text and text not in _PLAIN_FLAGS:
                raw[column.field] = text
        return Row(line, number, values, raw)

    def _refuse(self, problem: Finding) -> None:
        self._total += 1
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(problem)

    def finish(self, missing: tuple[str, ...]) -> Listing:
        """Give the rows, or refuse the list whole."""
        if self._problems:
            raise ListRefused(self._problems, self._total)
        if not self._rows:
            raise ListRefused([Finding(Flaw.NO_ROWS)])
        return Listing(self._layout.id, self._rows, tuple(self._noticed), missing)


def _first_text(row: Sequence[Cell]) -> str:
    return next((text for cell in row if (text := cells.trim(cells.text_of(cell)))), "")[:80]


def clean(text: str, column: Column, vocabulary: Mapping[str, str]) -> tuple[Value, bool]:
    """Clean one cell: its value (None: there is none), and whether all of it was understood."""
    trimmed = cells.trim(text)
    if not trimmed:
        return None, True
    match column.cleaning:
        case Cleaning.NUMBER:
            value = cells.number(text)
            return value, column.pattern is None or bool(column.pattern.fullmatch(value))
        case Cleaning.TEXT:
            return trimmed, True
        case Cleaning.CODE:
            code = cells.plain(text)
            return code, column.pattern is None or bool(column.pattern.fullmatch(code))
        case Cleaning.DATE:
            day: date | None = cells.calendar_date(text)
            return (day.isoformat() if day else None), day is not None
        case Cleaning.FLAG:
            flag = cells.yes_or_no(text)
            return flag, flag is not None
        case Cleaning.PIECES:
            return cells.pieces(text) or None, True
        case Cleaning.LANGUAGES:
            tags, left = cells.languages(text, vocabulary)
            return tags or None, not left
