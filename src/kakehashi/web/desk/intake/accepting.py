"""Names of a report that an officer accepts for screening: kept without a way back to it."""

from collections.abc import Collection
from datetime import datetime

from kakehashi import node
from kakehashi.core.names import Identifier, Mark, identifier
from kakehashi.core.reporting.leaving import contacts
from kakehashi.core.reporting.told import Named, Told
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
        accept_name(one.name, _marks(one), agreement=agreement, clause=clause, now=now)
    return len(chosen)


def _marks(one: Named) -> list[Identifier]:
    phones, handles = contacts(one.contact)
    written = [(Mark.PHONE, phone) for phone in phones]
    written += [(Mark.HANDLE, handle.handle) for handle in handles]
    region = region_of(node.this().party)
    found = (identifier(mark, text, region=region) for mark, text in written)
    return [one for one in found if one is not None]
