"""Which reports may be about one matter: by their words, by a number, by a name in any script."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import phonenumbers

from kakehashi.core.names import LIKELY, Identifier, Kind, Mark, Prepared, identifier, prepare
from kakehashi.core.names import likeness as likeness_of_names
from kakehashi.core.reporting.leaving import contacts, digits
from kakehashi.core.reporting.likeness import ALIKE, Sketch, share, sketch
from kakehashi.core.reporting.told import Named, Told

_BETWEEN: Final = re.compile(r"[,;|\n،、；，]+|\s/\s|\s{2,}")
_NUMBER: Final = re.compile(r"[+(]{0,2}[0-9][0-9 ().-]{4,28}[0-9]")
_AT: Final = re.compile(
    r"(?<![\w.])@\w{3,60}|\b(?:t\.me|fb\.me|facebook\.com|line\.me|vk\.com)/\S+"
)


class Why(StrEnum):
    """By what two reports meet."""

    WORDS = "words"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Traits:
    """What a report is compared by: a sketch of its story, the numbers and names that it gives."""

    sketch: Sketch
    marks: frozenset[Identifier]
    names: tuple[Prepared, ...]


def traits(told: Told, *, regions: Sequence[str]) -> Traits:
    """Take out of a report what it is compared by.

    `regions` (ISO 3166-1) are those whose telephone numbers may stand there without a code.
    """
    places = [one.contact for one in told.people]
    places += [words for paid in told.sums for words in (paid.to, paid.detail)]
    return Traits(
        sketch=sketch(told.story),
        marks=frozenset(mark for words in places for mark in marks(words, regions=regions)),
        names=tuple(prepare(one.name, Kind.UNKNOWN) for one in told.people if one.name),
    )


def meets(one: Traits, other: Traits) -> tuple[Why, ...]:
    """Say by what two reports meet; nothing where they do not."""
    found = []
    if share(one.sketch, other.sketch) >= ALIKE:
        found.append(Why.WORDS)
    if one.marks & other.marks:
        found.append(Why.NUMBER)
    if any(likeness_of_names(a, b) >= LIKELY for a in one.names for b in other.names):
        found.append(Why.NAME)
    return tuple(found)


def marks_of(named: Named, *, regions: Sequence[str]) -> list[Identifier]:
    """Give the numbers and names online of somebody who is named, each once."""
    return list(dict.fromkeys(marks(named.contact, regions=regions)))


def marks(words: str, *, regions: Sequence[str]) -> Iterator[Identifier]:
    """Find telephones, accounts and names online in what was typed, several in one line too."""
    for piece in _BETWEEN.split(words):
        plain = digits(piece)
        for written in _NUMBER.findall(plain):
            yield from _numbers(written, regions)
        _phones, handles = contacts(piece)
        for written in [*(one.handle for one in handles), *_AT.findall(plain)]:
            if (named := identifier(Mark.HANDLE, written)) is not None:
                yield named


def _numbers(written: str, regions: Sequence[str]) -> list[Identifier]:
    """Read a number as a telephone's of each country where it is one, else as an account's."""
    read = [identifier(Mark.PHONE, written, region=region) for region in regions]
    phones = [one for one in dict.fromkeys(read) if one is not None]
    if valid := [one for one in phones if _is_valid(one.value)]:
        return valid
    account = identifier(Mark.ACCOUNT, written)
    return phones[:1] or ([account] if account else [])


def _is_valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
