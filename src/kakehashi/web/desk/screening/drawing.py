"""The network around somebody as a picture: circles with names and the lines between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kakehashi.core.network import HEIGHT, WIDTH, Knot, Place, Tie
from kakehashi.web.parts.shapes import Part, Words

LONGEST: Final = 26


@dataclass(frozen=True)
class Dot:
    """Somebody in the picture."""

    x: int
    y: int
    text: str
    href: str
    is_middle: bool
    is_against: bool

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
    told: Mapping[Place, tuple[str, str, bool]],
) -> Network:
    """Draw knots and ties; `told` gives of each its name, its address, whether it is accused."""
    at = {knot.place: knot for knot in knots}
    dots = []
    for knot in knots:
        text, href, is_against = told.get(knot.place, ("?", "", False))
        dots.append(Dot(knot.x, knot.y, _short(text), href, knot.far == 0, is_against))
    lines = [
        Line(at[tie.one].x, at[tie.one].y, at[tie.other].x, at[tie.other].y, tie.is_sure)
        for tie in ties
    ]
    return Network(title, dots, lines)


def _short(text: str) -> str:
    """Shorten between words only: a Khmer name is never cut within a syllable."""
    if len(text) <= LONGEST:
        return text
    head, _, _ = text[: LONGEST + 1].rpartition(" ")
    return f"{head} …" if head else text
