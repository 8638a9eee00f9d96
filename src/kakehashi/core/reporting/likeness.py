"""Which reports say the same: sketches of their words, and groups of those that are alike.

MinHash over runs of four letters (Broder 1997), each run hashed once into one of 64 bins (Li, Owen
and Zhang 2012) and empty bins filled from their neighbours (Shrivastava and Li 2014): the share of
equal numbers in two sketches estimates the share of runs that two texts have in common. Works in
any script, unseparated too.
"""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

NUMBERS: Final = 64
ALIKE: Final = 0.5
"""From which share on two reports count as alike."""
COMPARED: Final = 4_000
"""Letters of a report that are compared; a thousand of the longest stay a matter of seconds."""
_RUN: Final = 4
_BAND: Final = 4
_AWAY: Final = 2**58
"""Added for each bin by which a number was moved, so that it meets only its like."""

Sketch = tuple[int, ...]


def sketch(words: str) -> Sketch:
    """Sketch some words: 64 numbers, or none where there is nothing to compare."""
    plain = unicodedata.normalize("NFKC", words[: 2 * COMPARED]).casefold()
    kept = [one for one in plain if one.isalnum() or unicodedata.category(one) == "Mn"]
    letters = "".join(kept[:COMPARED])
    runs = {letters[i : i + _RUN] for i in range(max(0, len(letters) - _RUN + 1))}
    bins: dict[int, int] = {}
    for run in runs:
        hashed = int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest())
        value, at = divmod(hashed, NUMBERS)
        if value < bins.get(at, _AWAY):
            bins[at] = value
    return tuple(_filled(bins, at) for at in range(NUMBERS)) if bins else ()


def _filled(bins: Mapping[int, int], at: int) -> int:
    """Give a bin's number, or that of the next bin which has one."""
    away = next(step for step in range(NUMBERS) if (at + step) % NUMBERS in bins)
    return bins[(at + away) % NUMBERS] + away * _AWAY


def share(one: Sketch, other: Sketch) -> float:
    """Estimate which share of their runs two texts have in common, 0 to 1."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / NUMBERS


def groups(sketches: Mapping[str, Sketch]) -> list[list[str]]:
    """Group what is alike, also by way of a third; the largest group first, the lonely last.

    Two are compared only where a band of four numbers is equal in both, so a thousand reports take
    a thousand steps and not a million.
    """
    leader = {name: name for name in sketches}

    def find(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    bands: dict[tuple[int, Sketch], str] = {}
    for name, numbers in sketches.items():
        for start in range(0, len(numbers), _BAND):
            first = bands.setdefault((start, numbers[start : start + _BAND]), name)
            if first != name and share(sketches[first], numbers) >= ALIKE:
                leader[find(name)] = find(first)
    found = defaultdict(list)
    for name in sketches:
        found[find(name)].append(name)
    return sorted(found.values(), key=lambda group: (-len(group), min(group)))
