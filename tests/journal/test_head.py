from pathlib import Path

import pytest

from kakehashi import node
from kakehashi.core.note import Checkpoint as Claim
from kakehashi.core.note import sign_checkpoint
from kakehashi.journal import head, queries
from kakehashi.journal.actions import DoesNotFit, extend, refill
from kakehashi.journal.head import PLACE_BYTES, BehindHead, Head, check_head, write_head
from kakehashi.journal.models import Entry, Journal
from kakehashi.journal.new import NewEntry
from tests.journal import make

pytestmark = pytest.mark.django_db


def _head_file() -> Path:
    return node.home() / "head" / f"{make.AGREEMENT}.json"


def _left(journal: Journal, size: int, root: bytes) -> None:
    """Say that this much of the journal has left the node."""
    said = Head(journal.origin, journal.generation, size, root.hex())
    _head_file().write_bytes(head.place_of(said))


def _signed(journal: Journal, entries: list[NewEntry]) -> bytes:
    """What the counterpart gives back: our own checkpoint over these entries."""
    tree = journal.tree.append([make.leaf(entry) for entry in entries])
    log = node.this().keys(make.AGREEMENT).log
    return sign_checkpoint(Claim(journal.origin, tree.size, tree.root()), log.sign, log.public)


@pytest.fixture
def restored() -> Journal:
    """A journal as of last week, whose three last entries had left the node."""
    journal = make.our_journal()
    past = extend(journal=journal, entries=make.entries(2), now=make.NOW)
    lost = past.tree.append([make.leaf(entry) for entry in make.entries(3, first=2)])
    _left(past, lost.size, lost.root())
    return past


def test_a_journal_is_written_while_its_head_is_within_it() -> None:
    journal = make.grown(make.our_journal(), [2])
    write_head(journal)

    journal = make.grown(journal, [5])

    check_head(journal)
    assert journal.size == 5


def test_a_database_behind_what_has_left_writes_nothing(restored: Journal) -> None:
    with pytest.raises(BehindHead):
        extend(journal=restored, entries=make.entries(1, first=2), now=make.NOW)
    with pytest.raises(BehindHead):
        write_head(restored)

    assert Entry.objects.count() == 2


@pytest.mark.parametrize("content", [None, b"", b"{", b'{"size": 1}', b"[]"])
def test_a_lost_or_unreadable_head_stops_writing(content: bytes | None) -> None:
    journal = make.grown(make.our_journal(), [2])
    _head_file().unlink()
    if content is not None:
        _head_file().write_bytes(content)

    with pytest.raises(BehindHead):
        make.grown(journal, [3])


def test_another_history_of_the_same_length_stops_writing() -> None:
    journal = make.grown(make.our_journal(), [2])
    _left(journal, 2, bytes(32))

    with pytest.raises(BehindHead):
        make.grown(journal, [3])


def test_a_journal_refilled_from_the_counterpart_is_written_again(restored: Journal) -> None:
    lost = make.entries(3, first=2)

    journal = refill(
        journal=restored, entries=lost, checkpoint=_signed(restored, lost), now=make.NOW
    )

    check_head(journal)
    journal = make.grown(journal, [6])
    assert queries.tokens(journal, 2, 5) == tuple(entry.token for entry in lost)


def test_a_refill_that_does_not_lead_to_the_head_is_refused(restored: Journal) -> None:
    other = make.entries(3, first=7)

    with pytest.raises(DoesNotFit):
        refill(journal=restored, entries=other, checkpoint=_signed(restored, other), now=make.NOW)

    assert Entry.objects.count() == 2


def test_nothing_is_taken_back_that_is_not_missing() -> None:
    journal = make.grown(make.our_journal(), [2])
    more = make.entries(1, first=2)

    with pytest.raises(DoesNotFit):
        refill(journal=journal, entries=more, checkpoint=_signed(journal, more), now=make.NOW)


def test_a_lost_head_is_written_anew_after_the_refill() -> None:
    journal = make.grown(make.our_journal(), [2])
    _head_file().unlink()

    write_head(journal, is_refilled=True)

    make.grown(journal, [3])


def test_opening_a_generation_is_the_other_way_back(restored: Journal) -> None:
    journal = make.our_journal(generation=2)

    make.grown(journal, [1])

    with pytest.raises(BehindHead):
        extend(journal=restored, entries=make.entries(1, first=2), now=make.NOW)


def test_a_generation_that_has_left_the_node_is_not_opened_again() -> None:
    journal = make.our_journal(generation=2)
    _left(journal, 4, bytes(32))
    unopened = Journal(agreement=make.AGREEMENT, party="JP", generation=2, origin=journal.origin)

    with pytest.raises(BehindHead):
        head.begin_head(unopened)


def test_a_head_never_goes_back() -> None:
    earlier = make.grown(make.our_journal(), [2])
    later = make.grown(earlier, [4])
    write_head(later)

    write_head(earlier)

    left = head.read_head(later)
    assert left is not None
    assert left.size == 4


def test_a_write_that_was_cut_off_leaves_the_head_before() -> None:
    journal = make.grown(make.our_journal(), [2])
    write_head(journal)
    before = _head_file().read_bytes()
    journal = make.grown(journal, [3])
    write_head(journal)
    after = _head_file().read_bytes()
    at = next(n for n in (0, PLACE_BYTES) if before[n : n + PLACE_BYTES] != after[n:][:PLACE_BYTES])

    for cut in (at + 1, at + 60, at + 150, at + 200):
        _head_file().write_bytes(
            after[:cut] + before[cut : at + PLACE_BYTES] + after[at:][PLACE_BYTES:]
        )

        left = head.read_head(journal)

        assert left is not None
        assert left.size == 2

    write_head(journal)
    assert head.read_head(journal) == Head(journal.origin, 1, 3, journal.root.hex())
