"""Drafts and marks as pages need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kakehashi.desk.models import Draft, ReadMark, State
from kakehashi.journal.models import Entry, Journal


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opened a notice, and when first."""

    officer_id: int
    name: str
    at: datetime


def drafts_of(officer: int, agreements: Iterable[str]) -> QuerySet[Draft]:
    """An officer's own drafts that are not issued yet, the latest change first."""
    mine = Draft.objects.filter(drafted_by_id=officer, agreement__in=list(agreements))
    return mine.exclude(state=State.ISSUED).select_related("drafted_by").order_by("-changed_at")


def waiting_for_sign_off(agreements: Iterable[str], *, not_by: int) -> QuerySet[Draft]:
    """Drafts that another officer submitted, the longest waiting first."""
    waiting = Draft.objects.filter(agreement__in=list(agreements), state=State.SUBMITTED)
    others = waiting.exclude(drafted_by_id=not_by).exclude(taken_over__officer_id=not_by)
    return others.select_related("drafted_by").order_by("submitted_at")


def left_open(lenders: Iterable[tuple[str, int]]) -> QuerySet[Draft]:
    """Open drafts of officers who are away, by (agreement, officer), the latest change first."""
    wanted = Q(pk__in=[])
    for agreement, officer in lenders:
        wanted |= Q(agreement=agreement, drafted_by_id=officer)
    found = Draft.objects.filter(wanted, state=State.OPEN).select_related("drafted_by")
    return found.order_by("-changed_at")


def draft_of(agreement: str, generation: int, seq: int) -> Draft | None:
    """The draft that a notice of ours came from, with who wrote and who signed it."""
    found = Draft.objects.filter(agreement=agreement, generation=generation, seq=seq)
    return found.select_related("drafted_by", "signed_by").first()


def readers(
    journals: Sequence[Journal], places: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], list[Reader]]:
    """Who read which of the notices at (journal id, index), in the order of reading: one query."""
    wanted = set(places)
    marks = (
        ReadMark.objects.filter(
            journal__in=[journal.pk for journal in journals],
            index__in=[index for _, index in wanted],
        )
        .select_related("officer")
        .order_by("first_read_at")
    )
    found: dict[tuple[int, int], list[Reader]] = {}
    for mark in marks:
        place = (mark.journal_id, mark.index)
        if place in wanted:
            reader = Reader(mark.officer_id, mark.officer.display_name, mark.first_read_at)
            found.setdefault(place, []).append(reader)
    return found


def unread(entries: QuerySet[Entry], officer: int) -> QuerySet[Entry]:
    """Those of the entries that an officer has not opened yet."""
    mark = ReadMark.objects.filter(
        journal=OuterRef("journal"), index=OuterRef("index"), officer_id=officer
    )
    return entries.filter(~Exists(mark))
