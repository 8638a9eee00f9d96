"""An index in memory: names by their terms, for some hundred thousand names at once."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, islice, repeat
from math import log2, sqrt
from typing import Final, TypeVar

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

COUNTED: Final = 1_000
"""Names that are kept by what terms they share, before anything else of them is looked at …"""
COUNTED_OF: Final = 400
"""… or one of so many of all names, if that is more: thousands share as much with a short name in
which two letters are wrong, and the right one stands anywhere among them."""
LONG, COUNTED_OF_LONG = 24, 300
"""Of names of so many letters two slips leave most terms, and fewer are kept."""
READ: Final = 30_000
"""Names under terms that are read for one look-up, the rarest terms first …"""
READ_OF: Final = 8
"""… or one of so many of all names, if that is more: a slip of the pen makes rare terms that lead
nowhere, so that among very many names more has to be read to come to those that lead on."""
_FEW: Final = 6
"""Terms that are read in any case."""
_ALIKE: Final = 0.4
"""Likeness letter by letter below which two names have nothing in common."""
_BY_LETTERS: Final = 5
"""One of so many places on a short list is for the nearest by letters."""


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
        kept = nearest(counted, limit=max(most_counted(len(self)), limit))
        return by_share(counted, {number: self._sizes[number] for number in kept}, len(terms))[
            :limit
        ]


def most_counted(of: int, *, letters: int = 0) -> int:
    """Say how many of so many names are kept by what terms they share with one of some letters."""
    return max(COUNTED_OF_LONG if letters >= LONG else COUNTED, of // COUNTED_OF)


_Term = TypeVar("_Term", str, int)


def chosen(sizes: Mapping[_Term, int], *, of: int) -> list[_Term]:
    """Choose the terms to look at, the rarest first, until enough names stand under them."""
    most = max(READ, of // READ_OF)
    looked_at: list[_Term] = []
    for term in sorted(sizes, key=lambda term: sizes[term]):
        most -= sizes[term]
        if most < 0 and len(looked_at) >= _FEW:
            break
        looked_at.append(term)
    return looked_at


def weigh(counted: Counter[int], postings: Mapping[_Term, Sequence[int]], *, of: int) -> None:
    """Add up the weights of the terms that each name has: a rare term weighs more."""
    weighed = (
        repeat(ids, max(1, round(log2(max(of, 1) / max(len(ids), 1))) // 4))
        for ids in postings.values()
    )
    counted.update(chain.from_iterable(chain.from_iterable(weighed)))


def nearest(counted: Counter[int], *, limit: int) -> list[int]:
    """Give the names of the greatest weights, in no order; of equal ones those counted first."""
    if len(counted) <= limit:
        return list(counted)
    least, room = 0, limit
    for weight, names in sorted(Counter(counted.values()).items(), reverse=True):
        least = weight
        if names >= room:
            break
        room -= names
    kept = [number for number, weight in counted.items() if weight > least]
    last = (number for number, weight in counted.items() if weight == least)
    return [*kept, *islice(last, room)]


def by_share(counted: Mapping[int, int], sizes: Mapping[int, int], own: int) -> list[int]:
    """Put names in order by what part of their terms (`sizes`) and of one's own is shared."""
    shares = [(-counted[number] / sqrt(own + size), number) for number, size in sizes.items()]
    shares.sort()
    return [number for _, number in shares]


def shortlist(name: str, texts: Mapping[int, str], *, limit: int) -> list[int]:
    """Choose the names worth comparing in full out of many, given with their texts, best first.

    At most `limit`: half of the places are for the first, and some for those whose letters are the
    nearest, because where two slips fall into a short word hardly a term is left. The places for
    which there are no such letters, and then the other half, are for those that come next: a name
    in another script is found by its terms alone. An empty text has no letters.
    """
    first = dict.fromkeys(islice(texts, limit // 2))
    others = {number: text.lower() for number, text in texts.items() if number not in first}
    for _, _, number in extract(
        name.lower(),
        others,
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=_ALIKE,
        limit=limit // _BY_LETTERS,
    ):
        first[number] = None
    if len(first) < limit // 2 + limit // _BY_LETTERS:
        first |= dict.fromkeys(others)
    return list(islice(first, limit))
