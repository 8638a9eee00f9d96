"""Changes too wide for one transaction: staged in slices, then shown by moving the watermark.

A staged row begins at the place of its notice, which the watermark has not passed; the row that it
replaces ends there. Whoever is stopped halfway goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db import transaction

from kakehashi.core.projection import ListStated, Mended, list_steps
from kakehashi.core.standing import (
    Content,
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
    """What stands staged of a notice is not what it says: another release staged it."""


def take_list(edition: Edition, stated: ListStated) -> None:
    """Fold a list of any length into its register."""
    said = stated.said

    def take() -> None:
        before = _standing_before(edition, stated)
        standings = {key: entry.standing for key, entry in before.items()}
        steps = list_steps(stated, {key.number: one for key, one in standings.items()})
        for step in steps:
            step_forward(standings, step)
        after = {step.key: standings[step.key] for step in steps}
        _stage(edition, said, before, after, steps)
        with transaction.atomic():
            if _is_read(edition, said):
                return
            _check_staged(edition, said, len(after), steps)
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

    _undisturbed(edition, said, take)


def take_mend(edition: Edition, mended: Mended) -> None:
    """Fold a correction or withdrawal: entries read as if the notice had been, or had not been."""
    said = mended.said
    what = What.WITHDRAWN if mended.is_withdrawn else What.CORRECTED

    def take() -> None:
        mends = _mends(edition, mended)
        keys = _with_renumbered(edition, _keys_touched(edition, mends.touched))
        before: dict[Key, Kept] = {}
        after: dict[Key, Standing] = {}
        for some in slices(keys, writing.NUMBERS_AT_ONCE):
            steps = [writing.step_of(change) for change in _history(edition, some)]
            folded = fold_again(
                steps, withdrawn=mends.withdrawn, corrected=mends.corrected, mended=said
            )
            after |= folded
            before |= writing.kept(edition, folded)
        told = [Step(said, key.register, key.number, what, mended.content) for key in after]
        _stage(edition, said, before, after, told)
        with transaction.atomic():
            if _is_read(edition, said):
                return
            _check_staged(edition, said, len(after), told)
            writing.write_mended(edition, [mended])
            SharedList.objects.filter(
                edition=edition, party=said.party, jti__in=mends.lists
            ).update(is_withdrawn=True)
            SharedList.objects.filter(edition=edition, party=said.party).exclude(
                jti__in=mends.lists
            ).update(is_withdrawn=False)
            advance(edition, {said.party: said.place + 1})

    _undisturbed(edition, said, take)


def _undisturbed(edition: Edition, said: Said, take: Callable[[], None]) -> None:
    """Do a wide change; what another release had staged of it is cleared away first."""
    if _is_read(edition, said):
        return
    try:
        take()
    except StagingDisturbed:
        _clear(edition, said)
        take()
    _sweep(edition, said)


@dataclass(frozen=True, slots=True)
class _Mends:
    """What no longer counts, what reads otherwise, and the notices whose entries are read anew.

    `lists` are the withdrawn lists, also those that a later one followed.
    """

    withdrawn: frozenset[str]
    corrected: Mapping[str, Content]
    touched: frozenset[str]
    lists: frozenset[str]


def _mends(edition: Edition, mended: Mended) -> _Mends:
    """Gather an author's corrections and withdrawals up to this one.

    One that was itself withdrawn does not count. A list that a later one followed is history: its
    withdrawal changes nothing that stands.
    """
    kept = Mend.objects.filter(edition=edition, party=mended.said.party).order_by("place")
    found = [(m.jti, m.target, m.is_withdrawn, m.now) for m in kept]
    now = "" if mended.now is None else writing.text(mended.now)
    found.append((mended.said.jti, mended.target, mended.is_withdrawn, now))
    void: set[str] = set()
    for jti, target, is_withdrawn, _ in reversed(found):
        if is_withdrawn and jti not in void:
            void.add(target)
    counting = [one for one in found if one[0] not in void]
    withdrawn = {target for _, target, is_withdrawn, _ in counting if is_withdrawn}
    corrected = {t: writing.json_of(now) for _, t, is_withdrawn, now in counting if now}
    lists = SharedList.objects.filter(edition=edition, party=mended.said.party)
    registers = dict(lists.values_list("jti", "register"))
    followed = _followed(lists.order_by("-place").values_list("jti", "register"), withdrawn)
    of_its_register = {
        jti
        for jti in withdrawn - followed
        if jti in registers and registers[jti] == registers.get(mended.target)
    }
    return _Mends(
        withdrawn=frozenset(withdrawn - followed),
        corrected={jti: content for jti, content in corrected.items() if jti not in registers},
        touched=frozenset({mended.target} - followed | of_its_register),
        lists=frozenset(withdrawn & registers.keys()),
    )


def _followed(newest_first: Iterable[tuple[str, str]], withdrawn: set[str]) -> set[str]:
    """Name the lists after which one stands in their register that was not withdrawn."""
    stands: set[str] = set()
    followed: set[str] = set()
    for jti, register in newest_first:
        if register in stands:
            followed.add(jti)
        elif jti not in withdrawn:
            stands.add(register)
    return followed


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
    for some in slices(list(after), SLICE):
        with transaction.atomic():
            if _is_read(edition, said):
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


def _is_read(edition: Edition, said: Said) -> bool:
    return marks(edition).get(said.party, 0) > said.place


def _check_staged(edition: Edition, said: Said, entries: int, steps: Sequence[Step]) -> None:
    staged = _staged(edition, said)
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
