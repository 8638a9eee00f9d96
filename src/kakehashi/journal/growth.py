"""How a journal grows: the tree and tiles it comes to, and the rows that say so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kakehashi.core.journal import Hashes, Tree
from kakehashi.core.tiles import TILE_HEIGHT, TILE_WIDTH, tile_bytes
from kakehashi.core.tiles import Tile as Address
from kakehashi.database.bulk import Row, insert_rows, moment
from kakehashi.journal.models import Entry, Journal, Part, PartKey, SealedPart, Tile
from kakehashi.journal.new import NewEntry, NewPart
from kakehashi.journal.queries import tree_hashes


@dataclass(frozen=True, slots=True)
class Growth:
    """What comes of new leaf hashes: the tree, its root, and the tiles that are now complete."""

    leaves: Sequence[bytes]
    tree: Tree
    root: bytes
    tiles: Sequence[tuple[Address, bytes, bytes]]


def grow(journal: Journal, leaves: Sequence[bytes]) -> Growth:
    """Compute what new leaf hashes make of a journal; reads only what never changes."""
    tree, grown = journal.tree.grow(leaves)
    fresh = {(level, index): subtree for level, index, subtree in grown}
    hashes = _known(fresh, tree_hashes(journal))
    return Growth(leaves, tree, tree.root(), tuple(_tiles(fresh, hashes)))


def insert(journal: Journal, grown: Growth, entries: Sequence[NewEntry], now: datetime) -> None:
    """Write entries, parts and tiles; the caller holds the lock and has moved the journal on."""
    held_at = moment(now)
    first = journal.size
    insert_rows(
        Entry,
        _ENTRY,
        [
            (
                *(journal.pk, first + offset, entry.token, leaf, entry.jti, entry.kind),
                *(entry.version, entry.iat, entry.classification),
                *(entry.seen_generation, entry.seen_size, held_at),
            )
            for offset, (entry, leaf) in enumerate(zip(entries, grown.leaves, strict=True))
        ],
    )
    parts = [
        ((journal.pk, first + offset, number), part)
        for offset, entry in enumerate(entries)
        for number, part in enumerate(entry.parts)
    ]
    insert_rows(Part, _PART, [_part_row(address, part) for address, part in parts])
    held = [(address, part.sealed) for address, part in parts if part.sealed is not None]
    insert_rows(SealedPart, _SEALED, [(*address, part.sealed) for address, part in held])
    insert_rows(PartKey, _KEY, [(*address, part.wrapped, part.storage) for address, part in held])
    insert_rows(
        Tile,
        ("journal_id", "level", "index", "hashes", "root"),
        [(journal.pk, tile.level, tile.index, data, root) for tile, data, root in grown.tiles],
    )


_PART_ADDRESS = ("journal_id", "index", "number")
_PART = (*_PART_ADDRESS, "role", "classification", "length", "commitment", "rows")
_SEALED = (*_PART_ADDRESS, "sealed")
_KEY = (*_PART_ADDRESS, "wrapped", "storage")
_ENTRY = (
    *("journal_id", "index", "token", "leaf", "jti", "kind", "version", "iat", "classification"),
    *("seen_generation", "seen_size", "held_at"),
)


def _part_row(address: tuple[object, ...], part: NewPart) -> Row:
    said = (part.role, part.classification, part.length, part.commitment, part.rows)
    return (*address, *map(_plain, said))


def _plain(value: object) -> object:
    """Give a code as plain text: a driver may not know our enumerations."""
    return str(value) if isinstance(value, str) else value


def _known(fresh: Mapping[tuple[int, int], bytes], stored: Hashes) -> Hashes:
    def hashes(level: int, index: int) -> bytes:
        found = fresh.get((level, index))
        return stored(level, index) if found is None else found

    return hashes


def _tiles(
    fresh: Mapping[tuple[int, int], bytes], hashes: Hashes
) -> Iterator[tuple[Address, bytes, bytes]]:
    """Find the tiles that are complete now: a subtree above a row of 256 has come into being."""
    for (level, index), root in fresh.items():
        if level and level % TILE_HEIGHT == 0:
            tile = Address(level // TILE_HEIGHT - 1, index, TILE_WIDTH)
            yield tile, tile_bytes(tile, hashes), root
