"""Accounts of applicants: made by themselves, with a session and a second factor of their own.

Nothing here touches an officer's account or session: an applicant is never an officer.
"""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction

from kakehashi.accounts.queries import code_at
from kakehashi.approvals import sealing
from kakehashi.approvals.models import Applicant, ApplicantSession, WayIn
from kakehashi.journal.record import record

LASTS: Final = timedelta(hours=12)
SECOND_FACTOR_LASTS: Final = timedelta(minutes=10)
WAY_IN_LASTS: Final = timedelta(days=3)
CODE_SECONDS: Final = 30
FACTOR: Final = "factor"


class EmailTaken(Exception):
    """There is an account of this address; nothing was made."""


def sign_up(*, email: str, name: str, password: str, now: datetime) -> Applicant:
    """Make an account.

    Raises:
        EmailTaken: there is one already.

    """
    hashed = make_password(password)  # slow on purpose, so before the write lock is taken
    try:
        with transaction.atomic():
            made = Applicant.objects.create(
                public_id=uuid.uuid4(),
                email=email.strip().lower(),
                name=name.strip(),
                password=hashed,
                added_at=now,
            )
            record("applicant.joined", {"thing": str(made.public_id)}, now=now)
    except IntegrityError as taken:
        raise EmailTaken from taken
    return made


def known(*, email: str, password: str) -> Applicant | None:
    """Find whose e-mail and password these are; an unknown address takes as long as a known one."""
    found = Applicant.objects.filter(email=email.strip().lower()).first()
    if found is None:
        make_password(password)
        return None
    return found if check_password(password, found.password) else None


def change_password(applicant: Applicant, password: str, *, now: datetime) -> None:
    """Set another password; every session ends, and the caller opens a new one."""
    hashed = make_password(password)
    with transaction.atomic():
        Applicant.objects.filter(pk=applicant.pk).update(password=hashed)
        ApplicantSession.objects.filter(applicant=applicant).delete()
        record("applicant.password-changed", {"thing": str(applicant.public_id)}, now=now)


def open_session(applicant: Applicant, *, now: datetime) -> str:
    """Open a session and give its secret; it is whole at once where there is no second factor."""
    secret = secrets.token_urlsafe(32)
    is_whole = not applicant.has_factor
    with transaction.atomic():
        ApplicantSession.objects.filter(until__lt=now).delete()
        ApplicantSession.objects.create(
            applicant=applicant,
            digest=_digest(secret),
            is_whole=is_whole,
            since=now,
            until=now + (LASTS if is_whole else SECOND_FACTOR_LASTS),
        )
    return secret


def session_of(secret: str, *, now: datetime) -> ApplicantSession | None:
    """Find the session of a secret, if it still holds: one query."""
    found = ApplicantSession.objects.filter(digest=_digest(secret), until__gt=now)
    return found.select_related("applicant").first() if secret else None


def end_session(secret: str) -> None:
    """End a session."""
    ApplicantSession.objects.filter(digest=_digest(secret)).delete()


def set_up_factor(applicant: Applicant, secret: str, code: str, *, now: datetime) -> bool:
    """Keep the secret (base32) of an authenticator app that shows this code; say whether it did."""
    step = _step(secret, code, now)
    if step is None:
        return False
    with transaction.atomic():
        sealing.seal(applicant.public_id, FACTOR, secret.encode())
        Applicant.objects.filter(pk=applicant.pk).update(has_factor=True, last_code=step)
        record("applicant.factor-added", {"thing": str(applicant.public_id)}, now=now)
    return True


def take_away_factor(applicant: Applicant, *, now: datetime) -> None:
    """Sign in with the password alone from now on."""
    with transaction.atomic():
        Applicant.objects.filter(pk=applicant.pk).update(has_factor=False)
        sealing.erase(applicant.public_id, FACTOR)
        record("applicant.factor-removed", {"thing": str(applicant.public_id)}, now=now)


def pass_factor(session: ApplicantSession, code: str, *, now: datetime) -> bool:
    """Make a session whole by a code of the app; each code passes once."""
    applicant = session.applicant
    secret = sealing.open_part(applicant.public_id, FACTOR).decode()
    step = _step(secret, code, now)
    if step is None:
        return False
    with transaction.atomic():
        fresh = Applicant.objects.filter(pk=applicant.pk, last_code__lt=step)
        if not fresh.update(last_code=step):
            return False
        ApplicantSession.objects.filter(pk=session.pk).update(is_whole=True, until=now + LASTS)
    return True


def open_way_in(applicant: Applicant, *, by: int, now: datetime) -> str:
    """Give the secret of a link by which the owner of an account sets another password.

    An earlier link no longer works. `by` is the officer who knows the applicant.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        WayIn.objects.update_or_create(
            applicant=applicant,
            defaults={"digest": _digest(secret), "until": now + WAY_IN_LASTS},
        )
        told = {"by": by, "thing": str(applicant.public_id)}
        record("applicant.let-in", told, now=now)
    return secret


def way_in(secret: str, *, now: datetime) -> WayIn | None:
    """Find the link of a secret, if it still holds."""
    found = WayIn.objects.filter(digest=_digest(secret), until__gt=now)
    return found.select_related("applicant").first()


def enter_by(found: WayIn, password: str, *, now: datetime) -> Applicant | None:
    """Set another password by a link, once; the app is set up anew. None where it was used."""
    applicant = found.applicant
    hashed = make_password(password)
    with transaction.atomic():
        if not WayIn.objects.filter(pk=found.pk, digest=found.digest).delete()[0]:
            return None
        ApplicantSession.objects.filter(applicant=applicant).delete()
        sealing.erase(applicant.public_id, FACTOR)
        Applicant.objects.filter(pk=applicant.pk).update(password=hashed, has_factor=False)
        record("applicant.password-changed", {"thing": str(applicant.public_id)}, now=now)
    return Applicant.objects.get(pk=applicant.pk)


def _step(secret: str, code: str, now: datetime) -> int | None:
    """Give the time step whose code this is, half a minute early or late; None of none."""
    said = code.replace(" ", "")
    for offset in (0, -1, 1):
        at = now + timedelta(seconds=CODE_SECONDS * offset)
        if secrets.compare_digest(code_at(secret, at).encode(), said.encode()):
            return int(at.timestamp()) // CODE_SECONDS
    return None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
