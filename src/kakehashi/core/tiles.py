"""A journal as static files: tiles of 256 hashes and bundles of 256 entries (C2SP tlog-tiles).

Tile (L, N) holds the hashes of the complete subtrees (8 * L, 256 * N) and following. A tile of
fewer than 256 hashes is partial; its bytes are a prefix of those of the complete tile.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kakehashi.core.journal import HASH_BYTES, Hashes, node_hash

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT
MAX_LEVEL: Final = 63
MAX_ENTRY_BYTES: Final = 0xFFFF
ENTRIES: Final = -1
"""The level under which a bundle of entries is addressed; its path says `entries`."""

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class MalformedBundle(ValueError):
    """The bytes are no entry bundle; the message says why."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile's address: level, index within the level, and width (1 to 256; 256 is complete)."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where the tile stands below the journal's prefix."""
        return tile_path(self.level, self.index, self.width)


def tile_path(level: int, index: int, width: int | None = None) -> str:
    """Give a tile's path, such as `tile/0/x001/x234/067.p/112`; no width means complete.

    `level` is 0 to 63, or ENTRIES for a bundle; `width` 1 to 256. ValueError otherwise.
    """
    columns = TILE_WIDTH if width is None else width
    if not ENTRIES <= level <= MAX_LEVEL or index < 0 or not 1 <= columns <= TILE_WIDTH:
        raise ValueError("there is no such tile")
    groups = f"{index % 1000:03d}"
    while index := index // 1000:
        groups = f"x{index % 1000:03d}/{groups}"
    part = "" if columns == TILE_WIDTH else f".p/{columns}"
    return f"tile/{'entries' if level == ENTRIES else level}/{groups}{part}"


def read_tile_path(path: str) -> Tile | None:
    """Read what `tile_path` wrote; None for every other text."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    index = int(re.sub("[x/]", "", match["index"]))
    width = int(match["width"] or TILE_WIDTH)
    if level > MAX_LEVEL or width > TILE_WIDTH or tile_path(level, index, width) != path:
        return None
    return Tile(level, index, width)


def tiles_for(old_size: int, new_size: int) -> tuple[Tile, ...]:
    """Give the tiles that a tree of `new_size` needs and one of `old_size` did not have.

    Lowest level first; complete ones, and at most one partial tile a level. The bundles to write
    are those of level 0. ValueError unless 0 <= old_size <= new_size.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError("a tree does not shrink")
    tiles = list[Tile]()
    level, old, new = 0, old_size, new_size
    while new > 0:
        tiles += (Tile(level, index) for index in range(old // TILE_WIDTH, new // TILE_WIDTH))
        if new > old and new % TILE_WIDTH:
            tiles.append(Tile(level, new // TILE_WIDTH, new % TILE_WIDTH))
        level, old, new = level + 1, old >> TILE_HEIGHT, new >> TILE_HEIGHT
    return tuple(tiles)


def tile_bytes(tile: Tile, hashes: Hashes) -> bytes:
    """Give a tile's content: `width` times 32 bytes. The level is not ENTRIES."""
    level, first = tile.level * TILE_HEIGHT, tile.index * TILE_WIDTH
    return b"".join(hashes(level, first + column) for column in range(tile.width))


def hashes_from(read: Callable[[int, int], bytes]) -> Hashes:
    """Answer for every complete subtree from tiles alone; `read(level, index)` gives their bytes.

    A partial tile will do as long as it is wide enough; LookupError where it is not.
    """

    def hashes(level: int, index: int) -> bytes:
        row, height = divmod(level, TILE_HEIGHT)
        first = index << height
        data = read(row, first // TILE_WIDTH)
        start = first % TILE_WIDTH * HASH_BYTES
        end = start + (HASH_BYTES << height)
        if len(data) < end:
            raise LookupError("the tile is too narrow")
        layer = [data[at : at + HASH_BYTES] for at in range(start, end, HASH_BYTES)]
        while len(layer) > 1:
            layer = [node_hash(*pair) for pair in zip(layer[0::2], layer[1::2], strict=True)]
        return layer[0]

    return hashes


def entry_bundle(entries: Sequence[bytes]) -> bytes:
    """Join up to 256 entries, each after its length as two bytes, big-endian.

    ValueError for more entries, or for one over 65,535 bytes.
    """
    if len(entries) > TILE_WIDTH or any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise ValueError("too many entries, or too long a one")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_entry_bundle(bundle: bytes) -> tuple[bytes, ...]:
    """Take a bundle apart; MalformedBundle if it is cut short or holds more than 256 entries."""
    entries, at = list[bytes](), 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        if start > len(bundle) or at > len(bundle):
            raise MalformedBundle("the last entry is cut short")
        if len(entries) == TILE_WIDTH:
            raise MalformedBundle("more than 256 entries")
        entries.append(bundle[start:at])
    return tuple(entries)
