"""The course of a case: what its notices amount to, who acts next, and which of them are odd."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from kakehashi.core.cases import Move, Relation, Standing, standing_aside
from kakehashi.core.matters import Family, Owes, StepCode
from kakehashi.core.notices.letters import LetterOutcome

WITHDRAWN: Final = "notice.withdrawn"
DECLINED: Final = "duty.declined"
CONFIRMED: Final = "letter.confirmed"
CONSENTED: Final = "amendment.consented"
READS_NAMES: Final = frozenset({WITHDRAWN, DECLINED, CONFIRMED})
"""The kinds of which a course reads what they name."""


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next, and the party that owes it ("": nobody alone)."""

    code: StepCode
    owes: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A case as its notices make it; `closed_at` is None while it is open."""

    family: Family
    opening: Move
    step: Step
    closed_at: int | None
    last_at: int
    standings: Mapping[tuple[str, int], Standing]


def follow(case: str, family: Family, moves: Iterable[Move], parties: tuple[str, str]) -> Course:
    """Give the course of a case from all its notices, in whatever order they are passed."""
    ordered = in_order(moves)
    counted = [move for move in ordered if move.counts]
    opening = min(
        (move for move in counted if move.jti == case), key=lambda move: (move.author, move.place)
    )
    course = _Course(opening, family, counted, parties)
    for move in counted:
        course.take(move)
    step, closed_at = course.end()
    standings = {(m.author, m.place): course.standing(m) for m in ordered}
    last_at = max(move.issued_at for move in counted)
    return Course(family, opening, step, closed_at, last_at, standings)


def in_order(moves: Iterable[Move]) -> list[Move]:
    """Put the notices of both journals into one order.

    Each journal keeps its own, and a notice follows all that its author had seen; what neither
    knew of the other stands by its time.
    """
    lines: dict[str, list[Move]] = {}
    for move in sorted(moves, key=attrgetter("author", "place")):
        lines.setdefault(move.author, []).append(move)
    waiting = [line[::-1] for _, line in sorted(lines.items())]
    ordered: list[Move] = []
    while heads := [line[-1] for line in waiting if line]:
        free = [m for m in heads if not any(m.knew(o) for o in heads if o is not m)] or heads
        first = min(free, key=attrgetter("issued_at", "author"))
        ordered.append(first)
        next(line for line in waiting if line and line[-1] is first).pop()
    return ordered


class _Course:
    """The course of one case as it is followed, notice by notice."""

    def __init__(
        self, opening: Move, family: Family, moves: Sequence[Move], parties: tuple[str, str]
    ) -> None:
        self.opening = opening
        self.family = family
        self.parties = parties
        self.withdrawn = {
            (move.author, jti): move.issued_at
            for move in moves[::-1]
            if move.kind == WITHDRAWN
            for jti in move.named(Relation.CORRECTS)
        }
        self.confirmations = [
            (jti, move)
            for move in moves
            if move.kind == CONFIRMED and self._stands(move)
            for jti in move.named(Relation.ANSWERS)
        ]
        self.confirmed = {
            (jti, move.author)
            for jti, move in self.confirmations
            if move.detail.outcome == LetterOutcome.CONFIRMED
        }
        self.step = Step(StepCode.TAKE_NOTE)
        self.closed_at: int | None = None
        self.ends: list[Move] = []
        self.consenting: set[str] = set()
        self.owed: set[tuple[str, str]] = set()
        self.done: set[tuple[str, str]] = set()

    def take(self, move: Move) -> None:
        """Let the case go on by one notice, where that counts and may still do so."""
        if not self._stands(move) or not self._is_confirmed(move) or self._is_a_guest(move):
            return
        matter = move.matter
        if self._ends(move):
            self.ends.append(move)
        if self._takes_by_family(move):
            return
        if self.closed_at is not None and not matter.reopens:
            return
        if self._ends(move):
            self.step, self.closed_at = Step(matter.then or StepCode.CLOSED), move.issued_at
        elif matter.then is not None and not matter.closes:
            self.step, self.closed_at = Step(matter.then, self._owing(matter.owes, move)), None

    def end(self) -> tuple[Step, int | None]:
        """Give where the case stands, and when it was closed (None: it is open)."""
        opening = self.opening
        if not self._stands(opening):
            return Step(StepCode.WITHDRAWN), self.withdrawn[opening.author, opening.jti]
        if opening.detail.is_paper and not self._is_confirmed(opening):
            is_answered = any(jti == opening.jti for jti, _ in self.confirmations)
            if is_answered:
                return Step(StepCode.MEND_LETTER, opening.author), None
            return Step(StepCode.CONFIRM_LETTER, self._other(opening.author)), None
        if self.family is Family.LETTER:
            times = [move.issued_at for jti, move in self.confirmations if jti == opening.jti]
            return Step(StepCode.CLOSED), min(times, default=opening.issued_at)
        return self.step, self.closed_at

    def standing(self, move: Move) -> Standing:
        """Say how a notice stands in the case."""
        if move.reason:
            return standing_aside(move)
        matter = move.matter
        if matter.any_time or matter.reopens or self._is_a_guest(move) or move is self.opening:
            return Standing.ORDINARY
        earlier = [end for end in self.ends if end is not move and move.knew(end)]
        if not earlier:
            return Standing.ORDINARY
        if self._ends(move) and any(end.party == move.party for end in earlier):
            return Standing.ANSWERED_TWICE
        return Standing.AFTER_CLOSING

    def _takes_by_family(self, move: Move) -> bool:
        """Let consents and corrective actions count as the sets that they are."""
        if move.kind == CONSENTED and self.closed_at is None:
            self.consenting.add(move.party)
            missing = [party for party in self.parties if party not in self.consenting]
            self.step = Step(StepCode.CONSENT, missing[0] if len(missing) == 1 else "")
            if not missing:
                self.step, self.closed_at = Step(StepCode.CLOSED), move.issued_at
                self.ends.append(move)
            return True
        if move.detail.action:
            if move.detail.is_done:
                self.done.add((move.detail.action, move.party))
            if self.step.code is StepCode.CORRECT_PROBLEMS:
                self._count_actions(move)
            return True
        if move.kind == "consultation.minutes-agreed":
            self.owed |= set(move.detail.actions)
            self._count_actions(move)
            return True
        return False

    def _count_actions(self, move: Move) -> None:
        missing = sorted({owner for action, owner in self.owed - self.done})
        if not missing:
            self.step, self.closed_at = Step(StepCode.CLOSED), move.issued_at
            return
        owes = missing[0] if len(missing) == 1 else ""
        self.step, self.closed_at = Step(StepCode.CORRECT_PROBLEMS, owes), None

    def _ends(self, move: Move) -> bool:
        """Say whether a notice ends the case; to decline ends what it declines itself."""
        if move.kind == DECLINED:
            return self.opening.jti in move.named(Relation.ANSWERS)
        return move.matter.closes

    def _owing(self, owes: Owes, move: Move) -> str:
        match owes:
            case Owes.NOBODY:
                return ""
            case Owes.AUTHOR:
                return move.party
            case Owes.OTHER:
                return self._other(move.party)
            case Owes.OPENER:
                return self.opening.party
            case Owes.ANSWERER:
                return self._other(self.opening.party)

    def _other(self, party: str) -> str:
        return next((other for other in self.parties if other != party), "")

    def _stands(self, move: Move) -> bool:
        return (move.author, move.jti) not in self.withdrawn

    def _is_a_guest(self, move: Move) -> bool:
        """Say whether a notice of another family was put into this case: it moves nothing."""
        return move.matter.family not in {None, self.family}

    def _is_confirmed(self, move: Move) -> bool:
        return not move.detail.is_paper or (move.jti, self._other(move.author)) in self.confirmed
