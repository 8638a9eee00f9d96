"""Whether two papers name the same person: a certificate and a passport, in whatever scripts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kakehashi.core.names.matching import Comparison, compare
from kakehashi.core.names.meeting import Path
from kakehashi.core.names.prepared import Kind, prepare
from kakehashi.core.names.thresholds import LIKELY, POSSIBLE

_NO_DIFFERENCE: Final = frozenset({Path.SAME, Path.SOUND})


class Agreement(StrEnum):
    """How far the names on two papers agree."""

    SAME = "same"
    """Word for word, whatever the order, the case, accents and spaces."""
    SPELLED_OTHERWISE = "spelled-otherwise"
    """The same name by sound or but for a slip; an officer sees how the words met."""
    DOUBTFUL = "doubtful"
    """Something agrees and something does not."""
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two names agree, and the evidence."""

    agreement: Agreement
    evidence: Comparison


def agree(left: str, right: str) -> Agreed:
    """Say whether two papers name the same person; pure, the same in both directions.

    A word that only one paper has (a patronymic, a middle name) makes it `SPELLED_OTHERWISE` at
    best; a name with nothing to read is `DIFFERENT` from any.
    """
    found = compare(prepare(left, Kind.PERSON), prepare(right, Kind.PERSON))
    return Agreed(_judge(found), found)


def _judge(found: Comparison) -> Agreement:
    is_whole = not found.left_alone and not found.right_alone
    if found.met and is_whole and all(met.path is Path.SAME for met in found.met):
        return Agreement.SAME
    if found.score >= LIKELY and all(met.likeness >= POSSIBLE for met in found.met):
        return Agreement.SPELLED_OTHERWISE
    if found.score >= POSSIBLE or any(met.path in _NO_DIFFERENCE for met in found.met):
        return Agreement.DOUBTFUL
    return Agreement.DIFFERENT
