"""Entries of public registers by their names, in whatever script and spelling somebody typed.

The index of screening knows them across scripts; of it only the public names are asked, and what
comes back are the entries as everybody may see them.
"""

from collections.abc import Sequence
from datetime import date

from kakehashi.core.notices.payload import Classification
from kakehashi.core.standing import Register
from kakehashi.dispatch.screening import entry_source
from kakehashi.registers.queries import PublicEntry
from kakehashi.registers.search import numbered
from kakehashi.screening import reach
from kakehashi.screening.queries import candidates


def entries_named(
    typed: str, agreement: str, registers: Sequence[Register], *, publisher: str, today: date
) -> tuple[PublicEntry, ...]:
    """Give the entries of some registers whose names are near to what was typed, best first.

    The same few queries, however many names there are.
    """
    within = reach.whole((agreement,), classes=(Classification.PUBLIC,))
    mark = entry_source(agreement, "")
    found = [one.source for one in candidates(typed, within)]
    numbers = [source.removeprefix(mark) for source in found if source.startswith(mark)]
    return tuple(
        entry
        for register in registers
        for entry in numbered(agreement, register, numbers, publisher=publisher, today=today)
    )
