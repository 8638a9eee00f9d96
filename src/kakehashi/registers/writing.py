"""Rows of the registers, written set by set: a fixed number of statements, whatever the batch."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from kakehashi.core import entries
from kakehashi.core.notices.payload import Decided
from kakehashi.core.projection import Mended, Published, Received, place
from kakehashi.core.standing import (
    Content,
    Key,
    Phase,
    Register,
    Said,
    Standing,
    Status,
    Step,
    What,
)
from kakehashi.registers import terms
from kakehashi.registers.models import (
    FOR_EVER,
    Change,
    Edition,
    Entry,
    Mend,
    Publication,
    Receipt,
)

NUMBERS_AT_ONCE: Final = 400
"""Keys in one `IN`, well below what either database takes."""

EntryRows = QuerySet[Entry]
Stored = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is kept: its row, under what it is indexed, where it stands."""

    id: int
    edition_id: int
    register: str
    search: str
    standing: Standing


_encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode


def text(value: Content | Sequence[object]) -> str:
    """Write JSON in the one form of RFC 8785 (its values come from a notice's own types)."""
    return _encode(value)


def json_of(written: str) -> dict[str, object]:
    """Read what `text` wrote of a record."""
    return dict(json.loads(written))


def _phases(standing: Standing) -> str:
    return text(
        [
            [p.status, p.from_on.isoformat(), _iso(p.until_on), p.place, p.at_latest]
            for p in standing.phases
        ]
    )


def _phase(values: tuple[str, str, str | None, int, bool]) -> Phase:
    status, from_on, until_on, at, at_latest = values
    until = date.fromisoformat(until_on) if until_on else None
    return Phase(Status(status), date.fromisoformat(from_on), until, at, at_latest)


def standing_of(entry: Entry) -> Standing:
    """Read a row's standing."""
    return Standing(
        key=Key(Register(entry.register), entry.party, entry.number),
        record=json.loads(entry.record),
        phases=tuple(_phase(phase) for phase in json.loads(entry.phases)),
        jti=entry.jti,
        place=entry.place,
        is_public=entry.is_public,
        former=tuple(json.loads(entry.former)),
    )


def kept_of(row: Entry) -> Kept:
    """Read a row as it is kept."""
    return Kept(row.id, row.edition_id, row.register, row.search, standing_of(row))


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row of `Entry` as it is written; `since` is the place from which it is visible."""

    id: int
    edition_id: int
    register: str
    search: str
    standing: Standing
    since: int

    def values(self) -> tuple[Stored, ...]:
        """Its values in the order of `_ENTRY`."""
        standing = self.standing
        key = standing.key
        return (
            self.id,
            self.edition_id,
            self.register,
            key.party,
            key.number,
            entries.folded_number(standing),
            entries.sort_text(standing),
            entries.name(standing.record),
            standing.latest.status.value,
            standing.is_public,
            self.since,
            FOR_EVER,
            standing.place,
            standing.jti,
            self.search,
            text(standing.former),
            _phases(standing),
            text(standing.record),
        )


_ENTRY: Final = (
    "id, edition_id, register, party, number, folded_number, sort, name, status, is_public,"
    " since_place, until_place, place, jti, search, former, phases, record"
)
_CHANGE: Final = (
    "edition_id, register, party, number, place, what, jti, kind, clause, issued_at, decided_on,"
    " decided_by, effective_on, entered_later, is_public, from_on, until_on, content,"
    " letter"
)


def _insert(table: str, columns: str, rows: Sequence[tuple[Stored, ...]], terms: str = "") -> None:
    """Write rows of one table; with `terms`, their last value is that expression's."""
    if not rows:
        return
    count = columns.count(",") + 1
    marks = ", ".join(["%s"] * count)
    named, given = (f"{columns}, terms", f"{marks}, {terms}") if terms else (columns, marks)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({given})", rows)  # noqa: S608 - names of our own


def insert_entries(
    edition: Edition, standings: Sequence[tuple[int | None, Standing]], *, since: int | None = None
) -> None:
    """Write entries and their index; a given id is kept, the others are new."""
    new = iter(_new_ids(sum(row is None for row, _ in standings)))
    rows = [
        EntryRow(
            id=next(new) if row is None else row,
            edition_id=edition.pk,
            register=standing.key.register.value,
            search=entries.search_text(standing) if standing.is_public else "",
            standing=standing,
            since=standing.place if since is None else since,
        )
        for row, standing in standings
    ]
    if connection.vendor == "sqlite":
        _insert("registers_entry", _ENTRY, [row.values() for row in rows])
        terms.add(rows)
    else:
        given = [(*row.values(), terms.indexed(row)) for row in rows]
        _insert("registers_entry", _ENTRY, given, "array_to_tsvector(string_to_array(%s, ' '))")


def _new_ids(count: int) -> Sequence[int]:
    """Reserve ids for rows; under the write lock nobody else does."""
    if not count:
        return ()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'registers_entry'")
            last = (cursor.fetchone() or (0,))[0]
            return range(last + 1, last + 1 + count)
        cursor.execute(
            "SELECT nextval('registers_entry_id_seq') FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def kept(edition: Edition, keys: Iterable[Key]) -> dict[Key, Kept]:
    """Read how the entries stand that a batch touches."""
    wanted = set(keys)
    numbers = sorted({key.number for key in wanted})
    found: dict[Key, Kept] = {}
    for start in range(0, len(numbers), NUMBERS_AT_ONCE):
        for row in Entry.objects.filter(
            edition=edition,
            number__in=numbers[start : start + NUMBERS_AT_ONCE],
            until_place=FOR_EVER,
        ):
            one = kept_of(row)
            if one.standing.key in wanted:
                found[one.standing.key] = one
    return found


def write_standings(
    edition: Edition, before: Mapping[Key, Kept], after: Mapping[Key, Standing]
) -> None:
    """Write entries in place: those that were kept are replaced under their ids, others added."""
    changed = [
        key for key, now in after.items() if key not in before or now != before[key].standing
    ]
    restated = [key for key in changed if key in before and _reads_alike(before[key], after[key])]
    _update([(before[key].id, after[key]) for key in restated])
    rewritten = [key for key in changed if key not in set(restated)]
    replaced = [before[key] for key in rewritten if key in before]
    if replaced:
        terms.remove(replaced)
        Entry.objects.filter(id__in=[kept.id for kept in replaced]).delete()
    insert_entries(
        edition,
        [(before[key].id if key in before else None, after[key]) for key in rewritten],
    )


def _reads_alike(kept: Kept, standing: Standing) -> bool:
    """Whether only the status changed, so that name and index stay as they are."""
    return kept.standing.record == standing.record and (
        kept.standing.phases[0].from_on == standing.phases[0].from_on
    )


def _update(rows: Sequence[tuple[int, Standing]]) -> None:
    """Write where entries stand, whose records read as before."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE registers_entry SET status = %s, phases = %s, place = %s, jti = %s"
            " WHERE id = %s",
            [(s.latest.status.value, _phases(s), s.place, s.jti, row) for row, s in rows],
        )


def write_steps(edition: Edition, steps: Iterable[Step]) -> None:
    """Add steps to the history of their entries."""
    _insert("registers_change", _CHANGE, [_change(edition, step) for step in steps])


def _change(edition: Edition, step: Step) -> tuple[Stored, ...]:
    said = step.said
    return (
        edition.pk,
        step.register.value,
        said.party,
        step.number,
        said.place,
        step.what.value,
        said.jti,
        said.kind,
        said.clause,
        said.issued_at,
        _iso(said.decided.latest if said.decided else None),
        bool(said.decided and said.decided.on is None),
        _iso(said.effective_on),
        said.entered_later,
        said.is_public,
        _iso(step.from_on),
        _iso(step.until_on),
        text(step.content),
        said.letter,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def step_of(change: Change) -> Step:
    """Read a row of the history."""
    return Step(
        said=said_of(change),
        register=Register(change.register),
        number=change.number,
        what=What(change.what),
        content=json.loads(change.content),
        from_on=change.from_on,
        until_on=change.until_on,
    )


def said_of(change: Change) -> Said:
    """Read which notice stands behind a row of the history."""
    decided = None
    if change.decided_on:
        decided = (
            Decided(not_later_than=change.decided_on)
            if change.decided_by
            else Decided(on=change.decided_on)
        )
    return Said(
        jti=change.jti,
        kind=change.kind,
        party=change.party,
        place=change.place,
        clause=change.clause,
        issued_at=change.issued_at,
        decided=decided,
        effective_on=change.effective_on,
        entered_later=change.entered_later,
        is_public=change.is_public,
        letter=change.letter,
    )


def write_published(edition: Edition, published: Iterable[Published]) -> None:
    """Add what the counterpart published, or says it does not."""
    Publication.objects.bulk_create(
        Publication(
            edition=edition,
            party=fact.said.party,
            place=fact.said.place,
            target=fact.target,
            jti=fact.said.jti,
            is_withheld=fact.is_withheld,
            is_public=fact.said.is_public,
            published_at=fact.at,
            content=text(fact.content),
        )
        for fact in published
    )


def write_received(edition: Edition, received: Iterable[Received]) -> None:
    """Add up to where the counterpart held the journal, and since when."""
    Receipt.objects.bulk_create(
        Receipt(
            edition=edition,
            party=fact.said.party,
            place=fact.said.place,
            until_place=place(fact.generation, fact.size),
            held_at=fact.held_at,
        )
        for fact in received
    )


def write_mended(edition: Edition, mended: Iterable[Mended]) -> None:
    """Add corrections and withdrawals."""
    Mend.objects.bulk_create(
        Mend(
            edition=edition,
            party=fact.said.party,
            place=fact.said.place,
            target=fact.target,
            jti=fact.said.jti,
            is_withdrawn=fact.is_withdrawn,
            is_public=fact.said.is_public,
            issued_at=fact.said.issued_at,
            content=text(fact.content),
            now=text(fact.now) if fact.now is not None else "",
        )
        for fact in mended
    )
