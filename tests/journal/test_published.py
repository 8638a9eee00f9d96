import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.core.journal import known_hashes, leaf_hash, tree_at
from kakehashi.core.note import Checkpoint, cosign, with_cosignature
from kakehashi.core.tiles import ENTRIES, Tile, hashes_from, read_entry_bundle, tile_bytes
from kakehashi.journal import queries
from kakehashi.journal.actions import DoesNotFit, extend, open_journal, record_cosignature
from kakehashi.journal.models import Journal
from kakehashi.node import Node
from tests.journal import make

pytestmark = pytest.mark.django_db


def test_stored_tiles_are_those_of_the_tree_whole_and_partial() -> None:
    journal = make.grown(make.our_journal(), [1, 250, 700])
    hashes = known_hashes([leaf_hash(f"notice {n}".encode()) for n in range(700)])

    for address in (Tile(0, 0), Tile(0, 1), Tile(0, 2, 188), Tile(0, 2, 7), Tile(1, 0, 2)):
        assert queries.tile(journal, address) == tile_bytes(address, hashes)
    assert queries.tile(journal, Tile(0, 2)) is None
    assert queries.tile(journal, Tile(2, 0, 1)) is None


def test_a_bundle_has_the_entries_as_they_were_signed() -> None:
    journal = make.grown(make.our_journal(), [300])

    bundle = queries.tile(journal, Tile(ENTRIES, 1, 44))

    assert bundle is not None
    assert read_entry_bundle(bundle) == queries.tokens(journal, 256, 300)
    assert queries.tile(journal, Tile(ENTRIES, 1)) is None


def test_a_reader_with_tiles_alone_computes_the_same_root() -> None:
    journal = make.grown(make.our_journal(), [520])

    def read(level: int, index: int) -> bytes:
        widths = {0: [256, 256, 8], 1: [2]}
        found = queries.tile(journal, Tile(level, index, widths[level][index]))
        assert found is not None
        return found

    assert tree_at(520, hashes_from(read)).root() == bytes(journal.root)


def test_nothing_is_proved_beyond_the_end() -> None:
    journal = make.grown(make.our_journal(), [3])

    with pytest.raises(ValueError, match="3 entries"):
        queries.root_at(journal, 4)
    with pytest.raises(ValueError, match="3 entries"):
        queries.inclusion_proof(journal, 0, 4)


def test_a_cosignature_acknowledges_all_entries_before_it(this: Node) -> None:
    journal = make.grown(make.our_journal(), [2, 5])
    mirror = this.keys(make.AGREEMENT).mirror
    name = this.mirror(make.AGREEMENT)

    note = queries.checkpoint(journal, 2)
    assert note is not None
    line = cosign(
        Checkpoint(journal.origin, 2, bytes(note.root)),
        name=name,
        public_key=mirror.public,
        signer=mirror.sign,
        at=make.IAT,
    )
    cosigned = with_cosignature(bytes(note.note), line)

    assert record_cosignature(journal=journal, note=cosigned, at=make.NOW)
    assert not record_cosignature(journal=journal, note=cosigned, at=make.NOW)
    assert queries.cosigned_size(journal) == 2
    assert queries.cosignature(journal, at_least=3) is None


def test_a_cosignature_over_another_root_is_not_kept() -> None:
    journal = make.grown(make.our_journal(), [2])
    other = make.grown(make.our_journal("jp-tj-2024"), [2])
    foreign = queries.checkpoint(other)
    assert foreign is not None

    with pytest.raises(DoesNotFit):
        record_cosignature(journal=journal, note=bytes(foreign.note), at=make.NOW)

    assert queries.cosigned_size(journal) == 0


def test_an_entry_is_found_by_its_jti_in_whatever_journal(this: Node) -> None:
    ours = extend(journal=make.our_journal(), entries=[make.entry("same")], now=make.NOW)
    other = make.our_journal("jp-tj-2024")
    extend(journal=other, entries=[make.entry("x"), make.entry("same")], now=make.NOW)

    found = [(entry.journal_id, entry.index) for entry in queries.entries_by_jti("same")]

    assert found == [(ours.pk, 0), (other.pk, 1)]
    assert queries.journal_by_origin(this.origin("jp-tj-2024", 1)) == other


def _statements(journal: Journal, size: int) -> tuple[Journal, int]:
    journal = make.grown(journal, [size])
    with CaptureQueriesContext(connection) as captured:
        journal = make.grown(journal, [size + 1])
    return journal, len(captured)


def test_an_append_costs_as_many_statements_in_a_long_journal_as_in_a_short_one() -> None:
    journal, short = _statements(make.our_journal(), 10)

    journal, long = _statements(journal, 2 * 256 + 10)

    assert long == short


@pytest.mark.parametrize(("index", "size"), [(0, 1), (9, 10), (3, 256), (700, 1500), (1499, 1500)])
def test_a_proof_with_its_root_costs_three_statements_however_long_the_journal(
    index: int, size: int
) -> None:
    journal = make.grown(make.our_journal(), [size])

    with CaptureQueriesContext(connection) as captured:
        _path, root = queries.prove(journal, index, size)

    assert len(captured) == 3
    assert root == bytes(journal.root)


def test_entries_of_rare_kinds_are_found_without_reading_the_journal() -> None:
    journal = make.grown(make.our_journal(), [700])
    opened = make.entry("opened", kind="journal.opened")
    changed = make.entry("changed", kind="keys.changed")
    journal = extend(journal=journal, entries=[changed, opened], now=make.NOW)

    with make.steps() as taken:
        found = queries.of_kind(journal, "journal.opened", "keys.changed")

    assert found == ((700, b"changed"), (701, b"opened"))
    assert len(taken) < 100


def test_the_counterparts_journal_needs_no_head_of_ours() -> None:
    theirs = open_journal(
        agreement=make.AGREEMENT,
        party="KH",
        generation=1,
        origin="kakehashi.kh.example/jp-kh-2019/KH/1",
        is_ours=False,
        now=make.NOW,
    )
    entries = make.entries(3)

    grown = make.received(theirs, entries)

    assert grown.size == 3
    assert queries.journal(make.AGREEMENT, "KH") == grown
