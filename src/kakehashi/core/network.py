"""Who hangs together with whom: a network laid out on a plane, the same picture every time."""

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Place = tuple[str, int]
WIDTH: Final = 960
HEIGHT: Final = 640
_MARGIN: Final = 90


@dataclass(frozen=True, slots=True)
class Tie:
    """That two hang together, and why; `is_sure` where an officer said so."""

    one: Place
    other: Place
    why: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Knot:
    """Somebody in the drawing: where, and how many ties from the middle."""

    place: Place
    x: int
    y: int
    far: int


def through_hubs(ties: Iterable[Tie], hubs: Mapping[Place, Sequence[Place]], why: str) -> list[Tie]:
    """Tie those who have one thing in common to that thing: a number, a case.

    `hubs` gives of each thing who has it. A tie of two that only says the same (`why`) and that no
    officer has confirmed is left out.
    """
    kept = [tie for tie in ties if tie.is_sure or tie.why != why or not hubs]
    return kept + [
        Tie(place, hub, why, is_sure=True) for hub in sorted(hubs) for place in hubs[hub]
    ]


def in_order(ties: Iterable[Tie]) -> list[Tie]:
    """Give each tie once, in the order in which it is listed and drawn."""
    return sorted(set(ties), key=lambda tie: (tie.one, tie.other, tie.why))


def around(middle: Place, ties: Iterable[Tie], *, most: int) -> tuple[list[Knot], list[Tie]]:
    """Lay out what hangs together with somebody: rings around the middle, nearest first.

    Of more than `most` those nearest are drawn. Every tie between two that are drawn is given once.
    """
    near: dict[Place, list[Place]] = defaultdict(list)
    every = in_order(ties)
    for tie in every:
        near[tie.one].append(tie.other)
        near[tie.other].append(tie.one)
    far, order, waiting = {middle: 0}, [middle], deque([middle])
    while waiting and len(order) < most:
        here = waiting.popleft()
        for there in near[here]:
            if there not in far and len(order) < most:
                far[there] = far[here] + 1
                order.append(there)
                waiting.append(there)
    knots = [knot for ring in _rings(order, far) for knot in ring]
    drawn = {knot.place for knot in knots}
    return knots, [tie for tie in every if tie.one in drawn and tie.other in drawn]


def _rings(order: Sequence[Place], far: dict[Place, int]) -> Iterable[list[Knot]]:
    outermost = max(far.values(), default=0)
    for distance in range(outermost + 1):
        ring = [place for place in order if far[place] == distance]
        share = distance / outermost if outermost else 0
        wide, high = (WIDTH / 2 - _MARGIN) * share, (HEIGHT / 2 - _MARGIN / 2) * share
        yield [
            Knot(
                place,
                round(WIDTH / 2 + wide * math.cos(_angle(number, len(ring), distance))),
                round(HEIGHT / 2 + high * math.sin(_angle(number, len(ring), distance))),
                distance,
            )
            for number, place in enumerate(ring)
        ]


def _angle(number: int, count: int, distance: int) -> float:
    """Spread a ring evenly, each ring turned a little against the one within."""
    return 2 * math.pi * number / max(1, count) + distance * 0.5
