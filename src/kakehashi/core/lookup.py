"""How a name, number or place is folded, so that it is found however it was typed.

Stored names are never changed; this makes the text that is compared. Width, case, kana, accents,
spaces and punctuation do not count; the Tajik letters are found from their Russian neighbours;
Khmer vowels and signs stay, since without them a word is another word.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from operator import add
from typing import Final

BETWEEN_FIELDS: Final = " "
"""Stands between folded fields, so that no match runs from one field into the next."""

LONGEST_QUERY: Final = 200
MOST_WORDS: Final = 12

_NEIGHBOURS: Final = {
    "ғ": "г", "қ": "к", "ҳ": "х", "ҷ": "ч", "ҝ": "к", "ң": "н", "ө": "о", "ү": "у", "і": "и",
    "đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
}  # fmt: skip
_SMALL_KANA: Final = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_LONG_VOWEL: Final = "ー"
_ACCENTED_SCRIPTS_END: Final = 0x0530
_LATIN_ADDITIONAL: Final = range(0x1E00, 0x2000)


class _Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = _fold_character(chr(point))
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.category(character)[0] in "PSZC" or character == _LONG_VOWEL:
        return ""
    if "ァ" <= character <= "ヶ":
        character = chr(ord(character) - 0x60)
    if character in _SMALL_KANA:
        return _SMALL_KANA[character]
    if ord(character) < _ACCENTED_SCRIPTS_END or ord(character) in _LATIN_ADDITIONAL:
        letters = unicodedata.normalize("NFD", character)
        kept = "".join(c for c in letters if not unicodedata.category(c).startswith("M"))
        return "".join(_NEIGHBOURS.get(c, c) for c in kept)
    return character


_FOLDING: Final = _Folding()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Fold a text for comparison: NFKC, case, kana, accents; no spaces, no punctuation."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_FOLDING)


def fold_fields(fields: Iterable[str]) -> str:
    """Fold the fields of an entry into one searchable text, each field once."""
    return BETWEEN_FIELDS.join(dict.fromkeys(folded for f in fields if (folded := fold(f))))


def words(query: str) -> tuple[str, ...]:
    """Fold what somebody typed into the words that must all be found.

    At most `LONGEST_QUERY` characters and `MOST_WORDS` words are read.
    """
    folded = (fold(word) for word in query[:LONGEST_QUERY].split())
    return tuple(dict.fromkeys(word for word in folded if word))[:MOST_WORDS]


def pairs(word: str) -> tuple[str, ...]:
    """Give the distinct pairs of neighbouring characters in a folded word, in order."""
    return tuple(dict.fromkeys(map(add, word, word[1:])))


def index_terms(folded: str) -> tuple[str, ...]:
    """Give the index terms of a folded text: its pairs, and the last character of each field.

    Every character so begins some term, which is how a query of one character is answered.
    """
    terms: dict[str, None] = {}
    for field in folded.split(BETWEEN_FIELDS):
        terms |= dict.fromkeys(pairs(field))
        terms[field[-1:]] = None
    terms.pop("", None)
    return tuple(terms)


def likeness(a: str, b: str) -> float:
    """Say how alike two folded texts are, from 0 to 1: Dice's measure over their pairs."""
    left, right = set(pairs(a)), set(pairs(b))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


_GENERIC: Final = (
    "株式会社 有限会社 合同会社 合資会社 一般社団法人 公益社団法人 一般財団法人"
    " 事業協同組合 協同組合 商工会議所 特定非営利活動法人 社会保険労務士法人 行政書士法人"
    " limited ltd company corporation incorporated inc plc"
    " ក្រុមហ៊ុន ҶДММ ООО"
)
_GENERIC_WORDS: Final = tuple(sorted(map(fold, _GENERIC.split()), key=len, reverse=True))


def distinctive(text: str) -> str:
    """Fold a name and take away what says only what form of company it is, if anything is left."""
    folded = fold(text)
    for generic in _GENERIC_WORDS:
        folded = folded.replace(generic, "") or folded
    return folded
