"""Corrections and withdrawals: the entries of a notice read as if it had been, or had not been."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from kakehashi.core.mending import fold_again
from kakehashi.core.projection import Mended
from kakehashi.core.standing import Content, Key, Register, Standing, Step, What
from kakehashi.registers import writing
from kakehashi.registers.models import Change, Edition, Mend, SharedList
from kakehashi.registers.staging import check_staged, is_read, slices, stage, undisturbed
from kakehashi.registers.watermarks import advance
from kakehashi.registers.writing import Kept


def take_mend(edition: Edition, mended: Mended) -> None:
    """Fold a correction or withdrawal: entries read as if the notice had been, or had not been."""
    said = mended.said
    what = What.WITHDRAWN if mended.is_withdrawn else What.CORRECTED

    def take() -> None:
        mends = _mends(edition, mended)
        keys = _with_renumbered(edition, _keys_touched(edition, said.party, mends.touched))
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
        stage(edition, said, before, after, told)
        with transaction.atomic():
            if is_read(edition, said):
                return
            check_staged(edition, said, len(after), len(told))
            writing.write_mended(edition, [mended])
            SharedList.objects.filter(
                edition=edition, party=said.party, jti__in=mends.lists
            ).update(is_withdrawn=True)
            SharedList.objects.filter(edition=edition, party=said.party).exclude(
                jti__in=mends.lists
            ).update(is_withdrawn=False)
            advance(edition, {said.party: said.place + 1})

    undisturbed(edition, said, take)


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


def _keys_touched(edition: Edition, party: str, notices: Iterable[str]) -> set[Key]:
    changes = Change.objects.filter(edition=edition, party=party, jti__in=list(notices))
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
