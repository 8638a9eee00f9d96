"""What is known of officers."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db.models import F

from kakehashi import node
from kakehashi.accounts.models import Officer, Role
from kakehashi.accounts.permissions import LENT, OfficerFacts, RoleKind, may_stand_in

# What counts as a factor; recovery codes alone admit nobody.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(officer: Officer) -> bool:
    """Say whether an officer has enrolled a passkey or an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=officer.pk, type__in=FACTORS).exists())


def facts(officer: Officer, *, now: datetime) -> OfficerFacts:
    """Gather what permissions ask of an officer: three queries."""
    roles = officer.roles.values_list("agreement", "kind")
    own = frozenset((agreement, RoleKind(kind)) for agreement, kind in roles)
    lent = frozenset(
        (agreement, kind, lender)
        for agreement, kind, lender in _lent_to(officer, now)
        if (agreement, kind) not in own and any(name == agreement for name, _ in own)
    )
    return OfficerFacts(
        id=officer.pk,
        is_active=officer.is_active,
        is_admitted=has_factor(officer),
        roles=own | {(agreement, kind) for agreement, kind, _ in lent},
        limits=limits_of(officer.unit_id),
        lent=lent,
    )


def _lent_to(officer: Officer, now: datetime) -> Iterator[tuple[str, RoleKind, int]]:
    """Which roles of absent officers a deputy has meanwhile, and whose: one query."""
    lenders = Role.objects.filter(
        agreement=F("officer__absences__agreement"),
        kind__in=LENT,
        officer__is_active=True,
        officer__absences__deputy=officer,
        officer__absences__confirmed_by__isnull=False,
        officer__absences__from_at__lte=now,
        officer__absences__until_at__gt=now,
        officer__absences__ended_at=None,
    )
    own = dict(limits_of(officer.unit_id))
    named = lenders.values_list("agreement", "kind", "officer_id", "officer__unit_id")
    for agreement, kind, lender, unit in named:
        limit = dict(limits_of(unit)).get(agreement)
        if may_stand_in(lender=limit, deputy=own.get(agreement)):
            yield agreement, RoleKind(kind), lender


def limits_of(unit: str) -> frozenset[tuple[str, frozenset[str]]]:
    """Say to which clauses of which agreements a unit's officers are limited.

    The profile says it: who belongs to an office of our side, or to none, is not limited; who
    belongs to an admitted body sees its clauses; who belongs to what an agreement does not know
    sees nothing under it.
    """
    ours = node.this()
    found = set()
    for name in ours.agreements if unit else ():
        party = node.profile(name).parties[ours.party]
        if unit not in party.offices:
            body = party.bodies.get(unit)
            found.add((name, body.clauses if body else frozenset[str]()))
    return frozenset(found)


def enrolling(token: str, *, now: datetime) -> Officer | None:
    """Find whose enrolment link this is; None where it is unknown, too old or already used."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    officer = (
        Officer.objects.filter(enrolment__token_digest=digest, enrolment__expires_at__gt=now)
        .filter(is_active=True)
        .first()
    )
    return None if officer is None or has_factor(officer) else officer


def present_code(username: str, *, now: datetime) -> str | None:
    """Give the code that an officer's authenticator app shows; None where there is none."""
    totp = Authenticator.objects.filter(
        user__username=username, type=Authenticator.Type.TOTP
    ).first()
    return None if totp is None else code_at(decrypt(totp.data["secret"]), now)


def code_at(secret: str, now: datetime) -> str:
    """Give the six figures of a TOTP secret (base32) at a moment (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, int(now.timestamp()) // 30)))
