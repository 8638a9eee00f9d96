"""What one heeded notice says about duties, as facts that need no order.

Each is keyed by what it is about, none by when it came; a database may hold them between the
notice that brought them and the ledger that they make.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kakehashi.core.agreement import Source
from kakehashi.core.said import LetterCounts, Paper
from kakehashi.core.target_days import Agreed, Confirmed, Proposed


class How(StrEnum):
    """How a duty ended; where several did, the first of these counts."""

    DISCHARGED = "discharged"
    LIFTED = "lifted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class DutyOpened:
    """A notice that makes something due from `party`.

    `place` is its generation and index in its author's journal, `day` its day of issue in the
    author's zone. `item` and `due_on` are set where one notice opens several (corrective
    actions). `aliases` are notices whose answers count as answers to this one; `paper` marks a
    letter, which counts once the other side confirmed it.
    """

    agreement: str
    duty: str
    party: str
    clause: str
    source: Source
    notice: str
    kind: str
    author: str
    place: tuple[int, int]
    day: date
    item: str | None = None
    due_on: date | None = None
    aliases: tuple[str, ...] = ()
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class DutyEnded:
    """A notice (`by`, issued by `author`) that ends what the notice `opening` made due.

    `place` is its generation and index in its author's journal; `undoes` says that what was done
    before is done no longer: a publication that is withheld after it was confirmed.
    """

    duty: str
    party: str
    opening: str
    how: How
    by: str
    author: str
    day: date
    item: str | None = None
    paper: Paper | None = None
    place: tuple[int, int] = (0, 0)
    undoes: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """A notice (`by`) of `party` that answers `opening` and ends nothing that it opened."""

    party: str
    opening: str
    by: str
    author: str
    day: date
    item: str | None = None
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """That `party` held `size` entries of a journal (author, generation) on a day in its zone."""

    party: str
    author: str
    generation: int
    size: int
    day: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That `author` took back a notice it had issued."""

    author: str
    notice: str
    by: str
    day: date


DutyFact = (
    DutyOpened
    | DutyEnded
    | Response
    | Receipt
    | Withdrawal
    | LetterCounts
    | Proposed
    | Agreed
    | Confirmed
)
