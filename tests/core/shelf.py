"""Facts and rows kept in memory, as plainly as can be."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from kakehashi.core.duty_facts import DutyEnded, DutyFact, DutyOpened, Receipt, Response, Withdrawal
from kakehashi.core.ledger import Ledger, Row
from kakehashi.core.said import LetterCounts
from kakehashi.core.settling import DaysFact, settle_anew
from kakehashi.core.target_days import Agreed, Confirmed, Proposed

Fact = TypeVar("Fact")


@dataclass
class Shelf:
    """What a node keeps between two batches."""

    facts: set[DutyFact] = field(default_factory=set)
    made: list[Row] = field(default_factory=list)

    def take(self, batch: Iterable[DutyFact]) -> None:
        """Keep a batch and bring the rows up to it."""
        new = list(batch)
        self.facts |= set(new)
        anew = settle_anew(new, self)
        self.made = [row for row in self.made if row.notice not in anew.notices]
        self.made += [row for _, row in anew.rows]

    @property
    def ledger(self) -> Ledger:
        return Ledger(tuple(sorted(self.made, key=lambda row: row.key)))

    def _all(self, sort: type[Fact]) -> list[Fact]:
        return [fact for fact in self.facts if isinstance(fact, sort)]

    def _answers(self) -> list[DutyEnded | Response]:
        return [*self._all(DutyEnded), *self._all(Response)]

    def openings(self, notices: AbstractSet[str]) -> Collection[DutyOpened]:
        return [o for o in self._all(DutyOpened) if {o.notice, *o.aliases} & notices]

    def endings(self, openings: AbstractSet[str]) -> Collection[DutyEnded | Response]:
        return [e for e in self._answers() if e.opening in openings]

    def endings_by(self, notices: AbstractSet[str]) -> Collection[DutyEnded | Response]:
        return [e for e in self._answers() if e.by in notices]

    def letters(self, letters: AbstractSet[str]) -> Collection[LetterCounts]:
        return [one for one in self._all(LetterCounts) if one.letter in letters]

    def letters_by(self, notices: AbstractSet[str]) -> Collection[LetterCounts]:
        return [one for one in self._all(LetterCounts) if one.by in notices]

    def withdrawals(self, notices: AbstractSet[str]) -> Collection[Withdrawal]:
        return [one for one in self._all(Withdrawal) if one.notice in notices]

    def days(self) -> Collection[DaysFact]:
        return [*self._all(Proposed), *self._all(Agreed), *self._all(Confirmed)]

    def receipts(self, openings: Collection[DutyOpened]) -> Collection[Receipt]:
        return self._all(Receipt) if openings else []

    def received_later(self, receipts: Collection[Receipt]) -> AbstractSet[str]:
        known: dict[str, Any] = {}
        for row in self.made:
            known[row.notice] = max(known.get(row.notice, ""), row.since or "unknown")
        return {
            opening.notice
            for opening in self._all(DutyOpened)
            for receipt in receipts
            if opening.paper is None
            and (opening.party, opening.author, opening.place[0])
            == (receipt.party, receipt.author, receipt.generation)
            and opening.place[1] < receipt.size
            and known.get(opening.notice, "") > receipt.day.isoformat()
        }

    def begun_from(self, duties: Mapping[str, date]) -> AbstractSet[str]:
        return {o.notice for o in self._all(DutyOpened) if o.day >= duties.get(o.duty, date.max)}

    def counted_in(self, years: AbstractSet[tuple[str, int]]) -> AbstractSet[str]:
        return {
            row.notice
            for row in self.made
            for party, year in years
            if row.party == party and row.since and row.target_on
            if row.since <= f"{year}-12-31" and row.target_on >= f"{year}-01-01"
        }
