"""The facts of a slice of applications, from every app that knows some: few queries, many rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from kakehashi import node
from kakehashi.acceptance import exams, queries, rates
from kakehashi.acceptance.models import Application, PassedExam
from kakehashi.acceptance.queries import MOST_SIGHTS, Before, where
from kakehashi.acceptance.tokens import of_place
from kakehashi.certificates.models import Announced
from kakehashi.certificates.queries import announced_under
from kakehashi.core.acceptance_check.facts import (
    Claims,
    Facts,
    Known,
    OtherPass,
    Paper,
    Reading,
    Sight,
    State,
)
from kakehashi.core.certificate import Claims as Certified
from kakehashi.core.certificate import Reason, Status, Verdict, verify
from kakehashi.core.standing import Register
from kakehashi.core.target_days import day_at
from kakehashi.dispatch.checking.answers import answers_about
from kakehashi.dispatch.checking.certificates import Certificates, known_certificates
from kakehashi.dispatch.checking.organizations import organization_of
from kakehashi.dispatch.checking.pictures import Looked
from kakehashi.registers.standings import closures, dated

_READINGS: Final[Mapping[Reason, Reading]] = {
    Reason.NO_CERTIFICATE: Reading.FOREIGN,
    Reason.OTHER_AGREEMENT: Reading.OTHER_ISSUER,
    Reason.UNKNOWN_KEY: Reading.KEY_UNKNOWN,
    Reason.KEY_PERIOD: Reading.KEY_NOT_THEN,
    Reason.KEY_REVOKED: Reading.KEY_NOT_THEN,
    Reason.CUT: Reading.UNREADABLE,
    Reason.OVERSIZED: Reading.FOREIGN,
    Reason.SIGNATURE: Reading.FALSE,
    Reason.ISSUER: Reading.FALSE,
}
"""How a code was read, by the reason that speaks against it; what is not here was tampered with."""


def gathered(
    agreement: str, looked: Sequence[Looked], *, now: datetime
) -> tuple[list[Facts], Before]:
    """Give the facts of each application of a slice, and the rows beside it."""
    today = _today(agreement, now)
    known = known_certificates(agreement, now=now)
    papers = _papers(agreement, looked, known, now=now, today=today)
    numbers = [_organization_of(one, paper) for one, paper in zip(looked, papers, strict=True)]
    organizations = {
        number: organization_of(found)
        for number, found in dated(agreement, Register.SENDING, filter(None, numbers)).items()
    }
    closed, known_exams = closures(agreement), exams.known()
    before = queries.before(agreement, [(one.row, one.names) for one in looked])
    answers = answers_about(agreement, [(one.row.pk, one.names.certificate) for one in looked])
    coded_since = min((key.from_on for key in known.keys.by_kid.values()), default=None)
    facts = [
        Facts(
            today=today,
            paper=paper,
            organization=organizations.get(number),
            closures=closed,
            seen=_seen(one, before),
            exams=known_exams,
            other_passes=tuple(_other_passes(agreement, one, before)),
            rates=rates.on(one.stated.applied_on) if one.stated.fees else {},
            answers=(
                *answers.by_certificate.get(one.names.certificate, ()),
                *answers.by_application.get(one.row.pk, ()),
            ),
            coded_since=coded_since,
            replies=answers.replies.get(one.row.pk, ()),
            ruling=answers.rulings.get(one.row.pk),
        )
        for one, paper, number in zip(looked, papers, numbers, strict=True)
    ]
    return facts, before


def _today(agreement: str, now: datetime) -> date:
    this = node.this()
    zone = node.profile(agreement).parties[this.party].time_zone
    return day_at(int(now.timestamp()), zone)


def _papers(
    agreement: str, looked: Sequence[Looked], known: Certificates, *, now: datetime, today: date
) -> list[Paper | None]:
    """Verify the codes, and look up what was announced under their numbers: one query."""
    verdicts = [_verdict(one, known, now) for one in looked]
    party = known.issuer.rpartition("/")[2]
    numbers = [one.claims.number for one in verdicts if one is not None and one.claims]
    announced = announced_under(agreement, party, numbers)
    return [
        _paper(one, verdict, known, announced, today)
        for one, verdict in zip(looked, verdicts, strict=True)
    ]


def _verdict(one: Looked, known: Certificates, now: datetime) -> Verdict | None:
    if not one.stated.code:
        return None
    return verify(one.stated.code, keys=known.keys, now=now, lists=known.lists, issuer=known.issuer)


def _paper(
    one: Looked,
    verdict: Verdict | None,
    known: Certificates,
    announced: Mapping[str, Announced],
    today: date,
) -> Paper | None:
    """Say what was read; None where there is no code and nothing but a paper."""
    if verdict is None:
        return Paper(Reading.UNREADABLE) if one.is_unreadable else None
    reading = next((r for why in verdict.reasons if (r := _reading(why))), Reading.VERIFIED)
    if reading is not Reading.VERIFIED or verdict.claims is None:
        return Paper(reading)
    told = announced.get(verdict.claims.number)
    is_same = None if told is None else told.commitment == verdict.commitment
    state = _known(verdict, told, known, today)
    return Paper(Reading.VERIFIED, _claims(verdict.claims), state, is_same)


def _reading(why: Reason) -> Reading | None:
    if why in _READINGS:
        return _READINGS[why]
    return Reading.FALSE if why in _TAMPERED else None


_TAMPERED: Final = frozenset(
    {
        Reason.SECOND_FORM,
        Reason.HEADER,
        Reason.CRITICAL_HEADER,
        Reason.ALGORITHM,
        Reason.CLAIMS,
    }
)
_STATES: Final = {
    Status.VALID: State.VALID,
    Status.SUSPENDED: State.SUSPENDED,
    Status.REVOKED: State.REVOKED,
}


def _claims(said: Certified) -> Claims:
    return Claims(
        number=said.number,
        organization=said.organization,
        field=said.field,
        latin_name=said.name,
        issued_on=said.issued_on,
        valid_until_on=said.valid_until_on,
        born_on=said.born_on,
        passport_last_four=said.passport,
    )


def _known(
    verdict: Verdict, told: Announced | None, certificates: Certificates, today: date
) -> Known:
    """The state: what a notice says ended it, with its day; else by the notices or the list.

    A notice of the issuer's is as good as its list: both are signed, and the notice has a day.
    """
    if told is not None and told.state != State.VALID:
        return Known(State(told.state), told.since_on, today, is_fresh=True)
    listed = _listed(verdict)
    if listed.state not in {State.VALID, State.UNKNOWN} or listed.is_fresh:
        return listed
    if told is not None and certificates.heard_on is not None:
        return Known(State.VALID, None, certificates.heard_on, is_fresh=certificates.is_fresh)
    return listed


def _listed(verdict: Verdict) -> Known:
    """The state by the status list that is at hand."""
    if verdict.status is None or verdict.status_at is None:
        return Known()
    too_old = {Reason.STATUS_OLD, Reason.STATUS_EXPIRED, Reason.STATUS_AHEAD}
    return Known(
        _STATES[verdict.status],
        None,
        verdict.status_at.astimezone(UTC).date(),
        is_fresh=not too_old.intersection(verdict.reasons),
    )


def _organization_of(one: Looked, paper: Paper | None) -> str:
    claims = paper.claims if paper else None
    return claims.organization if claims else one.stated.organization


def _seen(one: Looked, before: Before) -> tuple[Sight, ...]:
    others = [
        row
        for row in before.certificate.get(one.names.certificate, ())
        if row.pk != one.row.pk and row.same != one.names.same and row.is_counted
    ]
    return tuple(
        Sight(where(row), row.batch.taken_at.date(), _is_same(one.names.person, row))
        for row in others[:MOST_SIGHTS]
    )


def _is_same(person: str, row: Application) -> bool:
    return bool(person) and row.person == person


def _other_passes(agreement: str, one: Looked, before: Before) -> list[OtherPass]:
    """Passes elsewhere of the same number, or of the same person on the same day."""
    found = []
    for stated, kept in zip(one.stated.exams, before.passes.get(one.row.pk, ()), strict=False):
        for other in before.numbers.get(kept.number, ()) if kept.number else ():
            if _is_elsewhere(one, other):
                same = _is_same(one.names.person, other.application)
                found.append(
                    OtherPass(where(other.application), stated.exam, stated.number, None, "", same)
                )
        place = of_place(agreement, stated)
        for other in before.days.get(kept.person_day, ()) if kept.person_day and place else ():
            if _is_elsewhere(one, other) and other.place and other.place != place:
                at = where(other.application)
                found.append(OtherPass(at, "", "", stated.passed_on, at, is_same_person=True))
    return found[:MOST_SIGHTS]


def _is_elsewhere(one: Looked, other: PassedExam) -> bool:
    row = other.application
    return row.pk != one.row.pk and row.same != one.names.same and row.is_counted
