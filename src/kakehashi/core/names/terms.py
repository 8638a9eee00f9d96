"""What an index finds a name by: pieces of its letters, and of how it sounds in any language.

Two families. Letters: threes of neighbouring letters of each Latin spelling, which tell names
apart. Sounds: the same of a rough sounding, in which all ways of writing one sound in all
languages meet; so a Khmer name and its Latin spelling have most of them in common. Kanji and other
signs are found by themselves and their pairs, and by what they may sound like.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from kakehashi.core.names.cleaning import Script
from kakehashi.core.names.prepared import Prepared, Word
from kakehashi.core.names.sounds import Tongue, sounding

MOST_TERMS: Final = 120
_READINGS: Final = 5
_LETTERS, _SOUNDS, _SIGNS, _SYLLABLES = "l", "s", "c", "j"

_ROUGH: Final = {
    "shch": "s", "sch": "s", "tch": "c", "chh": "c", "ch": "c", "cz": "c", "dzh": "c", "dj": "c",
    "sh": "s", "zh": "s", "ts": "s", "tz": "s", "kh": "k", "gh": "k", "ph": "p", "th": "t",
    "ng": "n", "nh": "n", "ny": "n", "gn": "n", "ck": "k", "qu": "k", "x": "ks", "igh": "a",
    "g": "k", "q": "k", "c": "k", "ce": "s", "ci": "s", "cy": "s", "z": "s", "d": "t",
    "b": "p", "f": "p", "v": "p", "w": "p", "l": "r", "j": "c", "h": "",
}  # fmt: skip
_ROUGH_ATOMS: Final = re.compile("|".join(sorted(_ROUGH, key=len, reverse=True)) + "|[aeiouy]+")
_DOUBLED: Final = re.compile(r"(\D)\1+")


@lru_cache(maxsize=32_768)
def rough(word: str) -> str:
    """Sound a plain Latin word so roughly that every language agrees; vowels are one."""
    heard = _ROUGH_ATOMS.sub(lambda found: _ROUGH.get(found.group(), ""), word)
    return _DOUBLED.sub(r"\1", heard)


_SYLLABIC: Final = re.compile(
    r"(?:(?:[kgsztdnhbpmyrwfjv]|ch|sh|ts|[kgnhbpmr]y)?[aiueo]|n|tt?s?|[kps])+"
)
"""A Latin word that could be Japanese."""


@lru_cache(maxsize=32_768)
def _syllables(word: str) -> str:
    """Hear a word as Japanese, if it could be; else nothing."""
    return sounding(Tongue.JAPANESE, word)[0] if _SYLLABIC.fullmatch(word) else ""


@lru_cache(maxsize=32_768)
def _threes(family: str, word: str) -> tuple[str, ...]:
    padded = f"^{word}$"
    if len(padded) < 4:
        return (f"{family}{padded}",)
    return tuple(dict.fromkeys(f"{family}{padded[at : at + 3]}" for at in range(len(padded) - 2)))


def index_terms(name: Prepared) -> tuple[str, ...]:
    """Give the terms of a name, each once, at most `MOST_TERMS`; legal forms give none."""
    found: dict[str, None] = {}
    words = name.words
    for term in chain(_by_word(words), _joined(words), _read(words)):
        found[term] = None
        if len(found) == MOST_TERMS:
            break
    return tuple(found)


def _by_word(words: Iterable[Word]) -> Iterator[str]:
    for word in words:
        for spelling in word.spellings:
            yield from _threes(_LETTERS, spelling)
            yield from _threes(_SOUNDS, rough(spelling))
            if word.script in {Script.LATIN, Script.KANA} and (heard := _syllables(spelling)):
                yield from _threes(_SYLLABLES, heard)
        if word.script in {Script.KANJI, Script.OTHER}:
            yield from (_SIGNS + sign for sign in word.text)
            yield from (_SIGNS + word.text[at : at + 2] for at in range(len(word.text) - 1))


def _joined(words: tuple[Word, ...]) -> Iterator[str]:
    """Give the sounds over the gaps between words, so that a space more or less is found."""
    for word, following in pairwise(words):
        if word.spellings and following.spellings:
            ends, begins = rough(word.spellings[0])[-2:], rough(following.spellings[0])[:2]
            gap = _DOUBLED.sub(r"\1", ends + begins)
            yield from (_SOUNDS + gap[at : at + 3] for at in range(len(gap) - 2))


def _read(words: tuple[Word, ...]) -> Iterator[str]:
    """Give the syllables of the first readings of kanji, and over each two that stand together."""
    for word in words:
        row = [_heard(choice) for choice in word.choices]
        if len(row) == 1:
            yield from (term for one in row[0] for term in _threes(_SYLLABLES, one))
        for one in row[0] if row else ():
            if len(one) > 1:
                yield f"{_SYLLABLES}^{one[:2]}"
        for first, second in pairwise(row):
            for one in first:
                for two in second:
                    text = _DOUBLED.sub(r"\1", one + two)
                    yield from (_SYLLABLES + text[at : at + 3] for at in range(len(text) - 2))


@lru_cache(maxsize=16_384)
def _heard(choice: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(sounding(Tongue.JAPANESE, one)[0] for one in choice[:_READINGS] if one)
    )
