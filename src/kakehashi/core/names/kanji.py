"""Kanji, whose reading nobody knows but who bears the name: every reading that each may have.

A name in kanji is a row of choices. Whether a Latin name is one of the ways to read it is asked of
the row, letter by letter, without writing out the ways.
"""

from functools import lru_cache
from typing import Final, TypeAlias

from kakehashi.core.names import kana
from kakehashi.core.names.kanji_readings import IN_NAMES, READINGS
from kakehashi.core.names.sounds import Tongue, sounding

MOST_READINGS: Final = 16
_ITERATION: Final = "々〻"


def is_kanji(character: str) -> bool:
    """Say whether a character is a kanji or stands for the one before it."""
    return (
        character in "々〆〻"
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or character >= "\U00020000"
    )


Choice: TypeAlias = tuple[tuple[str, float, bool], ...]
"""What one part may sound like, each with what it costs to be read so.

A sound that is marked is so only after an o, with which it begins: of o and u only the o is heard.
"""

_RARE: Final = 0.02
"""What each place costs by which a reading stands behind the commonest."""


@lru_cache(maxsize=8_192)
def heard(readings: tuple[str, ...]) -> Choice:
    """Give the readings of one part by their Japanese sound."""
    found: list[tuple[str, float, bool]] = []
    sounds = dict.fromkeys(sounding(Tongue.JAPANESE, one)[0] for one in readings)
    for place, one in enumerate(sounds):
        if one:
            found.append((one, _RARE * place, False))
        if one.startswith("u"):
            found.append(("o" + one[1:], _RARE * place, True))
    return tuple(found)


def choices(word: str) -> tuple[tuple[str, ...], ...]:
    """Give what each part of a word may sound like; kana that stand together are one part.

    A kanji without known readings gives an empty choice.
    """
    row: list[tuple[str, ...]] = []
    spelt = ""
    previous = ""
    for character in word:
        if not is_kanji(character) and character not in "ヶヵ":
            spelt += character
            continue
        if spelt:
            row.append((kana.romanize(spelt) or spelt,))
            spelt = ""
        read = previous if character in _ITERATION and previous else character
        row.append(_readings(read, is_first=not row))
        previous = read
    if spelt:
        row.append((kana.romanize(spelt) or spelt,))
    return tuple(row)


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    """Read both tables: readings in names first, then those of the dictionary with their stems."""
    table: dict[str, dict[str, None]] = {}
    for row in IN_NAMES.replace("\n", "").split(";"):
        table.setdefault(row[0], {}).update(dict.fromkeys(row[1:].split()))
    for row in READINGS.replace("\n", "").split(";"):
        known = table.setdefault(row[0], {})
        for reading in row[1:].split():
            known[reading] = None
            known.update(dict.fromkeys(_stems(reading)))
    for known in table.values():
        known.update(dict.fromkeys(one for reading in list(known) if (one := _cut(reading))))
    return {character: tuple(read)[:MOST_READINGS] for character, read in table.items()}


def _cut(reading: str) -> str:
    """Give a reading without its last mora where the next consonant doubles: gakken, Nippon."""
    for end in ("ku", "ki", "tsu", "chi"):
        if reading.endswith(end) and 1 < len(reading) - len(end) < 4:
            return reading[: -len(end)]
    return ""


def _stems(reading: str) -> tuple[str, ...]:
    """Give what is left of a verb or adjective in a name: takai is taka, hareru is hare."""
    if len(reading) < 4:
        return ()
    if reading.endswith(("eru", "iru")):
        return (reading[:-2],)
    if reading.endswith("tsu"):
        return (reading[:-3] + "chi",)
    if reading.endswith("u"):
        return (reading[:-1] + "i",)
    if reading.endswith(("ai", "oi", "ui", "ii")):
        return (reading[:-1],)
    return ()


_VOICED: Final = (
    ("ch", "j"), ("sh", "j"), ("ts", "z"), ("k", "g"), ("s", "z"), ("t", "d"), ("h", "b"),
    ("f", "b"),
)  # fmt: skip


@lru_cache(maxsize=16_384)
def _readings(character: str, *, is_first: bool) -> tuple[str, ...]:
    read = _table().get(character, ())
    if is_first:
        return read
    voiced = [_voiced(one) for one in read]
    return tuple(dict.fromkeys([*read, *(one for one in voiced if one)]))


def _voiced(reading: str) -> str:
    """Give a reading as it sounds inside a word: kawa is gawa after another kanji."""
    for voiceless, voiced in _VOICED:
        if reading.startswith(voiceless):
            return voiced + reading[len(voiceless) :]
    return ""
