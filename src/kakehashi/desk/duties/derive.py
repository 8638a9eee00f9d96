"""Folding notices into the ledger of an edition: what a batch reaches is settled anew."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from kakehashi import node
from kakehashi.core.agreement import Source
from kakehashi.core.duties import learn, terms_for
from kakehashi.core.duty_facts import DutyOpened
from kakehashi.core.heard import Heard
from kakehashi.core.indicators import COUNTED, NOTHING, Bin, Counts, numbers, tallies
from kakehashi.core.ledger import Row, Status
from kakehashi.core.settling import settle_anew
from kakehashi.database.bulk import insert_rows
from kakehashi.desk.duties import home, keeping
from kakehashi.desk.models import DeskEdition, DutyRow, DutyTally

_STATED: Final = (
    "duty",
    "party",
    "notice",
    "item",
    "clause",
    "source",
    "kind",
    "status",
    "since",
    "due_on",
    "target_on",
    "ended_on",
    "ended_by",
    "accepted_on",
)
_COLUMNS: Final = (
    "edition_id",
    *_STATED,
    "deadline_on",
    "author",
    "generation",
    "seq",
    "opened_on",
)
_ALL_NOTHING: Final = dict.fromkeys(COUNTED, 0)
Stored = tuple[Any, ...]


def take(edition: DeskEdition, notices: Iterable[Heard]) -> frozenset[str]:
    """Fold notices that are not kept yet; gives those whose duties may have changed.

    Inside a transaction, which moves the watermark over them.
    """
    notices = list(notices)
    profile = node.profile(edition.agreement)
    facts = [fact for heard in notices for fact in learn(heard, terms_for(heard, profile))]
    keeping.keep(edition, facts)
    home.take(edition, notices)
    if not facts:
        return frozenset()
    anew = settle_anew(facts, keeping.Kept(edition))
    if anew.notices:
        _replace(edition, anew.notices, [_stored(edition, *made) for made in anew.rows])
    return anew.notices


def _replace(edition: DeskEdition, notices: Collection[str], made: Sequence[Stored]) -> None:
    """Put rows in place of those of the same notices, and count the difference."""
    before: dict[Stored, list[int]] = {}
    for some in keeping.in_slices(notices):
        rows = DutyRow.objects.filter(edition=edition, notice__in=some)
        for pk, *values in rows.values_list("id", *_COLUMNS):
            before.setdefault(tuple(map(_plain, values)), []).append(pk)
    new = []
    for values in made:
        if kept := before.get(values):
            kept.pop()
        else:
            new.append(values)
    gone = {values: pks for values, pks in before.items() if pks}
    for some_pks in keeping.in_slices(pk for pks in gone.values() for pk in pks):
        DutyRow.objects.filter(pk__in=some_pks).delete()
    insert_rows(DutyRow, _COLUMNS, new)
    _count(edition, new, [values for values, pks in gone.items() for _ in pks])


def _count(edition: DeskEdition, new: Iterable[Stored], gone: Iterable[Stored]) -> None:
    """Add what is new to the months, and take away what is gone."""
    change: dict[Bin, Counts] = {}
    for values in new:
        for key, counts in _tallies(edition, values):
            change[key] = change.get(key, NOTHING) + counts
    for values in gone:
        for key, counts in _tallies(edition, values):
            change[key] = change.get(key, NOTHING) + -counts
    rows = [
        (edition.pk, key.month.isoformat(), key.party, key.duty, key.source.value, *numbers(counts))
        for key, counts in change.items()
        if counts != NOTHING
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)
        if months := {key.month for key, counts in change.items() if min(numbers(counts)) < 0}:
            DutyTally.objects.filter(edition=edition, month__in=months, **_ALL_NOTHING).delete()


def _add() -> str:
    table = DutyTally._meta.db_table
    columns = ("edition_id", "month", "party", "duty", "source", *COUNTED)
    marks = ", ".join(["%s"] * len(columns))
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTED)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
        f" ON CONFLICT (edition_id, month, party, duty, source) DO UPDATE SET {sums}"
    )


_ADD: Final = _add()


def _stored(edition: DeskEdition, opening: DutyOpened, row: Row) -> Stored:
    return (
        edition.pk,
        row.duty,
        row.party,
        row.notice,
        row.item or "",
        row.clause,
        row.source.value,
        row.kind,
        row.status.value,
        row.since,
        row.due_on,
        row.target_on,
        row.ended_on,
        row.ended_by or "",
        row.accepted_on,
        row.deadline,
        opening.author,
        *opening.place,
        opening.day.isoformat(),
    )


def _tallies(edition: DeskEdition, values: Stored) -> Iterator[tuple[Bin, Counts]]:
    row, author = _row(edition.agreement, values[1:15]), values[16]
    return tallies(row, is_asked=author != row.party)


def rows_of(edition: DeskEdition, kept: QuerySet[DutyRow]) -> Iterator[Row]:
    """Read kept rows as the ledger has them."""
    for values in kept.values_list(*_STATED).iterator(2_000):
        yield _row(edition.agreement, tuple(map(_plain, values)))


def _row(agreement: str, values: Stored) -> Row:
    duty, party, notice, item, clause, source, kind, status, *days = values
    since, due_on, target_on, ended_on, ended_by, accepted_on = days
    return Row(
        agreement=agreement,
        duty=duty,
        party=party,
        notice=notice,
        item=item or None,
        clause=clause,
        source=Source(source),
        kind=kind,
        status=Status(status),
        since=since,
        due_on=due_on,
        target_on=target_on,
        ended_on=ended_on,
        ended_by=ended_by or None,
        accepted_on=accepted_on,
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - a column's value, its day as text
    return value.isoformat() if isinstance(value, date) else value
