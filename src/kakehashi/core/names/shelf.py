"""An index in memory: names by their terms, for some hundred thousand names at once."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from math import log2
from typing import Final

COUNTED: Final = 600
"""Names that are kept by how many terms they share before their own size is looked at."""
COMMON: Final = 0.08
"""A term that a greater part of all names has is looked at only where rarer ones are few."""
_FEW: Final = 6


class Shelf:
    """Names by number (below 2**32), found by terms; what is added is never taken off."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}
        self._sizes: array[int] = array("B")

    def __len__(self) -> int:
        return len(self._sizes)

    def add(self, terms: Sequence[str]) -> int:
        """Put up a name by its terms; give its number, counted from 0."""
        number = len(self._sizes)
        self._sizes.append(min(len(terms), 255))
        for term in terms:
            posting = self._postings.get(term)
            if posting is None:
                self._postings[term] = posting = array("I")
            posting.append(number)
        return number

    def candidates(self, terms: Sequence[str], *, limit: int) -> list[int]:
        """Give the numbers of the names that share the most with some terms, best first."""
        found = {term: self._postings[term] for term in terms if term in self._postings}
        counted = count(found, of=len(self))
        return nearest(counted, self._sizes, len(terms), limit=limit)


def weight(rows: int, of: int) -> int:
    """Say how much a term counts that so many names of all have."""
    return max(1, round(log2(of / rows))) if rows else 0


def count(postings: Mapping[str, Sequence[int]], *, of: int) -> Counter[int]:
    """Add up the weights of the terms that each name has; common terms only where few are rare."""
    by_length = sorted(postings.values(), key=len)
    rare = [one for one in by_length if len(one) <= COMMON * of]
    if len(rare) < _FEW:
        rare = by_length[:_FEW]
    counted: Counter[int] = Counter()
    for posting in rare:
        for _ in range(max(1, weight(len(posting), of) // 4)):
            counted.update(posting)
    return counted


def nearest(
    counted: Counter[int], sizes: Sequence[int] | Mapping[int, int], own: int, *, limit: int
) -> list[int]:
    """Put in order what was counted, with regard to how many terms a name has at all."""
    kept = nlargest(COUNTED, counted.items(), key=lambda row: row[1])
    kept.sort(key=lambda row: row[1] / (own + sizes[row[0]]) ** 0.5, reverse=True)
    return [number for number, _ in kept[:limit]]
