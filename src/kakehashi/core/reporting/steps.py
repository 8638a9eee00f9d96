"""What a reporter is asked, one question a page, and what of an answer is kept.

An answer is kept as it was typed: field names to values. Nothing is refused but what is too long;
control characters and those that turn the direction of writing about are left out, the zero-width
ones that Khmer needs are not.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LINE: Final = 300
STORY: Final = 20_000
MOST_ROWS: Final = 9
"""How many persons, and how many payments, one report may name."""

_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class Step(StrEnum):
    """One question."""

    WHOM = "whom"
    LAND = "land"
    WHAT = "what"
    STORY = "story"
    WHO = "who"
    MONEY = "money"
    WHEN = "when"
    WHERE = "where"
    FILES = "files"
    KNOW = "know"
    REACH = "reach"


ROWS: Final = frozenset({Step.WHO, Step.MONEY})
"""Steps that may be answered several times: `who.1`, `who.2` and so on."""
FIELDS: Final[Mapping[Step, Mapping[str, int]]] = {
    Step.WHOM: {"whom": 20},
    Step.LAND: {"agreement": 100},
    Step.WHAT: {"what": 20},
    Step.STORY: {"story": STORY},
    Step.WHO: {"name": LINE, "role": 20, "contact": LINE, "place": LINE},
    Step.MONEY: {
        "amount": LINE,
        "currency": 20,
        "to": LINE,
        "purpose": 20,
        "detail": LINE,
        "state": 20,
        "receipt": 20,
    },
    Step.WHEN: {"when": 20, "day": 20, "month": 20, "year": 20, "words": LINE},
    Step.WHERE: {"country": 20, "place": LINE},
    Step.FILES: {},
    Step.KNOW: {"know": 20, "organization": 20, "files": 20},
    Step.REACH: {"name": LINE, "reach": LINE},
}
"""The fields of each step, with the most characters that one value may have."""
MOST_VALUES: Final = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A step with its row: `who.2` is the second person."""

    step: Step
    row: int = 1

    def __str__(self) -> str:
        return f"{self.step}.{self.row}" if self.step in ROWS else str(self.step)

    @classmethod
    def named(cls, name: str) -> "Place | None":
        """Read a place's name; None where there is no such place."""
        step, dot, row = name.partition(".")
        if step not in set(Step) or bool(dot) != (Step(step) in ROWS):
            return None
        if dot and not (row.isascii() and row.isdecimal() and 1 <= int(row[:3]) <= MOST_ROWS):
            return None
        return cls(Step(step), int(row or 1))


class TooLong(ValueError):
    """A value has more characters than are kept: which field, how many it has, how many it may."""

    def __init__(self, field: str, length: int, most: int) -> None:
        super().__init__(f"{field}: {length} characters, at most {most}")
        self.field, self.length, self.most = field, length, most


def clean(words: str) -> str:
    """Leave out of some words what no reader sees and what turns a line about."""
    return _UNWANTED.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def kept(step: Step, posted: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Take the fields of a step out of what was posted, cleaned; TooLong names the first too long.

    Fields that nobody asked for are left out, and so are empty values.
    """
    found = {}
    for name, most in FIELDS[step].items():
        values = [value for raw in posted.get(name, ()) if (value := clean(raw))][:MOST_VALUES]
        for value in values:
            if len(value) > most:
                raise TooLong(name, len(value), most)
        if values:
            found[name] = values
    return found
