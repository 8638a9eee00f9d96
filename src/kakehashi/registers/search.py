"""Finding an entry by any name, number or place, however it was typed.

The number of queries is the same in a register of ten entries and of a million: the index offers
candidates, the folded text decides, the best thousand are put in order, one page is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import chain
from operator import or_
from typing import Final

from django.db.models import Q, QuerySet

from kakehashi.core import entries
from kakehashi.core.lookup import BETWEEN_FIELDS, distinctive, fold, likeness, words
from kakehashi.core.standing import Register, Status
from kakehashi.database.snapshot import reading
from kakehashi.registers import terms
from kakehashi.registers.models import Entry
from kakehashi.registers.queries import (
    NEWEST_FIRST,
    PublicEntry,
    Showing,
    all_serving,
    public_entry,
    showing,
    showings,
)
from kakehashi.registers.watermarks import marks_of

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
    status: Status | None = None,
) -> Found:
    """Search a register; without a word to look for, give the register itself, page by page.

    `publisher` is the party whose page it is: what it withholds is not found. `status` narrows to
    entries of which this was decided last.
    """
    with reading():
        shown = showing(agreement, publisher)
        if shown is None:
            return NOTHING
        wanted = words(query)
        if wanted:
            ((ids, is_more),) = _best([(shown, register)], wanted, fold(query), status)
            total, numbers = len(ids), ids
        else:
            rows = _decided(shown, register, status)
            total, is_more = rows.count(), False
        last = max(1, -(-total // size))
        page = min(max(page, 1), last)
        window = slice((page - 1) * size, page * size)
        ids = numbers[window] if wanted else list(rows.values_list("id", flat=True)[window])
        return Found(_read([(agreement, ids)], today=today)[0], total, is_more, page, last)


def everywhere(
    agreements: Sequence[str], query: str, *, publisher: str, today: date, size: int
) -> list[tuple[str, Register, Found]]:
    """Search each register of some agreements for words: the first of each that has any.

    The same seven queries, however many agreements and registers.
    """
    wanted = words(query)
    if not wanted:
        return []
    with reading():
        places = [
            (shown, register) for shown in showings(agreements, publisher) for register in Register
        ]
        best = _best(places, wanted, fold(query), None)
        named = [(shown.agreement, register) for shown, register in places]
        first = [(name, ids[:size]) for (name, _), (ids, _) in zip(named, best, strict=True)]
        return [
            (name, register, Found(rows, len(ids), is_more, 1, max(1, -(-len(ids) // size))))
            for (name, register), (ids, is_more), rows in zip(
                named, best, _read(first, today=today), strict=True
            )
            if ids
        ]


def anywhere(
    agreements: Sequence[str], query: str, *, today: date, limit: int
) -> list[PublicEntry]:
    """Search all registers of some agreements: the best few of all, in four queries.

    For officers: also what their side withholds from its own pages.
    """
    wanted = words(query)
    if not wanted:
        return []
    with reading():
        editions = {edition.pk: edition for edition in all_serving(agreements)}
        if not editions:
            return []
        whole_of_it = terms.Place(marks_of(editions), [one.value for one in Register])
        (found,) = terms.offered(
            [whole_of_it], terms.all_of(wanted), words=wanted, limit=MOST_FOUND
        )
        whole = fold(query)
        ordered = sorted(found, key=lambda row: (_rank(row[1], row[3], whole), _by_sort(row)))
        rows = Entry.objects.in_bulk([row[0] for row in ordered[:limit]])
        return [
            public_entry(editions[row.edition_id].agreement, row, today=today)
            for row in (rows[found_row[0]] for found_row in ordered[:limit])
        ]


def _read(of: Sequence[tuple[str, Sequence[int]]], *, today: date) -> list[tuple[PublicEntry, ...]]:
    """Read entries of agreements by their ids: one query for all."""
    read = Entry.objects.in_bulk([row for _, ids in of for row in ids])
    return [
        tuple(public_entry(agreement, read[row], today=today) for row in ids)
        for agreement, ids in of
    ]


def _place(shown: Showing, register: Register) -> terms.Place:
    return terms.Place({shown.edition.pk: shown.read}, [register.value], shown.hidden)


def _decided(shown: Showing, register: Register, status: Status | None) -> QuerySet[Entry]:
    rows = shown.entries(register)
    return rows.filter(status=status.value) if status else rows


def _best(
    places: Sequence[tuple[Showing, Register]],
    wanted: Sequence[str],
    whole: str,
    status: Status | None,
) -> list[tuple[list[int], bool]]:
    """Give of each place the ids of what was found, best first, and whether there was more."""
    found = terms.offered(
        [_place(*place) for place in places],
        terms.all_of(wanted),
        words=wanted,
        status=status.value if status else "",
        limit=MOST_FOUND + 1,
    )
    same = _within(places).filter(folded_number=whole, **({"status": status} if status else {}))
    exact: dict[tuple[int, str], list[terms.Offered]] = {}
    rows = same.values_list("edition", "register", *_OFFERED)[: PAGE * len(places)]
    for edition, register, *row in rows:
        exact.setdefault((edition, register), []).append((row[0], row[1], row[2], row[3]))
    return [
        _in_order(register, exact.get((shown.edition.pk, register), []), some, whole)
        for (shown, register), some in zip(places, found, strict=True)
    ]


def _within(places: Sequence[tuple[Showing, Register]]) -> QuerySet[Entry]:
    """Give the public entries of some registers, in no order."""
    editions = {shown.edition.pk: shown for shown, _ in places}
    public = reduce(or_, (shown.public for shown in editions.values()), Q(pk__in=[]))
    return Entry.objects.filter(
        public, edition__in=list(editions), register__in={register for _, register in places}
    )


def _in_order(
    register: Register, exact: Sequence[terms.Offered], found: Sequence[terms.Offered], whole: str
) -> tuple[list[int], bool]:
    is_more = len(found) > MOST_FOUND
    ordered = sorted({row[0]: row for row in (*exact, *found[:MOST_FOUND])}.values(), key=_by_sort)
    if register in NEWEST_FIRST:
        ordered.reverse()
    ordered.sort(key=lambda row: _rank(row[1], row[3], whole))
    return [row[0] for row in ordered], is_more


_OFFERED: Final = ("id", "folded_number", "sort", "search")


def _by_sort(row: terms.Offered) -> tuple[str, int]:
    return row[2], row[0]


def _rank(number: str, text: str, whole: str) -> int:
    """The exact number, then an exact name, then what begins so, then the rest."""
    if number == whole:
        return 0
    fields = text.split(BETWEEN_FIELDS)
    if whole in fields:
        return 1
    return 2 if any(field.startswith(whole) for field in fields) else 3


def alike(
    agreements: Sequence[str],
    registers: Sequence[Register],
    query: str,
    *,
    publisher: str,
    today: date,
) -> tuple[PublicEntry, ...]:
    """Give the few entries of each register whose names are near to what was typed and not found.

    Of three pieces of a name with two slips of the pen, one is whole.
    """
    whole = distinctive(query)
    length = -(-len(whole) // _PIECES)
    pieces = [whole[at : at + length] for at in range(0, len(whole), max(length, 1))]
    pieces = [piece for piece in pieces if len(piece) > 1]
    if not pieces:
        return ()
    with reading():
        places = [
            (shown, register) for shown in showings(agreements, publisher) for register in registers
        ]
        offered = terms.offered(
            [_place(*place) for place in places], terms.any_of(pieces), limit=_COMPARED
        )
        best = [
            (shown.agreement, _most_alike(whole, some))
            for (shown, _), some in zip(places, offered, strict=True)
        ]
        return tuple(chain.from_iterable(_read(best, today=today)))


def _most_alike(whole: str, offered: Sequence[terms.Offered]) -> list[int]:
    scored = [
        (max(likeness(whole, distinctive(field)) for field in text.split(BETWEEN_FIELDS)), row)
        for row, _, _, text in offered
    ]
    return [row for score, row in sorted(scored, reverse=True)[:MOST_ALIKE] if score >= ALIKE]


def numbered(
    wanted: Sequence[tuple[str, str]],
    registers: Sequence[Register],
    *,
    publisher: str,
    today: date,
) -> tuple[PublicEntry, ...]:
    """Give the entries shown in some registers by (agreement, number), in the order of these."""
    with reading():
        places = [
            (shown, register)
            for shown in showings(list(dict(wanted)), publisher)
            for register in registers
        ]
        names = {shown.edition.pk: shown.agreement for shown, _ in places}
        found: dict[tuple[str, str], list[PublicEntry]] = {}
        for row in _within(places).filter(number__in={number for _, number in wanted}):
            name = names[row.edition_id]
            one = public_entry(name, row, today=today)
            found.setdefault((name, row.number), []).append(one)
        return tuple(entry for place in wanted for entry in found.get(place, ()))


def measures_about(shown: PublicEntry, *, publisher: str, today: date) -> tuple[PublicEntry, ...]:
    """Find the public measures that name an entry's organization by a number, newest first."""
    numbers = {shown.number, *entries.identifiers(shown.record)}
    folded = [word for number in sorted(numbers) if len(word := fold(number)) > 1]
    if shown.register in NEWEST_FIRST or not folded:
        return ()
    with reading():
        pages = showing(shown.agreement, publisher)
        if pages is None:
            return ()
        (offered,) = terms.offered(
            [_place(pages, Register.MEASURES)], terms.any_of(folded), limit=_COMPARED
        )
        newest = [row[0] for row in sorted(offered, key=_by_sort, reverse=True)]
        (found,) = _read([(shown.agreement, newest)], today=today)
        return tuple(one for one in found if numbers & set(entries.identifiers(one.record)))
