"""An agreement's life as notices tell it: its terms, its stage and what may be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kakehashi.core.acceptance import ACCEPTANCE_KINDS
from kakehashi.core.agreement import Profile
from kakehashi.core.amendment import AMENDMENT_KINDS
from kakehashi.core.amendment import DECLINED as AMENDMENT_DECLINED
from kakehashi.core.heard import Heard
from kakehashi.core.life import LIFE_KINDS, WITHDRAWN, Life, live
from kakehashi.core.next_steps import Step, next_steps
from kakehashi.journal.models import Journal
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.notices import hearing
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices.hearing import Said
from kakehashi.web.desk.notices.queries import Box

TOLD: Final = tuple(
    sorted(
        {
            *(LIFE_KINDS - {WITHDRAWN}),
            *(AMENDMENT_KINDS - {WITHDRAWN}),
            *ACCEPTANCE_KINDS,
            AMENDMENT_DECLINED,
            "residence-handling.informed",
            "targets.proposed",
            "targets.agreed",
            "review.opened",
            "review.concluded",
            "dispute.raised",
            "dispute.settled",
        }
    )
)
"""The kinds that an agreement's life is made of."""


@dataclass(frozen=True, slots=True)
class Today:
    """An agreement on a day: its terms, its life, and the notices that made it so."""

    profile: Profile
    party: str
    today: date
    life: Life
    every: tuple[Said, ...]

    @property
    def heard(self) -> tuple[Heard, ...]:
        """The notices as folds read them."""
        return tuple(one.heard for one in self.every)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What our side may do next."""
        return next_steps(self.profile, self.heard, party=self.party, today=self.today)


def read_today(agreement: str, *, now: datetime) -> Today:
    """Read an agreement as it stands: nine queries."""
    return _today(agreement, hearing.of_kinds(notices.box(agreement), TOLD), now=now)


def read_all(agreements: Sequence[str], *, now: datetime) -> list[Today]:
    """Read agreements as they stand: nine queries, however many there are."""
    journals = list(Journal.objects.filter(agreement__in=agreements))
    inside = Box(
        "",
        tuple(journal for journal in journals if journal.is_ours),
        tuple(journal for journal in journals if not journal.is_ours),
    )
    told: dict[str, list[Said]] = {}
    for one in hearing.of_kinds(inside, TOLD, most=hearing.MOST * 2):
        told.setdefault(one.heard.agreement, []).append(one)
    return [_today(name, told.get(name, []), now=now) for name in agreements]


def _today(agreement: str, every: Sequence[Said], *, now: datetime) -> Today:
    sides = sides_now(agreement, now)
    life = live(sides.profile, [one.heard for one in every])
    return Today(sides.profile, sides.party, sides.today, life, tuple(every))
