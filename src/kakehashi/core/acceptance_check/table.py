"""A file of applications as rows: each line with its texts by field, whatever shape it is in.

Only a file without a heading is refused. What is wrong with one line is that line's own matter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
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
from kakehashi.core.layout import Cleaning, Layout
from kakehashi.core.listing import Finding, Flaw, ListRefused
from kakehashi.core.written_dates import written_date

MOST_ROWS: Final = 100_000
LONGEST_CELL: Final = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the sheet (from 1), and what its cells say, by field.

    `shifted` is by how many columns its dates stand beside their own headings.
    """

    number: int
    texts: Mapping[str, str]
    shifted: int = 0


@dataclass(frozen=True, slots=True)
class _Form:
    """What a sheet's heading says once for all of its lines."""

    places: Mapping[str, int]
    dates: tuple[str, ...]
    headings: frozenset[str]


def lines(grid: Iterable[Sequence[Cell]], layout: Layout) -> Iterator[Line]:
    """Read a sheet into lines.

    Raises:
        ListRefused: no heading, a heading twice, or more rows than any file has.
    """
    rows = iter(grid)
    top = list(islice(rows, HEADING_WITHIN + HEADING_DEPTH))
    heading = find_heading(top, layout)
    if heading is None:
        raise ListRefused([Finding(Flaw.NO_HEADING, column=layout.key.headings[0])])
    _refuse_twice(heading, layout)
    form = _Form(
        heading.places,
        tuple(c.field for c in layout.columns if c.cleaning is Cleaning.DATE),
        frozenset(heading_text(h) for c in layout.columns for h in c.headings),
    )
    start = heading.first_row + heading.depth
    for number, row in enumerate(chain(top[start:], rows), start + 1):
        if number > MOST_ROWS + HEADING_WITHIN + HEADING_DEPTH:
            raise ListRefused([Finding(Flaw.TOO_MANY_ROWS, number)])
        texts = _texts(row, form.places)
        if texts and heading_text(next(iter(texts.values()))) not in form.headings:
            yield Line(number, texts, _shift(row, form, texts))


def _refuse_twice(heading: Heading, layout: Layout) -> None:
    row = heading.first_row + 1
    twice = [column for column in layout.columns if column.field in heading.twice]
    if twice:
        raise ListRefused([Finding(Flaw.COLUMN_TWICE, row, one.headings[0]) for one in twice])
    if max(heading.places.values()) >= MOST_COLUMNS:
        raise ListRefused([Finding(Flaw.TOO_MANY_COLUMNS, row)])


def _texts(row: Sequence[Cell], places: Mapping[str, int], shift: int = 0) -> dict[str, str]:
    found = {}
    for field, place in places.items():
        at = place + shift
        text = cells.trim(cells.text_of(row[at])) if 0 <= at < len(row) else ""
        if text:
            found[field] = text[: LONGEST_CELL + 1]
    return found


def _shift(row: Sequence[Cell], form: _Form, texts: Mapping[str, str]) -> int:
    """Find by how much a line has slipped: none of its dates is one, and beside them all are."""
    here = [texts[field] for field in form.dates if field in texts]
    if not here or any(written_date(text) for text in here):
        return 0
    for shift in (1, -1):
        beside = _texts(row, form.places, shift)
        there = [beside[field] for field in form.dates if field in beside]
        if len(there) >= len(here) and all(written_date(text) for text in there):
            return shift
    return 0
