"""A verdict as the page shows it: a banner with reasons and advice, and what was certified."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from kakehashi.core.certificate import ADVICE, Claims, Verdict
from kakehashi.web.parts import naming
from kakehashi.web.parts.shapes import Code, Day, Instant, Link, Row, Summary
from kakehashi.web.verify import trusted
from kakehashi.web.verify.words import LABELS, OUTCOMES, STATUSES, OutcomeWords, issuer_name


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict in words: the banner's own, the reasons, what to do, and the particulars."""

    said: OutcomeWords
    as_of: Instant | None
    reasons: tuple[str, ...]
    advice: tuple[str, ...]
    particulars: Summary | None


def told(verdict: Verdict, *, now: datetime) -> Told:
    """Put a verdict into words."""
    advice = dict.fromkeys(gettext(ADVICE[reason].label) for reason in verdict.reasons)
    is_amber = OUTCOMES[verdict.outcome].tone == "warning"
    return Told(
        said=OUTCOMES[verdict.outcome],
        as_of=Instant(verdict.status_at) if is_amber and verdict.status_at else None,
        reasons=tuple(gettext(reason.label) for reason in verdict.reasons),
        advice=tuple(advice),
        particulars=_particulars(verdict, now),
    )


def files(published: Iterable[trusted.Side]) -> list[Link]:
    """Link what a verifier elsewhere fetches: published keys, every status list at hand."""
    addresses = [
        *(reverse("verify-keys", args=one) for one in published),
        *(reverse("verify-status", args=one) for one in trusted.names()),
    ]
    return [Link(settings.ORIGIN + address, address) for address in addresses]


def _particulars(verdict: Verdict, now: datetime) -> Summary | None:
    if verdict.claims is None:
        said = verdict.number_said
        return Summary([Row(LABELS["numberSaid"], Code(said))]) if said else None
    return Summary([*_certified(verdict.claims), *_status(verdict, now)])


def _certified(claims: Claims) -> list[Row]:
    register = reverse("portal-number", args=[claims.organization])
    return [
        Row(LABELS["number"], Code(claims.number)),
        Row(LABELS["name"], claims.name),
        Row(LABELS["bornOn"], Day(claims.born_on)),
        Row(LABELS["passport"], Code(claims.passport)),
        Row(LABELS["issuer"], issuer_name(claims.issuer)),
        Row(LABELS["organization"], Link(claims.organization, register)),
        Row(LABELS["field"], naming.field_name(claims.field, claims.issued_on)),
        Row(LABELS["issuedOn"], Day(claims.issued_on)),
        Row(LABELS["validUntilOn"], Day(claims.valid_until_on)),
    ]


def _status(verdict: Verdict, now: datetime) -> list[Row]:
    if verdict.status is None or verdict.status_at is None:
        return []
    age = max(0, int((now - verdict.status_at).total_seconds()) // 3600)
    return [
        Row(LABELS["status"], STATUSES[verdict.status]),
        Row(LABELS["statusAt"], Instant(verdict.status_at)),
        Row(LABELS["statusAge"], age),
    ]
