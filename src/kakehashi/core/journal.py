"""Append-only log arithmetic: leaves, trees and proofs (section 2.1 of RFC 6962 and RFC 9162).

Every hash is 32 bytes of SHA-256. A complete subtree is addressed as (level, index): it covers the
2**level leaves from index * 2**level on. Proofs are made from a callable that knows those hashes,
so where they are kept (memory, table, tiles) is the caller's affair.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
MAX_SIZE: Final = 2**63 - 1

Hashes = Callable[[int, int], bytes]
"""(level, index) -> hash of that complete subtree; raises LookupError where it is not known."""

Subtree = tuple[int, int, bytes]
"""(level, index, hash) of a complete subtree."""


def leaf_hash(data: bytes) -> bytes:
    """Hash one entry: SHA-256(0x00 ‖ data) (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree known by its size and the roots of its largest complete subtrees, left to right.

    `frontier` has one 32-byte hash for each 1 in the binary form of `size`, the largest subtree
    first. ValueError if it does not fit the size.
    """

    size: int = 0
    frontier: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE or len(self.frontier) != self.size.bit_count():
            raise ValueError("frontier does not fit the size")
        if any(len(subtree) != HASH_BYTES for subtree in self.frontier):
            raise ValueError("a hash is not 32 bytes")

    def append(self, leaf_hashes: Iterable[bytes]) -> "Tree":
        """Give the tree with these leaf hashes after the present ones; errors as in `grow`."""
        return self.grow(leaf_hashes)[0]

    def grow(self, leaf_hashes: Iterable[bytes]) -> tuple["Tree", tuple[Subtree, ...]]:
        """Append, and also give every complete subtree that came into being, leaves included.

        Each subtree follows its own children: what a store needs to answer `Hashes` later.
        ValueError if a leaf hash is not 32 bytes.
        """
        size, frontier, grown = self.size, list(self.frontier), list[Subtree]()
        for leaf in leaf_hashes:
            if len(leaf) != HASH_BYTES:
                raise ValueError("a hash is not 32 bytes")
            level, index, subtree = 0, size, leaf
            grown.append((0, index, leaf))
            while index & 1:
                subtree = sha256(b"\x01" + frontier.pop() + subtree).digest()
                level, index = level + 1, index >> 1
                grown.append((level, index, subtree))
            frontier.append(subtree)
            size += 1
        return Tree(size, tuple(frontier)), tuple(grown)

    def root(self) -> bytes:
        """Give the Merkle tree hash; of the empty tree, SHA-256 of nothing."""
        return _bag(self.frontier) if self.frontier else EMPTY_ROOT


def tree_at(size: int, hashes: Hashes) -> Tree:
    """Give the tree of the first `size` leaves, read from its complete subtrees."""
    return Tree(size, tuple(_peaks(0, size, hashes)))


def known_hashes(leaf_hashes: Sequence[bytes]) -> Hashes:
    """Answer for every complete subtree over these leaf hashes, computed once, in memory."""
    levels = [list(leaf_hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = zip(below[0::2], below[1::2], strict=False)
        levels.append([node_hash(left, right) for left, right in pairs])

    def hashes(level: int, index: int) -> bytes:
        return levels[level][index]

    return hashes


def inclusion_proof(index: int, size: int, hashes: Hashes) -> tuple[bytes, ...]:
    """Give the audit path of leaf `index` in the tree of `size` leaves, lowest sibling first.

    RFC 6962 section 2.1.1. ValueError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError("the leaf is not in the tree")
    first, end, path = 0, size, list[bytes]()
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(_range_root(middle, end, hashes))
            end = middle
        else:
            path.append(_range_root(first, middle, hashes))
            first = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, hashes: Hashes) -> tuple[bytes, ...]:
    """Give the proof that the tree of `old` leaves is a prefix of the tree of `new` leaves.

    RFC 6962 section 2.1.2; empty where the sizes are equal. ValueError unless 0 < old <= new: that
    the empty tree is a prefix needs no proof.
    """
    if not 0 < old <= new:
        raise ValueError("the old tree is empty or not within the new one")
    first, end, path = 0, new, list[bytes]()
    while end != old:
        middle = first + _split(end - first)
        if old <= middle:
            path.append(_range_root(middle, end, hashes))
            end = middle
        else:
            path.append(_range_root(first, middle, hashes))
            first = middle
    if first > 0:
        path.append(_range_root(first, end, hashes))
    return tuple(reversed(path))


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves under `root`.

    RFC 9162 section 2.1.3.2. Whatever does not fit exactly is False, never an error.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Say whether the tree of `old` leaves under `old_root` is a prefix of the one of `new` leaves.

    RFC 9162 section 2.1.4.2, so 0 < old. Whatever does not fit exactly is False, never an error.
    """
    if old == new > 0:
        return old_root == new_root and not proof
    if not 0 < old < new or not _are_hashes(old_root, new_root, *proof):
        return False
    path = iter((old_root, *proof) if old & (old - 1) == 0 else proof)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    was = now = next(path, b"")
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            now = node_hash(now, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def _split(width: int) -> int:
    """Give the largest power of two below `width` (at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)


def _bag(peaks: Sequence[bytes]) -> bytes:
    """Hash complete subtrees, left to right, into the root over them all."""
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def _peaks(first: int, end: int, hashes: Hashes) -> list[bytes]:
    """Give the largest complete subtrees of [first, end); `first` is aligned to the largest."""
    peaks = []
    while first < end:
        level = (end - first).bit_length() - 1
        peaks.append(hashes(level, first >> level))
        first += 1 << level
    return peaks


def _range_root(first: int, end: int, hashes: Hashes) -> bytes:
    return _bag(_peaks(first, end, hashes))
