"""The ledger of duties as pages and digests read it: a fixed number of queries, whatever its size.

A board is one list of rows, ordered by a day and cut after a place in it; how many there are is
counted from the open rows, how it went from the counts by month.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Sum

from kakehashi.core.agreement import Source
from kakehashi.core.indicators import ACCEPT_WITHIN, COUNTED, NOTHING, Counts, Pending
from kakehashi.core.target_days import Confirmed
from kakehashi.database.snapshot import reading
from kakehashi.desk.duties.derive import rows_of as ledger_of
from kakehashi.desk.duties.keeping import Kept
from kakehashi.desk.models import DeskEdition, DutyRow, DutyTally

A_PAGE: Final = 25
SOON: Final = timedelta(days=7)


class Show(StrEnum):
    """Which rows a board shows; the last ones are the lists behind figures."""

    LATE = "late"
    SOON = "soon"
    OURS = "ours"
    THEIRS = "theirs"
    ALL = "all"
    ENDED = "ended"
    ASKED = "asked"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    ANSWERED = "answered"
    IN_TIME = "in-time"
    NOT_IN_TIME = "not-in-time"


OPEN: Final = frozenset({Show.LATE, Show.SOON, Show.OURS, Show.THEIRS, Show.ALL})
BEHIND_FIGURES: Final = frozenset(set(Show) - OPEN - {Show.ENDED})
"""Lists of what the other side's notices asked for, by the day of their receipt."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board is asked for.

    `clauses` are, by agreement, those that may be read (None: all); `us` is our party's code.
    `from_on` and `until_on` bound the day from which a duty is owed.
    """

    us: str
    today: date
    clauses: Mapping[str, frozenset[str] | None]
    show: Show = Show.LATE
    agreement: str = ""
    clause: str = ""
    duty: str = ""
    party: str = ""
    source: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a page begins: after the row of this id, which has this day."""

    day: date
    id: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, by their agreements, and where the next page begins (None: there is none)."""

    rows: Sequence[tuple[str, DutyRow]]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How many duties of one sort are open, late, and due within seven days."""

    agreement: str
    party: str
    duty: str
    source: Source
    open: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class Month:
    """What was counted in a month (its first day) under one agreement, of one party."""

    agreement: str
    party: str
    source: Source
    month: date
    counts: Counts


def editions(agreements: Collection[str]) -> dict[int, str]:
    """Give the serving editions of agreements."""
    serving = DeskEdition.objects.filter(
        agreement__in=agreements, state=DeskEdition.State.SERVING
    ).values_list("id", "agreement")
    return dict(serving)


def board(asked: Asked, after: Place | None = None, *, most: int = A_PAGE) -> Page:
    """Give one page of what is asked: two queries."""
    with reading():
        serving = editions([asked.agreement] if asked.agreement else list(asked.clauses))
        return _page(asked, serving, after, most)


def boards(asked: Sequence[Asked], *, most: int = A_PAGE) -> list[Page]:
    """Give the first page of each that is asked, of the same agreements: a query each, and one."""
    with reading():
        serving = editions({name for one in asked for name in one.clauses})
        return [_page(one, serving, None, most) for one in asked]


def _page(asked: Asked, serving: Mapping[int, str], after: Place | None, most: int) -> Page:
    rows, order = _ordered(_asked_rows(asked, serving), asked.show)
    if after is not None:
        rows = rows.filter(_beyond(order, after))
    found = list(rows[: most + 1])
    page = [(serving[row.edition_id], row) for row in found[:most]]
    if len(found) <= most:
        return Page(page, None)
    last = found[most - 1]
    return Page(page, Place(getattr(last, order.removeprefix("-")), last.pk))


def _asked_rows(asked: Asked, serving: Mapping[int, str]) -> QuerySet[DutyRow]:
    rows = _of_editions(asked, serving).filter(_shown(asked))
    named = {"clause": asked.clause, "duty": asked.duty, "party": asked.party}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    if asked.source:
        rows = rows.filter(source=asked.source)
    if asked.from_on is not None:
        rows = rows.filter(since__gte=asked.from_on)
    if asked.until_on is not None:
        rows = rows.filter(since__lte=asked.until_on)
    return rows


def _of_editions(asked: Asked, serving: Mapping[int, str]) -> QuerySet[DutyRow]:
    """Rows of the editions that serve.

    Where a list is short or of all agreements, its own order leads to the rows; for SQLite that
    needs the edition to be no plain column, or it reads whole editions and sorts them.
    """
    name = "edition"
    rows = DutyRow.objects.all()
    if asked.show in OPEN - {Show.OURS} or (len(serving) > 1 and asked.show is Show.ENDED):
        name, rows = "of_edition", rows.alias(of_edition=F("edition_id") + 0)
    return rows.filter(_readable(asked, serving, name))


def _readable(asked: Asked, serving: Mapping[int, str], name: str = "edition") -> Q:
    """The condition on rows that the reader may see: whole agreements, or some of their clauses."""
    whole = [pk for pk, name in serving.items() if asked.clauses.get(name, frozenset()) is None]
    found = Q(**{f"{name}__in": whole})
    for pk, agreement in serving.items():
        if clauses := asked.clauses.get(agreement):
            found |= Q(**{name: pk, "clause__in": sorted(clauses)})
    return found


def _shown(asked: Asked) -> Q:
    today, week = asked.today, asked.today + SOON
    is_open, accepted = Q(ended_on__isnull=True), Q(accepted_on__lte=F("since") + ACCEPT_WITHIN)
    in_time = Q(ended_on__lte=F("deadline_on"))
    begun = Q(since__isnull=False) & ~Q(author=F("party")) & ~Q(status="withdrawn")
    dated = begun & Q(deadline_on__isnull=False) & ~Q(status="lifted")
    due = Q(since__lt=today - ACCEPT_WITHIN)
    return {
        Show.LATE: is_open & Q(deadline_on__lt=today),
        Show.SOON: is_open & Q(deadline_on__gte=today, deadline_on__lte=week),
        Show.OURS: is_open & Q(party=asked.us),
        Show.THEIRS: is_open & ~Q(party=asked.us),
        Show.ALL: is_open,
        Show.ENDED: Q(ended_on__isnull=False),
        Show.ASKED: begun,
        Show.ACCEPTED: begun & accepted,
        Show.NOT_ACCEPTED: begun & ~accepted & (Q(accepted_on__isnull=False) | due),
        Show.ANSWERED: begun & Q(ended_on__isnull=False) & ~Q(status="lifted"),
        Show.IN_TIME: dated & in_time,
        Show.NOT_IN_TIME: dated & ~in_time & (Q(ended_on__isnull=False) | Q(deadline_on__lt=today)),
    }[asked.show]


def _ordered(rows: QuerySet[DutyRow], show: Show) -> tuple[QuerySet[DutyRow], str]:
    """Order rows by the day that matters; gives its column, with a minus if the last is first."""
    if show in {Show.LATE, Show.SOON}:
        return rows.order_by("deadline_on", "id"), "deadline_on"
    if show in OPEN:
        return rows.order_by("opened_on", "id"), "opened_on"
    if show is Show.ENDED:
        return rows.order_by("-ended_on", "-id"), "-ended_on"
    return rows.order_by("-since", "-id"), "-since"


def _beyond(order: str, after: Place) -> Q:
    """The condition on rows that come after a place."""
    column = order.removeprefix("-")
    way = "lt" if order.startswith("-") else "gt"
    further = {f"{column}__{way}": after.day}
    return Q(**further) | Q(**{column: after.day, f"id__{way}": after.id})


def standings(asked: Asked) -> list[Standing]:
    """Count the open duties by agreement, party, duty and source: two queries."""
    today, week = asked.today, asked.today + SOON
    with reading():
        serving = editions(list(asked.clauses))
        rows = DutyRow.objects.filter(_readable(asked, serving), ended_on__isnull=True)
        counted = rows.values_list("edition", "party", "duty", "source").annotate(
            open=Count("id"),
            late=Count("id", filter=Q(deadline_on__lt=today)),
            soon=Count("id", filter=Q(deadline_on__gte=today, deadline_on__lte=week)),
        )
        found = list(counted.order_by("edition", "duty", "party", "source"))
    return [
        Standing(serving[pk], party, duty, Source(source), *numbers)
        for pk, party, duty, source, *numbers in found
    ]


def months(asked: Asked, duties: Collection[tuple[str, str]] | None = None) -> list[Month]:
    """Give what was counted from month to month, by agreement, party and source: two queries.

    `from_on` and `until_on` bound the months; `duties` are the (agreement, duty) that may be
    counted, where not all of an agreement may be read.
    """
    with reading():
        serving = editions([asked.agreement] if asked.agreement else list(asked.clauses))
        rows = DutyTally.objects.filter(edition__in=list(serving))
        if asked.from_on is not None:
            rows = rows.filter(month__gte=asked.from_on)
        if asked.until_on is not None:
            rows = rows.filter(month__lte=asked.until_on)
        if duties is not None:
            rows = rows.filter(_of_duties(serving, duties))
        summed = rows.values_list("edition", "party", "source", "month").annotate(
            **{f"all_{name}": Sum(name) for name in COUNTED}
        )
        found = list(summed.order_by("month", "edition", "party", "source"))
    return [
        Month(serving[pk], party, Source(source), month, Counts(*numbers))
        for pk, party, source, month, *numbers in found
    ]


def _of_duties(serving: Mapping[int, str], duties: Collection[tuple[str, str]]) -> Q:
    found = Q(duty__in=[])
    for pk, name in serving.items():
        if mine := sorted(duty for agreement, duty in duties if agreement == name):
            found |= Q(edition=pk, duty__in=mine)
    return found


def pending(asked: Asked) -> dict[tuple[str, str], Pending]:
    """Count, by agreement and party, what no figure can judge yet: two queries."""
    today = asked.today
    with reading():
        serving = editions([asked.agreement] if asked.agreement else list(asked.clauses))
        begun = Q(ended_on__isnull=True, since__isnull=False) & ~Q(author=F("party"))
        rows = DutyRow.objects.filter(_readable(asked, serving), begun)
        if asked.from_on is not None:
            rows = rows.filter(since__gte=asked.from_on)
        counted = rows.values_list("edition", "party").annotate(
            to_accept=Count(
                "id", filter=Q(accepted_on__isnull=True, since__gte=today - ACCEPT_WITHIN)
            ),
            to_answer=Count("id", filter=Q(deadline_on__gte=today)),
        )
        found = list(counted.order_by())
    return {
        (serving[pk], party): Pending(to_accept, to_answer)
        for pk, party, to_accept, to_answer in found
    }


def not_missed_yet(asked: Asked, month: date) -> int:
    """Count the open duties whose day is still to come within a month (its first day)."""
    following = (month + timedelta(days=32)).replace(day=1)
    with reading():
        serving = editions([asked.agreement] if asked.agreement else list(asked.clauses))
        of_any_day = replace(asked, show=Show.ALL, from_on=None, until_on=None)
        rows = _asked_rows(of_any_day, serving)
        return rows.filter(deadline_on__gte=asked.today, deadline_on__lt=following).count()


def rows_of(agreement: str, notices: Collection[str]) -> list[DutyRow]:
    """Give the duties that notices opened, the earliest due first."""
    serving = editions([agreement])
    rows = DutyRow.objects.filter(edition__in=list(serving), notice__in=list(notices))
    return list(rows.order_by(F("deadline_on").asc(nulls_last=True), "opened_on", "id"))


def late(agreement: str, today: date) -> list[DutyRow]:
    """Give the duties under an agreement whose day has passed, the oldest first."""
    serving = editions([agreement])
    rows = DutyRow.objects.filter(
        edition__in=list(serving), ended_on__isnull=True, deadline_on__lt=today
    )
    return list(rows.order_by("deadline_on", "id"))


def ledger_rows(edition: DeskEdition) -> Iterator[bytes]:
    """Give an edition's ledger as both nodes must have it: canonical JSON, in no order."""
    with reading():
        for row in ledger_of(edition, DutyRow.objects.filter(edition=edition)):
            yield row.encoded()


def added(counted: Sequence[Month]) -> Counts:
    """Add up what was counted."""
    return sum((one.counts for one in counted), NOTHING)


def calendars(agreement: str) -> list[Confirmed]:
    """Give the calendars by which working days are counted: each side's latest of each year."""
    latest: dict[tuple[str, int], Confirmed] = {}
    with reading():
        for pk in editions([agreement]):
            kept = Kept(DeskEdition(pk=pk))
            confirmed = [one for one in kept.days() if isinstance(one, Confirmed)]
            gone = {
                (one.author, one.notice)
                for one in kept.withdrawals({calendar.notice for calendar in confirmed})
            }
            for one in confirmed:
                key = (one.party, one.calendar.year)
                if (one.party, one.notice) in gone:
                    continue
                if key not in latest or latest[key].place < one.place:
                    latest[key] = one
    return sorted(latest.values(), key=lambda one: (-one.calendar.year, one.party))
