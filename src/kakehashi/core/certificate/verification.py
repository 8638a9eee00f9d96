"""Verify a certificate offline: the text of its code, the issuer's published keys, status lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from kakehashi.core.certificate.claims import Certificate, Claims, read
from kakehashi.core.certificate.issuing_keys import IssuingKey, Keys
from kakehashi.core.certificate.reasons import ENDING, REFUSING, Outcome, Reason, Refused
from kakehashi.core.certificate.status import Lists, Status

CLOCK_LEEWAY = 300
"""Seconds by which a status list may be ahead of the verifier's clock."""
NO_LISTS = Lists()


@dataclass(frozen=True, slots=True)
class Shown:
    """For whom a certificate is shown, as another paper says; None is not compared.

    `passport` is the whole number or its last four characters. Names are compared across scripts
    elsewhere, where there is more than yes and no.
    """

    number: str | None = None
    born_on: date | None = None
    passport: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found; `reasons` are all that apply, empty for a valid certificate.

    `claims` are there only where the signature is a known issuer's: nothing that is not shown to
    be genuine is ever shown as certified. `number_said` is what an unproven code says its number
    is, for a question to its issuer only. `status_at` is when the status list was signed.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    claims: Claims | None = None
    status: Status | None = None
    status_at: datetime | None = None
    certificate: Certificate | None = field(default=None, repr=False)
    number_said: str | None = None

    @property
    def commitment(self) -> str | None:
        """What `certificate.issued` announced of it, if it did; None where it is refused unread."""
        return self.certificate.commitment if self.certificate else None

    @property
    def is_genuine(self) -> bool:
        """Whether the issuer's signature was verified and nothing speaks against it."""
        return self.outcome is not Outcome.REFUSED


def verify(
    text: str,
    *,
    keys: Keys,
    now: datetime,
    lists: Lists = NO_LISTS,
    issuer: str | None = None,
    announced: Mapping[str, str] | None = None,
    shown: Shown | None = None,
) -> Verdict:
    """Verify the text of a certificate's QR code. It never raises for a bad text.

    Args:
        text: What the code reader gave (`KKC1:…`); surrounding white space does not matter.
        keys: The issuing keys trusted: `read_published(file).keys`, or those of `keys.changed`.
        now: An aware instant, by which validity and the age of the status list are judged.
        lists: Status lists that `read_list` verified; without one the outcome is unsure.
        issuer: `<agreement>/<party>` where only one issuer's certificates are looked for.
        announced: Number to commitment, of the certificates that `certificate.issued` announced;
            None where the verifier does not know them.
        shown: For whom it is shown, to find one that is used for another person.

    """
    try:
        certificate = read(text)
    except Refused as refused:
        return Verdict(Outcome.REFUSED, (refused.reason,))
    claims, signed = certificate.claims, certificate.signed
    key = keys.by_kid.get(signed.kid)
    if key is None:
        other = issuer is not None and claims.issuer != issuer
        why = Reason.OTHER_AGREEMENT if other else Reason.UNKNOWN_KEY
        return Verdict(Outcome.REFUSED, (why,), number_said=claims.number)
    if not signed.is_signed_by(key.key):
        return Verdict(Outcome.REFUSED, (Reason.SIGNATURE,), number_said=claims.number)
    reasons = [
        *_of_its_key(claims, key, issuer),
        *_of_its_days(claims, now, key.time_zone),
        *_of_its_announcement(certificate, announced),
        *([Reason.OTHER_HOLDER] if shown is not None and is_another(claims, shown) else ()),
    ]
    status, status_at, of_status = _status(claims, lists, now.timestamp())
    reasons += of_status
    outcome = _outcome(reasons)
    if claims.issuer != key.issuer:
        return Verdict(outcome, tuple(reasons), number_said=claims.number)
    return Verdict(outcome, tuple(reasons), claims, status, status_at, certificate)


def is_another(claims: Claims, shown: Shown) -> bool:
    """Say whether number, birth date or passport differ from those of whom it is shown for."""
    passport = (shown.passport or "").replace(" ", "").upper()
    return (
        (shown.number is not None and shown.number != claims.number)
        or (shown.born_on is not None and shown.born_on != claims.born_on)
        or (passport != "" and passport[-4:] != claims.passport)
    )


def _of_its_key(claims: Claims, key: IssuingKey, issuer: str | None) -> list[Reason]:
    reasons = []
    if claims.issuer != key.issuer:
        reasons.append(Reason.ISSUER)
    if issuer is not None and key.issuer != issuer:
        reasons.append(Reason.OTHER_AGREEMENT)
    if key.revoked:
        reasons.append(Reason.KEY_REVOKED)
    if not key.signs_on(claims.issued_on):
        reasons.append(Reason.KEY_PERIOD)
    return reasons


def _of_its_days(claims: Claims, now: datetime, time_zone: str) -> list[Reason]:
    if now.timestamp() >= claims.expires_at:
        return [Reason.EXPIRED]
    if claims.issued_on > now.astimezone(_zone(time_zone)).date():
        return [Reason.NOT_YET]
    return []


def _of_its_announcement(
    certificate: Certificate, announced: Mapping[str, str] | None
) -> list[Reason]:
    if announced is None:
        return []
    said = announced.get(certificate.claims.number)
    if said is None:
        return [Reason.NOT_ANNOUNCED]
    return [] if said == certificate.commitment else [Reason.ANNOUNCED_OTHERWISE]


def _status(
    claims: Claims, lists: Lists, now: float
) -> tuple[Status | None, datetime | None, list[Reason]]:
    """Read the status; what ended stays ended however old the list is."""
    held = lists.by_name.get((claims.issuer, claims.status_list))
    status = held.status(claims.status_index) if held else None
    if held is None or status is None:
        return None, None, [Reason.NO_STATUS]
    reasons = []
    if status is Status.REVOKED:
        reasons.append(Reason.REVOKED)
    if status is Status.SUSPENDED:
        reasons.append(Reason.SUSPENDED)
    if held.is_expired(now):
        reasons.append(Reason.STATUS_EXPIRED)
    elif not held.is_fresh(now):
        reasons.append(Reason.STATUS_OLD)
    elif held.issued_at > now + CLOCK_LEEWAY:
        reasons.append(Reason.STATUS_AHEAD)
    return status, datetime.fromtimestamp(held.issued_at, UTC), reasons


def _outcome(reasons: list[Reason]) -> Outcome:
    if not reasons:
        return Outcome.VALID
    if REFUSING.intersection(reasons):
        return Outcome.REFUSED
    if ENDING.intersection(reasons):
        return Outcome.NOT_VALID
    return Outcome.UNSURE


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
