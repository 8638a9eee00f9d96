"""An index in memory: names by their terms, for some hundred thousand names at once."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from math import log2
from operator import itemgetter
from typing import Final, TypeVar

COUNTED: Final = 600
"""Names that are kept by how many terms they share before their own size is looked at."""
COMMON: Final = 0.08
"""A term that a greater part of all names has is looked at only where rarer ones are few."""
ALWAYS: Final = 200
"""A term of no more names is always looked at: in a small index every term is a common one."""
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
        looked_at = chosen({term: len(ids) for term, ids in found.items()}, of=len(self))
        counted: Counter[int] = Counter()
        weigh(counted, {term: found[term] for term in looked_at}, of=len(self))
        kept = nearest(counted, limit=max(COUNTED, limit))
        own = len(terms)
        kept.sort(
            key=lambda number: counted[number] / (own + self._sizes[number]) ** 0.5, reverse=True
        )
        return kept[:limit]


_Term = TypeVar("_Term", str, int)


def chosen(sizes: Mapping[_Term, int], *, of: int) -> list[_Term]:
    """Choose the terms worth looking at, the rarest first; common ones only where few are rare."""
    ordered = sorted(sizes, key=lambda term: sizes[term])
    rare = [term for term in ordered if sizes[term] <= max(COMMON * of, ALWAYS)]
    return rare if len(rare) >= _FEW else ordered[:_FEW]


def weigh(counted: Counter[int], postings: Mapping[_Term, Sequence[int]], *, of: int) -> None:
    """Add up the weights of the terms that each name has: a rare term weighs more."""
    for ids in postings.values():
        for _ in range(max(1, round(log2(max(of, 1) / max(len(ids), 1))) // 4)):
            counted.update(ids)


def nearest(counted: Counter[int], *, limit: int) -> list[int]:
    """Give the names of the greatest weights."""
    return [number for number, _ in nlargest(limit, counted.items(), key=itemgetter(1))]
