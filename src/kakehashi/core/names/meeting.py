"""Two names while they are compared: the words that met, those that did not, what it comes to."""

from collections.abc import Sequence
from enum import StrEnum
from math import sqrt
from typing import Final, TypeAlias

from kakehashi.core.names.prepared import Prepared
from kakehashi.core.names.sounds import Tongue

FLOOR: Final = 0.12
"""What a word that did not meet anything counts in the mean."""
SURPLUS: Final = 0.25
"""How much words count that one side has more than the other."""


class Path(StrEnum):
    """By what path two words met."""

    SAME = "same"
    SOUND = "same-sound"
    NEAR = "near"
    READING = "kanji-reading"
    MEANING = "same-meaning"
    INITIAL = "initial"
    TOGETHER = "written-together"


Pair: TypeAlias = tuple[float, Path, Sequence[int], Sequence[int]]
"""How near, by what path, and which words of both sides, by their places, met."""


class Meeting:
    """Two names while they are compared: `ours` and `theirs` are the words that met nothing yet."""

    __slots__ = (
        "_alone", "_alone2", "_met", "_summed",
        "left", "ours", "pairs", "right", "theirs", "tongue",
    )  # fmt: skip

    def __init__(self, left: Prepared, right: Prepared, tongue: Tongue) -> None:
        self.left, self.right, self.tongue = left, right, tongue
        self.ours: Sequence[int] = left.places
        self.theirs: Sequence[int] = right.places
        self.pairs: list[Pair] = []
        self._alone, self._alone2 = left.weight, right.weight
        self._met = self._summed = 0.0

    def again(self) -> "Meeting":
        """Give a copy, to try another way."""
        other = Meeting(self.left, self.right, self.tongue)
        other.ours, other.theirs, other.pairs = self.ours, self.theirs, [*self.pairs]
        other._alone, other._alone2 = self._alone, self._alone2
        other._met, other._summed = self._met, self._summed
        return other

    def is_open(self) -> bool:
        """Say whether both have words that met nothing yet."""
        return bool(self.ours and self.theirs)

    def meet(self, like: float, path: Path, own: Sequence[int], their: Sequence[int]) -> None:
        """Take words of both sides out together; of unequal weights the heavier counts."""
        one, two = self.left.weight_of(own), self.right.weight_of(their)
        self._alone -= one
        self._alone2 -= two
        weight = min(one, two) if path is Path.INITIAL else max(one, two)
        self.pairs.append((like, path, own, their))
        self.ours = _without(self.ours, own)
        self.theirs = _without(self.theirs, their)
        self._met += weight
        like = max(like, FLOOR)
        self._summed += weight / (like * like)

    def score(self) -> float:
        """Say what it all comes to: words without a match on both sides speak against it."""
        if not self.pairs:
            return 0.0
        alone = self._alone if self.ours else 0.0
        alone2 = self._alone2 if self.theirs else 0.0
        fewer = min(alone, alone2)
        mean = sqrt((self._met + fewer) / (self._summed + fewer / FLOOR**2))
        return mean * self._met / (self._met + SURPLUS * abs(alone - alone2))


def _without(places: Sequence[int], taken: Sequence[int]) -> Sequence[int]:
    if len(places) == len(taken):
        return ()
    return tuple([at for at in places if at not in taken])
