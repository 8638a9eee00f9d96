"""What a story told in browsers asks of a node from within: sessions, and what was told before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kakehashi import node
from kakehashi.accounts.actions import add_officer
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.certificates import actions
from kakehashi.certificates.models import Announced
from kakehashi.certificates.procedures import procedure
from tests.core.case_of import case_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(*, now: datetime, officer: str, unit: str, roles: list[str]) -> dict[str, str]:
    """Give the cookie of a session of an officer, who is added where nobody knows them yet."""
    known = Officer.objects.filter(username=officer).first()
    client = Client()
    client.force_login(known or _added(officer, unit, roles, now), backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value}


def announced(*, now: datetime, agreement: str) -> int:  # noqa: ARG001 - an actor is told the time
    """Count the certificates that the other side announced, as far as this node followed."""
    return Announced.objects.filter(agreement=agreement).count()


def open_case(
    *,
    now: datetime,
    agreement: str,
    officer: str,
    organization: str,
    candidate: dict[str, str],
    exams: Sequence[dict[str, str]],
) -> str:
    """Enter a candidate and note every step, as the desk does; give where the case is."""
    by = Officer.objects.get(username=officer).pk
    until = (now.date() + timedelta(days=90)).isoformat()
    content = case_of(
        organization=organization, candidate=candidate, exams=exams, valid_until_on=until
    )
    case = actions.open_case(agreement, content, by=by, now=now)
    for step in procedure(agreement).of(case.route):
        actions.note_step(case, step.id, done_on=now.date(), evidence=b"%PDF-", by=by, now=now)
    return reverse("desk_candidate", args=[case.public_id])


def _added(name: str, unit: str, roles: list[str], now: datetime) -> Officer:
    made = add_officer(
        username=name,
        display_name=name.capitalize(),
        unit_id=unit,
        roles=[
            (agreement, RoleKind(role)) for agreement in node.this().agreements for role in roles
        ],
        now=now,
    )
    TOTP.activate(made, generate_totp_secret())
    return made
