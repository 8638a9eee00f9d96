"""What a heeded notice means for duties; `fold` gives the shared ledger of both journals.

`learn` reads one notice under the terms of its day; what it says needs no order, and
`core.ledger.settle` joins it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kakehashi.core.agreement import Condition, Duty, Opener, Profile, Terms
from kakehashi.core.duty_facts import (
    DutyEnded,
    DutyFact,
    DutyOpened,
    How,
    Receipt,
    Response,
    Withdrawal,
)
from kakehashi.core.heard import Heard
from kakehashi.core.ledger import Ledger, settle
from kakehashi.core.notices.consultations import ActionOwed
from kakehashi.core.notices.protocol import EntriesHeld
from kakehashi.core.notices.publication import Withholding
from kakehashi.core.notices.targets import Calendar, Targets
from kakehashi.core.said import Said, as_said, letters_confirmed
from kakehashi.core.target_days import Agreed, Confirmed, Proposed, day_at

WITHDRAWN = "notice.withdrawn"


def fold(profile: Profile, heard: Iterable[Heard]) -> Ledger:
    """Give the ledger that the heeded notices of both journals make, in whatever order."""
    return settle(fact for notice in heard for fact in learn(notice, terms_for(notice, profile)))


def terms_for(heard: Heard, profile: Profile) -> Terms:
    """Give the terms that judge a notice: those of its day of issue, or that a letter bears."""
    return profile.on(_day(_said(heard, profile), profile))


def learn(heard: Heard, terms: Terms) -> tuple[DutyFact, ...]:
    """Say everything that one notice means for the ledger."""
    ended = discharges(heard, terms)
    return (
        *opened(heard, terms),
        *ended,
        *_responses(heard, terms, ended),
        *letters_confirmed(heard),
        *_receipts(heard, terms),
        *_withdrawals(heard, terms),
        *_days_agreed(heard),
    )


def opened(heard: Heard, terms: Terms) -> tuple[DutyOpened, ...]:
    """Say which duties a notice opens. Agreed ones are among them; `settle` asks for a target."""
    said = _said(heard, terms.profile)
    return tuple(
        opening
        for duty in terms.shared_duties(said.heard.kind)
        if said.heard.kind in duty.opened_by and _is_opener(duty, said.heard.party)
        if _meets(duty.where, said.heard)
        for opening in _openings(duty, said, _day(said, terms.profile))
    )


def discharges(heard: Heard, terms: Terms) -> tuple[DutyEnded, ...]:
    """Say which duties a notice ends, and how: one fact for each notice that it answers."""
    said = _said(heard, terms.profile)
    if not said.ends_duties:
        return ()
    day, ending = _day(said, terms.profile), said.heard
    return tuple(
        DutyEnded(
            duty=duty.id,
            party=duty.party,
            opening=answered,
            how=how,
            by=heard.jti,
            author=heard.party,
            day=day,
            item=_action(ending),
            paper=said.paper,
            place=(heard.generation, heard.seq),
            undoes=_undoes(ending),
        )
        for duty in terms.shared_duties(ending.kind)
        if (how := _ends(duty, ending)) is not None
        for answered in sorted(_answered(ending, how))
    )


def _responses(heard: Heard, terms: Terms, ended: Iterable[DutyEnded]) -> Iterator[Response]:
    """Say what a notice answers, where that is not said already by what it ends."""
    said = _said(heard, terms.profile)
    known = {fact.opening for fact in ended if fact.how is not How.LIFTED}
    if not said.ends_duties:
        return
    for answered in said.heard.links.answers:
        if answered not in known:
            yield Response(
                party=said.heard.party,
                opening=answered,
                by=heard.jti,
                author=heard.party,
                day=_day(said, terms.profile),
                item=_action(said.heard),
                paper=said.paper,
            )


def _is_opener(duty: Duty, author: str) -> bool:
    match duty.opener:
        case Opener.SELF:
            return author == duty.party
        case Opener.COUNTERPART:
            return author != duty.party
        case Opener.EITHER:
            return True


def _openings(duty: Duty, said: Said, day: date) -> Iterator[DutyOpened]:
    heard = said.heard
    opening = DutyOpened(
        agreement=heard.agreement,
        duty=duty.id,
        party=duty.party,
        clause=duty.clause,
        source=duty.source,
        notice=heard.jti,
        kind=heard.kind,
        author=heard.party,
        place=(heard.generation, heard.seq),
        day=day,
        paper=said.paper,
    )
    if duty.each is None:
        yield opening
        return
    items = _field(heard, duty.each)
    for owed in items if isinstance(items, tuple) else ():
        if isinstance(owed, ActionOwed) and owed.owner == duty.party:
            aliases = tuple(heard.links.answers)
            yield replace(opening, item=owed.action, due_on=owed.due_on, aliases=aliases)


def _meets(condition: Condition | None, heard: Heard) -> bool:
    if condition is None:
        return True
    found = _field(heard, condition.field)
    return isinstance(found, str) and found in condition.codes


def _ends(duty: Duty, heard: Heard) -> How | None:
    if heard.party != duty.party:
        return How.LIFTED if heard.kind in duty.lifted_by else None
    if heard.kind in duty.discharged_by and _meets(duty.done_where, heard):
        return How.DISCHARGED
    return How.DECLINED if heard.kind in duty.declined_by else None


def _undoes(heard: Heard) -> bool:
    """Say whether what was published before is published no longer; a part of it is no such end."""
    return isinstance(heard.public, Withholding) and not heard.public.partly


def _answered(heard: Heard, how: How) -> set[str]:
    """Name the notices that a notice answers; one that lifts may merely refer to them."""
    named = set(heard.links.answers)
    return named | set(heard.links.refers) if how is How.LIFTED else named


def _field(heard: Heard, path: str) -> object:
    value: object = heard
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def _action(heard: Heard) -> str | None:
    action = getattr(heard.statement, "action", None)
    return action if isinstance(action, str) else None


def _receipts(heard: Heard, terms: Terms) -> Iterator[Receipt]:
    stated = heard.statement
    if not isinstance(stated, EntriesHeld):
        return
    agreement, author, generation = stated.journal.split("/")[-3:]
    zone = terms.profile.parties[heard.party].time_zone
    if agreement == heard.agreement and author != heard.party:
        for held in stated.held:
            day = day_at(held.held_at, zone)
            yield Receipt(heard.party, author, int(generation), held.size, day)


def _withdrawals(heard: Heard, terms: Terms) -> Iterator[Withdrawal]:
    if heard.kind == WITHDRAWN and heard.links.corrects is not None:
        day = _day(Said(heard), terms.profile)
        yield Withdrawal(heard.party, heard.links.corrects, heard.jti, day)


def _days_agreed(heard: Heard) -> Iterator[Proposed | Agreed | Confirmed]:
    match heard.kind, heard.statement, heard.effective_on:
        case "targets.proposed", Targets() as targets, date() as day:
            yield Proposed(heard.party, heard.jti, targets, day)
        case "targets.agreed", Targets() as targets, date() as day:
            yield Agreed(heard.party, heard.jti, tuple(heard.links.answers), targets, day)
        case "calendar.confirmed", Calendar() as calendar, _:
            place = (heard.generation, heard.seq)
            yield Confirmed(heard.party, heard.jti, place, calendar)
        case _:
            return


def _said(heard: Heard, profile: Profile) -> Said:
    return as_said(heard, counterpart=profile.counterpart(heard.party).code)


def _day(said: Said, profile: Profile) -> date:
    if said.paper is not None:
        return said.paper.dated_on
    return day_at(said.heard.issued_at, profile.parties[said.heard.party].time_zone)
