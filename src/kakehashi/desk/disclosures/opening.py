"""Opening the few notices that the gate must read, wherever they stand: a fixed few queries."""

from collections.abc import Iterable, Sequence
from typing import Final

from kakehashi.core.envelope import Envelope
from kakehashi.core.notices import Compartments
from kakehashi.core.parts import PartRole
from kakehashi.journal.contents import Place, contents_at, envelope_of
from kakehashi.journal.models import Entry

READ: Final = (PartRole.LINKS, PartRole.CONFIDENTIAL)


def opened(
    entries: Sequence[Entry], roles: Iterable[str] = READ
) -> dict[Place, tuple[Envelope, Compartments]]:
    """Read links and confidential part of some entries, as far as they stand: three queries."""
    contents = contents_at(entries, roles)
    found: dict[Place, tuple[Envelope, Compartments]] = {}
    for entry in entries:
        envelope, place = envelope_of(entry), (entry.journal_id, entry.index)
        content = contents.get(place)
        if envelope is not None and isinstance(content, Compartments):
            found[place] = (envelope, content)
    return found
