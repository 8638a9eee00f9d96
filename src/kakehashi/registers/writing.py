"""Rows of the registers, written set by set: a fixed number of statements, whatever the batch."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is kept: its row, under what it is indexed, where it stands."""

    id: int
    edition_id: int
    register: str
    search: str
    standing: Standing


def text(value: Content | Sequence[object]) -> str:
    """Write JSON in the one form of RFC 8785 (its values come from a notice's own types)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def json_of(written: str) -> dict[str, object]:
    """Read what `text` wrote of a record."""
    return dict(json.loads(written))


def _phases(standing: Standing) -> str:
    return text(
        [
            [
                p.status,
                p.from_on.isoformat(),
                p.until_on.isoformat() if p.until_on else None,
                p.place,
            ]
            for p in standing.phases
        ]
    )


def _phase(status: str, from_on: str, until_on: str | None, at: int) -> Phase:
    until = date.fromisoformat(until_on) if until_on else None
    return Phase(Status(status), date.fromisoformat(from_on), until, at)


def standing_of(entry: Entry) -> Standing:
    """Read a row's standing."""
    return Standing(
        key=Key(Register(entry.register), entry.party, entry.number),
        record=json.loads(entry.record),
        phases=tuple(_phase(*phase) for phase in json.loads(entry.phases)),
        jti=entry.jti,
        place=entry.place,
        is_public=entry.is_public,
    )


def kept_of(row: Entry) -> Kept:
    """Read a row as it is kept."""
    return Kept(row.id, row.edition_id, row.register, row.search, standing_of(row))


def entry_of(edition: Edition, standing: Standing, since: int, row: int | None = None) -> Entry:
    """Make the row of a standing; `since` is the place from which it is visible."""
    return Entry(
        id=row,
        edition=edition,
        register=standing.key.register,
        party=standing.key.party,
        number=standing.key.number,
        folded_number=entries.folded_number(standing),
        sort=entries.sort_text(standing),
        name=entries.name(standing.record),
        status=standing.latest.status,
        is_public=standing.is_public,
        since_place=since,
        until_place=FOR_EVER,
        place=standing.place,
        jti=standing.jti,
        search=entries.search_text(standing) if standing.is_public else "",
        phases=_phases(standing),
        record=text(standing.record),
    )


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
    replaced = [before[key] for key in changed if key in before]
    if replaced:
        terms.remove(replaced)
        Entry.objects.filter(id__in=[kept.id for kept in replaced]).delete()
    rows = [
        entry_of(edition, after[key], after[key].place, before[key].id if key in before else None)
        for key in changed
    ]
    Entry.objects.bulk_create(rows)
    terms.add(rows)


def write_steps(edition: Edition, steps: Iterable[Step]) -> None:
    """Add steps to the history of their entries."""
    Change.objects.bulk_create([change_of(edition, step) for step in steps])


def change_of(edition: Edition, step: Step) -> Change:
    """Make the row of a step."""
    said = step.said
    return Change(
        edition=edition,
        register=step.register,
        party=said.party,
        number=step.number,
        place=said.place,
        what=step.what,
        jti=said.jti,
        kind=said.kind,
        clause=said.clause,
        issued_at=said.issued_at,
        decided_on=said.decided.latest if said.decided else None,
        decided_by=bool(said.decided and said.decided.on is None),
        effective_on=said.effective_on,
        entered_later=said.entered_later,
        is_public=said.is_public,
        from_on=step.from_on,
        until_on=step.until_on,
        content=text(step.content),
    )


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
