"""One digest of what both nodes must have alike; and whether a difference is one of state.

Two digests are compared only where both sides read the same journals with the same vocabulary and
the same projection: otherwise *versions differ*, which is another answer than *states differ*.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kakehashi.core.canonical import encode

LABEL = b"kakehashi/shared-state/1\0"


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a journal was read: its origin, size and root (32 bytes)."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class SharedState:
    """The digest with all that it depends on; `vocabularies` digests what both sides announced."""

    agreement: str
    reached: tuple[Reached, ...]
    projection: int
    vocabularies: str
    digest: str


class Comparison(StrEnum):
    """What two shared states say of each other."""

    EQUAL = "equal"
    SIZES_DIFFER = "sizes-differ"
    VERSIONS_DIFFER = "versions-differ"
    STATES_DIFFER = "states-differ"


def digest(
    agreement: str,
    *,
    reached: Iterable[Reached],
    projection: int,
    vocabularies: Iterable[tuple[str, frozenset[tuple[str, int]]]],
    rows: Iterable[bytes],
) -> SharedState:
    """Digest a shared state; `rows` are the canonical JSON of all derived rows, in any order.

    `vocabularies` are by party what the counterpart had announced to it. Only hashes are sorted,
    so no collation has a say, and memory is 32 bytes a row.
    """
    ends = tuple(sorted(reached, key=lambda end: end.origin.encode()))
    said = sorted((party, sorted(map(list, known))) for party, known in vocabularies)
    words = hashlib.sha256(encode(said)).hexdigest()
    head = encode(
        {
            "agreement": agreement,
            "journals": [[end.origin, end.size, end.root.hex()] for end in ends],
            "projection": projection,
            "vocabularies": words,
        }
    )
    hashed = hashlib.sha256(LABEL + head)
    for row in sorted(hashlib.sha256(row).digest() for row in rows):
        hashed.update(row)
    return SharedState(agreement, ends, projection, words, hashed.hexdigest())


def compare(ours: SharedState, theirs: SharedState) -> Comparison:
    """Say what two shared states of one agreement have to do with each other."""
    if (ours.projection, ours.vocabularies) != (theirs.projection, theirs.vocabularies):
        return Comparison.VERSIONS_DIFFER
    if ours.reached != theirs.reached:
        return Comparison.SIZES_DIFFER
    return Comparison.EQUAL if ours.digest == theirs.digest else Comparison.STATES_DIFFER
