"""What a story told in browsers asks of a node from within: officers with a session."""

from datetime import datetime

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

from kakehashi import node
from kakehashi.accounts.actions import add_officer
from kakehashi.accounts.permissions import RoleKind

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(*, now: datetime, officer: str, unit: str, roles: list[str]) -> dict[str, str]:
    """Add an officer with a second factor; give the cookie of a session of theirs."""
    made = add_officer(
        username=officer,
        display_name=officer.capitalize(),
        unit_id=unit,
        roles=[
            (agreement, RoleKind(role)) for agreement in node.this().agreements for role in roles
        ],
        now=now,
    )
    TOTP.activate(made, generate_totp_secret())
    client = Client()
    client.force_login(made, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value}
