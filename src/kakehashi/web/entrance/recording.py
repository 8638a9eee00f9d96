"""Signing in and out stands in the node's own record."""

import logging

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from kakehashi.accounts.adapters import AccountAdapter
from kakehashi.accounts.models import Officer
from kakehashi.desk.acts import note
from kakehashi.journal.actions import ClockWentBack
from kakehashi.journal.head import BehindHead

logger = logging.getLogger("kakehashi.entrance")

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class RecordingAdapter(AccountAdapter):
    """As the accounts' own, and it records who came and who left."""

    def login(self, request: HttpRequest, user: Officer) -> None:
        """Open the session, and record it."""
        super().login(request, user)
        _note("officer.signed-in", user)

    def logout(self, request: HttpRequest) -> None:
        """End the session, and record it."""
        user = request.user
        super().logout(request)
        if isinstance(user, Officer):
            _note("officer.signed-out", user)


def enter_to_enrol(request: HttpRequest, officer: Officer) -> None:
    """Open a session for an officer who came by an enrolment link."""
    login(request, officer, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    _note("officer.enrolled", officer)


def _note(act: str, officer: Officer) -> None:
    """Record it; a node that must not write still lets its officers see what is wrong."""
    try:
        note(act, by=officer.pk, now=timezone.now(), thing=officer.username)
    except (BehindHead, ClockWentBack):
        logger.exception("%s is not in the record: %s", act, officer.username)
