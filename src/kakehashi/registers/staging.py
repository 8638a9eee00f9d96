"""Changes too wide for one transaction: staged in slices, then shown by moving the watermark.

A staged row begins at the place of its notice, which the watermark has not passed; the row that it
replaces ends there. Whoever is stopped halfway goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, TypeVar

from django.db import transaction

from kakehashi.core.projection import ListStated, list_steps
from kakehashi.core.standing import (
    Key,
    Said,
    Standing,
    Step,
    step_forward,
)
from kakehashi.registers import terms, writing
from kakehashi.registers.models import (
    FOR_EVER,
    Change,
    Edition,
    Entry,
    Mend,
    Publication,
    Receipt,
    SharedList,
)
from kakehashi.registers.watermarks import advance, marks
from kakehashi.registers.writing import Kept

SLICE: Final = 100
"""Entries in one transaction of a wide change, so that it stays under 50 ms."""
AT_ONCE: Final = 1_000
"""Entries of a list that are in memory at once."""
_Key = TypeVar("_Key", Key, str)


class StagingDisturbed(Exception):
    """What stands staged of a notice is not what it says: another release staged it."""


def take_list(edition: Edition, stated: ListStated) -> None:
    """Fold a list of any length into its register."""
    said = stated.said

    def take() -> None:
        written = told = 0
        for some in slices(_numbers(edition, stated), AT_ONCE):
            before = _standing_before(edition, stated, some)
            standings = {key: entry.standing for key, entry in before.items()}
            steps = list_steps(stated, some, {key.number: one for key, one in standings.items()})
            for step in steps:
                step_forward(standings, step)
            after = {step.key: standings[step.key] for step in steps}
            stage(edition, said, before, after, steps)
            written, told = written + len(after), told + len(steps)
        with transaction.atomic():
            if is_read(edition, said):
                return
            check_staged(edition, said, written, told)
            SharedList.objects.create(
                edition=edition,
                register=stated.register,
                party=said.party,
                place=said.place,
                jti=said.jti,
                as_of=stated.as_of,
                issued_at=said.issued_at,
                source=writing.text(stated.source),
            )
            advance(edition, {said.party: said.place + 1})

    undisturbed(edition, said, take)


def undisturbed(edition: Edition, said: Said, take: Callable[[], None]) -> None:
    """Do a wide change; what another release had staged of it is cleared away first."""
    if is_read(edition, said):
        return
    try:
        take()
    except StagingDisturbed:
        _clear(edition, said)
        take()
    _sweep(edition, said)


def _numbers(edition: Edition, stated: ListStated) -> list[str]:
    """Name the entries that a list may change: those of its rows, then those in none of them."""
    standing = _entries_before(edition, stated).values_list("number", flat=True)
    return [*stated.rows, *(number for number in standing if number not in stated.rows)]


def _entries_before(edition: Edition, stated: ListStated) -> "writing.EntryRows":
    """Choose the register's entries as they stand before a list, whatever of it is staged."""
    return Entry.objects.filter(
        edition=edition,
        register=stated.register,
        party=stated.said.party,
        since_place__lt=stated.said.place,
        until_place__gte=stated.said.place,
    )


def _standing_before(
    edition: Edition, stated: ListStated, numbers: Sequence[str]
) -> dict[Key, Kept]:
    rows = _entries_before(edition, stated).filter(number__in=numbers)
    found: dict[Key, Kept] = {}
    for row in rows.iterator(chunk_size=1000):
        one = writing.kept_of(row)
        found[one.standing.key] = one
    return found


def stage(
    edition: Edition,
    said: Said,
    before: Mapping[Key, Kept],
    after: Mapping[Key, Standing],
    steps: Sequence[Step],
) -> None:
    """Write the rows of a wide change in slices, each unless it stands there already."""
    by_key = {step.key: step for step in steps}
    for some in slices(list(after), SLICE):
        with transaction.atomic():
            if is_read(edition, said):
                return
            staged = _staged(edition, said).filter(number__in=[key.number for key in some])
            done = set(staged.values_list("register", "number"))
            left = [key for key in some if (key.register.value, key.number) not in done]
            writing.insert_entries(edition, [(None, after[key]) for key in left], since=said.place)
            ended = [before[key].id for key in left if key in before]
            Entry.objects.filter(id__in=ended).update(until_place=said.place)
            writing.write_steps(edition, [by_key[key] for key in left if key in by_key])


def _staged(edition: Edition, said: Said) -> "writing.EntryRows":
    return Entry.objects.filter(edition=edition, party=said.party, since_place=said.place)


def _clear(edition: Edition, said: Said) -> None:
    """Take back what was staged of a notice that is not read yet."""
    while _delete_some(_staged(edition, said)):
        pass
    with transaction.atomic():
        Change.objects.filter(edition=edition, party=said.party, place=said.place).delete()
        Entry.objects.filter(edition=edition, party=said.party, until_place=said.place).update(
            until_place=FOR_EVER
        )


def is_read(edition: Edition, said: Said) -> bool:
    """Whether an edition has read a notice."""
    return marks(edition).get(said.party, 0) > said.place


def check_staged(edition: Edition, said: Said, entries: int, steps: int) -> None:
    """Refuse to show what does not stand there whole."""
    staged = _staged(edition, said)
    written = Change.objects.filter(edition=edition, party=said.party, place=said.place)
    if staged.count() != entries or written.count() != steps:
        raise StagingDisturbed(said.jti)


def _sweep(edition: Edition, said: Said) -> None:
    """Delete the rows that a shown change replaced."""
    replaced = Entry.objects.filter(
        edition=edition, party=said.party, until_place__lte=said.place
    ).exclude(until_place=FOR_EVER)
    while _delete_some(replaced):
        pass


def _delete_some(rows: "writing.EntryRows") -> bool:
    with transaction.atomic():
        some = list(rows.only("id", "edition_id", "register", "search")[:SLICE])
        terms.remove(some)
        Entry.objects.filter(id__in=[row.id for row in some]).delete()
    return bool(some)


def empty(edition: Edition) -> None:
    """Delete all rows of an edition, slice by slice."""
    while _delete_some(Entry.objects.filter(edition=edition)):
        pass
    for model in (Change, SharedList, Mend, Publication, Receipt):
        rows = model.objects.filter(edition=edition)
        while ids := list(rows.values_list("id", flat=True)[: SLICE * 4]):
            with transaction.atomic():
                model.objects.filter(id__in=ids).delete()


def slices(keys: Iterable[_Key], length: int) -> Iterator[list[_Key]]:
    """Cut keys into slices of at most `length`."""
    left = iter(keys)
    while some := list(islice(left, length)):
        yield some
