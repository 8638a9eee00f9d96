"""Names of a report that an officer accepts for screening: kept without a way back to it."""

from collections.abc import Collection
from datetime import datetime

from kakehashi import node
from kakehashi.core.reporting.meeting import marks_of
from kakehashi.core.reporting.told import Told
from kakehashi.dispatch.screening import accept_name, region_of
from kakehashi.web.desk.intake.passing import KIND


def accept(told: Told, places: Collection[int], *, agreement: str, now: datetime) -> int:
    """Keep those who stand at these places of a report; give how many.

    They stand under the clause of such reports, confidentially, under a source made by chance.
    """
    party = node.this().party
    permits = node.profile(agreement).permits
    clause = next((p.clause for p in permits if (p.kind, p.party) == (KIND, party)), "")
    chosen = [one for place, one in enumerate(told.people) if place in places]
    for one in chosen:
        numbers = marks_of(one, regions=regions(agreement))
        accept_name(one.name, numbers, agreement=agreement, clause=clause, now=now)
    return len(chosen)


def regions(agreement: str) -> list[str]:
    """Give the countries whose telephone numbers a report may give without a code: ours first."""
    ours = node.this()
    named = [agreement] if agreement in ours.agreements else ours.agreements
    codes = [code for name in named for code in node.profile(name).parties]
    return list(dict.fromkeys(region_of(code) for code in [ours.party, *codes]))
