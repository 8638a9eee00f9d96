"""Cases: which notices belong to one matter; `core.course` says how far it has come.

A case is the matter that a first notice opened; the others come to it by their links. What is
said here depends on the notices alone, never on the order in which they arrived: who knew of what
is read from each author's own journal and from how much of the other's it had seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import Final

from kakehashi.core.heard import Heard, LeftAside
from kakehashi.core.matters import MATTERS, Family, Matter, Opens, StepCode
from kakehashi.core.notices.consultations import ActionState, AgreedMinutes, ReportedAction
from kakehashi.core.notices.letters import LetterConfirmation, LetterDates
from kakehashi.core.notices.payload import Links
from kakehashi.core.projection import place
from kakehashi.core.said import LETTER, as_said

__all__ = ["MATTERS", "Family", "StepCode"]

VERSION: Final = 1
"""Of what is derived here; raised when the same notices come to give other rows."""

NAMES_NOTHING_KNOWN: Final = "links"
"""Why heeding sets a notice aside that names what its author cannot have known."""


class Standing(StrEnum):
    """How a notice stands in its case; whatever it is, it is kept and shown."""

    ORDINARY = "ordinary"
    ANSWERS_NOTHING_KNOWN = "answers-nothing-known"
    ANSWERED_TWICE = "answered-twice"
    AFTER_CLOSING = "after-closing"
    SET_ASIDE = "set-aside"


class Relation(StrEnum):
    """How one notice names another."""

    ANSWERS = "answers"
    REFERS = "refers"
    CASE = "case"
    CORRECTS = "corrects"


_OF_NO_CASE: Final = Matter()

Name = tuple[str, str]
"""A relation and the notice that is named."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What the course of a case reads of a notice's own content: never erased, never confidential.

    `is_paper` marks a letter, which counts once confirmed; `outcome` is that of a confirmation;
    `actions` are the corrective actions agreed, each with its owner; `action` the one reported.
    """

    is_paper: bool = False
    outcome: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    action: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """One notice as the course of a case reads it.

    `author` wrote it into its journal at `place`; `party` is whose notice it is (a letter may be
    registered by who received it), `kind` what it counts as. `seen` is the place up to which the
    author had the other journal; `reason` says why it is set aside, where it is.
    """

    jti: str
    kind: str
    party: str
    author: str
    place: int
    seen: int
    issued_at: int
    names: tuple[Name, ...] = ()
    detail: Detail = field(default=Detail())
    reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether it moves anything: it is not set aside."""
        return not self.reason

    @property
    def matter(self) -> Matter:
        """What its kind does."""
        return matter_of(self.kind)

    def named(self, *relations: Relation) -> Iterator[str]:
        """Give what it names in these ways."""
        return (jti for relation, jti in self.names if relation in relations)

    def knew(self, other: "Move") -> bool:
        """Say whether its author had the other notice when it wrote this one."""
        if self.author == other.author:
            return other.place < self.place
        return other.place < self.seen


@dataclass(frozen=True, slots=True)
class Seat:
    """A case to which a notice belongs, and the family of that case."""

    case: str
    family: Family


def matter_of(kind: str) -> Matter:
    """Say what a kind does to a case; a kind that is not known here belongs to none."""
    return MATTERS.get(kind, _OF_NO_CASE)


def names_of(links: Links) -> tuple[Name, ...]:
    """Give what a notice names, in the order in which it is looked for its case."""
    mended = [(Relation.CORRECTS.value, links.corrects)] if links.corrects else []
    case = [(Relation.CASE.value, links.case)] if links.case else []
    return (
        *((Relation.ANSWERS.value, jti) for jti in links.answers),
        *((Relation.REFERS.value, jti) for jti in links.refers),
        *mended,
        *case,
    )


def move_of(heard: Heard, *, counterpart: str) -> Move:
    """Reduce a heeded notice to its move; `counterpart` is the party that did not issue it."""
    said = as_said(heard, counterpart=counterpart) if heard.kind == LETTER else None
    meant = said.heard if said else heard
    return Move(
        jti=heard.jti,
        kind=meant.kind,
        party=meant.party,
        author=heard.party,
        place=place(heard.generation, heard.seq),
        seen=place(heard.seen.generation, heard.seen.size),
        issued_at=heard.issued_at,
        names=names_of(heard.links),
        detail=_detail(heard),
    )


def move_left_aside(left: LeftAside) -> Move:
    """Reduce a notice that is set aside: it stands in a case, and moves nothing there."""
    return Move(
        jti=left.jti,
        kind=left.kind,
        party=left.party,
        author=left.party,
        place=place(left.generation, left.seq),
        seen=0,
        issued_at=left.issued_at,
        names=names_of(left.links),
        reason=left.reason,
    )


def _detail(heard: Heard) -> Detail:
    match heard.statement:
        case LetterDates():
            return Detail(is_paper=True)
        case LetterConfirmation(outcome=outcome):
            return Detail(outcome=outcome.value)
        case AgreedMinutes(actions=actions):
            return Detail(actions=tuple((owed.action, owed.owner) for owed in actions))
        case ReportedAction(action=action, state=state):
            return Detail(action=action, is_done=state is ActionState.DONE)
        case _:
            return Detail()


def seats(
    move: Move, kinds: Mapping[str, str], seats_of: Callable[[str], Sequence[Seat]]
) -> tuple[Seat, ...]:
    """Say to which cases a notice belongs.

    `kinds` gives what the known ones among the notices that it names count as, `seats_of` to
    which cases each of these belongs. What it answers comes first; what it merely refers to
    counts within its own family; `case` names the first notice of any matter. A notice may name
    no later one, so this ends; only `case` is not judged, and two that name each other open a
    case each.
    """
    matter = move.matter
    own = Seat(move.jti, matter.family) if matter.family and move.counts else None
    if own and matter.opens is Opens.ALWAYS:
        return (own,)
    for relation in Relation:
        named = {
            seat
            for jti in move.named(relation)
            if jti in kinds and _may_lead(relation, matter, kinds[jti])
            for seat in seats_of(jti)
            if _leads_there(relation, jti, seat, matter)
        }
        if named:
            return tuple(sorted(named, key=attrgetter("case")))
    return (own,) if own and matter.opens is Opens.UNLESS_LINKED else ()


def _may_lead(relation: Relation, matter: Matter, kind: str) -> bool:
    if relation is not Relation.CASE:
        return True
    opens = matter_of(kind).opens
    return opens is Opens.ALWAYS or (opens is not Opens.NEVER and matter.opens is Opens.NEVER)


def _leads_there(relation: Relation, jti: str, seat: Seat, matter: Matter) -> bool:
    match relation:
        case Relation.REFERS:
            return seat.family is matter.family
        case Relation.CASE:
            return seat.case == jti
        case _:
            return True


def standing_alone(move: Move, kinds: Mapping[str, str]) -> Standing:
    """Say how a notice stands that belongs to no case."""
    if move.reason:
        return standing_aside(move)
    is_lost = any(jti not in kinds for _, jti in move.names)
    return Standing.ANSWERS_NOTHING_KNOWN if is_lost else Standing.ORDINARY


def standing_aside(move: Move) -> Standing:
    """Say how a notice stands that does not count."""
    if move.reason == NAMES_NOTHING_KNOWN:
        return Standing.ANSWERS_NOTHING_KNOWN
    return Standing.SET_ASIDE
