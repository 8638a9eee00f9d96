"""May this go out there? The gate of clause 3, in front of every way out.

*Public* goes anywhere. *Restricted* stays within both sides' circles, and goes to the bodies that
the profile admits to the notices of its clause. *Confidential* goes further only by a record:
the other side's consent, or a notice delivered to it, as the profile rules; a decision of one's
own about one's own information; or compulsion by law.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kakehashi.core.agreement import Terms
from kakehashi.core.notices.payload import Classification


class Whom(StrEnum):
    """What a recipient is."""

    PUBLIC = "public"
    PARTY = "party"
    OFFICE = "office"
    BODY = "body"
    AGREEMENT = "agreement"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would see it.

    `party` is set for a side as a whole (PARTY), one of its offices (OFFICE, `name` its id) or a
    body it admits (BODY, `name` its id: ministries of exams, embassies). `name` is the other
    agreement's name (AGREEMENT), or a name as a record has it (OTHER).
    """

    whom: Whom
    party: str | None = None
    name: str | None = None


ANYBODY = Recipient(Whom.PUBLIC)


@dataclass(frozen=True, slots=True)
class Item:
    """What would leave: a notice, a part of one, or a record at home; `author` owns it."""

    agreement: str
    id: str
    classification: Classification
    author: str
    kind: str
    clause: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The other side's written consent (`disclosure.consented`), naming item and recipient.

    It holds from `given_on`, no longer on `expires_on`, no longer from `withdrawn_on`.
    """

    item: str
    recipient: Recipient
    by: str
    given_on: date
    expires_on: date | None = None
    withdrawn_on: date | None = None
    letter_received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The other side's refusal (`disclosure.refused`)."""

    item: str
    recipient: Recipient
    by: str


@dataclass(frozen=True, slots=True)
class Notification:
    """A notice to the other side (`disclosure.notified`); delivered once its receipt covers it."""

    item: str
    recipient: Recipient
    by: str
    delivered_on: date | None = None
    letter_received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Compulsion:
    """What a law compels: the law, the authority, the officers who checked, and who was told.

    `told_on` is the day of `disclosure.compelled`; `may_tell` is False where the law forbids it.
    """

    item: str
    recipient: Recipient
    by: str
    law: str
    authority: str
    officers: frozenset[str]
    told_on: date | None = None
    may_tell: bool = True


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A side's decision to pass on what it told in confidence itself, by two officers."""

    item: str
    recipient: Recipient
    by: str
    officers: frozenset[str]


Record = Consent | Refusal | Notification | Compulsion | OwnDecision


class Basis(StrEnum):
    """Why something may leave."""

    PUBLIC = "public"
    CIRCLE = "circle"
    ADMITTED = "admitted"
    CONSENT = "consent"
    NOTICE = "notice"
    OWN_DECISION = "own-decision"
    COMPULSION = "compulsion"


class Why(StrEnum):
    """Why something must stay."""

    RESTRICTED = "restricted"
    CONSENT_NEEDED = "consent-needed"
    CONSENT_REFUSED = "consent-refused"
    CONSENT_EXPIRED = "consent-expired"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    LETTER_MISSING = "letter-missing"
    NOTICE_NEEDED = "notice-needed"
    NOTICE_UNDELIVERED = "notice-undelivered"
    OWN_DECISION_NEEDED = "own-decision-needed"
    LAW_NOT_NAMED = "law-not-named"
    SECOND_OFFICER_MISSING = "second-officer-missing"
    COUNTERPART_NOT_TOLD = "counterpart-not-told"


class Remedy(StrEnum):
    """What an officer can do about it."""

    KEEP_WITHIN = "keep-within-the-circles"
    REQUEST_CONSENT = "request-consent"
    ISSUE_NOTICE = "issue-notice"
    WAIT_FOR_RECEIPT = "wait-for-receipt"
    SEND_LETTER = "send-letter"
    DECIDE_WITH_TWO = "decide-with-two-officers"
    NAME_LAW = "name-law-and-authority"
    TELL_COUNTERPART = "tell-counterpart"


@dataclass(frozen=True, slots=True)
class Leave:
    """It may go, on this basis; `clause` is the one that rules disclosure."""

    basis: Basis
    clause: str


@dataclass(frozen=True, slots=True)
class Stay:
    """It may not go: the clause, why, what to do, and which party has the say (if one has)."""

    clause: str
    why: Why
    remedy: Remedy
    party: str | None = None


def leave(
    item: Item, to: Recipient, *, by: str, on: date, terms: Terms, records: Iterable[Record] = ()
) -> Leave | Stay:
    """Judge whether party `by` may let `item` go to `to` on the day `on`.

    `records` are the disclosure records that `by` holds; those of other items or recipients are
    passed over.

    Raises:
        ValueError: `terms` are of another agreement than the item's.

    """
    if item.agreement != terms.profile.name:
        raise ValueError(f"{item.agreement} is not judged by the terms of {terms.profile.name}")
    rule = terms.rule("disclosure")
    clause = rule.clause if rule else ""
    if item.classification is Classification.PUBLIC:
        return Leave(Basis.PUBLIC, clause)
    if _is_within(to, terms):
        return Leave(Basis.CIRCLE, clause)
    if _is_admitted(to, item, terms):
        return Leave(Basis.ADMITTED, clause)
    if item.classification is Classification.RESTRICTED:
        return Stay(clause, Why.RESTRICTED, Remedy.KEEP_WITHIN)
    fitting = [record for record in records if (record.item, record.recipient) == (item.id, to)]
    compulsions = [r for r in fitting if isinstance(r, Compulsion) and r.by == by]
    if any(_compels(compulsion) is None for compulsion in compulsions):
        return Leave(Basis.COMPULSION, clause)
    verdict = _by_record(item, fitting, by=by, on=on, terms=terms)
    if isinstance(verdict, Basis):
        return Leave(verdict, clause)
    why, remedy = next(iter(filter(None, map(_compels, compulsions))), verdict)
    return Stay(clause, why, remedy, None if item.author == by else item.author)


def _is_within(to: Recipient, terms: Terms) -> bool:
    party = terms.profile.parties.get(to.party or "")
    if party is None:
        return False
    return to.whom is Whom.PARTY or (
        to.whom is Whom.OFFICE and to.name is not None and party.is_in_circle(to.name)
    )


def _is_admitted(to: Recipient, item: Item, terms: Terms) -> bool:
    party = terms.profile.parties.get(to.party or "")
    return (
        party is not None
        and to.whom is Whom.BODY
        and to.name is not None
        and party.admits(to.name, item.clause)
    )


def _by_record(
    item: Item, fitting: list[Record], *, by: str, on: date, terms: Terms
) -> Basis | tuple[Why, Remedy]:
    if item.author == by:
        decisions = [r for r in fitting if isinstance(r, OwnDecision) and r.by == by]
        if any(len(decision.officers) >= 2 for decision in decisions):
            return Basis.OWN_DECISION
        why = Why.SECOND_OFFICER_MISSING if decisions else Why.OWN_DECISION_NEEDED
        return why, Remedy.DECIDE_WITH_TWO
    if terms.needs_consent:
        return _consented(item, fitting, on, needs_letter=terms.needs_letter)
    notices = [r for r in fitting if isinstance(r, Notification) and r.by == by]
    return _notified(notices, on, needs_letter=terms.needs_letter)


def _consented(
    item: Item, fitting: list[Record], on: date, *, needs_letter: bool
) -> Basis | tuple[Why, Remedy]:
    consents = [
        record
        for record in fitting
        if isinstance(record, Consent) and record.by == item.author and record.given_on <= on
    ]
    not_withdrawn = [c for c in consents if c.withdrawn_on is None or on < c.withdrawn_on]
    standing = [c for c in not_withdrawn if c.expires_on is None or on < c.expires_on]
    if any(not needs_letter or _has_come(c.letter_received_on, on) for c in standing):
        return Basis.CONSENT
    if standing:
        return Why.LETTER_MISSING, Remedy.SEND_LETTER
    if not_withdrawn:
        return Why.CONSENT_EXPIRED, Remedy.REQUEST_CONSENT
    if consents:
        return Why.CONSENT_WITHDRAWN, Remedy.REQUEST_CONSENT
    if any(isinstance(r, Refusal) and r.by == item.author for r in fitting):
        return Why.CONSENT_REFUSED, Remedy.KEEP_WITHIN
    return Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT


def _notified(
    notices: list[Notification], on: date, *, needs_letter: bool
) -> Basis | tuple[Why, Remedy]:
    delivered = [notice for notice in notices if _has_come(notice.delivered_on, on)]
    if any(not needs_letter or _has_come(n.letter_received_on, on) for n in delivered):
        return Basis.NOTICE
    if delivered:
        return Why.LETTER_MISSING, Remedy.SEND_LETTER
    if notices:
        return Why.NOTICE_UNDELIVERED, Remedy.WAIT_FOR_RECEIPT
    return Why.NOTICE_NEEDED, Remedy.ISSUE_NOTICE


def _compels(compulsion: Compulsion) -> tuple[Why, Remedy] | None:
    """Say what a compulsion by law still lacks, if anything."""
    if not compulsion.law.strip() or not compulsion.authority.strip():
        return Why.LAW_NOT_NAMED, Remedy.NAME_LAW
    if len(compulsion.officers) < 2:
        return Why.SECOND_OFFICER_MISSING, Remedy.DECIDE_WITH_TWO
    if compulsion.may_tell and compulsion.told_on is None:
        return Why.COUNTERPART_NOT_TOLD, Remedy.TELL_COUNTERPART
    return None


def _has_come(day: date | None, on: date) -> bool:
    return day is not None and day <= on
