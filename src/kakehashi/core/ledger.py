"""The shared ledger: what the facts about duties amount to, the same on both nodes."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter

from kakehashi.core.agreement import Source
from kakehashi.core.canonical import encode
from kakehashi.core.duty_facts import (
    DutyEnded,
    DutyFact,
    DutyOpened,
    How,
    Receipt,
    Response,
    Withdrawal,
)
from kakehashi.core.said import LetterCounts, Paper
from kakehashi.core.target_days import Agreed, Agreements, Calendars, Confirmed, Proposed


class Status(StrEnum):
    """Where a duty stands."""

    OPEN = "open"
    DISCHARGED = "discharged"
    LIFTED = "lifted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Row:
    """One duty in the ledger; days are ISO texts, None where unknown.

    `since` is the day from which it is owed: the first receipt that covers the opening notice,
    or that notice's own day where its author owes; None until received. `target_on` comes from
    agreed targets only, `due_on` from the notice itself. `accepted_on` is the day on which the
    side that owes first answered with anything.
    """

    agreement: str
    duty: str
    party: str
    notice: str
    item: str | None
    clause: str
    source: Source
    kind: str
    status: Status
    since: str | None
    due_on: str | None
    target_on: str | None
    ended_on: str | None
    ended_by: str | None
    accepted_on: str | None = None

    @property
    def deadline(self) -> str | None:
        """The day named in the notice or the agreed target, whichever comes first."""
        return min(filter(None, (self.due_on, self.target_on)), default=None)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a row is found and sorted by."""
        return (self.duty, self.party, self.notice, self.item or "")

    def encoded(self) -> bytes:
        """Give the row as canonical JSON."""
        return encode(
            {
                "accepted_on": self.accepted_on,
                "agreement": self.agreement,
                "clause": self.clause,
                "due_on": self.due_on,
                "duty": self.duty,
                "ended_by": self.ended_by,
                "ended_on": self.ended_on,
                "item": self.item,
                "kind": self.kind,
                "notice": self.notice,
                "party": self.party,
                "since": self.since,
                "source": self.source.value,
                "status": self.status.value,
                "target_on": self.target_on,
            }
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """All rows of one agreement, sorted by key."""

    entries: tuple[Row, ...]

    def rows(self) -> Iterator[bytes]:
        """Give each row as canonical JSON, in order: what both nodes must have alike."""
        return (row.encoded() for row in self.entries)

    def open_for(self, party: str) -> tuple[Row, ...]:
        """Give what `party` still owes."""
        return tuple(r for r in self.entries if r.party == party and r.status is Status.OPEN)


def settle(facts: Iterable[DutyFact]) -> Ledger:
    """Join what was learned into the ledger; facts may come in any order and more than once."""
    rows = (row for _, row in opened_rows(facts))
    return Ledger(tuple(sorted(rows, key=attrgetter("key"))))


def opened_rows(facts: Iterable[DutyFact]) -> Iterator[tuple[DutyOpened, Row]]:
    """Give each row with the opening that it comes from, in no order."""
    found = _Found(set(facts))
    for opening in found.openings:
        for row in found.rows(opening):
            yield opening, row


class _Found:
    """Facts by kind, ready to be joined."""

    def __init__(self, facts: set[DutyFact]) -> None:
        self.openings: list[DutyOpened] = []
        self.endings: dict[tuple[str, str, str], list[DutyEnded]] = defaultdict(list)
        self.responses: dict[tuple[str, str], list[DutyEnded | Response]] = defaultdict(list)
        self.letters: dict[str, list[LetterCounts]] = defaultdict(list)
        self.withdrawn: dict[tuple[str, str], Withdrawal] = {}
        proposed: list[Proposed] = []
        agreed: list[Agreed] = []
        confirmed: list[Confirmed] = []
        held: dict[tuple[str, str, int], list[tuple[int, date]]] = defaultdict(list)
        for fact in facts:
            match fact:
                case DutyOpened():
                    self.openings.append(fact)
                case DutyEnded():
                    self.endings[fact.duty, fact.party, fact.opening].append(fact)
                    if fact.how is not How.LIFTED:
                        self.responses[fact.party, fact.opening].append(fact)
                case Response():
                    self.responses[fact.party, fact.opening].append(fact)
                case Receipt():
                    held[fact.party, fact.author, fact.generation].append((fact.size, fact.day))
                case Withdrawal():
                    self._take_back(fact)
                case LetterCounts():
                    self.letters[fact.letter].append(fact)
                case Proposed():
                    proposed.append(fact)
                case Agreed():
                    agreed.append(fact)
                case Confirmed():
                    confirmed.append(fact)
        self.held = {key: _first_held(sizes) for key, sizes in held.items()}
        stands = self._stands
        self.targets = Agreements(
            [fact for fact in proposed if stands(fact.party, fact.notice)],
            [fact for fact in agreed if stands(fact.party, fact.notice)],
        )
        self.calendars = Calendars(fact for fact in confirmed if stands(fact.party, fact.notice))

    def rows(self, opening: DutyOpened) -> Iterator[Row]:
        """Give the row of an opening.

        None where an agreed duty has no target on its day, or where a letter is not confirmed.
        """
        target = self.targets.on(opening.day, duty=opening.duty, party=opening.party)
        if not self._counts(opening.notice, opening.paper) or (
            opening.source is Source.AGREED and target is None
        ):
            return
        since = self._since(opening)
        target_on = None
        if target is not None and since is not None:
            target_on = self.calendars.after(since, target, opening.party)
        status, ended_on, ended_by = self._end(opening)
        yield Row(
            agreement=opening.agreement,
            duty=opening.duty,
            party=opening.party,
            notice=opening.notice,
            item=opening.item,
            clause=opening.clause,
            source=opening.source,
            kind=opening.kind,
            status=status,
            since=_iso(since),
            due_on=_iso(opening.due_on),
            target_on=_iso(target_on),
            ended_on=_iso(ended_on),
            ended_by=ended_by,
            accepted_on=_iso(self._accepted(opening)),
        )

    def _since(self, opening: DutyOpened) -> date | None:
        if opening.author == opening.party:
            return opening.day
        if opening.paper is not None:
            recorded = [letter.received_on for letter in self.letters[opening.notice]]
            days = [day for day in (opening.paper.received_on, *recorded) if day is not None]
            return min(days, default=None)
        generation, seq = opening.place
        sizes, days = self.held.get((opening.party, opening.author, generation), ([], []))
        index = bisect_right(sizes, seq)
        return days[index] if index < len(days) else None

    def _end(self, opening: DutyOpened) -> tuple[Status, date | None, str | None]:
        issuer = opening.paper.registered_by if opening.paper else opening.author
        if gone := self.withdrawn.get((issuer, opening.notice)):
            return Status.WITHDRAWN, gone.day, gone.by
        endings = [
            ending
            for jti in (opening.notice, *opening.aliases)
            for ending in self.endings.get((opening.duty, opening.party, jti), ())
            if self._speaks(ending)
            if opening.item is None or ending.item == opening.item or ending.how is How.DECLINED
        ]
        if not endings:
            return Status.OPEN, None, None
        ending = min(_standing(endings), key=_precedence)
        return Status(ending.how.value), ending.day, ending.by

    def _accepted(self, opening: DutyOpened) -> date | None:
        """Give the day of the first answer of the side that owes, whatever it said."""
        if opening.author == opening.party:
            return None
        days = (
            response.day
            for jti in (opening.notice, *opening.aliases)
            for response in self.responses.get((opening.party, jti), ())
            if self._speaks(response)
            if opening.item is None or response.item in {None, opening.item}
        )
        return min(days, default=None)

    def _speaks(self, fact: DutyEnded | Response) -> bool:
        """Say whether the notice behind a fact was not taken back and, on paper, is confirmed."""
        return self._stands(fact.author, fact.by) and self._counts(fact.by, fact.paper)

    def _take_back(self, fact: Withdrawal) -> None:
        """Keep the first withdrawal of a notice."""
        key = (fact.author, fact.notice)
        first = self.withdrawn.get(key, fact)
        self.withdrawn[key] = min(first, fact, key=attrgetter("day", "by"))

    def _stands(self, author: str, notice: str) -> bool:
        return (author, notice) not in self.withdrawn

    def _counts(self, notice: str, paper: Paper | None) -> bool:
        """Say whether a notice counts: always, or once the other side confirmed the letter."""
        confirmed = self.letters.get(notice, ())
        return paper is None or any(
            letter.party != paper.registered_by and self._stands(letter.party, letter.by)
            for letter in confirmed
        )


def _precedence(ending: DutyEnded) -> tuple[int, date, str]:
    return list(How).index(ending.how), ending.day, ending.by


def _in_turn(ending: DutyEnded) -> tuple[date, tuple[int, int], str]:
    return ending.day, ending.place, ending.by


def _standing(endings: Sequence[DutyEnded]) -> Sequence[DutyEnded]:
    """Leave out what was undone afterwards, and what was said before it."""
    done = [one for one in endings if one.how is How.DISCHARGED]
    last = max(done, key=_in_turn, default=None)
    if last is None or not any(one.undoes and _in_turn(one) > _in_turn(last) for one in endings):
        return endings
    return [one for one in endings if one.how is How.LIFTED or _in_turn(one) > _in_turn(last)]


def _first_held(sizes: list[tuple[int, date]]) -> tuple[list[int], list[date]]:
    """Give sizes in order, each with the first day on which at least so much was held."""
    ordered = sorted(sizes)
    days = [day for _, day in ordered]
    for index in range(len(days) - 2, -1, -1):
        days[index] = min(days[index], days[index + 1])
    return [size for size, _ in ordered], days


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
