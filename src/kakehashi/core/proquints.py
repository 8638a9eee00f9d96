"""Bits as words that can be said in any language: consonant, vowel, consonant, vowel, consonant.

Each word carries 16 bits (proquints, Wilkerson 2009). Written in Latin letters; read back also from
Cyrillic ones, since whoever copied the words from paper may have typed them as they sound.
"""

import re
import unicodedata
from typing import Final

_CONSONANTS: Final = "bdfghjklmnprstvz"
_VOWELS: Final = "aiou"
_WORD: Final = 5
_CYRILLIC: Final = str.maketrans("бдфгҳхҷжйклмнпрствзаиоуӣӯ", "bdfghhjjjklmnprstvzaiouiu")


class NotWords(ValueError):
    """What was typed are no such words: too few, too many, or a letter that none has."""


def spell(data: bytes) -> tuple[str, ...]:
    """Spell an even number of bytes, a word for each two."""
    pairs = (int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2))
    return tuple(
        _CONSONANTS[n >> 12]
        + _VOWELS[n >> 10 & 3]
        + _CONSONANTS[n >> 6 & 15]
        + _VOWELS[n >> 4 & 3]
        + _CONSONANTS[n & 15]
        for n in pairs
    )


def unspell(text: str) -> bytes:
    """Read words back however they are spaced, capitalized or joined; NotWords where they are none.

    Letters of other widths count as their plain form.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_CYRILLIC)
    letters = re.sub(r"[^\w]|_|\d", "", plain)
    if not letters or len(letters) % _WORD:
        raise NotWords("no whole words")
    return b"".join(
        _number(letters[i : i + _WORD]).to_bytes(2) for i in range(0, len(letters), _WORD)
    )


def _number(word: str) -> int:
    """Give the 16 bits of one word."""
    number = 0
    for place, letter in enumerate(word):
        alphabet, bits = (_VOWELS, 2) if place % 2 else (_CONSONANTS, 4)
        value = alphabet.find(letter)
        if value < 0:
            raise NotWords(f"{letter} stands in no word here")
        number = number << bits | value
    return number
