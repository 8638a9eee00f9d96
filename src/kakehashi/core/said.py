"""What a notice says when it speaks for another: a letter on paper, a correction.

A letter counts as the kind it stands for, once the other side confirmed it. A public correction
opens again what the notice it mends had opened.
"""

from dataclasses import dataclass, replace
from datetime import date

from kakehashi.core.heard import Heard
from kakehashi.core.notices.letters import (
    Direction,
    LetterConfirmation,
    LetterDates,
    LetterOutcome,
    PublicCorrection,
    PublicLetter,
)

LETTER = "letter.registered"
CORRECTION = "notice.corrected"


@dataclass(frozen=True, slots=True)
class Paper:
    """A registered letter: who registered it, the day it bears, and that of its receipt."""

    registered_by: str
    dated_on: date
    received_on: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """A notice as folds of duties read it; `paper` is set for a letter not yet known to count."""

    heard: Heard
    paper: Paper | None = None
    ends_duties: bool = True


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """That `party` confirmed (by notice `by`) a letter which the other side had registered."""

    party: str
    by: str
    letter: str
    received_on: date | None


def as_said(heard: Heard, *, counterpart: str) -> Said:
    """Give the notice that a letter stands for, or that a correction restates, or itself.

    `counterpart` is the code of the party that did not issue it.
    """
    match heard.kind, heard.statement, heard.public:
        case "letter.registered", LetterDates() as dates, content:
            if dates.stands_for is None:
                return Said(heard)
            letter = content.content if isinstance(content, PublicLetter) else None
            meant = replace(
                heard,
                party=heard.party if dates.direction is Direction.SENT else counterpart,
                kind=dates.stands_for,
                statement=dates.states.content if dates.states else None,
                public=letter.content if letter else None,
            )
            return Said(meant, Paper(heard.party, dates.dated_on, dates.received_on))
        case "notice.corrected", _, PublicCorrection(now=now) if now is not None:
            meant = replace(heard, kind=now.kind, statement=None, public=now.content)
            return Said(meant, ends_duties=False)
        case _:
            return Said(heard)


def letters_confirmed(heard: Heard) -> tuple[LetterCounts, ...]:
    """Say which letters a notice confirms as registered."""
    said = heard.statement
    if not isinstance(said, LetterConfirmation) or said.outcome is not LetterOutcome.CONFIRMED:
        return ()
    return tuple(
        LetterCounts(heard.party, heard.jti, jti, said.received_on) for jti in heard.links.answers
    )
