"""A name made ready to be compared: cleaned, split, spelled in Latin letters, once and for all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from kakehashi.core.names import cyrillic, forms, kana, kanji, khmer
from kakehashi.core.names.cleaning import LONGEST_READ, UNSPACED, Oddity, Script, clean
from kakehashi.core.names.sounds import Sounding, Tongue, plain, sounding

BUSINESS_WEIGHT: Final = 0.3
INITIAL_WEIGHT: Final = 0.35
_PLAIN: Final = frozenset({Script.LATIN, Script.OTHER})
"""Scripts of which the letters a to z are made before anything else."""


class Kind(StrEnum):
    """What bears a name, where that is known: legal forms are looked for in all but persons."""

    PERSON = "person"
    ORGANIZATION = "organization"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of a name: as written, its Latin spellings, and what its kanji may sound like.

    `business` is the code of a word of business; `weight` how much of the name it is; `row` the
    choices by sound, one for each part.
    """

    text: str
    script: Script
    spellings: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...] = ()
    business: str = ""
    weight: float = 1.0
    row: tuple[kanji.Choice, ...] = ()


@lru_cache(maxsize=8_192)
def _soundings(tongue: Tongue, spellings: tuple[str, ...]) -> tuple[Sounding, ...]:
    """Hear the spellings of a word, each once."""
    made = [sounding(tongue, spelling) for spelling in spellings]
    return tuple(dict.fromkeys([one for one in made if one[0]]))


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A name by the sounds of one language: of each word its soundings; where each is found.

    `is_whole` says that every word is heard. `ways` to spell all of it: with the first sounding of
    each word, and with the second where some word has one; each all that is `full`, then all that
    is `frame`.
    """

    words: tuple[tuple[Sounding, ...], ...]
    places: dict[str, tuple[int, ...]]
    is_whole: bool
    ways: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    def hears(self, places: Sequence[int]) -> bool:
        """Say whether the words at some places are all heard."""
        return self.is_whole or all(self.words[at] for at in places)

    def way(self, which: int, places: Sequence[int]) -> tuple[Sequence[str], Sequence[str]]:
        """Give one of the ways, or the last, to spell the words at some places in a row."""
        full, frame = self.ways[which] if which < len(self.ways) else self.ways[-1]
        if len(places) == len(full):
            return full, frame
        return [full[at] for at in places], [frame[at] for at in places]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A name ready to be compared; keep it if it is compared often.

    `places` are those of its words, `weights` how much of it each is, `weight` all of them;
    `letters` are what is read of it, in lower case.
    """

    name: str
    words: tuple[Word, ...]
    script: Script
    legal: tuple[str, ...]
    oddities: tuple[Oddity, ...]
    has_choices: bool
    has_business: bool
    places: tuple[int, ...]
    weights: tuple[float, ...]
    weight: float
    has_kana: bool
    letters: str
    _heard: dict[Tongue, Heard] = field(default_factory=dict)

    def weight_of(self, places: Sequence[int]) -> float:
        """Say how much of the name the words at some places are together."""
        weights = self.weights
        if len(places) == 1:
            return weights[places[0]]
        return sum([weights[at] for at in places])

    def text_of(self, places: Sequence[int]) -> str:
        """Give the words at some places as they are read."""
        return " ".join([self.words[at].text for at in places])

    def heard(self, tongue: Tongue) -> Heard:
        """Give the name by the sounds of a language; made once."""
        heard = self._heard.get(tongue)
        if heard is None:
            words = tuple([_soundings(tongue, word.spellings) for word in self.words])
            places: dict[str, tuple[int, ...]] = {}
            for at, soundings in enumerate(words):
                for full, _ in soundings:
                    places[full] = (*places.get(full, ()), at)
            self._heard[tongue] = heard = Heard(
                words, places, is_whole=all(words), ways=_ways(words)
            )
        return heard


_UNHEARD: Final[Sounding] = ("", "")


def _ways(
    words: Sequence[tuple[Sounding, ...]],
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    made = []
    for which in range(2 if max(map(len, words), default=0) > 1 else 1):
        one = [row[which if which < len(row) else -1] if row else _UNHEARD for row in words]
        made.append((tuple([full for full, _ in one]), tuple([frame for _, frame in one])))
    return tuple(made)


def prepare(name: str, kind: Kind = Kind.UNKNOWN) -> Prepared:
    """Make a name ready; a name of any length takes bounded time and space."""
    cleaned = clean(name)
    words = [(plain(word) if script in _PLAIN else word, script) for word, script in cleaned.words]
    words = [(word, script) for word, script in words if word]
    codes: list[str] = []
    is_person = kind is Kind.PERSON
    if not is_person:
        words, codes = forms.without_legal(words)
        words = [one for one in words if one[0] not in forms.LITTLE] or words
    made = tuple(
        [one for word, script in words for one in _words(word, script, is_person=is_person)]
    )
    weights = tuple([word.weight for word in made])
    scripts = [word.script for word in made]
    return Prepared(
        name=name,
        words=made,
        script=_main(made),
        legal=tuple(codes),
        oddities=cleaned.oddities,
        has_choices=Script.KANJI in scripts,
        has_business=any(word.business for word in made),
        has_kana=Script.KANA in scripts,
        places=tuple(range(len(made))),
        weights=weights,
        weight=sum(weights),
        letters=name[:LONGEST_READ].lower(),
    )


def _main(words: tuple[Word, ...]) -> Script:
    """Give the script of most letters; kana and kanji together are kanji."""
    if len({word.script for word in words}) == 1:
        return words[0].script
    letters: dict[Script, int] = {}
    for word in words:
        letters[word.script] = letters.get(word.script, 0) + len(word.text)
    if Script.KANJI in letters and Script.KANA in letters:
        letters[Script.KANJI] += letters.pop(Script.KANA)
    return max(letters, key=lambda script: letters[script], default=Script.LATIN)


_KATAKANA_APART: Final = re.compile(r"([ァ-ヺー・]{2,})")


@lru_cache(maxsize=4_096)
def _words(word: str, script: Script, *, is_person: bool) -> tuple[Word, ...]:
    """Make a word ready, or the words that are written as one.

    Names share many words; of what is kept, Python's collector goes through all: so not too many.
    """
    if script not in UNSPACED:
        return (_word(word, script, "" if is_person else forms.business(word)),)
    if is_person:
        return (_word(word, script, ""),)
    return tuple(
        _word(piece, script, code)
        for part, code in forms.split_business(word)
        for piece in ([part] if code or script is Script.KHMER else _KATAKANA_APART.split(part))
        if piece.strip("・")
    )


def _word(word: str, script: Script, business: str) -> Word:
    spellings: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...] = ()
    if script is Script.KHMER:
        spellings = khmer.romanize(word)
    elif script is Script.CYRILLIC:
        spellings = cyrillic.romanize(word)
    elif script in UNSPACED and not any(map(kanji.is_kanji, word)):
        spellings, script = (kana.romanize(word),), Script.KANA
    elif script in UNSPACED:
        choices = kanji.choices(word)
        spellings, script = (), Script.KANJI
    else:
        spellings = (word,)
    weight = 1.0
    if business:
        weight = BUSINESS_WEIGHT
    elif len(word) == 1 and script not in UNSPACED:
        weight = INITIAL_WEIGHT
    row = tuple([kanji.heard(choice) for choice in choices])
    return Word(word, script, spellings, choices, business, weight, row)
