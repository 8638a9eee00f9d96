"""The ledger step by step: which notices a batch of facts reaches, and their duties anew.

What `settle` makes of all facts at once, this makes of those that are kept, a few at a time: the
rows of a notice rest on the facts about it, on how what ended it stands, on the first receipt
that covers it, and on the days that both sides agreed on.
"""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kakehashi.core.duty_facts import (
    DutyEnded,
    DutyFact,
    DutyOpened,
    Receipt,
    Response,
    Withdrawal,
)
from kakehashi.core.ledger import Row, opened_rows
from kakehashi.core.said import LetterCounts
from kakehashi.core.target_days import Agreed, Confirmed, Proposed

DaysFact = Proposed | Agreed | Confirmed


class Kept(Protocol):
    """The facts kept so far, those of the batch among them, and the rows made of the others."""

    def openings(self, notices: AbstractSet[str]) -> Collection[DutyOpened]:
        """Give what these notices opened, and what has one of them among its aliases."""

    def endings(self, openings: AbstractSet[str]) -> Collection[DutyEnded | Response]:
        """Give what ends or answers something that one of these notices opened."""

    def endings_by(self, notices: AbstractSet[str]) -> Collection[DutyEnded | Response]:
        """Give what one of these notices ends or answers."""

    def letters(self, letters: AbstractSet[str]) -> Collection[LetterCounts]:
        """Give the confirmations of these letters."""

    def letters_by(self, notices: AbstractSet[str]) -> Collection[LetterCounts]:
        """Give the confirmations that one of these notices makes."""

    def withdrawals(self, notices: AbstractSet[str]) -> Collection[Withdrawal]:
        """Give who took back one of these notices."""

    def days(self) -> Collection[DaysFact]:
        """Give all that was said of targets and calendars."""

    def receipts(self, openings: Collection[DutyOpened]) -> Collection[Receipt]:
        """Give at least the first receipt that covers each of these."""

    def received_later(self, receipts: Collection[Receipt]) -> AbstractSet[str]:
        """Name notices covered by one of these whose rows say a later day of receipt, or none."""

    def begun_from(self, duties: Mapping[str, date]) -> AbstractSet[str]:
        """Name notices that opened one of these duties on its day or later."""

    def counted_in(self, years: AbstractSet[tuple[str, int]]) -> AbstractSet[str]:
        """Name notices whose rows' targets were counted through a year of (party, year)."""


@dataclass(frozen=True, slots=True)
class Anew:
    """The rows of some notices as they now are, each with the opening that it comes from.

    What else was there of these notices is gone.
    """

    notices: frozenset[str]
    rows: tuple[tuple[DutyOpened, Row], ...]


def settle_anew(batch: Collection[DutyFact], kept: Kept) -> Anew:
    """Settle what a batch reaches; `kept` holds the batch already, its rows are as before it."""
    days = kept.days()
    named = _reached(batch, days, kept)
    openings = kept.openings(named)
    notices = {opening.notice for opening in openings}
    if not notices <= named:
        openings = kept.openings(notices)  # of a notice found by an alias, all that it opened
        openings = [opening for opening in openings if opening.notice in notices]
    rows = opened_rows(_around(openings, days, kept)) if openings else ()
    return Anew(frozenset(named | notices), tuple(rows))


def _around(
    openings: Collection[DutyOpened], days: Collection[DaysFact], kept: Kept
) -> Iterable[DutyFact]:
    """Gather every fact on which the rows of these openings rest."""
    answered = {jti for opening in openings for jti in (opening.notice, *opening.aliases)}
    endings = kept.endings(answered)
    paper = {opening.notice for opening in openings if opening.paper}
    letters = kept.letters(paper | {ending.by for ending in endings if ending.paper})
    may_be_gone = (
        {opening.notice for opening in openings}
        | {ending.by for ending in endings}
        | {letter.by for letter in letters}
        | {fact.notice for fact in days}
    )
    gone = kept.withdrawals(may_be_gone)
    return (*openings, *endings, *letters, *gone, *days, *kept.receipts(openings))


def _reached(batch: Collection[DutyFact], days: Collection[DaysFact], kept: Kept) -> set[str]:
    """Name the notices whose rows a batch may change, each by itself or by an alias."""
    gone = {fact.notice for fact in batch if isinstance(fact, Withdrawal)}
    letters = {fact.letter for fact in batch if isinstance(fact, LetterCounts)}
    if gone:
        letters |= {letter.letter for letter in kept.letters_by(gone)}
    changed = gone | letters
    named = changed | {fact.notice for fact in batch if isinstance(fact, DutyOpened)}
    named |= {fact.opening for fact in batch if isinstance(fact, DutyEnded | Response)}
    if changed:
        named |= {ending.opening for ending in kept.endings_by(changed)}
    if receipts := [fact for fact in batch if isinstance(fact, Receipt)]:
        named |= kept.received_later(receipts)
    moved = [fact for fact in days if fact.notice in gone]
    moved += [fact for fact in batch if isinstance(fact, Proposed | Agreed | Confirmed)]
    return named | _reached_by_days(moved, kept)


def _reached_by_days(moved: Iterable[DaysFact], kept: Kept) -> set[str]:
    first: dict[str, date] = {}
    years: set[tuple[str, int]] = set()
    for fact in moved:
        if isinstance(fact, Confirmed):
            years.add((fact.party, fact.calendar.year))
            continue
        for target in fact.targets.targets:
            first[target.duty] = min(fact.from_on, first.get(target.duty, fact.from_on))
    named = set(kept.begun_from(first)) if first else set()
    return named | (set(kept.counted_in(years)) if years else set())
