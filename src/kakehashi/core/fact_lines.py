"""Facts about duties as lines that a table can keep and find: written, and read back the same.

A line is found by what it says, by the notice that it is about, by the notice that says it, and,
for an opening, by its duty and day; the rest is JSON. Receipts are kept as numbers, not as lines.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from kakehashi.core.agreement import Source
from kakehashi.core.duty_facts import (
    DutyEnded,
    DutyFact,
    DutyOpened,
    How,
    Receipt,
    Response,
    Withdrawal,
)
from kakehashi.core.notices.targets import Calendar, Targets
from kakehashi.core.said import LetterCounts, Paper
from kakehashi.core.target_days import Agreed, Confirmed, Proposed

OPENED: Final = "opened"
ENDED: Final = "ended"
ANSWERED: Final = "answered"
WITHDRAWN: Final = "withdrawn"
LETTER: Final = "letter"
PROPOSED: Final = "proposed"
AGREED: Final = "agreed"
CALENDAR: Final = "calendar"
DAYS: Final = (PROPOSED, AGREED, CALENDAR)


class Line(NamedTuple):
    """One fact; `by` of an opening found by an alias is the notice that opened it."""

    what: str
    about: str
    by: str
    duty: str
    on: date | None
    text: str


_dumps: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def lines(fact: DutyFact) -> Iterator[Line]:
    """Write a fact: a line, and for an opening one for each alias; nothing for a receipt."""
    match fact:
        case DutyOpened():
            text = _opened(fact)
            yield Line(OPENED, fact.notice, "", fact.duty, fact.day, text)
            for alias in fact.aliases:
                yield Line(OPENED, alias, fact.notice, "", None, text)
        case DutyEnded():
            stated = [fact.duty, fact.party, fact.how.value, fact.author, fact.day.isoformat()]
            where = [*fact.place, fact.undoes]
            text = _dumps([*stated, fact.item, _paper(fact.paper), *where])
            yield Line(ENDED, fact.opening, fact.by, "", None, text)
        case Response():
            said = [fact.party, fact.author, fact.day.isoformat()]
            text = _dumps([*said, fact.item, _paper(fact.paper)])
            yield Line(ANSWERED, fact.opening, fact.by, "", None, text)
        case Withdrawal():
            text = _dumps([fact.author, fact.day.isoformat()])
            yield Line(WITHDRAWN, fact.notice, fact.by, "", None, text)
        case LetterCounts():
            yield Line(LETTER, fact.letter, fact.by, "", None, _letter(fact))
        case Proposed() | Agreed() | Confirmed():
            yield _days(fact)
        case Receipt():
            return


def fact_of(line: Line) -> DutyFact:
    """Read a line."""
    value: Sequence[Any] = json.loads(line.text)
    match line.what:
        case "opened":
            return _read_opened(value)
        case "ended":
            duty, party, how, author, day, item, paper, *where = value
            generation, seq, undoes = where or (0, 0, False)  # kept before places were
            return DutyEnded(
                duty=duty,
                party=party,
                opening=line.about,
                how=How(how),
                by=line.by,
                author=author,
                day=date.fromisoformat(day),
                item=item,
                paper=_read_paper(paper),
                place=(generation, seq),
                undoes=undoes,
            )
        case "answered":
            party, author, day, item, paper = value
            on = date.fromisoformat(day)
            return Response(party, line.about, line.by, author, on, item, _read_paper(paper))
        case "withdrawn":
            author, day = value
            return Withdrawal(author, line.about, line.by, date.fromisoformat(day))
        case "letter":
            party, received = value
            return LetterCounts(party, line.by, line.about, _day(received))
        case _:
            return _read_days(line, value)


def _opened(fact: DutyOpened) -> str:
    return _dumps(
        [
            fact.agreement,
            fact.duty,
            fact.party,
            fact.clause,
            fact.source.value,
            fact.notice,
            fact.kind,
            fact.author,
            *fact.place,
            fact.day.isoformat(),
            fact.item,
            _iso(fact.due_on),
            fact.aliases,
            _paper(fact.paper),
        ]
    )


def _read_opened(value: Sequence[Any]) -> DutyOpened:
    agreement, duty, party, clause, source, notice, kind, author, *rest = value
    generation, seq, day, item, due_on, aliases, paper = rest
    return DutyOpened(
        agreement=agreement,
        duty=duty,
        party=party,
        clause=clause,
        source=Source(source),
        notice=notice,
        kind=kind,
        author=author,
        place=(generation, seq),
        day=date.fromisoformat(day),
        item=item,
        due_on=_day(due_on),
        aliases=tuple(aliases),
        paper=_read_paper(paper),
    )


def _days(fact: Proposed | Agreed | Confirmed) -> Line:
    match fact:
        case Proposed():
            said = [fact.party, fact.targets.model_dump(mode="json"), fact.from_on.isoformat()]
            return Line(PROPOSED, fact.notice, fact.notice, "", None, _dumps(said))
        case Agreed():
            said = [fact.party, fact.targets.model_dump(mode="json"), fact.from_on.isoformat()]
            text = _dumps([*said, fact.answers])
            return Line(AGREED, fact.notice, fact.notice, "", None, text)
        case Confirmed():
            text = _dumps([fact.party, *fact.place, fact.calendar.model_dump(mode="json")])
            return Line(CALENDAR, fact.notice, fact.notice, "", None, text)


def _read_days(line: Line, value: Sequence[Any]) -> Proposed | Agreed | Confirmed:
    if line.what == CALENDAR:
        party, generation, seq, calendar = value
        said = Calendar.model_validate(calendar)
        return Confirmed(party, line.about, (generation, seq), said)
    party, stated, from_on, *answers = value
    targets, day = Targets.model_validate(stated), date.fromisoformat(from_on)
    if line.what == PROPOSED:
        return Proposed(party, line.about, targets, day)
    return Agreed(party, line.about, tuple(answers[0]), targets, day)


def _letter(fact: LetterCounts) -> str:
    return _dumps([fact.party, _iso(fact.received_on)])


def _paper(paper: Paper | None) -> list[str | None] | None:
    if paper is None:
        return None
    return [paper.registered_by, paper.dated_on.isoformat(), _iso(paper.received_on)]


def _read_paper(value: Sequence[str] | None) -> Paper | None:
    return Paper(value[0], date.fromisoformat(value[1]), _day(value[2])) if value else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
