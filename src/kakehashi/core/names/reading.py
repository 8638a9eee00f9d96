"""Whether Latin letters are a way to read a row of kanji: asked of all ways at once."""

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from kakehashi.core.names.kanji import Choice, heard
from kakehashi.core.names.prepared import Word

_UNREAD: Final = 0.85
"""What a Latin letter costs that no reading accounts for."""
_SKIPPED: Final = 0.9
"""What a kanji costs that no reading of it accounts for."""
_MOST_LETTERS, _MOST_PARTS = 80, 32
"""What is read of what is longer than any name."""


def read_kanji(kanji: Sequence[Word], words: Sequence[str]) -> float:
    """Say how far the words (by their Japanese sound) read as the kanji, from 0 to 1.

    Two words are tried in both orders: family names come first in one country, last in another.
    """
    choices = [choice for word in kanji for choice in word.row or (heard(word.spellings),)]
    text = "".join(words)[:_MOST_LETTERS]
    size = len(text)
    turned = len(words[0]) if len(words) == 2 else 0
    row = [_readings(choice, text + text[:turned]) for choice in choices[:_MOST_PARTS]]
    cost = _cover(row, 0, size, size)
    if turned:
        cost = _cover(row, turned, turned + size, cost)
    return 1.0 - cost / size if size else 0.0


_Reading: TypeAlias = tuple[int, int, int, float]
"""Where in the letters a reading begins, from where it may be read (or from the next letter on),
where it ends, and what it costs."""


def _readings(choice: Choice, text: str) -> list[_Reading]:
    """Find the readings of one part in the letters.

    Two vowels that meet are heard as one: the first letter may be the last of the part before.
    """
    found = []
    for letters, cost, is_met in choice:
        if letters in text:
            at = text.find(letters)
            while at >= 0:
                found.append((at, at + is_met, at + len(letters), cost))
                at = text.find(letters, at + 1)
    return found


def _cover(row: Sequence[Sequence[_Reading]], first: int, last: int, most: float) -> float:
    """Give what the cheapest way costs through all parts and the letters between; at most `most`.

    `reached` is the cost of having read up to a letter with the last part. `open_at` is that of
    being there after a skipped part, from where any letter can be gone on to: less what the letters
    and the parts before it would cost unread, so that it stays the same from letter to letter.
    """
    reached = {first: 0.0}
    open_at = [math.inf] * (last + 2)
    skipped = 0.0
    for readings in row:
        before, reached = reached, {}
        for begin, start, end, rare in readings:
            if begin < first or end > last:
                continue
            met = begin + 1
            cost = rare + min(
                before.get(start, most),
                before.get(met, most),
                open_at[start] + _UNREAD * start + skipped,
                open_at[met] + _UNREAD * met + skipped,
            )
            if cost < reached.get(end, most):
                reached[end] = cost
        for at, cost in before.items():
            level = cost - _UNREAD * at - skipped
            for place in range(at, last + 1):
                if level >= open_at[place]:
                    break
                open_at[place] = level
        skipped += _SKIPPED
    ways = [cost + _UNREAD * (last - at) for at, cost in reached.items()]
    return min(most, open_at[last] + _UNREAD * last + skipped, *ways)
