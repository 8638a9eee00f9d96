"""Changes too wide for one transaction: staged in slices, then shown by moving the watermark.

A staged row begins at the place of its notice, which the watermark has not passed; the row that it
replaces ends there. Whoever is stopped halfway goes on where it stopped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from django.db import IntegrityError, transaction

from kakehashi.core.projection import ListStated, Mended, list_steps
from kakehashi.core.standing import (
    Key,
    Register,
    Said,
    Standing,
    Step,
    What,
    fold_again,
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


class StagingDisturbed(Exception):
    """Somebody else staged the same notice differently at the same time; try again."""


def take_list(edition: Edition, stated: ListStated) -> None:
    """Fold a list of any length into its register."""
    if _is_read(edition, stated.said):
        return
    before = _standing_before(edition, stated)
    standings = {key: entry.standing for key, entry in before.items()}
    by_number = {key.number: standing for key, standing in standings.items()}
    steps = list_steps(stated, by_number)
    for step in steps:
        step_forward(standings, step)
    after = {step.key: standings[step.key] for step in steps}
    _stage(edition, stated.said, before, after, steps)
    with transaction.atomic():
        if not _is_read(edition, stated.said):
            _check_staged(edition, stated.said, len(after), steps)
            SharedList.objects.create(
                edition=edition,
                register=stated.register,
                party=stated.said.party,
                place=stated.said.place,
                jti=stated.said.jti,
                as_of=stated.as_of,
                issued_at=stated.said.issued_at,
                source=writing.text(stated.source),
            )
            advance(edition, {stated.said.party: stated.said.place + 1})
    _sweep(edition, stated.said)


def take_mend(edition: Edition, mended: Mended) -> None:
    """Fold a correction or withdrawal: entries read as if the notice had been, or had not been."""
    if _is_read(edition, mended.said):
        return
    withdrawn, corrected = _mends(edition, mended)
    touched = withdrawn | corrected.keys()
    after: dict[Key, Standing] = {}
    before: dict[Key, Kept] = {}
    keys = _with_renumbered(edition, _keys_touched(edition, touched))
    for some in slices(keys, writing.NUMBERS_AT_ONCE):
        steps = [writing.step_of(change) for change in _history(edition, some)]
        folded = fold_again(steps, withdrawn=withdrawn, corrected=corrected, mended=mended.said)
        after |= folded
        before |= writing.kept(edition, folded)
    what = What.WITHDRAWN if mended.is_withdrawn else What.CORRECTED
    steps = [Step(mended.said, key.register, key.number, what, mended.content) for key in after]
    _stage(edition, mended.said, before, after, steps)
    with transaction.atomic():
        if not _is_read(edition, mended.said):
            _check_staged(edition, mended.said, len(after), steps)
            writing.write_mended(edition, [mended])
            SharedList.objects.filter(
                edition=edition, party=mended.said.party, jti=mended.target
            ).update(is_withdrawn=mended.is_withdrawn)
            advance(edition, {mended.said.party: mended.said.place + 1})
    _sweep(edition, mended.said)


def _mends(edition: Edition, mended: Mended) -> tuple[set[str], dict[str, dict[str, object]]]:
    """Say which notices no longer count, and what replaces the content of others.

    A list that a later one followed is history: its withdrawal changes nothing that stands.
    """
    found = [*Mend.objects.filter(edition=edition, party=mended.said.party).order_by("place")]
    gone = {mend.target for mend in found if mend.is_withdrawn}
    contents = {m.target: writing.json_of(m.now) for m in found if m.now and not m.is_withdrawn}
    if mended.is_withdrawn:
        gone.add(mended.target)
    elif mended.now is not None:
        contents[mended.target] = dict(mended.now)
    lists = SharedList.objects.filter(edition=edition, party=mended.said.party).order_by("-place")
    stood: dict[str, bool] = {}
    for shared in lists:
        if stood.get(shared.register) or shared.jti not in gone:
            stood[shared.register] = True
            gone.discard(shared.jti)
        contents.pop(shared.jti, None)
    return gone, contents


def _keys_touched(edition: Edition, notices: Iterable[str]) -> set[Key]:
    changes = Change.objects.filter(edition=edition, jti__in=list(notices))
    return {
        Key(Register(register), party, number)
        for register, party, number in changes.values_list("register", "party", "number")
    }


def _with_renumbered(edition: Edition, keys: Iterable[Key]) -> list[Key]:
    """Add the entries that continue others under a new number, and those they continue."""
    found = set(keys)
    renumbered = [
        (step.key, Key(step.register, step.said.party, str(step.content["new_number"])))
        for step in map(
            writing.step_of, Change.objects.filter(edition=edition, what=What.RENUMBERED)
        )
    ]
    for _ in renumbered:
        for pair in renumbered:
            if found.intersection(pair):
                found.update(pair)
    return sorted(found)


def _history(edition: Edition, keys: Sequence[Key]) -> Iterator[Change]:
    wanted = set(keys)
    for change in Change.objects.filter(edition=edition, number__in={k.number for k in keys}):
        if Key(Register(change.register), change.party, change.number) in wanted:
            yield change


def _standing_before(edition: Edition, stated: ListStated) -> dict[Key, Kept]:
    """Read the register as it stands before a list, whatever of the list is staged already."""
    rows = Entry.objects.filter(
        edition=edition,
        register=stated.register,
        party=stated.said.party,
        since_place__lt=stated.said.place,
        until_place__gte=stated.said.place,
    )
    found: dict[Key, Kept] = {}
    for row in rows.iterator(chunk_size=1000):
        one = writing.kept_of(row)
        found[one.standing.key] = one
    return found


def _stage(
    edition: Edition,
    said: Said,
    before: Mapping[Key, Kept],
    after: Mapping[Key, Standing],
    steps: Sequence[Step],
) -> None:
    by_key = {step.key: step for step in steps}
    done = set(
        Entry.objects.filter(edition=edition, party=said.party, since_place=said.place).values_list(
            "register", "number"
        )
    )
    left = [key for key in after if (key.register.value, key.number) not in done]
    for some in slices(left, SLICE):
        with transaction.atomic():
            if _is_read(edition, said):
                return
            _stage_slice(
                edition,
                said,
                [(after[key], before.get(key), by_key.get(key)) for key in some],
            )


def _stage_slice(
    edition: Edition, said: Said, some: Sequence[tuple[Standing, Kept | None, Step | None]]
) -> None:
    try:
        with transaction.atomic():
            writing.insert_entries(
                edition, [(None, standing) for standing, _, _ in some], since=said.place
            )
    except IntegrityError as error:
        raise StagingDisturbed(said.jti) from error
    ended = [kept.id for _, kept, _ in some if kept]
    Entry.objects.filter(id__in=ended).update(until_place=said.place)
    writing.write_steps(edition, [step for _, _, step in some if step])


def _is_read(edition: Edition, said: Said) -> bool:
    return marks(edition).get(said.party, 0) > said.place


def _check_staged(edition: Edition, said: Said, entries: int, steps: Sequence[Step]) -> None:
    staged = Entry.objects.filter(edition=edition, party=said.party, since_place=said.place)
    written = Change.objects.filter(edition=edition, party=said.party, place=said.place)
    if staged.count() != entries or written.count() != len(steps):
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


def slices(keys: Sequence[Key], length: int) -> Iterator[list[Key]]:
    """Cut keys into slices of at most `length`."""
    left = iter(keys)
    while some := list(islice(left, length)):
        yield some
