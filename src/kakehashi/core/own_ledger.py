"""A side's own ledger: what only it can know is due, from what it decided or learned at home.

A decision not yet provided, an order not yet notified, a report not yet shared. It is a fold over
the side's local acts and its own notices, which quote the act that caused them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kakehashi.core.agreement import Act, Duty, LedgerKind, Profile, Terms
from kakehashi.core.heard import Heard
from kakehashi.core.ledger import Ledger, Row, Status
from kakehashi.core.life import WITHDRAWN, Life
from kakehashi.core.target_days import day_at


@dataclass(frozen=True, slots=True)
class Done:
    """What `party` did at home; `id` is the leaf hash (base64url) of its local entry.

    `day` is the day on which it was decided or, for what is shared, could be: for a report the
    day of its reporter's permission. `organization` and `measure` are set for a measure
    (`accepting-organization` or `supporting-organization`, and the measure's code).
    """

    id: str
    act: Act
    party: str
    day: date
    organization: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A notice of the side itself, issued on a day, that quotes one of its acts."""

    kind: str
    day: date
    jti: str


def provided_by(duty: Duty, quotes: Iterable[Quote]) -> Quote | None:
    """Give the first notice that does what an act made due; None where it is still to be done."""
    fitting = (quote for quote in quotes if quote.kind in duty.discharged_by)
    return min(fitting, key=lambda quote: (quote.day, quote.jti), default=None)


def due_from(done: Done, terms: Terms, life: Life) -> tuple[Duty, ...]:
    """Say what an act makes due under an agreement; nothing where it was not in force that day."""
    if not life.is_in_force(done.day):
        return ()
    if done.act is Act.MEASURE_DECIDED and not terms.is_notified(done.organization, done.measure):
        return ()
    return tuple(
        duty
        for duty in terms.duties
        if duty.ledger is LedgerKind.OWN
        and duty.party == done.party
        and duty.opened_by_act == done.act
    )


def own_ledger(
    profile: Profile, life: Life, acts: Iterable[Done], issued: Iterable[Heard]
) -> Ledger:
    """Give the own ledger: `acts` and `issued` (its own notices) in any order."""
    notices = list(issued)
    gone = {notice.links.corrects for notice in notices if notice.kind == WITHDRAWN}
    caused: dict[str, list[Heard]] = {}
    for notice in notices:
        if notice.links.act is not None and notice.jti not in gone:
            caused.setdefault(notice.links.act, []).append(notice)
    rows = {
        _row(duty, done, caused.get(done.id, ()), profile)
        for done in acts
        for duty in due_from(done, profile.on(done.day), life)
    }
    return Ledger(tuple(sorted(rows, key=lambda row: row.key)))


def due_day(done: Done) -> date | None:
    """Give the day by which an act is to be told: an order's own day, none for what is prompt."""
    return done.day if done.act is Act.MEASURE_DECIDED else None


def _row(duty: Duty, done: Done, caused: Iterable[Heard], profile: Profile) -> Row:
    zone = profile.parties[done.party].time_zone
    first = provided_by(
        duty,
        (
            Quote(notice.kind, day_at(notice.issued_at, zone), notice.jti)
            for notice in caused
            if notice.party == done.party
        ),
    )
    return Row(
        agreement=profile.name,
        duty=duty.id,
        party=duty.party,
        notice=done.id,
        item=None,
        clause=duty.clause,
        source=duty.source,
        kind=done.act.value,
        status=Status.DISCHARGED if first else Status.OPEN,
        since=done.day.isoformat(),
        due_on=day.isoformat() if (day := due_day(done)) else None,
        target_on=None,
        ended_on=first.day.isoformat() if first else None,
        ended_by=first.jti if first else None,
    )
