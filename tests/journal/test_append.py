import pytest

from kakehashi.core.journal import leaf_hash, verify_consistency, verify_inclusion
from kakehashi.core.note import open_checkpoint
from kakehashi.journal import queries
from kakehashi.journal.actions import ClockWentBack, DoesNotFit, OutOfStep, append, extend
from kakehashi.journal.models import Entry, Journal
from kakehashi.node import Node
from tests.journal import make

pytestmark = pytest.mark.django_db


def test_what_was_appended_is_read_back_in_order() -> None:
    journal = make.grown(make.our_journal(), [3, 5])

    assert queries.tokens(journal, 0, 5) == tuple(f"notice {n}".encode() for n in range(5))
    assert queries.journal(make.AGREEMENT, "JP") == journal
    assert Journal.objects.get().tree == journal.tree


def test_the_checkpoint_is_signed_with_our_log_key_over_the_tree(this: Node) -> None:
    journal = make.grown(make.our_journal(), [3])

    stored = queries.checkpoint(journal)

    assert stored is not None
    opened = open_checkpoint(bytes(stored.note), this.keys(make.AGREEMENT).log.public)
    assert opened is not None
    assert (opened.origin, opened.size) == (journal.origin, 3)
    assert opened.root == journal.tree.root() == queries.root_at(journal, 3)


def test_a_journal_that_has_grown_since_refuses_what_was_made_for_its_old_end() -> None:
    journal = make.our_journal()
    extend(journal=journal, entries=[make.entry("first")], now=make.NOW)

    with pytest.raises(OutOfStep):
        extend(journal=journal, entries=[make.entry("second")], now=make.NOW)

    assert Entry.objects.count() == 1


def test_a_checkpoint_over_other_entries_is_refused_and_nothing_is_kept() -> None:
    journal = make.grown(make.our_journal(), [1])
    stored = queries.checkpoint(journal)
    assert stored is not None

    with pytest.raises(DoesNotFit):
        append(
            journal=make.our_journal(generation=2),
            entries=[make.entry("another")],
            checkpoint=bytes(stored.note),
            now=make.NOW,
        )

    assert Entry.objects.count() == 1


def test_our_own_entries_never_bear_an_earlier_time_than_the_one_before() -> None:
    journal = make.grown(make.our_journal(), [1])

    with pytest.raises(ClockWentBack):
        extend(journal=journal, entries=[make.entry(iat=make.IAT - 1)], now=make.NOW)


def test_every_entry_is_proved_in_every_later_tree_across_tiles() -> None:
    sizes = [1, 2, 255, 256, 257, 700, 1030]
    journal = make.grown(make.our_journal(), sizes)

    for size in sizes:
        root = queries.root_at(journal, size)
        for index in {0, size // 2, size - 1}:
            proof = queries.inclusion_proof(journal, index, size)
            leaf = leaf_hash(f"notice {index}".encode())
            assert verify_inclusion(leaf, index, size, proof, root)


def test_every_size_is_proved_to_begin_every_later_one() -> None:
    sizes = [1, 3, 256, 300, 512, 600]
    journal = make.grown(make.our_journal(), sizes)
    roots = {size: queries.root_at(journal, size) for size in sizes}

    for old in sizes:
        for new in (size for size in sizes if size >= old):
            proof = queries.consistency_proof(journal, old, new)
            assert verify_consistency(old, new, proof, roots[old], roots[new])
