"""Khmer in Latin letters, by rules: an official spelling and the one that people use.

A word is read unit by unit: a consonant with what stands under it (coeng), a sign that changes its
series, a vowel, a final. The series decides how a vowel sounds; what bears a toandakhiat is not
said; a robat is an r, or nothing; a bantoc makes the vowel before a final short.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

COENG: Final = "\u17d2"
_TO_FIRST, _TO_SECOND = "\u17c9", "\u17ca"  # muusikatoan, triisap
_BANTOC, _ROBAT, _SILENT, _SHORT_A = "\u17cb", "\u17cc", "\u17cd", "\u17d0"
_NASAL, _BREATH, _STOP = "\u17c6", "\u17c7", "\u17c8"
_AA: Final = "\u17b6"

FIRST, SECOND = 0, 1
_ROWS: Final = (
    ("កខចឆដឋណតថបផសហឡអ", FIRST),
    ("គឃងជឈញឌឍទធនពភមយរលវ", SECOND),
)
_SERIES: Final = {letter: series for letters, series in _ROWS for letter in letters}
_SONORANTS: Final = frozenset("ងញណនមយរលវឡ")
_NASALS: Final = frozenset("ងញណនម")

_SAID: Final = "k kh k kh ng ch chh ch chh nh d th d th n t th t th n b ph p ph m y r l v s h l"
_ONSETS: Final = dict(zip("កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡ", _SAID.split(), strict=True)) | {
    "អ": ""
}
_FINALS: Final = _ONSETS | {
    "ខ": "k", "ឃ": "k", "ឆ": "ch", "ឈ": "ch", "ដ": "t", "ឋ": "t", "ឌ": "t", "ឍ": "t",
    "ថ": "t", "ធ": "t", "ផ": "p", "ភ": "p", "អ": "",
}  # fmt: skip
_INDEPENDENT: Final = {
    "ឣ": ("a", "a"), "ឤ": ("a", "a"), "ឥ": ("e", "i"), "ឦ": ("ei", "ey"), "ឧ": ("u", "o"),
    "ឨ": ("uk", "ok"), "ឩ": ("u", "ou"), "ឪ": ("ov", "au"), "ឫ": ("rue", "ri"),
    "ឬ": ("rue", "reu"), "ឭ": ("lue", "li"), "ឮ": ("lue", "leu"), "ឯ": ("ae", "ek"),
    "ឰ": ("ai", "ey"), "ឱ": ("ao", "o"), "ឲ": ("ao", "o"), "ឳ": ("au", "ov"),
}  # fmt: skip

# Vowel and signs: the first series, the second; of each the official spelling, then the popular.
_VOWELS: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "": (("a", "o"), ("o", "or")),
    _AA: (("a", "a"), ("ea", "ea")),
    "ិ": (("e", "i"), ("i", "i")),
    "ី": (("ei", "ey"), ("i", "y")),
    "ឹ": (("oe", "eu"), ("ue", "eu")),
    "ឺ": (("eu", "eu"), ("eu", "eu")),
    "ុ": (("o", "u"), ("u", "o")),
    "ូ": (("ou", "o"), ("u", "ou")),
    "ួ": (("uo", "ua"), ("uo", "ua")),
    "ើ": (("aeu", "er"), ("eu", "er")),
    "ឿ": (("oea", "eu"), ("oea", "eu")),
    "ៀ": (("ie", "ea"), ("ie", "ea")),
    "េ": (("e", "e"), ("e", "e")),
    "ែ": (("ae", "e"), ("eae", "e")),
    "ៃ": (("ai", "ay"), ("ey", "ai")),
    "ោ": (("ao", "o"), ("ou", "o")),
    "ៅ": (("au", "ao"), ("ov", "au")),
}
_WITH_NASAL: Final = {
    "": (("am", "om"), ("um", "om")),
    _AA: (("am", "am"), ("eam", "am")),
    "ុ": (("om", "um"), ("um", "om")),
}
_SHORTENED: Final = {
    "": (("a", "o"), ("o", "o")),
    _AA: (("a", "a"), ("ea", "oa")),
}
_CLOSED: Final = frozenset("ៃៅ")
_IRREGULAR: Final = {"អ្នក": "នាក់"}
_BREATHED: Final = {
    "": (("ah", "as"), ("eah", "eah")),
    "ោ": (("aoh", "oh"), ("uoh", "oh")),
    "ុ": (("oh", "oh"), ("uh", "uh")),
}


@dataclass(slots=True)
class _Unit:
    """A consonant with what belongs to it; `letters` has the base first, then what is under it."""

    letters: list[str]
    series: int | None = None
    vowel: str = ""
    nasal: bool = False
    breath: bool = False
    bantoc: bool = False
    robat: bool = False
    silent: bool = False
    short_a: bool = False
    independent: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether no vowel and no sign of one is written."""
        return not (
            self.vowel or self.nasal or self.breath or self.short_a or self.independent
        )  # fmt: skip


def is_khmer(character: str) -> bool:
    """Say whether a character is a letter or sign of Khmer."""
    return "\u1780" <= character <= "\u17d3" or character == "\u17dc"


@lru_cache(maxsize=16_384)
def romanize(word: str) -> tuple[str, ...]:
    """Give the official spelling of a Khmer word, then the popular one where it differs."""
    for written, said in _IRREGULAR.items():
        word = word.replace(written, said)
    units = list(_units(word))
    read = [_read(units, which) for which in (0, 1)]
    return tuple(dict.fromkeys(one for one in read if one))


def _units(word: str) -> Iterator[_Unit]:
    unit: _Unit | None = None
    at = 0
    while at < len(word):
        character = word[at]
        at += 1
        if character == COENG and unit is not None and at < len(word):
            unit.letters.append(word[at])
            at += 1
        elif character in _ONSETS or character in _INDEPENDENT:
            if unit is not None:
                yield unit
            unit = _Unit([character], independent=character in _INDEPENDENT)
        elif unit is not None:
            _sign(unit, character)
    if unit is not None:
        yield unit


def _sign(unit: _Unit, character: str) -> None:
    if character in _VOWELS:
        unit.vowel = character
    elif character in (_TO_FIRST, _TO_SECOND):
        unit.series = FIRST if character == _TO_FIRST else SECOND
    elif character == _NASAL:
        unit.nasal = True
    elif character in (_BREATH, _STOP):
        unit.breath = True
    elif character == _BANTOC:
        unit.bantoc = True
    elif character == _ROBAT:
        unit.robat = True
    elif character == _SILENT:
        # Of a cluster only the last letter is silent: in pan(th) the n is said.
        unit.silent = len(unit.letters) == 1
        del unit.letters[1:]
    elif character == _SHORT_A:
        unit.short_a = True


def _read(units: list[_Unit], which: int) -> str:
    """Read all units; `which` is 0 for the official spelling, 1 for the popular."""
    written: list[str] = []
    is_open = False
    for at, unit in enumerate(units):
        if unit.silent:
            continue
        if is_open and unit.is_bare and _ends_syllable(units, at):
            written.append(_final(unit, which))
            is_open = False
            continue
        onset = unit.letters
        if is_open and _is_shared(unit):
            written.append(_FINALS.get(onset[0], ""))
            onset = onset[1:]
        written.append(_onset(onset, unit, which))
        following = units[at + 1] if at + 1 < len(units) else None
        written.append(_vowel(unit, following, which))
        is_open = not (unit.breath or unit.vowel in _CLOSED or unit.nasal)
        is_open |= _is_ng(unit, following)
    return "".join(written)


def _ends_syllable(units: list[_Unit], at: int) -> bool:
    """Say whether a bare consonant ends the open syllable before it.

    Bare consonants in a row are an onset and its final, from the last one backwards; so the first
    of an odd number ends what stands before.
    """
    if _is_onset_cluster(units, at):
        return False
    row = 0
    for place in range(at, len(units)):
        unit = units[place]
        if unit.silent:
            continue
        if _is_onset_cluster(units, place):
            break
        if not unit.is_bare:
            # Its first letter is the final of the bare one before it.
            row -= row > 0 and _is_shared(unit)
            break
        row += 1
        if unit.bantoc:
            break
    return row % 2 == 1


def _is_onset_cluster(units: list[_Unit], at: int) -> bool:
    """Say whether a bare cluster can only begin a syllable: kr, tl, sv, before something else."""
    unit = units[at]
    return (
        unit.is_bare
        and at + 1 < len(units)
        and len(unit.letters) > 1
        and unit.letters[-1] in "រលវយ"
        and unit.letters[0] not in _NASALS
    )


def _is_ng(unit: _Unit, following: _Unit | None) -> bool:
    """Say whether the nasal sign and a bare ng after it are one final, as in kampeang."""
    return unit.nasal and following is not None and following.letters == ["ង"] and following.is_bare


def _is_shared(unit: _Unit) -> bool:
    """Say whether the first consonant of a cluster ends the syllable before it."""
    if len(unit.letters) < 2:
        return False
    first, second = unit.letters[:2]
    if first in _NASALS:
        return second not in "យរលវហ" or first == second
    return (
        _FINALS.get(first) == _FINALS.get(second) and first not in _SONORANTS
    ) or first == second


def _final(unit: _Unit, which: int) -> str:
    if unit.letters == ["វ"]:
        return ("v", "o")[which]
    return _FINALS.get(unit.letters[0], "")


def _onset(letters: list[str], unit: _Unit, which: int) -> str:
    if unit.independent:
        return ""
    written = "".join(_ONSETS.get(letter, "") for letter in letters)
    if letters and letters[0] == "ប" and (unit.series == FIRST or (letters[1:] and which == 0)):
        written = "p" + written[1:]
    if letters[:2] == ["ហ", "វ"]:
        written = "f" + written[2:]
    return ("r" if unit.robat and which == 0 else "") + written


def _series_of(unit: _Unit) -> int:
    """Give the series that a cluster's vowel follows: that of its last, sonorants aside."""
    if unit.series is not None:
        return unit.series
    for letter in reversed(unit.letters):
        if letter in _SERIES and letter not in _SONORANTS:
            return _SERIES[letter]
    return _SERIES.get(unit.letters[0], FIRST)


def _vowel(unit: _Unit, following: _Unit | None, which: int) -> str:
    if unit.independent:
        return _INDEPENDENT[unit.letters[0]][which]
    series = _series_of(unit)
    if unit.nasal and not _is_ng(unit, following):
        if unit.vowel in _WITH_NASAL:
            return _WITH_NASAL[unit.vowel][series][which]
        return _VOWELS[unit.vowel][series][which] + "m"
    if unit.short_a:
        if following is not None and following.letters[0] == "យ":
            return ("ae", "e")[series] if which == 0 else "e"
        return "a" if series == FIRST else ("oa", "a")[which]
    if unit.breath:
        if unit.vowel in _BREATHED:
            return _BREATHED[unit.vowel][series][which]
        return _VOWELS[unit.vowel][series][which] + "h"
    is_short = following is not None and following.bantoc and unit.vowel in _SHORTENED
    return (_SHORTENED if is_short else _VOWELS)[unit.vowel][series][which]
