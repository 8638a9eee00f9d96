"""What a likeness means: each pair of scripts has its own, brought to one scale.

On the scale, `LIKELY` and above is proposed as the same name; from `POSSIBLE` on it is worth a
look where something else agrees too. The raw likeness at which a pair of scripts is likely was
found on labelled pairs, where one of twenty proposed was wrong.
"""

from collections.abc import Mapping
from typing import Final

from kakehashi.core.names.cleaning import Script

LIKELY: Final = 0.8
POSSIBLE: Final = 0.65

_OTHERWISE: Final = 0.84
_LIKELY_RAW: Final[Mapping[frozenset[Script], float]] = {
    frozenset({Script.KHMER, Script.LATIN}): 0.855,
    frozenset({Script.CYRILLIC, Script.LATIN}): 0.77,
    frozenset({Script.KANJI, Script.LATIN}): 0.76,
    frozenset({Script.KANA, Script.LATIN}): 0.74,
    frozenset({Script.KANJI, Script.KANA}): 0.8,
}


_BY_PAIR: Final[Mapping[tuple[Script, Script], float]] = {
    (left, right): _LIKELY_RAW.get(frozenset({left, right}), _OTHERWISE)
    for left in Script
    for right in Script
}


def on_scale(raw: float, left: Script, right: Script) -> float:
    """Bring the raw likeness of names in two scripts to the scale, on which 0 and 1 stay."""
    likely = _BY_PAIR[left, right]
    if raw < likely:
        return raw * LIKELY / likely
    return LIKELY + (raw - likely) * (1 - LIKELY) / (1 - likely)
