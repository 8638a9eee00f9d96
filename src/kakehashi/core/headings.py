"""Where a layout's headings stand in a sheet: not always first, sometimes several rows deep."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kakehashi.core import cells
from kakehashi.core.cells import Cell
from kakehashi.core.layout import Layout

HEADING_WITHIN: Final = 10
HEADING_DEPTH: Final = 3
MOST_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """Rows and columns (from 0) of the headings; `twice` names fields with two columns."""

    first_row: int
    depth: int
    places: Mapping[str, int]
    twice: tuple[str, ...]


def heading_text(cell: Cell) -> str:
    """Make headings comparable: one width, no spaces, one case, no remark in brackets."""
    text = cells.plain(cells.text_of(cell)).replace(" ", "").casefold()
    return re.sub(r"\(.*?\)|※.*$|\*+$", "", text) or text


def find_heading(top: Sequence[Sequence[Cell]], layout: Layout) -> Heading | None:
    """Find where the headings of a layout stand best; None where no two of them do."""
    candidates = (
        _heading_at(top, first, depth, layout)
        for first in range(min(HEADING_WITHIN, len(top)))
        for depth in range(1, min(HEADING_DEPTH, len(top) - first) + 1)
    )
    best = max(
        candidates,
        key=lambda h: (len(h.places), -len(h.twice), -h.depth, -h.first_row),
        default=None,
    )
    if best is None or len(best.places) < min(2, len(layout.columns)):
        return None
    return best


def _heading_at(top: Sequence[Sequence[Cell]], first: int, depth: int, layout: Layout) -> Heading:
    block = [[heading_text(cell) for cell in row] for row in top[first : first + depth]]
    width = min(max(map(len, block)), MOST_COLUMNS + 1)
    rows = [row[:width] + [""] * (width - len(row)) for row in block]
    stacks = list(zip(*[_spread(row) for row in rows[:-1]], rows[-1], strict=True))
    places: dict[str, int] = {}
    twice: list[str] = []
    for column in layout.columns:
        at = _columns_under([heading_text(h) for h in column.headings], stacks)
        if at:
            places[column.field] = at[0]
        if len(at) > 1:
            twice.append(column.field)
    return Heading(first, depth, places, tuple(twice))


def _spread(row: Sequence[str]) -> list[str]:
    """Give a merged cell's text to every column that it stood over."""
    spread: list[str] = []
    for text in row:
        spread.append(text or (spread[-1] if spread else ""))
    return spread


def _columns_under(headings: Sequence[str], stacks: Sequence[tuple[str, ...]]) -> list[int]:
    """Find the columns under a heading: the whole stack first, then its lowest written cell."""
    for heading in headings:
        whole = [i for i, stack in enumerate(stacks) if "".join(dict.fromkeys(stack)) == heading]
        lowest = [
            i for i, stack in enumerate(stacks) if next(filter(None, stack[::-1]), "") == heading
        ]
        if whole or lowest:
            return whole or lowest
    return []
