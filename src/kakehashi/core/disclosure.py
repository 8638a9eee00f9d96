"""May this go out there? The gate of clause 3, in front of every way out.

*Public* goes anywhere. *Restricted* stays within both sides' circles, and goes to the bodies that
the profile admits to the notices of its clause. *Confidential* goes further only by a record:
the other side's consent, or a notice delivered to it, as the profile rules; a decision of one's
own about one's own information; or compulsion by law.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kakehashi.core.agreement import Terms
from kakehashi.core.disclosure_records import (
    ANYBODY,
    Compulsion,
    Consent,
    Handing,
    Item,
    Notification,
    OwnDecision,
    Recipient,
    Record,
    Refusal,
    Whom,
    covers,
)
from kakehashi.core.notices.payload import Classification

__all__ = [
    "ANYBODY",
    "Basis",
    "Compulsion",
    "Consent",
    "Handing",
    "Item",
    "Leave",
    "Notification",
    "OwnDecision",
    "Recipient",
    "Record",
    "Refusal",
    "Remedy",
    "Stay",
    "Whom",
    "Why",
    "is_inside",
    "leave",
]


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
    CONSENT_USED = "consent-used"
    ANOTHER_FORM = "another-form"
    LETTER_MISSING = "letter-missing"
    NOTICE_NEEDED = "notice-needed"
    NOTICE_UNDELIVERED = "notice-undelivered"
    NOTICE_TOO_EARLY = "notice-too-early"
    NOTICE_EXPIRED = "notice-expired"
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
    WAIT_FOR_DAY = "wait-for-the-day"
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
    passed over. They are read only where the verdict rests on them.

    Raises:
        ValueError: `terms` are of another agreement than the item's.

    """
    if item.agreement != terms.profile.name:
        raise ValueError(f"{item.agreement} is not judged by the terms of {terms.profile.name}")
    rule = terms.rule("disclosure")
    clause = rule.clause if rule else ""
    if basis := is_inside(item, to, terms=terms):
        return Leave(basis, clause)
    if item.classification is Classification.RESTRICTED:
        return Stay(clause, Why.RESTRICTED, Remedy.KEEP_WITHIN)
    fitting = [r for r in records if r.item == item.id and r.recipient.is_same(to)]
    compulsions = [r for r in fitting if isinstance(r, Compulsion) and r.by == by]
    compulsions = [r for r in compulsions if covers(r, item)]
    if any(_compels(compulsion) is None for compulsion in compulsions):
        return Leave(Basis.COMPULSION, clause)
    verdict = _by_record(item, fitting, by=by, on=on, terms=terms)
    if isinstance(verdict, Basis):
        return Leave(verdict, clause)
    why, remedy = next(iter(filter(None, map(_compels, compulsions))), verdict)
    return Stay(clause, why, remedy, None if item.author == by else item.author)


def is_inside(item: Item, to: Recipient, *, terms: Terms) -> Basis | None:
    """Say on which ground a recipient sees an item without any record; None where it needs one."""
    if item.classification is Classification.PUBLIC:
        return Basis.PUBLIC
    if _is_within(to, terms):
        return Basis.CIRCLE
    return Basis.ADMITTED if _is_admitted(to, item, terms) else None


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
        return _decided(item, [r for r in fitting if isinstance(r, OwnDecision) and r.by == by])
    if terms.needs_consent:
        return _consented(item, fitting, on, needs_letter=terms.needs_letter)
    notices = [r for r in fitting if isinstance(r, Notification) and r.by == by]
    return _notified(item, notices, on, needs_letter=terms.needs_letter)


def _decided(item: Item, decisions: list[OwnDecision]) -> Basis | tuple[Why, Remedy]:
    covering = [decision for decision in decisions if covers(decision, item)]
    if any(len(decision.officers) >= 2 for decision in covering):
        return Basis.OWN_DECISION
    if covering:
        return Why.SECOND_OFFICER_MISSING, Remedy.DECIDE_WITH_TWO
    why = Why.ANOTHER_FORM if decisions else Why.OWN_DECISION_NEEDED
    return why, Remedy.DECIDE_WITH_TWO


def _consented(
    item: Item, fitting: list[Record], on: date, *, needs_letter: bool
) -> Basis | tuple[Why, Remedy]:
    """Name the first step at which the last consents fall away."""
    consents = [
        record
        for record in fitting
        if isinstance(record, Consent) and record.by == item.author and record.given_on <= on
    ]
    handed = [r.on for r in fitting if isinstance(r, Handing)]
    steps: tuple[tuple[Why, Remedy, Callable[[Consent], bool]], ...] = (
        (Why.ANOTHER_FORM, Remedy.REQUEST_CONSENT, lambda c: covers(c, item)),
        (
            Why.CONSENT_WITHDRAWN,
            Remedy.REQUEST_CONSENT,
            lambda c: c.withdrawn_on is None or on < c.withdrawn_on,
        ),
        (
            Why.CONSENT_EXPIRED,
            Remedy.REQUEST_CONSENT,
            lambda c: c.expires_on is None or on < c.expires_on,
        ),
        (
            Why.CONSENT_USED,
            Remedy.REQUEST_CONSENT,
            lambda c: not c.once or all(day < c.given_on for day in handed),
        ),
        (
            Why.LETTER_MISSING,
            Remedy.SEND_LETTER,
            lambda c: not needs_letter or _has_come(c.letter_received_on, on),
        ),
    )
    if not consents:
        if any(isinstance(r, Refusal) and r.by == item.author for r in fitting):
            return Why.CONSENT_REFUSED, Remedy.KEEP_WITHIN
        return Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT
    for why, remedy, holds in steps:
        consents = [consent for consent in consents if holds(consent)]
        if not consents:
            return why, remedy
    return Basis.CONSENT


def _notified(
    item: Item, notices: list[Notification], on: date, *, needs_letter: bool
) -> Basis | tuple[Why, Remedy]:
    """Name the first step at which the last notices fall away."""
    steps: tuple[tuple[Why, Remedy, Callable[[Notification], bool]], ...] = (
        (Why.ANOTHER_FORM, Remedy.ISSUE_NOTICE, lambda n: covers(n, item)),
        (
            Why.NOTICE_EXPIRED,
            Remedy.ISSUE_NOTICE,
            lambda n: n.expires_on is None or on < n.expires_on,
        ),
        (
            Why.NOTICE_UNDELIVERED,
            Remedy.WAIT_FOR_RECEIPT,
            lambda n: _has_come(n.delivered_on, on),
        ),
        (
            Why.LETTER_MISSING,
            Remedy.SEND_LETTER,
            lambda n: not needs_letter or _has_come(n.letter_received_on, on),
        ),
        (
            Why.NOTICE_TOO_EARLY,
            Remedy.WAIT_FOR_DAY,
            lambda n: n.not_before_on is None or n.not_before_on <= on,
        ),
    )
    if not notices:
        return Why.NOTICE_NEEDED, Remedy.ISSUE_NOTICE
    for why, remedy, holds in steps:
        notices = [notice for notice in notices if holds(notice)]
        if not notices:
            return why, remedy
    return Basis.NOTICE


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
