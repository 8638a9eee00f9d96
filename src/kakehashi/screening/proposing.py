"""Who may be one: proposed when somebody is indexed, decided by an officer, and remembered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from kakehashi.accounts.models import Officer
from kakehashi.core.bearing import Weight, is_worth_asking
from kakehashi.core.names import LIKELY
from kakehashi.screening import queries
from kakehashi.screening.actions import Named
from kakehashi.screening.models import Bearer, Proposal
from kakehashi.screening.reach import Reach

NAME: Final = "name"
MOST: Final = 20
"""Proposals that one name may call up; more would bury the officer."""
LONGEST_REASON: Final = 500
_WHOLE: Final = 1000


class AlreadyDecided(Exception):
    """Another officer was faster; nothing was changed."""


def role_of(weight: Weight, role: str) -> str:
    """Write what being named says and the role as the index keeps them."""
    return f"{weight}/{role}"


def weight_of(role: str) -> Weight:
    """Read what being named says; what says nothing is taken as something against somebody."""
    weight = role.partition("/")[0]
    return Weight(weight) if weight in set(Weight) else Weight.AGAINST


def is_near_anybody(named: Named, reach: Reach) -> bool:
    """Say whether somebody, who need not be indexed, is so near to anybody as to be proposed."""
    return bool(_near(named, reach))


def propose_for(
    named: Iterable[Named], reach: Reach, *, now: datetime, but: frozenset[str] = frozenset()
) -> int:
    """Propose those who may be somebody who was just indexed; give how many are new.

    `but` are sources that are known to be the same, and not asked about.
    """
    found = [row for one in named for row in _near(one, reach) if not but & {row[0][0], row[1][0]}]
    bearers = {
        (bearer.source, bearer.place): bearer
        for bearer in Bearer.objects.filter(
            source__in={source for row in found for source in (row[0][0], row[1][0])}
        )
    }
    rows = [
        row
        for place, other, score, why in found
        if (row := _row(bearers, place, other, score, why, now)) is not None
    ]
    before = Proposal.objects.count()
    with transaction.atomic():
        Proposal.objects.bulk_create(rows, ignore_conflicts=True)
    return Proposal.objects.count() - before


_Place = tuple[str, int]


def _near(one: Named, reach: Reach) -> list[tuple[_Place, _Place, int, str]]:
    """Give who is near to somebody: (whose place, other's place, score in thousandths, why)."""
    here, weight = (one.source, one.place), weight_of(one.role)
    best: dict[_Place, tuple[int, str]] = {}
    for shared in queries.sharing(one.identifiers, reach, but=one.source):
        for bearer in () if shared.is_common else shared.bearers:
            if is_worth_asking(weight, weight_of(bearer.role)):
                best.setdefault((bearer.source, bearer.place), (_WHOLE, shared.mark.value))
    for name in one.names:
        for other in queries.candidates(
            name, reach, kind=one.kind, at_least=LIKELY, limit=3 * MOST, but=one.source
        ):
            place, score = (other.source, other.place), round(other.comparison.score * _WHOLE)
            if is_worth_asking(weight, weight_of(other.role)) and score > best.get(place, (0,))[0]:
                best[place] = score, NAME
    nearest = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:MOST]
    return [(here, place, score, why) for place, (score, why) in nearest]


def _row(  # noqa: PLR0917 - the columns of a row
    bearers: dict[_Place, Bearer],
    place: _Place,
    other: _Place,
    score: int,
    why: str,
    now: datetime,
) -> Proposal | None:
    first, last = sorted((place, other))
    if first not in bearers or last not in bearers:
        return None
    return Proposal(
        one_source=first[0],
        one_place=first[1],
        other_source=last[0],
        other_place=last[1],
        one_scope_id=bearers[first].scope_id,
        other_scope_id=bearers[last].scope_id,
        score=score,
        why=why,
        found_at=now,
    )


def decide(
    proposal: Proposal, state: Proposal.State, *, reason: str, by: Officer, now: datetime
) -> None:
    """Say whether two are one, with a reason; decided once, taken back by `reopen`.

    Raises:
        AlreadyDecided: another officer was faster.

    """
    decided = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.OPEN).update(
        state=state, reason=reason[:LONGEST_REASON], decided_by=by, decided_at=now
    )
    if not decided:
        raise AlreadyDecided


def reopen(proposal: Proposal) -> bool:
    """Take back what was said of a proposal; False where it is open."""
    return bool(
        Proposal.objects.filter(pk=proposal.pk)
        .exclude(state=Proposal.State.OPEN)
        .update(state=Proposal.State.OPEN, reason="", decided_by=None, decided_at=None)
    )
