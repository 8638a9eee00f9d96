"""What an officer finds: notices by words, kind and days, cases, searches kept; fixed queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from django.db.models import Q, QuerySet

from kakehashi.core.lookup import fold, words
from kakehashi.desk import sought
from kakehashi.desk.cases.queries import serving
from kakehashi.desk.models import Case, Dealing, SavedSearch

A_PAGE: Final = 25
MOST_SAVED: Final = 30
_UUID: Final = 36

Reach = Mapping[str, frozenset[str] | None]
"""What an officer may read: the clauses of each agreement, None for all of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; what is empty does not matter.

    `since` and `until` are seconds since the epoch, the end excluded.
    """

    text: str = ""
    agreement: str = ""
    kind: str = ""
    party: str = ""
    since: int | None = None
    until: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return self == Asked(agreement=self.agreement)


@dataclass(frozen=True, slots=True)
class Found:
    """Notices with the agreement of each, and the cases that they belong to."""

    notices: tuple[Dealing, ...]
    cases: tuple[Case, ...]
    is_more: bool


def find(asked: Asked, reach: Reach) -> Found:
    """Find notices and their cases within what an officer may read: at most five queries."""
    within = {
        name: clauses
        for name, clauses in reach.items()
        if not asked.agreement or name == asked.agreement
    }
    editions = {edition.pk: edition for edition in serving(within).values()}
    readable = {pk: within[edition.agreement] for pk, edition in editions.items()}
    rows = _by_words(asked, readable) if asked.text else _by_days(asked, readable)
    for row in rows:
        row.edition = editions[row.edition_id]
    notices = tuple(rows[:A_PAGE])
    return Found(notices, _cases(asked, notices, readable), len(rows) > A_PAGE)


def _by_words(asked: Asked, readable: Mapping[int, frozenset[str] | None]) -> list[Dealing]:
    """Find by the words of public texts; by its reference any notice."""
    wanted = words(asked.text)
    kinds = [asked.kind] if asked.kind else []
    hits = sought.found(readable, wanted, kinds=kinds, limit=_most(asked))
    places = Q(pk__in=[])
    for edition in readable:
        jtis = [jti for of, jti, _ in hits if of == edition]
        if len(asked.text.strip()) == _UUID:
            jtis.append(asked.text.strip().lower())
        if jtis:
            places |= Q(edition=edition, jti__in=jtis)
    rows = _filtered(Dealing.objects.filter(places), asked, readable)
    return list(rows.order_by("-issued_at", "-place")[: A_PAGE + 1])


def _most(asked: Asked) -> int:
    """How many hits are looked at: more where days or a side still narrow them."""
    return A_PAGE + 1 if asked == Asked(asked.text, asked.agreement, asked.kind) else 40 * A_PAGE


def _by_days(asked: Asked, readable: Mapping[int, frozenset[str] | None]) -> list[Dealing]:
    if asked.is_empty:
        return []
    rows = _filtered(Dealing.objects.filter(edition__in=list(readable)), asked, readable)
    return list(rows.order_by("-issued_at", "-place")[: A_PAGE + 1])


def _filtered(
    rows: QuerySet[Dealing], asked: Asked, readable: Mapping[int, frozenset[str] | None]
) -> QuerySet[Dealing]:
    """Keep what was asked for, and of it what the officer may read."""
    seen = Q(pk__in=[])
    whole = [pk for pk, clauses in readable.items() if clauses is None]
    if whole:
        seen |= Q(edition__in=whole)
    for pk, clauses in readable.items():
        if clauses is not None:
            seen |= Q(edition=pk, clause__in=sorted(clauses))
    rows = rows.filter(seen)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.party:
        rows = rows.filter(party=asked.party)
    if asked.since is not None:
        rows = rows.filter(issued_at__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(issued_at__lt=asked.until)
    return rows


def _cases(
    asked: Asked,
    notices: Sequence[Dealing],
    readable: Mapping[int, frozenset[str] | None],
) -> tuple[Case, ...]:
    """Give the cases of what was found, and those about a public number that was typed.

    Only under agreements that the officer reads whole.
    """
    matters = {one.matter for one in notices if one.matter}
    about = Q(matter__in=matters)
    if fold(asked.text):
        about |= Q(subject=asked.text.strip())
    whole = [pk for pk, clauses in readable.items() if clauses is None]
    found = Case.objects.filter(about, edition__in=whole).order_by("-last_at", "matter")
    return tuple(found[:A_PAGE])


def saved(officer: int) -> list[SavedSearch]:
    """Give the searches that an officer keeps, by name."""
    return list(SavedSearch.objects.filter(officer=officer).order_by("name")[:MOST_SAVED])


class TooMany(Exception):
    """An officer keeps no more than `MOST_SAVED` searches."""


def keep_search(officer: int, *, name: str, asked: str, now: datetime) -> None:
    """Keep a search under a name; one of that name is replaced."""
    is_new = not SavedSearch.objects.filter(officer=officer, name=name).exists()
    if is_new and SavedSearch.objects.filter(officer=officer).count() >= MOST_SAVED:
        raise TooMany
    SavedSearch.objects.update_or_create(
        officer_id=officer, name=name, defaults={"asked": asked, "saved_at": now}
    )


def drop_search(officer: int, search: int) -> bool:
    """Delete a search of this officer's own; say whether there was one."""
    return bool(SavedSearch.objects.filter(officer=officer, pk=search).delete()[0])


def day_bounds(
    first: date | None, last: date | None, zone: tzinfo
) -> tuple[int | None, int | None]:
    """Give days as seconds: the first's beginning, and the end of the last, in a zone."""

    def at(day: date) -> int:
        return int(datetime.combine(day, time(), zone).timestamp())

    since = at(first) if first else None
    return since, at(last + timedelta(days=1)) if last else None
