"""What the public may know of what passes in confidence: how often, and how promptly.

Clause 1: never who, never what. The type that feeds the page has numbers only.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from django.db.models import Count, Sum

from kakehashi.core.agreement import Source
from kakehashi.core.indicators import first_of
from kakehashi.desk.derived import serving
from kakehashi.desk.models import Dealing, DutyTally

MONTHS: Final = 12
REPORTED: Final = "intermediary.reported"


@dataclass(frozen=True, slots=True)
class SideAccount:
    """Numbers of one side over a period: reports it shared, and what it was asked and answered.

    `asked` counts duties that the other side's notices opened, `answered` those of them that
    ended, in `days` together; both by the memorandum alone, agreed targets apart.
    """

    party: str
    reports: int = 0
    asked: int = 0
    answered: int = 0
    days: int = 0

    @property
    def average(self) -> int | None:
        """Days to answer, rounded; None where nothing was answered."""
        return round(self.days / self.answered) if self.answered else None


def account(agreement: str, *, today: date) -> tuple[SideAccount, ...]:
    """Count the last twelve months, this one included, for each side that did anything.

    Three queries.
    """
    edition = serving(agreement)
    if edition is None:
        return ()
    first = first_of(today, MONTHS - 1)
    since = int(datetime.combine(first, time(), UTC).timestamp())
    reported = (
        Dealing.objects.filter(
            edition=edition, kind=REPORTED, is_set_aside=False, issued_at__gte=since
        )
        .order_by()
        .values_list("party")
        .annotate(Count("place"))
    )
    reports = {str(party): int(count) for party, count in reported}
    sums = (
        DutyTally.objects.filter(edition=edition, source=Source.MEMORANDUM, month__gte=first)
        .order_by()
        .values_list("party")
        .annotate(Sum("asked"), Sum("answered"), Sum("days"))
    )
    answers = {str(party): (asked, answered, days) for party, asked, answered, days in sums}
    return tuple(
        SideAccount(party, reports.get(party, 0), *answers.get(party, (0, 0, 0)))
        for party in sorted({*reports, *answers})
    )
