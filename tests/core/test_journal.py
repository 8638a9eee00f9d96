from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.journal import (
    EMPTY_ROOT,
    Tree,
    consistency_proof,
    inclusion_proof,
    known_hashes,
    leaf_hash,
    node_hash,
    tree_at,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(f"entry {number}".encode()) for number in range(600)]
KNOWN = known_hashes(LEAVES)
SIZES = st.integers(1, len(LEAVES))


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """Compute MTH as RFC 6962 section 2.1 words it, by recursion."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(naive_root(leaves[:half]), naive_root(leaves[half:]))


def flip(data: bytes, bit: int) -> bytes:
    at, shift = divmod(bit % (len(data) * 8), 8)
    return data[:at] + bytes([data[at] ^ 1 << shift]) + data[at + 1 :]


def test_the_empty_tree_has_the_root_of_nothing() -> None:
    assert Tree().root() == EMPTY_ROOT == naive_root([])
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


@given(st.integers(0, len(LEAVES)))
def test_the_root_is_what_the_recursive_definition_says(size: int) -> None:
    assert Tree().append(LEAVES[:size]).root() == naive_root(LEAVES[:size])


@given(st.lists(st.integers(0, len(LEAVES)), max_size=6))
def test_it_does_not_matter_in_which_portions_leaves_are_appended(cuts: list[int]) -> None:
    borders = [0, *sorted(cuts), len(LEAVES)]
    tree = Tree()
    for first, end in pairwise(borders):
        tree = tree.append(LEAVES[first:end])
    assert tree == Tree().append(LEAVES)


@given(st.integers(0, 300), st.integers(0, 300))
def test_growing_names_every_new_complete_subtree_once_children_first(old: int, more: int) -> None:
    tree, grown = Tree().append(LEAVES[:old]).grow(LEAVES[old : old + more])
    assert tree == tree_at(old + more, KNOWN)
    assert all(KNOWN(level, index) == digest for level, index, digest in grown)
    addresses = [(level, index) for level, index, _ in grown]
    everything = {
        (level, index) for level in range(11) for index in range((old + more) >> level)
    } - {(level, index) for level in range(11) for index in range(old >> level)}
    assert len(addresses) == len(everything)
    assert set(addresses) == everything
    place = {address: number for number, address in enumerate(addresses)}
    for level, index in addresses:
        for child in ((level - 1, 2 * index), (level - 1, 2 * index + 1)):
            assert place.get(child, -1) < place[level, index]


def test_a_tree_is_left_as_it_was_by_appending_to_it() -> None:
    tree = Tree().append(LEAVES[:5])
    before = tree.root()
    tree.append(LEAVES[5:9])
    assert (tree.size, tree.root()) == (5, before)


@pytest.mark.parametrize(
    ("size", "frontier"),
    [(-1, ()), (1, ()), (3, (LEAVES[0],)), (0, (LEAVES[0],)), (1, (b"short",)), (2**63, ())],
)
def test_a_frontier_that_does_not_fit_its_size_is_refused(
    size: int, frontier: tuple[bytes, ...]
) -> None:
    with pytest.raises(ValueError, match=r"size|32 bytes"):
        Tree(size, frontier)


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Tree().append([LEAVES[0], b"entry"])


@given(st.data(), SIZES)
def test_every_inclusion_proof_verifies(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, KNOWN)
    assert verify_inclusion(LEAVES[index], index, size, proof, naive_root(LEAVES[:size]))


@given(st.data(), SIZES)
def test_every_consistency_proof_verifies(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(old, new, KNOWN)
    was, now = naive_root(LEAVES[:old]), naive_root(LEAVES[:new])
    assert verify_consistency(old, new, proof, was, now)


@given(st.data(), SIZES, st.integers(0))
def test_a_flipped_bit_breaks_an_inclusion_proof(data: st.DataObject, size: int, bit: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    facts = [
        LEAVES[index],
        naive_root(LEAVES[:size]),
        *inclusion_proof(index, size, KNOWN),
    ]
    which = data.draw(st.integers(0, len(facts) - 1))
    facts[which] = flip(facts[which], bit)
    assert not verify_inclusion(facts[0], index, size, facts[2:], facts[1])


@given(st.data(), SIZES, st.integers(0))
def test_a_flipped_bit_breaks_a_consistency_proof(data: st.DataObject, new: int, bit: int) -> None:
    old = data.draw(st.integers(1, new))
    facts = [
        naive_root(LEAVES[:old]),
        naive_root(LEAVES[:new]),
        *consistency_proof(old, new, KNOWN),
    ]
    which = data.draw(st.integers(0, len(facts) - 1))
    facts[which] = flip(facts[which], bit)
    assert not verify_consistency(old, new, facts[2:], facts[0], facts[1])


@given(st.data(), st.integers(2, len(LEAVES)))
def test_an_inclusion_proof_holds_at_no_other_place_and_in_no_other_length(
    data: st.DataObject, size: int
) -> None:
    index, other = data.draw(st.permutations(range(size)).map(lambda places: places[:2]))
    proof, root = inclusion_proof(index, size, KNOWN), naive_root(LEAVES[:size])
    assert not verify_inclusion(LEAVES[index], other, size, proof, root)
    assert not verify_inclusion(LEAVES[index], index, size, proof[:-1], root)
    assert not verify_inclusion(LEAVES[index], index, size, (*proof, root), root)
    assert not verify_inclusion(LEAVES[index], index, size, (root, *proof), root)


@given(st.data(), st.integers(2, len(LEAVES)))
def test_a_consistency_proof_holds_in_no_other_length(data: st.DataObject, new: int) -> None:
    old = data.draw(st.integers(1, new - 1))
    proof = consistency_proof(old, new, KNOWN)
    was, now = naive_root(LEAVES[:old]), naive_root(LEAVES[:new])
    for wrong in (proof[:-1], proof[1:], (*proof, now), (was, *proof), ()):
        assert not verify_consistency(old, new, wrong, was, now)


def test_a_rewritten_past_is_not_consistent() -> None:
    rewritten = [*LEAVES[:3], leaf_hash(b"another entry"), *LEAVES[4:9]]
    hashes = known_hashes(rewritten)
    proof = consistency_proof(5, 9, hashes)
    assert not verify_consistency(5, 9, proof, naive_root(LEAVES[:5]), naive_root(rewritten))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in the tree"):
        inclusion_proof(index, size, KNOWN)
    assert not verify_inclusion(LEAVES[0], index, size, (), LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3), (0, 0)])
def test_there_is_no_consistency_proof_from_nothing_or_backwards(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="old tree"):
        consistency_proof(old, new, KNOWN)
    assert not verify_consistency(old, new, (), EMPTY_ROOT, EMPTY_ROOT)


def test_hashes_of_another_length_verify_nothing() -> None:
    assert not verify_inclusion(b"", 0, 1, (), b"")
    assert not verify_consistency(1, 2, (b"",), b"", b"")
