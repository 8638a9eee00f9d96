"""How Latin letters are heard in the language that a name comes from.

One name is written in many ways; spelled by sound, most of them meet. A sounding has two forms:
`full`, in which ways of writing one sound are one, and `frame`, the consonants alone, in which
also sounds are one that are often taken for each other. Which spellings meet depends on the
language: `Tongue`.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeAlias

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein


class Tongue(StrEnum):
    """The language by whose habits a Latin spelling is heard."""

    LATIN = "latin"
    KHMER = "khmer"
    CYRILLIC = "cyrillic"
    JAPANESE = "japanese"
    KATAKANA = "katakana"
    """English and the like, as Japanese ears hear it: service is sābisu."""

    __hash__ = str.__hash__  # asked for every word; an enumeration's own is ten times slower


Sounding: TypeAlias = tuple[str, str]
"""A word by sound, `full` and `frame`, in lower-case letters, one letter a sound.

A plain tuple of texts: very many are kept, and Python's collector passes those by.
"""


_LATIN_LETTERS: Final = {
    "đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss",
    "ə": "a", "ơ": "o", "ư": "u",
}  # fmt: skip


@lru_cache(maxsize=16_384)
def plain(word: str) -> str:
    """Write a word in the letters a to z and digits: accents off, other scripts transliterated."""
    if word.isascii():
        return word
    bare = "".join(
        _LATIN_LETTERS.get(c, c)
        for c in unicodedata.normalize("NFD", word)
        if not unicodedata.combining(c)
    )
    if not bare.isascii():
        bare = anyascii(bare).lower()
    return "".join(c for c in bare if c.isalnum() and c.isascii())


# Longest spellings first; what is not named stays.
_FULL: Final[Mapping[Tongue, Mapping[str, str]]] = {
    Tongue.LATIN: {
        "sch": "sh", "tsch": "ch", "ph": "f", "ck": "k", "qu": "kv", "q": "k", "w": "v", "y": "i",
        "x": "ks", "gh": "g", "kh": "k", "th": "t", "tz": "ts", "ou": "u", "oo": "u", "ee": "i",
        "ie": "i", "ei": "i", "j": "j", "c": "c",
    },
    Tongue.KHMER: {
        "chh": "c", "tch": "c", "ch": "c", "j": "c", "kh": "q", "gh": "q", "k": "k", "g": "k",
        "c": "k", "ph": "f", "th": "x", "ng": "g", "nh": "j", "ny": "j", "gn": "j", "w": "v",
        "eah": "a", "eak": "ak", "eaeu": "e", "oeu": "y", "aeu": "y", "oea": "a", "eae": "e",
        "ea": "a", "oa": "a", "aa": "a", "ah": "a", "ar": "a", "a": "a",
        "aoh": "o", "uoh": "o", "oh": "o", "ao": "o", "or": "o", "aw": "o", "o": "o",
        "ouk": "uk", "ou": "u", "oo": "u", "uu": "u", "uh": "u", "u": "u", "ov": "o", "au": "o",
        "ow": "o", "uo": "w", "ua": "w", "uor": "w", "uar": "w", "our": "u",
        "oe": "y", "eu": "y", "ue": "y", "er": "y", "eo": "y", "eou": "y",
        "ei": "i", "ey": "i", "ee": "i", "ie": "i", "ia": "i", "ii": "i", "iy": "i", "ih": "i",
        "ir": "i", "ai": "e", "ay": "e", "ae": "e", "eh": "e", "e": "e", "ier": "i", "ear": "a",
    },
    Tongue.CYRILLIC: {
        "shch": "w", "sch": "w", "stch": "w", "tsh": "x", "tch": "x", "ch": "x", "cz": "x",
        "sh": "w", "zh": "z", "dzh": "j", "dj": "j", "kh": "h", "x": "ks", "gh": "g", "ts": "c",
        "tsi": "ti", "dzi": "di", "dze": "de", "dzia": "de", "tsia": "te",
        "tc": "c", "tz": "c", "ck": "k", "q": "k", "ph": "f", "w": "v", "yo": "e", "io": "e",
        "jo": "e", "ye": "e", "ie": "e", "je": "e", "yu": "u", "iu": "u", "ju": "u", "you": "u",
        "ya": "a", "ia": "a", "ja": "a", "yi": "i", "iy": "i", "ij": "i", "yy": "i", "ii": "i",
        "y": "i", "ou": "u", "oo": "u", "ee": "i", "uo": "o", "c": "k", "ce": "ce",
        "ci": "ci", "cy": "ci", "iya": "a", "iia": "a",
        "aya": "aa", "oye": "oe", "uy": "ui", "oy": "oi", "ay": "ai", "ey": "ei", "ei": "ei",
    },
    Tongue.JAPANESE: {
        "tch": "C", "cch": "C", "ch": "C", "ti": "Ci", "ty": "C", "sh": "S", "sy": "S", "si": "Si",
        "tsu": "tu", "ts": "t", "dzu": "zu", "du": "zu", "dz": "z", "di": "ji", "zi": "ji",
        "zy": "j", "jy": "j", "fu": "hu", "f": "h", "ph": "h", "v": "b", "l": "r", "c": "k",
        "q": "k", "x": "ks", "ou": "o", "oo": "o", "oh": "o", "uu": "u", "aa": "a", "ii": "i",
        "ee": "e", "ei": "e", "mb": "nb", "mp": "np", "mm": "nm", "wo": "o",
    },
    Tongue.KATAKANA: {
        "tion": "Son", "sion": "Son", "tch": "C", "cch": "C", "ch": "C", "ti": "ti", "sh": "S",
        "tsu": "tu", "ts": "tu", "di": "di", "f": "h", "ph": "h", "v": "b", "l": "r", "th": "s",
        "ck": "k", "ce": "se", "ci": "Si", "cy": "Si", "c": "k", "qu": "ku", "q": "k", "x": "ks",
        "igh": "ai", "gh": "", "ou": "o", "oo": "u", "oh": "o", "uu": "u", "aa": "a", "ii": "i",
        "ee": "i", "ea": "i", "er": "a", "or": "o", "ar": "a", "ir": "a", "ur": "a", "ay": "e",
        "ai": "e", "ei": "e", "aw": "o", "au": "o", "ow": "o", "mb": "nb", "mp": "np", "mm": "nm",
        "zi": "ji", "si": "Si", "see": "Si", "sea": "Si", "ge": "je", "gi": "ji", "y": "i",
        "wo": "o",
    },
}  # fmt: skip

# Of the full form: what is heard alike. Vowels and silent letters go.
_FRAMES: Final[Mapping[Tongue, dict[int, int | None]]] = {
    Tongue.LATIN: str.maketrans("bdgzcvj", "ptksksi", "aeiouyh"),
    Tongue.KHMER: str.maketrans("qfxbd", "kptpt", "aeiouwyhr"),
    Tongue.CYRILLIC: str.maketrans("gzdbvh", "kstpfk", "aeiou"),
    Tongue.JAPANESE: str.maketrans("gzdbpj", "ksthhS", "aeiouyw"),
    Tongue.KATAKANA: str.maketrans("gzdbpjC", "ksthhSt", "aeiouyw"),
}
_ATOMS: Final = {
    tongue: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for tongue, table in _FULL.items()
}
_DOUBLED: Final = re.compile(r"(\D)\1+")


def sounding(tongue: Tongue, word: str) -> Sounding:
    """Hear a plain Latin word as the language does."""
    table = _FULL[tongue]
    full = _ATOMS[tongue].sub(lambda found: table[found.group()], word)
    full = _DOUBLED.sub(r"\1", full)
    if tongue is Tongue.KHMER:
        full = _khmer_end(full)
    elif tongue is Tongue.CYRILLIC and word.endswith("ou"):
        full = full[:-1] + "ov"
    frame = _DOUBLED.sub(r"\1", full.translate(_FRAMES[tongue]))
    return full, frame


def alike(one: str, two: str) -> float:
    """Say how much of the longer of two texts stands without a slip, from 0 to 1."""
    size = len(one) if len(one) > len(two) else len(two)  # noqa: FURB136 - asked for every word
    return 1.0 - Levenshtein.distance(one, two) / size if size else 1.0


_SILENT_R: Final = re.compile(r"r(?![aeiouwy])")


def _khmer_end(full: str) -> str:
    """Leave out the r that ends a syllable and is not said; a last b or d is p or t."""
    full = _SILENT_R.sub("", full)
    if full.endswith(("b", "d")):
        full = full[:-1] + ("p" if full[-1] == "b" else "t")
    return full
