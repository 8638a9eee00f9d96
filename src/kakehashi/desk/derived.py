"""Deriving what the desk shows: fold notices into an edition, derive a new one, put it in place.

Everything that a group of notices changes, and how far the journals are read with it, is one
transaction. What an edition holds depends on the notices alone, never on their arrival.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from django.db import connection, transaction
from django.db.models import Max, Model

from kakehashi.core.cases import VERSION
from kakehashi.core.envelope import Position
from kakehashi.core.heard import Heard, LeftAside
from kakehashi.core.projection import place
from kakehashi.core.standing import GENERATION_SHIFT
from kakehashi.database.bulk import insert_rows, update_row
from kakehashi.database.prepared import TEXT, WHOLE, Prepared
from kakehashi.desk import sought
from kakehashi.desk.cases import derive as cases
from kakehashi.desk.cases.dating import date_cases
from kakehashi.desk.disclosures import derive as disclosures
from kakehashi.desk.duties import derive as duties
from kakehashi.desk.models import DeskEdition, DeskWatermark
from kakehashi.desk.state_rows import TABLES

NOWHERE: Final[Mapping[str, int]] = MappingProxyType({})
NOTICES_AT_ONCE: Final = 32
"""Notices in one transaction: a package that arrives meanwhile waits some 10 ms for the write lock.
Four times as many are folded hardly cheaper (a fourteenth)."""

Batch = tuple[Sequence[Heard], Sequence[LeftAside], Mapping[str, Position]]
"""Notices that count, those that are set aside, and how far the journals are read with them."""

Read = Callable[[Mapping[str, Position]], Batch | None]
"""Gives the next batch after the positions it is passed, or None at the journals' end."""

_MARKS: Final = Prepared(lambda: DeskWatermark.objects.filter(edition=WHOLE[0]))
_SERVING: Final = Prepared(
    lambda: DeskEdition.objects.filter(agreement=TEXT[0], state=DeskEdition.State.SERVING)
)
_SIZE: Final = (1 << GENERATION_SHIFT) - 1
_ROWS_AT_ONCE: Final = 2_000


def serving_edition(agreement: str) -> DeskEdition:
    """Give the edition that serves an agreement; the first one is made when it is first asked."""
    edition = serving(agreement)
    if edition:
        return edition
    with transaction.atomic():
        edition, _ = DeskEdition.objects.get_or_create(
            agreement=agreement,
            state=DeskEdition.State.SERVING,
            defaults={"number": _next_number(agreement), "version": VERSION},
        )
    return edition


def serving(agreement: str) -> DeskEdition | None:
    """Give the edition that serves an agreement, where there is one."""
    return _SERVING.first(agreement)


def apply(
    batch: Sequence[Heard],
    *,
    edition: DeskEdition,
    through: Mapping[str, Position] | None = None,
    aside: Sequence[LeftAside] = (),
) -> None:
    """Fold notices into an edition; what it has read already changes nothing.

    `batch` and `aside` hold each author's notices in the order of its journal; `through` says how
    far each journal is read once they are folded.
    """
    after = {party: place(at.generation, at.size) for party, at in (through or {}).items()}
    groups = [*_groups(batch, aside)] or [[]]
    for group in groups:
        with transaction.atomic():
            read = marks(edition)
            new = [one for one in group if _place(one) >= read.get(one.party, 0)]
            if new:
                counting = [one for one in new if isinstance(one, Heard)]
                notices = duties.take(edition, counting)
                date_cases(edition, touched=cases.take(edition, new), notices=notices)
                disclosures.take(edition, counting)
                sought.take(edition, counting)
            _advance(edition, _places_after(new) | (after if group is groups[-1] else {}))


def _groups(
    batch: Sequence[Heard], aside: Sequence[LeftAside]
) -> Iterator[list[Heard | LeftAside]]:
    """Cut notices into what one transaction takes, each journal in its own order."""
    both: list[Heard | LeftAside] = [*batch, *aside]
    if aside:
        both.sort(key=lambda one: (one.party, _place(one)))
    for first in range(0, len(both), NOTICES_AT_ONCE):
        yield both[first : first + NOTICES_AT_ONCE]


def marks(edition: DeskEdition) -> dict[str, int]:
    """Give the place up to which each author's journal is read (that place not included)."""
    return {w.party: place(w.generation, w.size) for w in _MARKS(edition.pk)}


def open_edition(agreement: str) -> DeskEdition:
    """Open the next edition, filled while the old one serves; an unfinished one is dropped."""
    for unfinished in DeskEdition.objects.filter(
        agreement=agreement, state=DeskEdition.State.FILLING
    ):
        drop_edition(unfinished)
    with transaction.atomic():
        return DeskEdition.objects.create(
            agreement=agreement, number=_next_number(agreement), version=VERSION
        )


def flip(edition: DeskEdition, *, ended: Mapping[str, int] = NOWHERE) -> bool:
    """Let a filled edition serve; False while the one that serves has read further.

    `ended` are places, by party, beyond which nothing is read any more.
    """
    with transaction.atomic():
        served = serving(edition.agreement)
        if served:
            reached = marks(edition)
            wanted = {party: min(at, ended.get(party, at)) for party, at in marks(served).items()}
            if any(reached.get(party, 0) < at for party, at in wanted.items()):
                return False
            served.state = DeskEdition.State.RETIRED
            served.save(update_fields=["state"])
        edition.state = DeskEdition.State.SERVING
        edition.save(update_fields=["state"])
    return True


def rebuild(agreement: str, read: Read, *, ended: Mapping[str, int] = NOWHERE) -> DeskEdition:
    """Derive an agreement's cases and duties again from its journals and put them in place."""
    edition = open_edition(agreement)
    put_in_place(edition, read, ended=ended)
    return edition


def put_in_place(edition: DeskEdition, read: Read, *, ended: Mapping[str, int] = NOWHERE) -> None:
    """Fold what an edition has not read yet, let it serve, and drop the one that served."""
    while True:
        if not fill(edition, read) and flip(edition, ended=ended):
            break
    of_agreement = DeskEdition.objects.filter(agreement=edition.agreement)
    for retired in of_agreement.filter(state=DeskEdition.State.RETIRED):
        drop_edition(retired)


def fill(edition: DeskEdition, read: Read) -> bool:
    """Fold everything that `read` still gives into an edition; say whether there was any."""
    done = False
    while True:
        at = {w.party: Position(w.generation, w.size) for w in _MARKS(edition.pk)}
        batch = read(at)
        if batch is None:
            return done
        heard, aside, through = batch
        apply(heard, edition=edition, through=through, aside=aside)
        done = True


def drop_edition(edition: DeskEdition) -> None:
    """Delete an edition that does not serve, in slices."""
    sought.drop(edition)
    for model in TABLES:
        while _delete_some(model, edition):
            pass
    with transaction.atomic():
        DeskWatermark.objects.filter(edition=edition).delete()
        edition.delete()


def _delete_some(model: type[Model], edition: DeskEdition) -> int:
    """Delete some rows by where they lie: their keys are too long to be listed."""
    where = "ctid" if connection.vendor == "postgresql" else "rowid"
    table = connection.ops.quote_name(model._meta.db_table)
    some = f"SELECT {where} FROM {table} WHERE edition_id = %s LIMIT %s"  # noqa: S608 - our own names
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE {where} IN ({some})",  # noqa: S608 - our own names
            (edition.pk, _ROWS_AT_ONCE),
        )
        return int(cursor.rowcount)


def _next_number(agreement: str) -> int:
    last = DeskEdition.objects.filter(agreement=agreement).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _place(one: Heard | LeftAside) -> int:
    return place(one.generation, one.seq)


def _places_after(notices: Iterable[Heard | LeftAside]) -> dict[str, int]:
    after: dict[str, int] = {}
    for one in notices:
        after[one.party] = max(after.get(one.party, 0), _place(one) + 1)
    return after


def _advance(edition: DeskEdition, to: Mapping[str, int]) -> None:
    """Move the watermarks forward, never back."""
    read = marks(edition)
    for party, at in to.items():
        if at > read.get(party, 0):
            now = {"generation": at >> GENERATION_SHIFT, "size": at & _SIZE}
            where = {"edition_id": edition.pk, "party": party}
            if not update_row(DeskWatermark, now, where=where):
                insert_rows(DeskWatermark, (*where, *now), [(*where.values(), *now.values())])
