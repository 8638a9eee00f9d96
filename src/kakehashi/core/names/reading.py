"""Whether Latin letters are a way to read a row of kanji: asked letter by letter."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from kakehashi.core.names.kanji import Choice, heard
from kakehashi.core.names.prepared import Word

_UNREAD: Final = 0.8
"""What a Latin letter costs that no reading accounts for."""
_SKIPPED: Final = 0.8
"""What a kanji costs that no reading of it accounts for."""
_LONGEST_GUESS: Final = 5
_WORST: Final = 0.45
"""Cost for each letter beyond which a reading is given up."""

_WIDEST: Final = 6
"""Places that are gone on from, the cheapest."""


def read_kanji(kanji: Sequence[Word], words: Sequence[str]) -> float:
    """Say how far the words (by their Japanese sound) read as the kanji, from 0 to 1.

    Two words are tried in both orders: family names come first in one country, last in another.
    """
    row = [choice for word in kanji for choice in word.row or (heard(word.spellings),)]
    like = _cover(row, "".join(words))
    if like < 1.0 and len(words) == 2:
        like = max(like, _cover(row, words[1] + words[0]))
    return like


def _cover(row: Sequence[Choice], text: str) -> float:
    """Give 1 less what the cheapest way costs through all parts and letters."""
    size = len(text)
    if not size or not row:
        return 0.0
    costs = {0: 0.0}
    most = _WORST * size
    if _hopeless(row, text):
        return 0.0
    for choice in row:
        costs = _step(choice, text, costs, most)
        if not costs:
            return 0.0
    cost = min(spent + _UNREAD * (size - at) for at, spent in costs.items())
    return max(0.0, 1.0 - cost / size)


def _hopeless(row: Sequence[Choice], text: str) -> bool:
    """Say whether too few parts have a reading that begins anywhere in the text."""
    letters = set(text)
    begun = sum(1 for choice in row if not letters.isdisjoint(choice))
    return 2 * begun < len(row)


def _step(choice: Choice, text: str, costs: dict[int, float], most: float) -> dict[int, float]:
    """Read one part from each place reached so far, the cheapest way to each place."""
    reached: dict[int, float] = {}
    size = len(text)
    for at, cost in costs.items():
        if at < size:
            for reading, rare in choice.get(text[at], ()):
                if text.startswith(reading, at):
                    _reach(reached, at + len(reading), cost + rare, most)
        # Two vowels that meet are heard as one.
        before = text[at - 1] if at else ""
        for first in "ou" if before == "o" else before:
            for reading, rare in choice.get(first, ()):
                if text.startswith(reading[1:], at):
                    _reach(reached, at + len(reading) - 1, cost + rare, most)
        guessed, end = cost + _SKIPPED, at
        last = min(at + _LONGEST_GUESS, size)
        while guessed < most and end <= last:
            if end not in reached or guessed < reached[end]:
                reached[end] = guessed
            guessed += _UNREAD
            end += 1
    if len(reached) > _WIDEST:
        return dict(sorted(reached.items(), key=_cost)[:_WIDEST])
    return reached


def _reach(reached: dict[int, float], end: int, cost: float, most: float) -> None:
    if cost < reached.get(end, most):
        reached[end] = cost


_cost: Final = itemgetter(1)
