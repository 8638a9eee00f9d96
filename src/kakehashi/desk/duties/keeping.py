"""Facts about duties in their tables: kept a batch at a time, and found again by what they name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import islice
from typing import Final, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet

from kakehashi.core.duty_facts import (
    DutyEnded,
    DutyFact,
    DutyOpened,
    Receipt,
    Response,
    Withdrawal,
)
from kakehashi.core.fact_lines import (
    ANSWERED,
    DAYS,
    ENDED,
    LETTER,
    OPENED,
    WITHDRAWN,
    Line,
    fact_of,
    lines,
)
from kakehashi.core.said import LetterCounts
from kakehashi.core.settling import DaysFact
from kakehashi.core.target_days import Agreed, Confirmed, Proposed
from kakehashi.database.bulk import insert_rows
from kakehashi.desk.models import DeskEdition, DutyDays, DutyLine, DutyReceipt, DutyRow

AT_ONCE: Final = 800
"""Names in one `IN`, below what either database takes."""

_LINE: Final = ("edition_id", "what", "about", "by", "duty", "on", "text")
_Name = TypeVar("_Name", str, int)
_Span = tuple[str, str, int]
"""Whose receipts of which journal: party, author, generation."""


def keep(edition: DeskEdition, facts: Iterable[DutyFact]) -> None:
    """Keep the facts of a batch."""
    told = list(facts)
    written = [line for fact in told for line in lines(fact)]
    insert_rows(
        DutyLine,
        _LINE,
        [
            (edition.pk, *line[:4], line.on.isoformat() if line.on else None, line.text)
            for line in written
            if line.what not in DAYS
        ],
    )
    for line in written:
        if line.what in DAYS:
            DutyDays.objects.create(
                edition=edition, what=line.what, notice=line.about, text=line.text
            )
    _keep_receipts(edition, [fact for fact in told if isinstance(fact, Receipt)])


def _keep_receipts(edition: DeskEdition, receipts: Sequence[Receipt]) -> None:
    """Keep receipts that say of some entry an earlier day than those kept, and only these."""
    for (party, author, generation), new in _spans(receipts).items():
        least, first = min(one.size for one in new), min(one.day for one in new)
        near = DutyReceipt.objects.filter(
            edition=edition, party=party, author=author, generation=generation
        ).filter(Q(size__gte=least) | Q(day__gte=first))
        before = set(near.values_list("size", "day"))
        after = set(_stairs(before | {(one.size, one.day) for one in new}))
        if gone := before - after:
            near.filter(size__in=[size for size, _ in gone]).delete()
        columns = ("edition_id", "author", "generation", "party", "size", "day")
        stated = [
            (edition.pk, author, generation, party, size, day.isoformat())
            for size, day in sorted(after - before)
        ]
        insert_rows(DutyReceipt, columns, stated)


def _stairs(receipts: Iterable[tuple[int, date]]) -> Iterator[tuple[int, date]]:
    """Leave out each receipt of no more entries on no earlier day than another."""
    earliest: date | None = None
    for size, day in sorted(receipts, key=lambda one: (-one[0], one[1])):
        if earliest is None or day < earliest:
            yield size, day
            earliest = day


def _spans(receipts: Iterable[Receipt]) -> dict[_Span, list[Receipt]]:
    found: dict[_Span, list[Receipt]] = defaultdict(list)
    for one in receipts:
        found[one.party, one.author, one.generation].append(one)
    return found


class Kept:
    """The facts and rows of an edition, as `core.settling` asks for them."""

    def __init__(self, edition: DeskEdition) -> None:
        self._edition = edition

    def openings(self, notices: AbstractSet[str]) -> Collection[DutyOpened]:
        """Openings by their notice or an alias."""
        found = self._found([OPENED], "about", notices)
        return {fact for fact in found if isinstance(fact, DutyOpened)}

    def endings(self, openings: AbstractSet[str]) -> Collection[DutyEnded | Response]:
        """Endings and answers by what they end or answer."""
        found = self._found([ENDED, ANSWERED], "about", openings)
        return [fact for fact in found if isinstance(fact, DutyEnded | Response)]

    def endings_by(self, notices: AbstractSet[str]) -> Collection[DutyEnded | Response]:
        """Endings and answers by who says them."""
        found = self._found([ENDED, ANSWERED], "by", notices)
        return [fact for fact in found if isinstance(fact, DutyEnded | Response)]

    def letters(self, letters: AbstractSet[str]) -> Collection[LetterCounts]:
        """Confirmations of letters."""
        found = self._found([LETTER], "about", letters)
        return [fact for fact in found if isinstance(fact, LetterCounts)]

    def letters_by(self, notices: AbstractSet[str]) -> Collection[LetterCounts]:
        """Confirmations by who says them."""
        found = self._found([LETTER], "by", notices)
        return [fact for fact in found if isinstance(fact, LetterCounts)]

    def withdrawals(self, notices: AbstractSet[str]) -> Collection[Withdrawal]:
        """Withdrawals of notices."""
        found = self._found([WITHDRAWN], "about", notices)
        return [fact for fact in found if isinstance(fact, Withdrawal)]

    def _found(
        self, whats: Sequence[str], column: str, notices: AbstractSet[str]
    ) -> Iterator[DutyFact]:
        name = connection.ops.quote_name
        columns = ", ".join(map(name, ("what", "about", "by", "text")))
        for some in in_slices(notices):
            asked = (
                f"SELECT {columns} FROM {DutyLine._meta.db_table} WHERE edition_id = %s"  # noqa: S608 - our own names
                f" AND {name(column)} IN ({_marks(some)}) AND what IN ({_marks(whats)})"
            )
            with connection.cursor() as cursor:
                cursor.execute(asked, [self._edition.pk, *some, *whats])
                for what, about, by, text in cursor.fetchall():
                    yield fact_of(Line(what, about, by, "", None, text))

    def days(self) -> Collection[DaysFact]:
        """All targets and calendars: few."""
        rows = DutyDays.objects.filter(edition=self._edition).values_list("what", "notice", "text")
        facts = (fact_of(Line(what, notice, notice, "", None, text)) for what, notice, text in rows)
        return [fact for fact in facts if isinstance(fact, Proposed | Agreed | Confirmed)]

    def receipts(self, openings: Collection[DutyOpened]) -> Collection[Receipt]:
        """The first receipt that covers each opening, and those between."""
        seqs: dict[_Span, list[int]] = defaultdict(list)
        for one in openings:
            if one.paper is None and one.author != one.party:
                seqs[one.party, one.author, one.place[0]].append(one.place[1])
        found: list[Receipt] = []
        for (party, author, generation), wanted in seqs.items():
            rows = self._stairs(party, author, generation).filter(size__gt=min(wanted))
            stairs = rows.order_by("size").values_list("size", "day")
            last = max(wanted)
            for size, day in stairs[:1] if last == min(wanted) else stairs.iterator(AT_ONCE):
                found.append(Receipt(party, author, generation, size, day))
                if size > last:
                    break
        return found

    def _stairs(self, party: str, author: str, generation: int) -> QuerySet[DutyReceipt]:
        return DutyReceipt.objects.filter(
            edition=self._edition, party=party, author=author, generation=generation
        )

    def received_later(self, receipts: Collection[Receipt]) -> AbstractSet[str]:
        """Notices that one of these covers, received on a later day so far, or not yet."""
        named: set[str] = set()
        for (party, author, generation), new in _spans(receipts).items():
            size, day = max(one.size for one in new), min(one.day for one in new)
            rows = DutyRow.objects.filter(
                edition=self._edition,
                author=author,
                party=party,
                generation=generation,
                seq__lt=size,
            ).order_by()
            named |= set(rows.filter(since__isnull=True).values_list("notice", flat=True))
            named |= set(rows.filter(since__gt=day).values_list("notice", flat=True))
        return named

    def begun_from(self, duties: Mapping[str, date]) -> AbstractSet[str]:
        """Notices that opened a duty on a day or later; seldom asked, and read in full."""
        wanted = Q()
        for duty, day in duties.items():
            wanted |= Q(duty=duty, on__gte=day)
        rows = DutyLine.objects.filter(wanted, edition=self._edition, what=OPENED)
        return set(rows.values_list("about", flat=True))

    def counted_in(self, years: AbstractSet[tuple[str, int]]) -> AbstractSet[str]:
        """Notices with a target counted through a year; seldom asked, and read in full."""
        wanted = Q()
        for party, year in years:
            first, last = date(year, 1, 1), date(year, 12, 31)
            wanted |= Q(party=party, since__lte=last, target_on__gte=first)
        rows = DutyRow.objects.filter(wanted, edition=self._edition)
        return set(rows.values_list("notice", flat=True))


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def in_slices(names: Iterable[_Name]) -> Iterator[list[_Name]]:
    """Cut names or keys into what one statement takes."""
    left = iter(names)
    while some := list(islice(left, AT_ONCE)):
        yield some
