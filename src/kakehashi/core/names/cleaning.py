"""What is read of a name before anything is compared, and the tricks that are found in it.

Stored names are never changed. Invisible characters and marks of direction are taken out and
flagged; a word that mixes scripts which look alike (a Cyrillic о in a Latin name) is read in the
script of most of its letters and flagged; what is longer than any name is cut and flagged.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from kakehashi.core.names.khmer import is_khmer

LONGEST_READ: Final = 400
"""Characters of a name that are read; the rest is flagged and not compared."""
MOST_WORDS: Final = 32


class Script(StrEnum):
    """The scripts that are told apart; `OTHER` is read through a general transliteration."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    KHMER = "khmer"
    KANA = "kana"
    KANJI = "kanji"
    OTHER = "other"

    __hash__ = str.__hash__  # asked for every word; an enumeration's own is ten times slower


UNSPACED: Final = frozenset({Script.KHMER, Script.KANA, Script.KANJI})
"""Scripts written without spaces between words."""


class Flag(StrEnum):
    """What is odd about how a name is written; an officer is told, whatever the score."""

    MIXED_SCRIPTS = "mixed-scripts"
    LOOKALIKE_WORD = "lookalike-word"
    INVISIBLE = "invisible-characters"
    DIRECTION = "direction-marks"
    STACKED_MARKS = "stacked-marks"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Oddity:
    """A flag, and the word (as it was written) that bears it; the word may be empty."""

    flag: Flag
    word: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The words of a name in lower case, each with its script, and what is odd about it."""

    words: tuple[tuple[str, Script], ...]
    oddities: tuple[Oddity, ...]


_DIRECTION: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼ`´ʹʺ\u02bb\u02bd"), None)
_LATIN_OF: Final = dict(zip("аеорсухкмтвніјѕһԛԝԁґԍ", "aeopcyxkmtbnijshqwdrg", strict=True))
_LATIN_OF_GREEK: Final = dict(zip("οαερνικτυχ", "oaepvіktux", strict=True))
_CYRILLIC_OF: Final = {latin: cyrillic for cyrillic, latin in reversed(_LATIN_OF.items())}
_LOOKALIKES: Final = _LATIN_OF | _LATIN_OF_GREEK
_MOST_MARKS: Final = 3
_KHMER: Final = "\u1780-\u17d3\u17dc"
_JAPANESE: Final = (
    "\u3005\u3006\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(
    f"[{_KHMER}]+|[{_JAPANESE}]+|(?:[^\\W_{_KHMER}{_JAPANESE}]|[\u0300-\u036f])+"
)
"""A word: Khmer or Japanese letters in a row, or any others; no space stands between those."""


@lru_cache(maxsize=16_384)
def script_of(character: str) -> Script:
    """Say which script a letter belongs to."""
    point = ord(character)
    if point < 0x0250 or 0x1E00 <= point < 0x1F00 or character.isdigit():
        return Script.LATIN
    if 0x0400 <= point < 0x0530 or 0x1C80 <= point < 0x1C90:
        return Script.CYRILLIC
    if is_khmer(character):
        return Script.KHMER
    if 0x3041 <= point <= 0x30FF or 0x31F0 <= point <= 0x31FF:
        return Script.KANA
    if character in "々〆〻" or 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF:
        return Script.KANJI
    if 0x20000 <= point < 0x40000:
        return Script.KANJI
    return Script.OTHER


def clean(name: str) -> Cleaned:
    """Read a name's words; never more than `LONGEST_READ` characters and `MOST_WORDS` words."""
    odd: list[Oddity] = []
    if len(name) > LONGEST_READ:
        odd.append(Oddity(Flag.TOO_LONG))
        name = name[:LONGEST_READ]
    text = name.lower().translate(_APOSTROPHES) if name.isascii() else _visible(name, odd)
    found = _WORD.findall(text)
    if len(found) > MOST_WORDS:
        odd.append(Oddity(Flag.TOO_LONG))
        del found[MOST_WORDS:]
    if text.isascii():
        return Cleaned(tuple([(word, Script.LATIN) for word in found]), tuple(odd))
    words = [_read(word, odd) for word in found]
    return Cleaned(tuple(_unmask(words, odd)), tuple(dict.fromkeys(odd)))


def _visible(name: str, odd: list[Oddity]) -> str:
    """Take out what is not seen, flag it, and fold width and case."""
    kept: list[str] = []
    marks = 0
    for character in name:
        category = unicodedata.category(character)
        if character in _DIRECTION:
            odd.append(Oddity(Flag.DIRECTION))
        elif category in {"Cf", "Co", "Cs"}:
            # Khmer is typed with zero-width spaces between words: no trick there.
            if not (kept and is_khmer(kept[-1])):
                odd.append(Oddity(Flag.INVISIBLE))
        elif category == "Cc":
            kept.append(" ")
        elif category == "Mn" and not is_khmer(character):
            marks += 1
            if marks > _MOST_MARKS:
                odd.append(Oddity(Flag.STACKED_MARKS))
            else:
                kept.append(character)
            continue
        else:
            kept.append(character)
        marks = 0
    text = unicodedata.normalize("NFKC", "".join(kept)).lower()
    return text.translate(_APOSTROPHES)[: LONGEST_READ * 2]


def _read(word: str, odd: list[Oddity]) -> tuple[str, Script]:
    """Give a word with its script; one that mixes lookalikes is read in that of most letters."""
    scripts = [script_of(c) for c in word if not unicodedata.combining(c) and not c.isdigit()]
    counts = {one: scripts.count(one) for one in dict.fromkeys(scripts)}
    if len(counts) < 2:
        return word, next(iter(counts), Script.LATIN)
    main = max(counts, key=lambda one: (counts[one], one is Script.LATIN))
    if set(counts) <= {Script.KANA, Script.KANJI}:
        return word, Script.KANJI
    if set(counts) & {Script.LATIN, Script.CYRILLIC}:
        odd.append(Oddity(Flag.MIXED_SCRIPTS, word))
        if main is Script.CYRILLIC:
            return "".join(_CYRILLIC_OF.get(c, c) for c in word), Script.CYRILLIC
        if main is Script.LATIN:
            return "".join(_LOOKALIKES.get(c, c) for c in word), Script.LATIN
    return word, main


def _unmask(words: list[tuple[str, Script]], odd: list[Oddity]) -> list[tuple[str, Script]]:
    """Read a Cyrillic word made of Latin lookalikes as Latin where the other words are Latin."""
    scripts = {script for word, script in words if not word.isdigit()}
    if scripts != {Script.LATIN, Script.CYRILLIC}:
        return words
    read = []
    for word, script in words:
        if script is Script.CYRILLIC and len(word) > 1 and all(c in _LATIN_OF for c in word):
            odd.append(Oddity(Flag.LOOKALIKE_WORD, word))
            read.append(("".join(_LATIN_OF[c] for c in word), Script.LATIN))
        else:
            read.append((word, script))
    return read
