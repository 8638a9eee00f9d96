"""Proposals as an officer may see them: both sides within reach, names opened only to be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Q, QuerySet, When

from kakehashi.core.entities import Entity
from kakehashi.core.names import Comparison, Kind, compare, prepare
from kakehashi.core.network import Tie
from kakehashi.core.notices.payload import Classification
from kakehashi.screening import queries
from kakehashi.screening.models import Bearer, Proposal
from kakehashi.screening.reach import Reach

STEPS: Final = 3
"""How many ties from the middle a network is followed."""
MOST_TIES: Final = 400
MOST_SHOWN: Final = 50
"""Proposals about one source that its own page shows."""
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two who may be one: who is named where, by which names."""

    bearer: Bearer
    names: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Where it is named."""
        return self.bearer.source, self.bearer.place

    @property
    def is_confidential(self) -> bool:
        """Whether that it is named there is confidential."""
        return self.bearer.scope.classification == Classification.CONFIDENTIAL


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with both its sides; None where one is in the index no more."""

    proposal: Proposal
    one: Side | None
    other: Side | None


def seen(reach: Reach) -> QuerySet[Proposal]:
    """The proposals of which an officer may see both sides, the likeliest first."""
    scopes = list(reach.scopes)
    found = Proposal.objects.filter(one_scope__in=scopes, other_scope__in=scopes)
    return found.order_by("-score", "id")


def of_source(source: str, reach: Reach, *, places: range | None = None) -> list[Proposal]:
    """Give the proposals about whom a source names, the open ones first, then the likeliest.

    Only those within reach on both sides; at most `MOST_SHOWN`.
    """
    one, other = Q(one_source=source), Q(other_source=source)
    if places is not None:
        one &= Q(one_place__gte=places.start, one_place__lt=places.stop)
        other &= Q(other_place__gte=places.start, other_place__lt=places.stop)
    is_decided = Case(When(state=Proposal.State.OPEN, then=0), default=1)
    found = seen(reach).filter(one | other).order_by(is_decided, "-score", "id")
    return list(found[:MOST_SHOWN])


def shown(proposals: Sequence[Proposal], reach: Reach) -> list[Shown]:
    """Give proposals with their sides: three queries."""
    sides = sides_of(
        [place for one in proposals for place in _places(one)],
        reach,
    )
    return [Shown(one, *(sides.get(place) for place in _places(one))) for one in proposals]


def _places(one: Proposal) -> tuple[Place, Place]:
    return (one.one_source, one.one_place), (one.other_source, one.other_place)


def sides_of(places: Iterable[Place], reach: Reach) -> dict[Place, Side]:
    """Give who is named at places, as far as they are within reach."""
    wanted = set(places)
    found = Bearer.objects.filter(
        source__in={source for source, _ in wanted}, scope__in=list(reach.scopes)
    ).select_related("scope")
    bearers = [one for one in found if (one.source, one.place) in wanted]
    names = queries.names_of(bearers, reach)
    return {(one.source, one.place): Side(one, names.get(one.pk, ())) for one in bearers}


def evidence(one: Side, other: Side) -> Comparison | None:
    """Compare the two nearest names of both sides; None where one has none."""
    compared = [
        compare(prepare(left, Kind(one.bearer.kind)), prepare(right, Kind(other.bearer.kind)))
        for left in one.names
        for right in other.names
    ]
    return max(compared, key=lambda found: found.score, default=None)


def ties_around(middle: Place, reach: Reach) -> list[Tie]:
    """Give the ties around somebody, confirmed or still open, some steps far: a query a step."""
    found: dict[tuple[Place, Place], Tie] = {}
    looked_at: set[str] = set()
    front = {middle[0]}
    for _ in range(STEPS):
        front -= looked_at
        if not front or len(found) >= MOST_TIES:
            break
        rows = seen(reach).exclude(state=Proposal.State.DISMISSED)
        near = rows.filter(Q(one_source__in=front) | Q(other_source__in=front))[:MOST_TIES]
        looked_at |= front
        front = set()
        for row in near:
            pair = _places(row)
            is_sure = row.state == Proposal.State.CONFIRMED
            found[pair] = Tie(*pair, row.why, is_sure)
            front |= {pair[0][0], pair[1][0]}
    return list(found.values())


def entities(reach: Reach, *, most: int) -> tuple[list[Entity], list[tuple[Place, Place]]]:
    """Give those who stand in a proposal that was confirmed, and who are said to be one."""
    rows = seen(reach).filter(state=Proposal.State.CONFIRMED)[:most]
    same = [_places(row) for row in rows]
    sides = sides_of([place for pair in same for place in pair], reach)
    told = [
        Entity(
            place,
            Kind(side.bearer.kind),
            side.names,
            side.bearer.role.partition("/")[2],
            side.bearer.scope.agreement,
        )
        for place, side in sorted(sides.items())
    ]
    return told, same
