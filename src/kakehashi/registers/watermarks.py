"""How far an edition has read each author's journal; moved in the transaction that reads."""

from collections.abc import Collection, Iterable, Mapping

from kakehashi.core.envelope import Position
from kakehashi.core.projection import place
from kakehashi.core.standing import GENERATION_SHIFT, Said
from kakehashi.database.bulk import insert_rows, update_row
from kakehashi.database.prepared import WHOLE, Prepared
from kakehashi.registers.models import Edition, Watermark

_MARKS = Prepared(lambda: Watermark.objects.filter(edition=WHOLE[0]))
_SIZE = (1 << GENERATION_SHIFT) - 1


def marks(edition: Edition) -> dict[str, int]:
    """Give the place up to which each author's journal is read (that place not included)."""
    return {w.party: place(w.generation, w.size) for w in _MARKS(edition.pk)}


def marks_of(editions: Collection[int]) -> dict[int, dict[str, int]]:
    """Give the same of several editions, by their ids: one query."""
    found: dict[int, dict[str, int]] = {edition: {} for edition in editions}
    for one in Watermark.objects.filter(edition__in=editions):
        found[one.edition_id][one.party] = place(one.generation, one.size)
    return found


def position_of(position: Position) -> int:
    """Write a position as a place."""
    return place(position.generation, position.size)


def place_after(said: Iterable[Said]) -> dict[str, int]:
    """Give the place after the last of some notices, for each author."""
    after: dict[str, int] = {}
    for one in said:
        after[one.party] = max(after.get(one.party, 0), one.place + 1)
    return after


def advance(edition: Edition, to: Mapping[str, int]) -> None:
    """Move the watermarks forward, never back."""
    read = marks(edition)
    for party, at in to.items():
        if at > read.get(party, 0):
            now = {"generation": at >> GENERATION_SHIFT, "size": at & _SIZE}
            where = {"edition_id": edition.pk, "party": party}
            if not update_row(Watermark, now, where=where):
                insert_rows(Watermark, (*where, *now), [(*where.values(), *now.values())])
