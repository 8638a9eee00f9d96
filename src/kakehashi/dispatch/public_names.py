"""Entries of public registers by their names, in whatever script and spelling somebody typed.

The index of screening knows them across scripts; of it only the public names are asked, and what
comes back are the entries as everybody may see them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from kakehashi.core.notices.payload import Classification
from kakehashi.core.standing import Register
from kakehashi.dispatch.screening import entry_source
from kakehashi.registers.queries import PublicEntry
from kakehashi.registers.search import numbered
from kakehashi.screening import reach
from kakehashi.screening.queries import COMPARED, candidates

OF_EACH: Final = 10
"""Names that are looked for under each agreement."""


def entries_named(
    typed: str,
    agreements: Sequence[str],
    registers: Sequence[Register],
    *,
    publisher: str,
    today: date,
) -> tuple[PublicEntry, ...]:
    """Give the entries of some registers whose names are near to what was typed, best first.

    The same few queries, however many names, agreements and registers there are.
    """
    within = reach.whole(agreements, classes=(Classification.PUBLIC,))
    many = len(agreements)
    found = candidates(typed, within, limit=OF_EACH * many, compared=COMPARED * many)
    marks = {name: entry_source(name, "") for name in agreements}
    wanted = [
        (one.agreement, one.source.removeprefix(marks[one.agreement]))
        for one in found
        if one.source.startswith(marks[one.agreement])
    ]
    return numbered(wanted, registers, publisher=publisher, today=today)
