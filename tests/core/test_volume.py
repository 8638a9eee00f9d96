from datetime import UTC, datetime, timedelta

from kakehashi.core.volume import Threshold, reached

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = Threshold(3, 1), Threshold(5, 24)


def ago(*minutes: int) -> list[datetime]:
    return [NOW - timedelta(minutes=one) for one in minutes]


def test_what_is_usual_goes_on() -> None:
    assert reached((), (HOUR, DAY), now=NOW) is None
    assert reached(ago(0, 59, 60, 61), (HOUR, DAY), now=NOW) is None


def test_many_in_an_hour_or_in_a_day_are_unusual() -> None:
    assert reached(ago(0, 1, 59), (HOUR, DAY), now=NOW) is HOUR
    assert reached(ago(1, 100, 200, 300, 1439), (HOUR, DAY), now=NOW) is DAY
    assert reached(ago(1, 100, 200, 300, 1440), (HOUR, DAY), now=NOW) is None
