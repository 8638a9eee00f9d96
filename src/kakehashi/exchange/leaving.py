"""The gate in front of every way out of the node: page, file, API, print, mail, other agreement.

`core.disclosure.leave` judges; here its facts are gathered. Whatever shows or hands out content
asks `may_leave` of the very notice, for the very recipient, and shows why where it stays.
"""

from datetime import UTC, datetime

from kakehashi import node
from kakehashi.core.disclosure import ANYBODY, Item, Leave, Recipient, Stay, Whom, leave
from kakehashi.core.envelope import Envelope
from kakehashi.core.notices.payload import Classification
from kakehashi.core.target_days import day_at

__all__ = ["ANYBODY", "Leave", "Recipient", "Stay", "Whom", "may_leave"]


def may_leave(
    agreement: str,
    envelope: Envelope,
    to: Recipient,
    *,
    now: datetime,
    classification: Classification | None = None,
) -> Leave | Stay:
    """Say whether we may let a notice, or a part of it of another class, go to somebody."""
    profile, party = node.profile(agreement), node.this().party
    day = day_at(int(now.astimezone(UTC).timestamp()), profile.parties[party].time_zone)
    item = Item(
        agreement=agreement,
        id=envelope.jti,
        classification=classification or envelope.classification,
        author=envelope.origin.split("/")[-2],
        kind=envelope.kind,
        clause=envelope.clause,
    )
    return leave(item, to, by=party, on=day, terms=profile.on(day))
