"""The sessions of officers: listed, and ended at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from kakehashi.accounts.models import Officer

KEPT_AFTER: Final = timedelta(days=1)
"""How long what is over is kept, so that an officer asking when it ended finds it."""
AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that still holds: whose, since when and until when, from where, in what."""

    id: int
    officer_id: int
    since: datetime
    until: datetime
    address: str
    browser: str
    key: str


def open_sessions(officers: Iterable[int], *, now: datetime) -> list[OpenSession]:
    """Give the sessions of officers (ids) that still hold, the latest first: two queries."""
    known = list(UserSession.objects.filter(user_id__in=list(officers)).order_by("-created_at"))
    until = dict(
        Session.objects.filter(
            session_key__in=[one.session_key for one in known], expire_date__gt=now
        ).values_list("session_key", "expire_date")
    )
    return [
        OpenSession(
            id=one.pk,
            officer_id=one.user_id,
            since=one.created_at,
            until=until[one.session_key],
            address=one.ip,
            browser=one.user_agent,
            key=one.session_key,
        )
        for one in known
        if one.session_key in until
    ]


@transaction.atomic
def end_sessions(officer: Officer, *, only: Iterable[str] | None = None) -> int:
    """End sessions of an officer, all or those of some keys; say how many there were.

    What a browser still holds opens nothing any more.
    """
    found = UserSession.objects.filter(user_id=officer.pk)
    if only is not None:
        found = found.filter(session_key__in=list(only))
    keys = list(found.values_list("session_key", flat=True))
    found.delete()
    return Session.objects.filter(session_key__in=keys).delete()[0]


def forget_sessions(*, now: datetime) -> bool:
    """Delete some sessions that ended of themselves a day ago; say whether there were any."""
    over = Session.objects.filter(expire_date__lt=now - KEPT_AFTER).order_by("expire_date")
    keys = list(over.values_list("session_key", flat=True)[:AT_ONCE])
    if not keys:
        return False
    with transaction.atomic():
        UserSession.objects.filter(session_key__in=keys).delete()
        return Session.objects.filter(session_key__in=keys).delete()[0] > 0
