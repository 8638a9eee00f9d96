"""From what both sides said about disclosure to the records that the gate judges by.

The notices are confidential, so their content is handed in opened; whoever opens them decides
when. What was erased is not handed in, and then lets nothing out any more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kakehashi.core import disclosure_records as records
from kakehashi.core.agreement import Profile
from kakehashi.core.disclosure_records import Record, Whom
from kakehashi.core.notices import disclosure as said
from kakehashi.core.notices.letters import (
    ConfidentialCorrection,
    ConfidentialLetter,
    Direction,
    LetterConfirmation,
    LetterDates,
    LetterOutcome,
)
from kakehashi.core.notices.payload import Links, Payload

REQUESTED: Final = "disclosure.requested"
CONSENTED: Final = "disclosure.consented"
REFUSED: Final = "disclosure.refused"
WITHDRAWN: Final = "disclosure.consent-withdrawn"
NOTIFIED: Final = "disclosure.notified"
COMPELLED: Final = "disclosure.compelled"
NAMING: Final = (REQUESTED, CONSENTED, NOTIFIED, COMPELLED)
"""Kinds whose confidential part names items and recipients."""
FOLLOWING: Final = (REFUSED, WITHDRAWN)
PUBLIC: Final = "public"
"""Stands in place of a body's id where the recipient is the public itself."""
KINDS: Final = (*NAMING, *FOLLOWING)
MENDING: Final = ("notice.corrected", "notice.withdrawn")
LETTERS: Final = ("letter.registered", "letter.confirmed")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One heeded notice that concerns disclosure, opened.

    `on` is the day of issue in its author's zone, `content` its confidential part (None where
    it was erased), `received_on` the day of its receipt in law, `officers` who of ours decided
    it (empty for the other side's).
    """

    jti: str
    party: str
    kind: str
    on: date
    links: Links
    statement: Payload | None = None
    content: Payload | None = None
    received_on: date | None = None
    officers: frozenset[str] = frozenset()


def items_of(content: Payload | None) -> tuple[said.Item, ...]:
    """Give the items that the confidential part of a notice names."""
    match content:
        case (
            said.DisclosureRequest(items=items)
            | said.Consent(items=items)
            | said.DisclosureNotice(items=items)
            | said.Compulsion(items=items)
        ):
            return items
        case ConfidentialLetter(content=told) if told is not None:
            return items_of(told.content)
        case ConfidentialCorrection(now=now) if now is not None:
            return items_of(now.content)
        case _:
            return ()


def recipients_of(content: Payload | None) -> tuple[said.Recipient, ...]:
    """Give the recipients that the confidential part of a notice names."""
    match content:
        case (
            said.DisclosureRequest(recipients=named)
            | said.Consent(recipients=named)
            | said.DisclosureNotice(recipients=named)
            | said.ConsentWithdrawal(recipients=named)
        ):
            return named
        case said.Compulsion(authority=authority):
            return (authority,)
        case _:
            return ()


def as_recipients(
    named: said.Recipient, *, profile: Profile, agreements: Collection[str]
) -> Iterator[records.Recipient]:
    """Give a recipient under every way of naming it: as a body, and by each of its names.

    `agreements` are this node's other agreements, which may stand in place of a body's id.
    """
    if named.body == PUBLIC and named.kind is said.RecipientKind.PRESS:
        yield records.ANYBODY
    if named.body in agreements:
        yield records.Recipient(Whom.AGREEMENT, name=named.body)
    for party in profile.parties.values():
        if named.body in party.bodies:
            yield records.Recipient(Whom.BODY, party.code, named.body)
        if named.body in party.offices:
            yield records.Recipient(Whom.OFFICE, party.code, named.body)
    for name in named.names:
        yield records.Recipient(Whom.OTHER, name=name.text, country=named.country)


def records_from(
    spoken: Iterable[Spoken], *, profile: Profile, agreements: Collection[str] = ()
) -> tuple[Record, ...]:
    """Fold notices into records; a later correction or withdrawal changes what it mends."""
    told = _on_paper(tuple(spoken), profile)
    mended = _mended(told)
    by_id = {one.jti: one for one in mended}
    reading = _Reading(profile, agreements, by_id, _letters(told), _taken_back(told, mended))
    return tuple(record for one in mended for record in reading.read(one))


def _on_paper(told: Sequence[Spoken], profile: Profile) -> tuple[Spoken, ...]:
    """Let letters that stand for a notice of disclosure, once confirmed, speak as it."""
    confirmed = {
        jti: one
        for one in told
        if isinstance(one.statement, LetterConfirmation)
        and one.statement.outcome is not LetterOutcome.UNKNOWN
        for jti in one.links.answers
    }
    found = []
    for one in told:
        dates, letter = one.statement, one.content
        by = confirmed.get(one.jti)
        if (
            isinstance(dates, LetterDates)
            and isinstance(letter, ConfidentialLetter)
            and dates.stands_for in KINDS
            and letter.content is not None
            and by is not None
            and by.party != one.party
        ):
            other = profile.counterpart(one.party).code
            received = _received_on(one, by)
            found.append(
                replace(
                    one,
                    party=one.party if dates.direction is Direction.SENT else other,
                    kind=dates.stands_for or one.kind,
                    on=dates.dated_on,
                    content=letter.content.content,
                    received_on=received,
                )
            )
        else:
            found.append(one)
    return tuple(found)


def _mended(told: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Let corrections stand in for what they correct."""
    now: dict[str, Payload] = {}
    authors = {one.jti: one.party for one in told}
    for one in told:
        mends = one.links.corrects
        if (
            mends is not None
            and authors.get(mends) == one.party
            and isinstance(one.content, ConfidentialCorrection)
            and one.content.now is not None
        ):
            now[mends] = one.content.now.content
    return tuple(
        replace(one, content=now[one.jti]) if one.content is not None and one.jti in now else one
        for one in told
    )


def _taken_back(told: Sequence[Spoken], mended: Sequence[Spoken]) -> Mapping[str, date]:
    """From which day a notice no longer counts, since its author withdrew it."""
    authors = {one.jti: one.party for one in mended}
    return {
        mends: one.on
        for one in told
        if one.kind == "notice.withdrawn"
        and (mends := one.links.corrects) is not None
        and authors.get(mends) == one.party
    }


def _letters(told: Sequence[Spoken]) -> Mapping[str, date]:
    """On which day the letter of a notice arrived, by the notice's id."""
    confirmations = {
        jti: one
        for one in told
        if isinstance(one.statement, LetterConfirmation)
        for jti in one.links.answers
    }
    kinds = {one.jti: one.kind for one in told}
    found: dict[str, date] = {}
    for one in told:
        dates = one.statement
        if not isinstance(dates, LetterDates):
            continue
        arrived = _received_on(one, confirmations.get(one.jti))
        for jti in (*one.links.answers, *one.links.refers):
            if arrived is not None and dates.stands_for == kinds.get(jti):
                found[jti] = min(arrived, found.get(jti, arrived))
    return found


def _received_on(letter: Spoken, confirmed: Spoken | None) -> date | None:
    """Give the day recorded for a letter; what the other side says of it goes before."""
    dates = letter.statement
    recorded = dates.received_on if isinstance(dates, LetterDates) else None
    if confirmed is None or confirmed.party == letter.party:
        return recorded
    answer = confirmed.statement
    if not isinstance(answer, LetterConfirmation) or answer.outcome is LetterOutcome.UNKNOWN:
        return None
    return answer.received_on or recorded


@dataclass(frozen=True, slots=True)
class _Reading:
    profile: Profile
    agreements: Collection[str]
    by_id: Mapping[str, Spoken]
    letters: Mapping[str, date]
    taken_back: Mapping[str, date]

    def read(self, one: Spoken) -> Iterator[Record]:
        match one.content:
            case said.Consent() as consent if one.kind == CONSENTED:
                yield from self._consents(one, consent)
            case said.Refusal() if one.kind == REFUSED and one.jti not in self.taken_back:
                for jti in one.links.answers:
                    asked = self.by_id.get(jti)
                    for item, to in self._named(asked.content if asked else None):
                        yield records.Refusal(item.notice, to, one.party, source=one.jti)
            case said.DisclosureNotice() as notice if one.jti not in self.taken_back:
                yield from self._notifications(one, notice)
            case said.Compulsion() as compelled if one.jti not in self.taken_back:
                yield from self._compulsions(one, compelled)
            case _:
                return

    def _named(self, content: Payload | None) -> Iterator[tuple[said.Item, records.Recipient]]:
        for item in items_of(content):
            for named in recipients_of(content):
                for to in self._as(named):
                    yield item, to

    def _as(self, named: said.Recipient) -> Iterator[records.Recipient]:
        return as_recipients(named, profile=self.profile, agreements=self.agreements)

    def _consents(self, one: Spoken, consent: said.Consent) -> Iterator[Record]:
        for item, to in self._named(consent):
            yield records.Consent(
                item=item.notice,
                recipient=to,
                by=one.party,
                given_on=consent.valid.from_on,
                expires_on=_after(consent.valid.until_on),
                withdrawn_on=self._withdrawn_on(one, to),
                letter_received_on=self._letter(one),
                form=item.form,
                points=item.points,
                source=one.jti,
                once=consent.once,
            )

    def _withdrawn_on(self, consent: Spoken, to: records.Recipient) -> date | None:
        days = [self.taken_back[consent.jti]] if consent.jti in self.taken_back else []
        for one in self.by_id.values():
            content = one.content
            if (
                one.kind == WITHDRAWN
                and one.party == consent.party
                and consent.jti in one.links.refers
                and one.jti not in self.taken_back
            ):
                if not isinstance(content, said.ConsentWithdrawal):
                    days.append(one.on)
                elif self._concerns(content, to):
                    days.append(content.from_on)
        return min(days, default=None)

    def _concerns(self, withdrawal: said.ConsentWithdrawal, to: records.Recipient) -> bool:
        return not withdrawal.recipients or any(
            to.is_same(one) for named in withdrawal.recipients for one in self._as(named)
        )

    def _letter(self, one: Spoken) -> date | None:
        return (
            one.received_on if isinstance(one.statement, LetterDates) else self.letters.get(one.jti)
        )

    def _notifications(self, one: Spoken, notice: said.DisclosureNotice) -> Iterator[Record]:
        for item, to in self._named(notice):
            yield records.Notification(
                item=item.notice,
                recipient=to,
                by=one.party,
                delivered_on=one.received_on,
                letter_received_on=self._letter(one),
                not_before_on=notice.not_before_on,
                expires_on=_after(notice.until_on),
                form=item.form,
                points=item.points,
                source=one.jti,
            )

    def _compulsions(self, one: Spoken, compelled: said.Compulsion) -> Iterator[Record]:
        for item, to in self._named(compelled):
            yield records.Compulsion(
                item=item.notice,
                recipient=to,
                by=one.party,
                law=compelled.law.law.text,
                authority=compelled.authority.names[0].text,
                officers=one.officers,
                told_on=one.on,
                form=item.form,
                points=item.points,
                source=one.jti,
            )


def _after(last: date | None) -> date | None:
    """Give the first day on which what held until `last` holds no more."""
    return None if last is None else last + timedelta(days=1)
