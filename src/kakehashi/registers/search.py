"""Finding an entry by any name, number or place, however it was typed.

The number of queries is the same in a register of ten entries and of a million: the index offers
candidates, the folded text decides, the best thousand are put in order, one page is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from kakehashi.core import entries
from kakehashi.core.lookup import BETWEEN_FIELDS, distinctive, fold, likeness, words
from kakehashi.core.standing import Register
from kakehashi.database.snapshot import reading
from kakehashi.registers import terms
from kakehashi.registers.models import Edition, Entry
from kakehashi.registers.queries import (
    NEWEST_FIRST,
    PublicEntry,
    public_entries,
    public_entry,
    serving,
)

MOST_FOUND: Final = 1_000
PAGE: Final = 25
MOST_ALIKE: Final = 3
ALIKE: Final = 0.4
_COMPARED: Final = 400
_PIECES: Final = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a search found; `is_more` says that there are more than `total`."""

    entries: tuple[PublicEntry, ...]
    total: int
    is_more: bool
    page: int
    last_page: int


NOTHING: Final = Found((), 0, is_more=False, page=1, last_page=1)


def search(
    agreement: str,
    register: Register,
    query: str,
    *,
    publisher: str,
    today: date,
    page: int = 1,
    size: int = PAGE,
) -> Found:
    """Search a register; without a word to look for, give the register itself, page by page.

    `publisher` is the party whose page it is: what it withholds is not found.
    """
    with reading():
        edition = serving(agreement)
        if edition is None:
            return NOTHING
        rows = public_entries(edition, register, publisher=publisher)
        wanted = words(query)
        if not wanted:
            return _leaf(agreement, rows, page=page, size=size, today=today)
        ids, is_more = _best(edition, register, rows, wanted, fold(query))
        last = max(1, -(-len(ids) // size))
        page = min(max(page, 1), last)
        shown = ids[(page - 1) * size : page * size]
        read = Entry.objects.in_bulk(shown)
        return Found(
            entries=tuple(public_entry(agreement, read[row], today=today) for row in shown),
            total=len(ids),
            is_more=is_more,
            page=page,
            last_page=last,
        )


def _leaf(agreement: str, rows: QuerySet[Entry], *, page: int, size: int, today: date) -> Found:
    total = rows.count()
    last = max(1, -(-total // size))
    page = min(max(page, 1), last)
    ids = list(rows.values_list("id", flat=True)[(page - 1) * size : page * size])
    read = Entry.objects.in_bulk(ids)
    return Found(
        entries=tuple(public_entry(agreement, read[row], today=today) for row in ids),
        total=total,
        is_more=False,
        page=page,
        last_page=last,
    )


def _best(
    edition: Edition,
    register: Register,
    rows: QuerySet[Entry],
    wanted: Sequence[str],
    whole: str,
) -> tuple[list[int], bool]:
    """Give the ids of what was found, best first, and whether there was more than that."""
    narrowed = rows.order_by().filter(
        _offered(terms.within(edition.pk, register, terms.all_of(wanted)))
    )
    for word in wanted:
        narrowed = narrowed.filter(_holds(word))
    columns = ("id", "folded_number", "sort", "search")
    found = list(narrowed.values_list(*columns)[: MOST_FOUND + 1])
    exact = list(rows.order_by().filter(folded_number=whole).values_list(*columns)[:PAGE])
    is_more = len(found) > MOST_FOUND
    ordered = sorted({row[0]: row for row in (*exact, *found[:MOST_FOUND])}.values(), key=_by_sort)
    if register in NEWEST_FIRST:
        ordered.reverse()
    ordered.sort(key=lambda row: _rank(row[1], row[3], whole))
    return [row[0] for row in ordered], is_more


def _by_sort(row: tuple[int, str, str, str]) -> tuple[str, int]:
    return row[2], row[0]


def _rank(number: str, text: str, whole: str) -> int:
    """The exact number, then an exact name, then what begins so, then the rest."""
    if number == whole:
        return 0
    fields = text.split(BETWEEN_FIELDS)
    if whole in fields:
        return 1
    return 2 if any(field.startswith(whole) for field in fields) else 3


def _holds(word: str) -> RawSQL:
    return RawSQL(terms.holds(), (word,), output_field=BooleanField())  # noqa: S611 - a constant


def _offered(query: str) -> Q:
    return Q(id__in=RawSQL(terms.candidates(), (query,)))  # noqa: S611 - a constant


def alike(
    agreement: str, register: Register, query: str, *, publisher: str, today: date
) -> tuple[PublicEntry, ...]:
    """Give the few entries whose names are near to what was typed and not found.

    Of three pieces of a name with two slips of the pen, one is whole.
    """
    whole = distinctive(query)
    length = -(-len(whole) // _PIECES)
    pieces = [whole[at : at + length] for at in range(0, len(whole), max(length, 1))]
    pieces = [piece for piece in pieces if len(piece) > 1]
    if not pieces:
        return ()
    with reading():
        edition = serving(agreement)
        if edition is None:
            return ()
        rows = public_entries(edition, register, publisher=publisher)
        offered = rows.order_by().filter(
            _offered(terms.within(edition.pk, register, terms.any_of(pieces)))
        )
        scored = [
            (max(likeness(whole, distinctive(field)) for field in text.split(BETWEEN_FIELDS)), row)
            for row, text in offered.values_list("id", "search")[:_COMPARED]
        ]
        best = [row for score, row in sorted(scored, reverse=True)[:MOST_ALIKE] if score >= ALIKE]
        read = Entry.objects.in_bulk(best)
        return tuple(public_entry(agreement, read[row], today=today) for row in best)


def measures_about(shown: PublicEntry, *, publisher: str, today: date) -> tuple[PublicEntry, ...]:
    """Find the public measures that name an entry's organization by a number, newest first."""
    numbers = {shown.number, *entries.identifiers(shown.record)}
    folded = [word for number in sorted(numbers) if len(word := fold(number)) > 1]
    if shown.register in NEWEST_FIRST or not folded:
        return ()
    with reading():
        edition = serving(shown.agreement)
        if edition is None:
            return ()
        rows = public_entries(edition, Register.MEASURES, publisher=publisher).filter(
            _offered(terms.within(edition.pk, Register.MEASURES, terms.any_of(folded)))
        )
        found = [public_entry(shown.agreement, row, today=today) for row in rows[:_COMPARED]]
        return tuple(one for one in found if numbers & set(entries.identifiers(one.record)))
