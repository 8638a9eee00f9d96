"""What is over is forgotten: sessions that ended of themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from kakehashi.accounts.sessions import AT_ONCE, forget_sessions

NOW = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)


def _sessions(count: int, *, until: datetime) -> None:
    Session.objects.bulk_create(
        Session(session_key=f"{until:%d%H}-{number}", session_data="", expire_date=until)
        for number in range(count)
    )


@pytest.mark.django_db
def test_what_ended_a_day_ago_is_forgotten_a_slice_at_a_time_and_nothing_else() -> None:
    _sessions(AT_ONCE + 1, until=NOW - timedelta(days=2))
    _sessions(2, until=NOW - timedelta(hours=3))
    _sessions(3, until=NOW + timedelta(hours=3))

    assert [forget_sessions(now=NOW) for _ in range(3)] == [True, True, False]

    assert Session.objects.count() == 5
