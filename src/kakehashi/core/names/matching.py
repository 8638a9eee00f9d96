"""How far two names are one: which words met, by what path, and what that comes to."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from kakehashi.core.names.cleaning import LONGEST_READ, Oddity, Script
from kakehashi.core.names.prepared import UNSPACED, Prepared, Word
from kakehashi.core.names.reading import read_kanji
from kakehashi.core.names.sounds import Sounding, Tongue
from kakehashi.core.names.thresholds import on_scale


class Path(StrEnum):
    """By what path two words met."""

    SAME = "same"
    SOUND = "same-sound"
    NEAR = "near"
    READING = "kanji-reading"
    MEANING = "same-meaning"
    INITIAL = "initial"
    TOGETHER = "written-together"


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
FLOOR: Final = 0.12
"""What a word that did not meet anything counts in the mean."""
SURPLUS: Final = 0.25
"""How much words count that one side has more than the other."""
INITIAL: Final = 0.9
AS_ENGLISH: Final = 0.95
LETTERS: Final = 0.75
"""The most that a likeness letter by letter comes to: less than `LIKELY`."""
_JAPANESE: Final = frozenset({Script.KANA, Script.KANJI})
HOPELESS: Final = 0.35
"""Mean likeness of consonants below which vowels are not looked at."""
PLENTY: Final = 0.92
"""Likeness at which no other spelling is tried."""
BONES: Final = 0.5
"""The share of the consonants in a likeness."""


class _Pair(NamedTuple):
    like: float
    weight: float
    path: Path
    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(slots=True)
class _Meeting:
    """Two names while they are compared: the words that met, and whose turn is still to come."""

    left: Prepared
    right: Prepared
    tongue: Tongue
    ours: list[int]
    theirs: list[int]
    pairs: list[_Pair] = field(default_factory=list)

    def again(self) -> "_Meeting":
        """Give a copy, to try another way."""
        return _Meeting(
            self.left, self.right, self.tongue, [*self.ours], [*self.theirs], [*self.pairs]
        )

    def is_open(self) -> bool:
        """Say whether both have words that met nothing yet."""
        return bool(self.ours and self.theirs)

    def meet(self, like: float, path: Path, own: Sequence[int], their: Sequence[int]) -> None:
        """Take words of both sides out together; of unequal weights the heavier counts."""
        ours, theirs = self.left.words, self.right.words
        one = ours[own[0]].weight if len(own) == 1 else sum([ours[at].weight for at in own])
        two = (
            theirs[their[0]].weight if len(their) == 1 else sum([theirs[to].weight for to in their])
        )
        weight = min(one, two) if path is Path.INITIAL else max(one, two)
        self.pairs.append(_Pair(like, weight, path, tuple(own), tuple(their)))
        self.ours = [at for at in self.ours if at not in own]
        self.theirs = [to for to in self.theirs if to not in their]

    def score(self) -> float:
        """Say what it all comes to: words without a match on both sides speak against it."""
        if not self.pairs:
            return 0.0
        ours, theirs = self.left.words, self.right.words
        alone = sum([ours[at].weight for at in self.ours])
        alone2 = sum([theirs[to].weight for to in self.theirs])
        met, summed = 0.0, min(alone, alone2) / FLOOR**2
        for one in self.pairs:
            met += one.weight
            like = max(one.like, FLOOR)
            summed += one.weight / (like * like)
        mean = ((met + min(alone, alone2)) / summed) ** 0.5 if summed else 0.0
        return mean * met / (met + SURPLUS * abs(alone - alone2))


def tongue_of(left: Script, right: Script) -> Tongue:
    """Give the language by whose habits two scripts are compared."""
    if Script.KHMER in (left, right):
        return Tongue.KHMER
    if left in UNSPACED or right in UNSPACED:
        return Tongue.JAPANESE
    if Script.CYRILLIC in (left, right):
        return Tongue.CYRILLIC
    return Tongue.LATIN


def compare(left: Prepared, right: Prepared) -> Comparison:
    """Compare two names, with the evidence; the score is the same in both directions."""
    if (right.script, right.name) < (left.script, left.name):
        return _turned(compare(right, left))
    found = _met(left, right)
    return Comparison(
        _score(found, left, right),
        tuple(
            Met(one.path, _text(left, one.left), _text(right, one.right), round(one.like, 3))
            for one in found.pairs
        ),
        tuple(left.words[at].text for at in found.ours),
        tuple(right.words[at].text for at in found.theirs),
        tuple(dict.fromkeys((*left.oddities, *right.oddities))),
    )


def likeness(left: Prepared, right: Prepared) -> float:
    """Give the score of `compare` without the evidence."""
    if (right.script, right.name) < (left.script, left.name):
        left, right = right, left
    return _score(_met(left, right), left, right)


def _score(found: _Meeting, left: Prepared, right: Prepared) -> float:
    """Bring what was found to the scale; letter by letter, a name may come near it but not there.

    So one in whose every word is a slip still stands before strangers.
    """
    score = on_scale(found.score(), left.script, right.script)
    if score >= LETTERS or not left.words or not right.words:
        return score
    if left.script is right.script or (left.script in _JAPANESE and right.script in _JAPANESE):
        letters = left.name[:LONGEST_READ].lower(), right.name[:LONGEST_READ].lower()
        return max(score, LETTERS * Levenshtein.normalized_similarity(*letters))
    return score


def _turned(found: Comparison) -> Comparison:
    return Comparison(
        found.score,
        tuple(Met(one.path, one.right, one.left, one.likeness) for one in found.met),
        found.right_alone,
        found.left_alone,
        found.oddities,
    )


def _text(name: Prepared, places: Sequence[int]) -> str:
    return " ".join(name.words[at].text for at in places)


def _met(left: Prepared, right: Prepared) -> _Meeting:
    """Let the words meet: first those that are one, then the near, then what is left as a whole."""
    tongue = tongue_of(left.script, right.script)
    meeting = _Meeting(left, right, tongue, [*range(len(left.words))], [*range(len(right.words))])
    _meet_whole(meeting)
    if not meeting.is_open():
        return meeting
    if left.has_choices or right.has_choices:
        return _met_by_reading(meeting)
    together = None
    if len(left.words) != len(right.words) and (
        left.script in UNSPACED or right.script in UNSPACED
    ):
        together = meeting.again()
        _meet_together(together)
        if together.score() >= PLENTY:
            return together
    _meet_near(meeting)
    if meeting.is_open():
        _meet_together(meeting)
    return together if together and together.score() > meeting.score() else meeting


def _meet_whole(meeting: _Meeting) -> None:
    """Let words meet that are the same, sound the same, or are one word of business."""
    left, right = meeting.left, meeting.right
    heard, places = left.heard(meeting.tongue).words, right.heard(meeting.tongue).places
    for at, word in enumerate(left.words):
        to, path = -1, Path.SOUND
        for one in heard[at]:
            for place in places.get(one[0], ()):
                if place in meeting.theirs:
                    to = place
                    break
            if to >= 0:
                break
        if to < 0 and (word.business or not heard[at]):
            to, path = _same_meaning(word, right, meeting.theirs), Path.MEANING
        if to < 0:
            continue
        path = Path.SAME if right.words[to].text == word.text else path
        meeting.meet(1.0, path, (at,), (to,))


def _same_meaning(word: Word, name: Prepared, places: Sequence[int]) -> int:
    for place in places:
        other = name.words[place]
        if other.text == word.text or (word.business and other.business == word.business):
            return place
    return -1


def _meet_near(meeting: _Meeting) -> None:
    """Let words meet that nearly are one, the nearest first."""
    left, right = meeting.left, meeting.right
    heard, others = left.heard(meeting.tongue).words, right.heard(meeting.tongue).words
    near: list[tuple[float, int, int, Path]] = []
    for at in meeting.ours:
        word = left.words[at]
        for to in meeting.theirs:
            other = right.words[to]
            if len(word.text) == 1 or len(other.text) == 1:
                like, path = _initial(word, other), Path.INITIAL
            else:
                like, path = _likeness(heard[at], others[to]), Path.NEAR
                if like < ENOUGH and Script.KANA in (word.script, other.script):
                    english = _likeness(word.heard(Tongue.KATAKANA), other.heard(Tongue.KATAKANA))
                    like = max(like, AS_ENGLISH * english)
            if like >= ENOUGH:
                near.append((like, at, to, path))
    for like, at, to, path in sorted(near, key=_likest):
        if at in meeting.ours and to in meeting.theirs:
            meeting.meet(like, path, (at,), (to,))


def _likest(row: tuple[float, int, int, Path]) -> float:
    return -row[0]


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
            like = Levenshtein.normalized_similarity(full, full2, score_cutoff=0.4)
            if like:
                like += BONES * (Levenshtein.normalized_similarity(frame, frame2) - like)
                best = max(best, like)
    return best


def _telling(meeting: _Meeting) -> tuple[list[int], list[int]]:
    """Give the words left that are no words of business, if both sides have some; else all left.

    To have a word of business and not to have it is no difference that counts.
    """
    own = [at for at in meeting.ours if not meeting.left.words[at].business]
    their = [to for to in meeting.theirs if not meeting.right.words[to].business]
    return (own, their) if own and their else (meeting.ours, meeting.theirs)


def _meet_together(meeting: _Meeting) -> None:
    """Read what is left of both names without spaces, and see word by word how much is one."""
    own, their = _telling(meeting)
    ours, theirs = _Part(meeting.left, own), _Part(meeting.right, their)
    more, fewer = (ours, theirs) if len(own) >= len(their) else (theirs, ours)
    like = _word_by_word(more, fewer, meeting.tongue)
    if more.has_kana() or fewer.has_kana():
        english = [AS_ENGLISH * one for one in _word_by_word(more, fewer, Tongue.KATAKANA)]
        like = max(like, english, key=sum)
    weights = [more.name.words[at].weight for at in more.places]
    meeting.meet(_mean(list(zip(like, weights, strict=True))), Path.TOGETHER, own, their)


class _Part(NamedTuple):
    """Some words of a name."""

    name: Prepared
    places: list[int]

    def has_kana(self) -> bool:
        return any(self.name.words[at].script is Script.KANA for at in self.places)

    def heard(self, tongue: Tongue) -> list[tuple[Sounding, ...]]:
        words = self.name.heard(tongue).words
        return [words[at] for at in self.places]


def _word_by_word(more: _Part, fewer: _Part, tongue: Tongue) -> list[float]:
    """Say of each word of the side with more how much of it is found in the other side's text."""
    rows, rows2 = more.heard(tongue), fewer.heard(tongue)
    best = [0.0] * len(rows)
    if not all(rows) or not all(rows2):
        return best
    most = -1.0
    ways = 2 if any(len(row) > 1 for row in (*rows, *rows2)) else 1
    for which in range(ways):
        words = [row[min(which, len(row) - 1)] for row in rows]
        text = [row[min(which, len(row) - 1)] for row in rows2]
        bones = _spread([one[1] for one in words], "".join([one[1] for one in text]))
        if sum(bones) < HOPELESS * len(bones):
            continue
        like = _spread([one[0] for one in words], "".join([one[0] for one in text]))
        both = [one + BONES * (two - one) for one, two in zip(like, bones, strict=True)]
        if sum(both) > most:
            best, most = both, sum(both)
        if most >= PLENTY * len(best):
            break
    return best


def _spread(words: Sequence[str], text: str) -> list[float]:
    """Spread the slips between words in a row and a text over the words."""
    if len(words) == 1:
        return [Levenshtein.normalized_similarity(words[0], text)]
    joined = "".join(words)
    if joined == text:
        return [1.0] * len(words)
    ends = [*accumulate([len(word) for word in words])]
    slips = [0] * len(words)
    last = len(words) - 1
    for edit in Levenshtein.editops(joined, text):
        at = edit.src_pos
        place = bisect_right(ends, at - 1 if edit.tag == "insert" and at else at)
        slips[min(place, last)] += 1
    return [
        max(0.0, 1.0 - slip / max(len(word), 1)) for slip, word in zip(slips, words, strict=True)
    ]


def _met_by_reading(meeting: _Meeting) -> _Meeting:
    """Ask whether the Latin letters of one side are a way to read the kanji of the other."""
    _meet_near(meeting)
    if not meeting.is_open():
        return meeting
    left, right, ours, theirs = meeting.left, meeting.right, meeting.ours, meeting.theirs
    is_left = any(left.words[at].choices for at in ours)
    if is_left and any(right.words[to].choices for to in theirs):
        signs = _text(left, ours).replace(" ", ""), _text(right, theirs).replace(" ", "")
        meeting.meet(Levenshtein.normalized_similarity(*signs), Path.NEAR, ours, theirs)
        return meeting
    own, their = _telling(meeting)
    telling = meeting.again()
    _meet_reading(meeting, ours, theirs, is_left=is_left)
    if meeting.score() < 1.0 and (len(own), len(their)) != (len(ours), len(theirs)):
        _meet_reading(telling, own, their, is_left=is_left)
        if telling.score() > meeting.score():
            return telling
    return meeting


def _meet_reading(
    meeting: _Meeting, own: Sequence[int], their: Sequence[int], *, is_left: bool
) -> None:
    kanji, latin = (meeting.left, meeting.right) if is_left else (meeting.right, meeting.left)
    signs, words = (own, their) if is_left else (their, own)
    heard = latin.heard(Tongue.JAPANESE).words
    spelled = [heard[at][0].full for at in words if heard[at]]
    like = read_kanji([kanji.words[at] for at in signs], spelled)
    meeting.meet(like, Path.READING, own, their)


def _mean(rows: Sequence[tuple[float, float]]) -> float:
    """Give a mean that one bad part pulls down (of the power -2); (likeness, weight) each."""
    total = summed = 0.0
    for like, weight in rows:
        total += weight
        summed += weight / max(like, FLOOR) ** 2
    return (total / summed) ** 0.5 if summed else 0.0
