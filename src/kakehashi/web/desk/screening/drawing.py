"""The network around somebody as a picture: circles with names and the lines between them."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kakehashi.core.network import HEIGHT, WIDTH, Knot, Place, Tie
from kakehashi.web.parts.shapes import Part, Words

LONGEST: Final = 26
SIDE: Final = 20
_JOINS: Final = "\N{KHMER SIGN COENG}\N{ZERO WIDTH JOINER}"


class Sort(StrEnum):
    """What a dot is: somebody, somebody against whom something is said, a number, a case."""

    NAMED = "named"
    AGAINST = "against"
    NUMBER = "number"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a dot: its name, where it leads ("": nowhere), what it is."""

    text: str
    href: str
    sort: Sort


@dataclass(frozen=True)
class Dot:
    """Somebody or something in the picture."""

    x: int
    y: int
    text: str
    href: str
    is_middle: bool
    sort: Sort

    @property
    def left(self) -> int:
        """The left edge, where it is drawn as a square."""
        return self.x - SIDE // 2

    @property
    def top(self) -> int:
        """The upper edge, where it is drawn as a square."""
        return self.y - SIDE // 2

    @property
    def anchor(self) -> str:
        """Where its name hangs: towards the middle at the sides, so that it is not cut off."""
        if self.x < WIDTH // 5:
            return "start"
        return "end" if self.x > WIDTH - WIDTH // 5 else "middle"


@dataclass(frozen=True)
class Line:
    """That two hang together; `is_sure` where an officer said so."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_sure: bool


@dataclass(frozen=True)
class Network(Part):
    """A picture of who hangs together with whom; `title` says what is seen."""

    template = "network"
    title: Words
    dots: Sequence[Dot]
    lines: Sequence[Line]
    width: int = WIDTH
    height: int = HEIGHT


def drawn(
    title: str,
    knots: Sequence[Knot],
    ties: Sequence[Tie],
    told: Mapping[Place, Told],
) -> Network:
    """Draw knots and ties; `told` says what each is."""
    at = {knot.place: knot for knot in knots}
    dots = []
    for knot in knots:
        one = told.get(knot.place, Told("?", "", Sort.NAMED))
        dots.append(Dot(knot.x, knot.y, _short(one.text), one.href, knot.far == 0, one.sort))
    lines = [
        Line(at[tie.one].x, at[tie.one].y, at[tie.other].x, at[tie.other].y, tie.is_sure)
        for tie in ties
    ]
    return Network(title, dots, lines)


def _short(text: str) -> str:
    """Shorten between words, or, where none ends in time, between the signs that a reader sees."""
    if len(text) <= LONGEST:
        return text
    head, _, _ = text[: LONGEST + 1].rpartition(" ")
    return f"{head} …" if head else f"{text[: _whole_signs(text)]}…"


def _whole_signs(text: str) -> int:
    """Give the last place up to LONGEST that cuts no sign: a Khmer one is several letters."""
    return next(
        (
            at
            for at in range(LONGEST, 0, -1)
            if unicodedata.category(text[at])[0] not in "MC" and text[at - 1] not in _JOINS
        ),
        LONGEST,
    )
