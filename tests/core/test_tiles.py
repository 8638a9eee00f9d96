import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.journal import inclusion_proof, known_hashes, leaf_hash, tree_at
from kakehashi.core.tiles import (
    ENTRIES,
    MalformedBundle,
    Tile,
    entry_bundle,
    hashes_from,
    read_entry_bundle,
    read_tile_path,
    tile_bytes,
    tile_path,
    tiles_for,
)

LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(70_000)]
KNOWN = known_hashes(LEAVES)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(2, 1000, 1), "tile/2/x001/000.p/1"),
        (Tile(63, 1_234_067), "tile/63/x001/x234/067"),
        (Tile(ENTRIES, 1_234_067, 255), "tile/entries/x001/x234/067.p/255"),
    ],
)
def test_a_tile_stands_where_the_specification_says(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert read_tile_path(path) == tile


@given(st.integers(-1, 63), st.integers(0, 2**60), st.integers(1, 256))
def test_every_tile_path_reads_back(level: int, index: int, width: int) -> None:
    assert read_tile_path(tile_path(level, index, width)) == Tile(level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000/",
        "tile/0/٠٠٠",
        "tile/0/../000",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/data/000",
    ],
)
def test_another_path_is_no_tile(path: str) -> None:
    assert read_tile_path(path) is None


@pytest.mark.parametrize(
    ("level", "index", "width"), [(-2, 0, 1), (64, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_a_tile_that_cannot_be_has_no_path(level: int, index: int, width: int) -> None:
    with pytest.raises(ValueError, match="no such tile"):
        tile_path(level, index, width)


def test_seventy_thousand_entries_make_the_tiles_the_specification_counts() -> None:
    tiles = tiles_for(0, 70_000)
    complete = [tile.level for tile in tiles if tile.width == 256]
    partial = [(tile.level, tile.index, tile.width) for tile in tiles if tile.width < 256]
    assert (complete.count(0), complete.count(1), complete.count(2)) == (273, 1, 0)
    assert partial == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]


def test_only_the_tiles_that_changed_are_named() -> None:
    assert tiles_for(3, 3) == ()
    assert tiles_for(255, 256) == (Tile(0, 0), Tile(1, 0, 1))
    assert tiles_for(256, 257) == (Tile(0, 1, 1),)
    with pytest.raises(ValueError, match="shrink"):
        tiles_for(4, 3)


@given(st.lists(st.integers(0, 70_000), min_size=1, max_size=5), st.data())
def test_tiles_written_step_by_step_prove_every_entry(
    sizes: list[int], data: st.DataObject
) -> None:
    written: dict[tuple[int, int], bytes] = {}
    old = 0
    for size in sorted(sizes):
        for tile in tiles_for(old, size):
            written[tile.level, tile.index] = tile_bytes(tile, KNOWN)
        old = size
    hashes = hashes_from(lambda level, index: written[level, index])
    assert tree_at(old, hashes) == tree_at(old, KNOWN)
    if old:
        index = data.draw(st.integers(0, old - 1))
        assert inclusion_proof(index, old, hashes) == inclusion_proof(index, old, KNOWN)


def test_a_tile_too_narrow_for_a_subtree_is_refused() -> None:
    hashes = hashes_from(lambda level, index: tile_bytes(Tile(level, index, 3), KNOWN))
    assert hashes(1, 0) == KNOWN(1, 0)
    with pytest.raises(LookupError):
        hashes(2, 0)


@given(st.lists(st.binary(max_size=40), max_size=256))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    assert read_entry_bundle(entry_bundle(entries)) == tuple(entries)


def test_an_entry_may_be_as_long_as_two_bytes_can_say() -> None:
    longest = b"\xa5" * 65_535
    assert entry_bundle([longest, b""])[:2] == b"\xff\xff"
    assert read_entry_bundle(entry_bundle([longest, b""])) == (longest, b"")
    with pytest.raises(ValueError, match="too long"):
        entry_bundle([longest + b"!"])


def test_a_bundle_holds_at_most_256_entries() -> None:
    with pytest.raises(ValueError, match="too many"):
        entry_bundle([b"x"] * 257)
    with pytest.raises(MalformedBundle, match="256"):
        read_entry_bundle(entry_bundle([b"x"] * 256) + entry_bundle([b"x"]))


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=9), st.integers(1, 41))
def test_a_bundle_cut_inside_its_last_entry_is_refused(entries: list[bytes], cut: int) -> None:
    whole = entry_bundle(entries)
    kept = whole[: -min(cut, len(entries[-1]) + 1)]
    with pytest.raises(MalformedBundle, match="cut short"):
        read_entry_bundle(kept)
