"""What is left of two names after their words met one by one: read without the spaces."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, TypeAlias, cast

from rapidfuzz.distance import Levenshtein

from kakehashi.core.names.cleaning import Script
from kakehashi.core.names.meeting import FLOOR, Meeting, Path
from kakehashi.core.names.prepared import Prepared
from kakehashi.core.names.reading import read_kanji
from kakehashi.core.names.sounds import Tongue, alike

AS_ENGLISH: Final = 0.95
BONES: Final = 0.5
"""The share of the consonants in a likeness."""
HOPELESS: Final = 0.35
"""Mean likeness of consonants below which vowels are not looked at."""
PLENTY: Final = 0.92
"""Likeness at which no other spelling is tried."""


def meet_together(meeting: Meeting) -> None:
    """Read what is left of both names without spaces, and see word by word how much is one."""
    own, their = _telling(meeting)
    more, fewer = (meeting.left, own), (meeting.right, their)
    if len(own) < len(their):
        more, fewer = fewer, more
    like = _word_by_word(more, fewer, meeting.tongue)
    if _has_kana(*more) or _has_kana(*fewer):
        english = [AS_ENGLISH * one for one in _word_by_word(more, fewer, Tongue.KATAKANA)]
        like = max(like, english, key=sum)
    name, places = more
    mean = _mean(like, [name.weights[at] for at in places])
    meeting.meet(mean, Path.TOGETHER, own, their)


def meet_by_reading(meeting: Meeting) -> Meeting:
    """Ask whether the Latin letters of one side are a way to read the kanji of the other."""
    left, right, ours, theirs = meeting.left, meeting.right, meeting.ours, meeting.theirs
    is_left = any(left.words[at].choices for at in ours)
    if is_left and any(right.words[to].choices for to in theirs):
        signs = left.text_of(ours).replace(" ", ""), right.text_of(theirs).replace(" ", "")
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
    meeting: Meeting, own: Sequence[int], their: Sequence[int], *, is_left: bool
) -> None:
    kanji, latin = (meeting.left, meeting.right) if is_left else (meeting.right, meeting.left)
    signs, words = (own, their) if is_left else (their, own)
    heard = latin.heard(Tongue.JAPANESE).words
    spelled = [heard[at][0][0] for at in words if heard[at]]
    like = read_kanji([kanji.words[at] for at in signs], spelled)
    meeting.meet(like, Path.READING, own, their)


def _telling(meeting: Meeting) -> tuple[Sequence[int], Sequence[int]]:
    """Give the words left that are no words of business, if both sides have some; else all left.

    To have a word of business and not to have it is no difference that counts.
    """
    left, right = meeting.left, meeting.right
    if not left.has_business and not right.has_business:
        return meeting.ours, meeting.theirs
    own = [at for at in meeting.ours if not left.words[at].business]
    their = [to for to in meeting.theirs if not right.words[to].business]
    return (own, their) if own and their else (meeting.ours, meeting.theirs)


_Part: TypeAlias = tuple[Prepared, Sequence[int]]
"""A name and the places of some of its words."""


def _has_kana(name: Prepared, places: Sequence[int]) -> bool:
    return name.has_kana and any(name.words[at].script is Script.KANA for at in places)


def _word_by_word(more: _Part, fewer: _Part, tongue: Tongue) -> list[float]:
    """Say of each word of the side with more how much of it is found in the other side's text."""
    (name, places), (other, theirs) = more, fewer
    heard, others = name.heard(tongue), other.heard(tongue)
    best = [0.0] * len(places)
    if not heard.hears(places) or not others.hears(theirs):
        return best
    most = -1.0
    for which in range(max(len(heard.ways), len(others.ways))):
        full, frame = heard.way(which, places)
        full2, frame2 = others.way(which, theirs)
        bones = _spread(frame, "".join(frame2))
        if sum(bones) < HOPELESS * len(bones):
            continue
        like = _spread(full, "".join(full2))
        both = [one + BONES * (two - one) for one, two in zip(like, bones, strict=True)]
        if sum(both) > most:
            best, most = both, sum(both)
        if most >= PLENTY * len(best):
            break
    return best


def _spread(words: Sequence[str], text: str) -> list[float]:
    """Spread the slips between words in a row and a text over the words."""
    if len(words) == 1:
        return [alike(words[0], text)]
    joined = "".join(words)
    if joined == text:
        return [1.0] * len(words)
    sizes = [len(word) for word in words]
    slips = [0] * len(words)
    ends = [*accumulate(sizes[:-1])]
    edits = Levenshtein.editops(joined, text).as_list()
    for tag, at, _ in cast("list[tuple[str, int, int]]", edits):
        slips[bisect_right(ends, at - 1 if at and tag == "insert" else at)] += 1
    return [
        1.0 - slip / size if slip < size else float(not slip)
        for slip, size in zip(slips, sizes, strict=True)
    ]


def _mean(likes: Sequence[float], weights: Sequence[float]) -> float:
    """Give a mean that one bad part pulls down (of the power -2)."""
    if len(likes) == 1:
        return max(likes[0], FLOOR)
    total = summed = 0.0
    for like, weight in zip(likes, weights, strict=True):
        total += weight
        summed += weight / max(like, FLOOR) ** 2
    return (total / summed) ** 0.5 if summed else 0.0
