"""Rows of the cases, written set by set: a fixed number of statements, whatever the group."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db import connection

from kakehashi.core.course import Course
from kakehashi.core.heard import Heard, LeftAside
from kakehashi.core.notices.payload import Classification
from kakehashi.database.bulk import Row, insert_rows
from kakehashi.desk.cases.kept import Kept, KeptCase, Key, detail_text, drop_cases
from kakehashi.desk.models import AlsoIn, Case, Dealing, DeskEdition, Naming

_HIGHEST: Final = tuple(
    one.value
    for one in (Classification.CONFIDENTIAL, Classification.RESTRICTED, Classification.PUBLIC)
)
_DEALING: Final = (
    "edition_id",
    "party",
    "place",
    "generation",
    "seq",
    "jti",
    "kind",
    "counts_as",
    "speaker",
    "version",
    "clause",
    "classification",
    "issued_at",
    "decided_on",
    "effective_on",
    "entered_later",
    "is_set_aside",
    "reason",
    "seen",
    "matter",
    "standing",
    "detail",
)
_NAMING: Final = ("edition_id", "party", "place", "number", "jti", "relation", "named")
_ALSO: Final = ("edition_id", "matter", "party", "place", "jti", "standing")
_CASE: Final = (
    "edition_id",
    "agreement",
    "matter",
    "family",
    "opened_by",
    "opened_at",
    "clause",
    "classification",
    "state",
    "closed_at",
    "last_at",
    "count",
    "step",
    "owes",
    "due_on",
    "subject",
)


def write_dealings(
    edition: DeskEdition, reached: Mapping[Key, Kept], fresh: Mapping[Key, Heard | LeftAside]
) -> None:
    """Write notices where they belong now: new ones with what they name, others as changed."""
    new = [(kept, fresh[key]) for key, kept in reached.items() if kept.is_fresh]
    insert_rows(Dealing, _DEALING, [_dealing(edition.pk, kept, one) for kept, one in new])
    insert_rows(Naming, _NAMING, [row for kept, _ in new for row in _namings(edition.pk, kept)])
    known = [kept for kept in reached.values() if not kept.is_fresh]
    moved = [kept for kept in known if kept.now[0] != (kept.matter, kept.standing)]
    _update_dealings(edition, ((*kept.now[0], kept) for kept in moved))
    if stale := {kept.move.jti for kept in known if kept.also}:
        AlsoIn.objects.filter(edition=edition, jti__in=stale).delete()
    insert_rows(
        AlsoIn,
        _ALSO,
        [
            (edition.pk, case, kept.move.author, kept.move.place, kept.move.jti, standing)
            for kept in reached.values()
            for case, standing in kept.now[1:]
        ],
    )


def write_standings(
    edition: DeskEdition,
    threads: Mapping[str, Iterable[Kept]],
    courses: Mapping[str, Course],
    *,
    but: Collection[Key],
) -> None:
    """Write how the other notices of the cases stand, where that changed."""
    first: list[tuple[str, str, Kept]] = []
    for case, thread in threads.items():
        for kept in thread:
            key = (kept.move.author, kept.move.place)
            standing = courses[case].standings[key].value
            if key in but:
                continue
            if case == kept.matter and standing != kept.standing:
                first.append((case, standing, kept))
            elif case != kept.matter and standing != dict(kept.also)[case]:
                rows = AlsoIn.objects.filter(edition=edition, matter=case, party=key[0])
                rows.filter(place=key[1]).update(standing=standing)
    _update_dealings(edition, first)


def _update_dealings(edition: DeskEdition, changed: Iterable[tuple[str, str, Kept]]) -> None:
    rows = [
        (case, standing, edition.pk, kept.move.author, kept.move.place)
        for case, standing, kept in changed
    ]
    if not rows:
        return
    table = connection.ops.quote_name(Dealing._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET matter = %s, standing = %s"  # noqa: S608 - our own names
            " WHERE edition_id = %s AND party = %s AND place = %s",
            rows,
        )


def write_cases(edition: DeskEdition, touched: Collection[str], rows: Iterable[Row]) -> None:
    """Write cases anew; one that no notice belongs to any more is gone."""
    drop_cases(edition, touched)
    named = [(edition.pk, edition.agreement, *row) for row in rows]
    insert_rows(Case, _CASE, named)


def rows_of(
    threads: Mapping[str, Sequence[Kept]],
    courses: Mapping[str, Course],
    before: Mapping[str, KeptCase],
    fresh: Mapping[Key, Heard | LeftAside],
) -> Iterator[Row]:
    """Give the row of each case; what is not derived here stays as it was before."""
    for case, thread in threads.items():
        course, known = courses[case], before.get(case)
        counted = {kept.classification for kept in thread if kept.move.counts}
        opening = fresh.get((course.opening.author, course.opening.place))
        yield (
            case,
            course.family.value,
            course.opening.party,
            course.opening.issued_at,
            opening.clause if opening else (known.clause if known else ""),
            next(one for one in _HIGHEST if one in counted),
            Case.State.OPEN if course.closed_at is None else Case.State.CLOSED,
            course.closed_at,
            course.last_at,
            len(thread),
            course.step.code.value,
            course.step.owes,
            None,
            _subject(opening) if opening else (known.subject if known else ""),
        )


def _dealing(edition: int, kept: Kept, one: Heard | LeftAside) -> Row:
    move = kept.move
    decided = one.decided if isinstance(one, Heard) else None
    return (
        edition,
        move.author,
        move.place,
        one.generation,
        one.seq,
        move.jti,
        one.kind,
        move.kind,
        move.party,
        one.version,
        one.clause,
        kept.classification,
        move.issued_at,
        decided.latest.isoformat() if decided else None,
        one.effective_on.isoformat() if isinstance(one, Heard) and one.effective_on else None,
        isinstance(one, Heard) and one.entered_later,
        not move.counts,
        move.reason,
        move.seen,
        *kept.now[0],
        detail_text(move.detail),
    )


def _namings(edition: int, kept: Kept) -> Iterator[Row]:
    move = kept.move
    for number, (relation, named) in enumerate(move.names):
        yield (edition, move.author, move.place, number, move.jti, relation, named)


def _subject(opening: Heard | LeftAside) -> str:
    """Give the public key of what a public notice is about: a number, or a field."""
    public = opening.public if isinstance(opening, Heard) else None
    found = getattr(public, "number", None) or getattr(public, "field", None)
    return str(found)[:100] if found else ""
