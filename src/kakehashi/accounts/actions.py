"""What changes officers: adding one, entrusting, enrolling, taking back."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from kakehashi.accounts.models import Absence, Enrolment, Officer, Role, RoleChange
from kakehashi.accounts.permissions import RoleKind
from kakehashi.accounts.sessions import end_sessions

ENROLMENT_LASTS = timedelta(days=3)


class OfficerRefused(Exception):
    """The officer was not added; `problems` are (field, words for the reader)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {words}" for field, words in problems))
        self.problems = problems


@dataclass(frozen=True)
class Password:
    """A password and a TOTP secret (base32) made for an officer, known only here and now."""

    password: str
    totp_secret: str


@transaction.atomic
def add_officer(
    *,
    username: str,
    display_name: str,
    roles: Iterable[tuple[str, RoleKind]],
    now: datetime,
    unit_id: str = "",
    language: str = "",
    email: str = "",
) -> Officer:
    """Add an officer with roles as (agreement, role), who cannot sign in before enrolling.

    OfficerRefused where the sign-in name is taken or not in its form.
    """
    officer = Officer(
        username=username,
        display_name=display_name,
        unit_id=unit_id,
        language=language,
        email=email,
        added_at=now,
    )
    officer.set_unusable_password()
    try:
        officer.full_clean()
    except ValidationError as error:
        said = [(field, text) for field, texts in error.message_dict.items() for text in texts]
        raise OfficerRefused(said) from error
    officer.save()
    Role.objects.bulk_create(
        Role(officer=officer, agreement=agreement, kind=kind, granted_at=now)
        for agreement, kind in sorted(set(roles))
    )
    return officer


@transaction.atomic
def open_enrolment(officer: Officer, *, now: datetime) -> str:
    """Give the token of a link by which an officer enrols; an earlier one no longer works."""
    token = secrets.token_urlsafe(32)
    Enrolment.objects.update_or_create(
        officer=officer,
        defaults={
            "token_digest": hashlib.sha256(token.encode()).hexdigest(),
            "expires_at": now + ENROLMENT_LASTS,
        },
    )
    return token


def enrol_with_totp(officer: Officer) -> Password:
    """Give an officer a password and a TOTP secret made here, for machines without a browser."""
    made = Password(secrets.token_urlsafe(12), generate_totp_secret())
    officer.set_password(made.password)  # slow on purpose, so before the write lock is taken
    with transaction.atomic():
        officer.save(update_fields=["password"])
        Enrolment.objects.filter(officer=officer).delete()
        TOTP.activate(officer, made.totp_secret)
        RecoveryCodes.activate(officer)
    return made


@transaction.atomic
def take_back_factors(officer: Officer) -> None:
    """Remove every factor and the password: all sessions end, and the officer enrols anew."""
    Authenticator.objects.filter(user=officer).delete()
    officer.set_unusable_password()
    officer.save(update_fields=["password"])
    end_sessions(officer)


@transaction.atomic
def close_account(officer: Officer) -> None:
    """Let an officer sign in no longer, from this moment; what they did stays theirs."""
    take_back_factors(officer)
    Enrolment.objects.filter(officer=officer).delete()
    Role.objects.filter(officer=officer).delete()
    RoleChange.objects.filter(officer=officer, state=RoleChange.State.WAITING).delete()
    Absence.objects.filter(Q(officer=officer) | Q(deputy=officer)).filter(ended_at=None).delete()
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
