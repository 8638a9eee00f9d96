"""A list in a spreadsheet, read by a layout: the first sheet that has the layout's heading."""

from typing import Final

from kakehashi.core.layout import Layout
from kakehashi.core.listing import Finding, Flaw, Listing, ListRefused, read_rows
from kakehashi.sheets import grids

PROBABLY_NO_LIST: Final = frozenset({Flaw.NO_HEADING, Flaw.NOT_A_LIST})


def read_list(content: bytes, layout: Layout) -> Listing:
    """Read a list from a file's bytes.

    Raises:
        ListRefused: with everything that is wrong, and where.
    """
    first: ListRefused | None = None
    for grid in grids(content):
        try:
            return read_rows(grid, layout)
        except ListRefused as refusal:
            if not all(problem.flaw in PROBABLY_NO_LIST for problem in refusal.problems):
                raise
            first = first or refusal
    raise first or ListRefused([Finding(Flaw.NOT_A_LIST)])
