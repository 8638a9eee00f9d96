"""Erasing: with the notice that says so, the keys of what it names are gone.

`erasure.done` is drafted by one officer and signed off by another, as every notice. In the very
transaction that issues it the parts are erased here, what screening kept of them too, and of our
own parts a `part.excused` tells the counterpart that they will not come any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kakehashi.core.agreement.profile import PROTOCOL
from kakehashi.core.notices.disclosure import ErasedItem, ErasureDone
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.protocol import Excused, ExcusedWhy, PartExcused
from kakehashi.core.parts import JUDGED
from kakehashi.exchange import issuing
from kakehashi.exchange.issuing import IssueRefused, Outgoing
from kakehashi.journal import actions as journals
from kakehashi.journal.models import Entry, Journal, Part
from kakehashi.screening import actions as screening

NOT_THERE: Final = "erasure-names-nothing"
NEVER_ERASED: Final = "erasure-of-what-stays"


@dataclass(frozen=True, slots=True)
class Place:
    """A part that is to be erased, of a notice."""

    journal: Journal
    jti: str
    part: Part


def erase_named(outgoing: Outgoing, *, agreement: str, now: datetime) -> int:
    """Erase what a notice says is erased; inside the transaction that issues it.

    Gives how many parts that were still there are gone; 0 for every other kind.

    Raises:
        IssueRefused: it names what is not there under the agreement, or what is never erased.

    """
    if not isinstance(outgoing.notice, ErasureDone):
        return 0
    items = outgoing.notice.confidential.items
    places = [place for item in items for place in _places(item, agreement)]
    gone = sum(map(_erase, places))
    _excuse([one for one in places if one.journal.is_ours], outgoing, agreement, now=now)
    return gone


def _places(item: ErasedItem, agreement: str) -> Iterator[Place]:
    """Find the parts that an item names: those with their numbers, or all confidential ones."""
    entry = (
        Entry.objects.filter(journal__agreement=agreement, jti=item.notice)
        .select_related("journal")
        .first()
    )
    if entry is None:
        raise IssueRefused(NOT_THERE, item.notice)
    parts = Part.objects.filter(journal=entry.journal, index=entry.index).order_by("number")
    found = [
        part
        for part in parts
        if (
            part.number in item.parts
            if item.parts
            else part.classification == Classification.CONFIDENTIAL
        )
    ]
    if not found or len(found) < len(set(item.parts)):
        raise IssueRefused(NOT_THERE, item.notice)
    for part in found:
        if part.role in JUDGED:
            raise IssueRefused(NEVER_ERASED, f"{item.notice}, {part.number}")
        yield Place(entry.journal, item.notice, part)


def _erase(place: Place) -> bool:
    part = place.part
    screening.remove(
        source=f"notice:{place.jti}",
        classification=Classification(part.classification),
        with_decisions=True,
    )
    return journals.erase_part(journal=place.journal, index=part.index, number=part.number)


def _excuse(places: Sequence[Place], by: Outgoing, agreement: str, *, now: datetime) -> None:
    """Tell of our own parts that they will not come, decided by whoever decided the erasure."""
    said = [
        Outgoing(
            PartExcused(
                statement=Excused(
                    seq=place.part.index, part=place.part.number, reason=ExcusedWhy.ERASED
                )
            ),
            PROTOCOL,
            Classification.RESTRICTED,
            decided=by.decided,
            by=by.by,
        )
        for place in places
    ]
    issued = issuing.issue(said, agreement=agreement, now=now) if said else ()
    for place, one in zip(places, issued, strict=True):
        token = bytes(Entry.objects.get(jti=one.jti, journal__agreement=agreement).token)
        part = place.part
        journals.excuse_part(
            journal=place.journal, index=part.index, number=part.number, token=token, now=now
        )
