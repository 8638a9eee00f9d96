"""How far two names are one: which words met, by what path, and what that comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from kakehashi.core.names.cleaning import UNSPACED, Oddity, Script
from kakehashi.core.names.meeting import Meeting, Path
from kakehashi.core.names.prepared import Prepared, Word
from kakehashi.core.names.sounds import Sounding, Tongue, alike
from kakehashi.core.names.thresholds import on_scale
from kakehashi.core.names.together import (
    AS_ENGLISH,
    BONES,
    PLENTY,
    meet_by_reading,
    meet_together,
)


@dataclass(frozen=True, slots=True)
class Met:
    """Words of the first name that met words of the second; `likeness` from 0 to 1."""

    path: Path
    left: str
    right: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two names are one, from 0 to 1, and the evidence for it."""

    score: float
    met: tuple[Met, ...]
    left_alone: tuple[str, ...]
    right_alone: tuple[str, ...]
    oddities: tuple[Oddity, ...]


ENOUGH: Final = 0.72
"""Likeness from which two words are taken to be one before what is left is read together."""
INITIAL: Final = 0.9
LETTERS: Final = 0.75
"""The most that a likeness letter by letter comes to: less than `LIKELY`."""
_FULL: Final = 0.4
"""Likeness by full sound below which consonants do not help."""
_JAPANESE: Final = frozenset({Script.KANA, Script.KANJI})


def _tongue(left: Script, right: Script) -> Tongue:
    if Script.KHMER in (left, right):
        return Tongue.KHMER
    if left in UNSPACED or right in UNSPACED:
        return Tongue.JAPANESE
    if Script.CYRILLIC in (left, right):
        return Tongue.CYRILLIC
    return Tongue.LATIN


TONGUES: Final[Mapping[tuple[Script, Script], Tongue]] = {
    (left, right): _tongue(left, right) for left in Script for right in Script
}
"""The language by whose habits two scripts are compared."""


def compare(left: Prepared, right: Prepared) -> Comparison:
    """Compare two names, with the evidence; the score is the same in both directions."""
    score, found = _scored(left, right)
    return _evidence(score, found, left, right)


def near(left: Prepared, right: Prepared, *, at_least: float) -> Comparison | None:
    """Compare two names, if their score is so much at least; else say nothing of them."""
    score, found = _scored(left, right)
    return _evidence(score, found, left, right) if score >= at_least else None


def likeness(left: Prepared, right: Prepared) -> float:
    """Give the score of `compare` without the evidence."""
    return _scored(left, right)[0]


def _scored(left: Prepared, right: Prepared) -> tuple[float, Meeting]:
    """Let two names meet, always in the same order, whichever was given first."""
    if (right.script, right.name) < (left.script, left.name):
        left, right = right, left
    found = _met(left, right)
    return _score(found, left, right), found


def _evidence(score: float, found: Meeting, first: Prepared, second: Prepared) -> Comparison:
    left, right = found.left, found.right
    comparison = Comparison(
        score,
        tuple(
            Met(path, left.text_of(own), right.text_of(their), round(like, 3))
            for like, path, own, their in found.pairs
        ),
        tuple(left.words[at].text for at in found.ours),
        tuple(right.words[at].text for at in found.theirs),
        tuple(dict.fromkeys((*first.oddities, *second.oddities))),
    )
    return comparison if left is first else _turned(comparison)


def _score(found: Meeting, left: Prepared, right: Prepared) -> float:
    """Bring what was found to the scale; letter by letter, a name may come near it but not there.

    So one in whose every word is a slip still stands before strangers.
    """
    score = on_scale(found.score(), left.script, right.script)
    if score >= LETTERS or not left.words or not right.words:
        return score
    if left.script is right.script or (left.script in _JAPANESE and right.script in _JAPANESE):
        return max(score, LETTERS * alike(left.letters, right.letters))
    return score


def _turned(found: Comparison) -> Comparison:
    return Comparison(
        found.score,
        tuple(Met(one.path, one.right, one.left, one.likeness) for one in found.met),
        found.right_alone,
        found.left_alone,
        found.oddities,
    )


def _met(left: Prepared, right: Prepared) -> Meeting:
    """Let the words meet: first those that are one, then the near, then what is left as a whole."""
    meeting = Meeting(left, right, TONGUES[left.script, right.script])
    _meet_whole(meeting)
    if not meeting.is_open():
        return meeting
    if left.has_choices or right.has_choices:
        _meet_near(meeting)
        return meet_by_reading(meeting) if meeting.is_open() else meeting
    together = None
    if len(left.words) != len(right.words) and (
        left.script in UNSPACED or right.script in UNSPACED
    ):
        together = meeting.again()
        meet_together(together)
        if together.score() >= PLENTY:
            return together
    whole = len(meeting.pairs)
    _meet_near(meeting)
    if together and len(meeting.pairs) == whole:
        return together
    if meeting.is_open():
        meet_together(meeting)
    return together if together and together.score() > meeting.score() else meeting


def _meet_whole(meeting: Meeting) -> None:
    """Let words meet that are the same, sound the same, or are one word of business."""
    left, right = meeting.left, meeting.right
    heard, places = left.heard(meeting.tongue), right.heard(meeting.tongue).places
    if not left.has_business and heard.is_whole and heard.places.keys().isdisjoint(places):
        return
    for at, word in enumerate(left.words):
        to, path = _same_sound(heard.words[at], places, meeting.theirs), Path.SOUND
        if to < 0 and (word.business or not heard.words[at]):
            to, path = _same_meaning(word, right, meeting.theirs), Path.MEANING
        if to < 0:
            continue
        path = Path.SAME if right.words[to].text == word.text else path
        meeting.meet(1.0, path, (at,), (to,))


def _same_sound(
    heard: Sequence[Sounding], places: dict[str, tuple[int, ...]], theirs: Sequence[int]
) -> int:
    for full, _ in heard:
        for place in places.get(full, ()):
            if place in theirs:
                return place
    return -1


def _same_meaning(word: Word, name: Prepared, places: Sequence[int]) -> int:
    for place in places:
        other = name.words[place]
        if other.text == word.text or (word.business and other.business == word.business):
            return place
    return -1


def _meet_near(meeting: Meeting) -> None:
    """Let words meet that nearly are one, the nearest first."""
    left, right = meeting.left, meeting.right
    heard, others = left.heard(meeting.tongue).words, right.heard(meeting.tongue).words
    near: list[tuple[float, int, int, Path]] = []
    for at in meeting.ours:
        word, sounds = left.words[at], heard[at]
        for to in meeting.theirs:
            other = right.words[to]
            if len(word.text) == 1 or len(other.text) == 1:
                like, path = _initial(word, other), Path.INITIAL
            else:
                like, path = _likeness(sounds, others[to]), Path.NEAR
                if like < ENOUGH and (word.script is Script.KANA or other.script is Script.KANA):
                    one, two = left.heard(Tongue.KATAKANA), right.heard(Tongue.KATAKANA)
                    like = max(like, AS_ENGLISH * _likeness(one.words[at], two.words[to]))
            if like >= ENOUGH:
                near.append((like, at, to, path))
    if len(near) > 1:
        near.sort(key=_likest, reverse=True)
    for like, at, to, path in near:
        if at in meeting.ours and to in meeting.theirs:
            meeting.meet(like, path, (at,), (to,))


_likest: Final = itemgetter(0)


def _initial(word: Word, other: Word) -> float:
    """Say whether a single letter stands for a word; Khmer and kana have no initials."""
    if word.script in UNSPACED and other.script in UNSPACED:
        return 0.0
    for one in word.spellings:
        for two in other.spellings:
            if one and two and (one.startswith(two) or two.startswith(one)):
                return INITIAL
    return 0.0


def _likeness(left: Sequence[Sounding], right: Sequence[Sounding]) -> float:
    best = 0.0
    for full, frame in left:
        for full2, frame2 in right:
            like = alike(full, full2)
            if like >= _FULL:
                like += BONES * (alike(frame, frame2) - like)
                best = max(best, like)
    return best
