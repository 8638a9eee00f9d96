"""Folding notices into the cases of an edition: a fixed number of statements for each group.

A notice may come before the one that it answers: it waits without a case, and finds it when the
other comes, together with all that name it in turn.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kakehashi import node
from kakehashi.core.cases import Family, Seat, move_left_aside, move_of, seats, standing_alone
from kakehashi.core.course import READS_NAMES, follow
from kakehashi.core.heard import Heard, LeftAside
from kakehashi.core.projection import place
from kakehashi.desk.cases import writing
from kakehashi.desk.cases.kept import (
    Kept,
    Key,
    also_in,
    cases_of,
    kept_at,
    kept_in,
    kept_of,
    naming,
    read_also,
    read_names,
)
from kakehashi.desk.models import DeskEdition

NOT_KEPT: Final = frozenset({"entries.received"})
"""Kinds too many and too dull to keep a row each."""


def take(edition: DeskEdition, notices: Sequence[Heard | LeftAside]) -> frozenset[str]:
    """Fold notices that are not kept yet; gives the cases that they touch.

    Inside a transaction, which moves the watermark over them.
    """
    fresh = {_key(one): one for one in notices if one.kind not in NOT_KEPT}
    if not fresh:
        return frozenset()
    parties = _parties(edition.agreement)
    reached = _reached(edition, {key: _fresh(one, parties) for key, one in fresh.items()})
    seating = _Seating(edition, reached)
    seated = seating.seat()
    families = {seat.case: seat.family for found in seated.values() for seat in found}
    touched = {*families, *(case for kept in reached.values() for case in kept.cases)}
    before = cases_of(edition, touched)
    threads = _threads(edition, touched, reached, seated)
    courses = {
        case: follow(
            case,
            families.get(case) or Family(before[case].family),
            (kept.move for kept in thread),
            parties,
        )
        for case, thread in threads.items()
    }
    for key, kept in reached.items():
        alone = standing_alone(kept.move, seating.kinds)
        places = [(s.case, courses[s.case].standings[key].value) for s in seated[key]]
        kept.now = tuple(places) or (("", alone.value),)
    writing.write_dealings(edition, reached, fresh)
    writing.write_standings(edition, threads, courses, but=reached)
    writing.write_cases(edition, touched, writing.rows_of(threads, courses, before, fresh))
    return frozenset(touched)


def _key(one: Heard | LeftAside) -> Key:
    return one.party, place(one.generation, one.seq)


def _parties(agreement: str) -> tuple[str, str]:
    first, second = sorted(node.profile(agreement).parties)
    return first, second


def _fresh(one: Heard | LeftAside, parties: tuple[str, str]) -> Kept:
    if isinstance(one, LeftAside):
        move = move_left_aside(one)
    else:
        counterpart = next(party for party in parties if party != one.party)
        move = move_of(one, counterpart=counterpart)
    return Kept(move, one.classification.value, is_fresh=True)


def _reached(edition: DeskEdition, fresh: Mapping[Key, Kept]) -> dict[Key, Kept]:
    """Add to fresh notices those kept ones that name them, and those that name these."""
    reached = dict(fresh)
    frontier = {kept.move.jti for kept in fresh.values() if kept.move.counts}
    while frontier:
        found = naming(edition, frontier) - set(reached)
        if not found:
            break
        rows = kept_at(edition, found)
        read_names(edition, rows.values())
        read_also(edition, rows)
        reached |= rows
        frontier = {kept.move.jti for kept in rows.values() if kept.move.counts}
    return reached


class _Seating:
    """Finds the cases of notices whose links may lead to one another."""

    def __init__(self, edition: DeskEdition, reached: Mapping[Key, Kept]) -> None:
        self.reached = reached
        self.seated: dict[Key, tuple[Seat, ...]] = {}
        self.under_way: set[Key] = set()
        named = {jti for kept in reached.values() for _, jti in kept.move.names}
        others = kept_of(edition, named)
        read_also(edition, others)
        cases = {case for kept in others.values() for case in kept.cases}
        families = {case: one.family for case, one in cases_of(edition, cases).items()}
        self.index: dict[str, Key] = {}
        for key, kept in sorted((*others.items(), *reached.items()), key=lambda item: item[0]):
            if kept.move.counts:
                self.index.setdefault(kept.move.jti, key)
            if key not in reached:
                self.seated[key] = tuple(Seat(c, Family(families[c])) for c in kept.cases)
        everything = {**others, **reached}
        self.kinds = {jti: everything[key].move.kind for jti, key in self.index.items()}

    def seat(self) -> dict[Key, tuple[Seat, ...]]:
        """Give the cases of every notice that was reached."""
        return {key: self._seats(key) for key in self.reached}

    def _seats(self, key: Key) -> tuple[Seat, ...]:
        if key not in self.seated:
            if key in self.under_way:
                return ()
            self.under_way.add(key)
            self.seated[key] = seats(self.reached[key].move, self.kinds, self._seats_of)
        return self.seated[key]

    def _seats_of(self, jti: str) -> tuple[Seat, ...]:
        return self._seats(self.index[jti])


def _threads(
    edition: DeskEdition,
    touched: Iterable[str],
    reached: Mapping[Key, Kept],
    seated: Mapping[Key, Sequence[Seat]],
) -> dict[str, list[Kept]]:
    """Gather all notices of the cases that are touched, as they belong now."""
    touched = set(touched)
    kept, also = kept_in(edition, touched), also_in(edition, touched)
    kept |= kept_at(edition, set(also) - set(kept))
    read_names(edition, [one for one in kept.values() if one.move.kind in READS_NAMES])
    threads: dict[str, list[Kept]] = {}
    for key, one in kept.items():
        if key not in reached:
            one.also = tuple(also.get(key, ()))
            for case in touched.intersection(one.cases):
                threads.setdefault(case, []).append(one)
    for key, found in seated.items():
        for seat in found:
            threads.setdefault(seat.case, []).append(reached[key])
    return threads
