from datetime import date

from kakehashi.core.meeting_days import DayState, clocks, side_days
from kakehashi.core.notices.consultations import Hours
from kakehashi.core.notices.targets import Calendar, Weekday
from tests.core.hearing import Journals

PARTIES = ("JP", "TJ")
MONDAY, SATURDAY = date(2026, 6, 1), date(2026, 6, 6)


def confirmed(journals: Journals, party: str, *holidays: date, **changes: object) -> str:
    stated = Calendar.model_validate({"year": 2026, "holidays": list(holidays), **changes})
    return journals.issue(party, "calendar.confirmed", date(2026, 1, 5), statement=stated)


def states(journals: Journals, day: date) -> list[DayState]:
    return [one.state for one in side_days(journals.heard, day, parties=PARTIES)]


def test_nothing_but_weekends_is_known_before_a_calendar_is_confirmed() -> None:
    journals = Journals("jp-tj-2024")
    assert states(journals, MONDAY) == [DayState.WORKING, DayState.WORKING]
    assert states(journals, SATURDAY) == [DayState.REST, DayState.REST]
    assert [one.notice for one in side_days((), MONDAY, parties=PARTIES)] == [None, None]


def test_each_side_has_its_own_holidays_and_moved_days() -> None:
    journals = Journals("jp-tj-2024")
    confirmed(journals, "JP", MONDAY)
    confirmed(
        journals,
        "TJ",
        rest_days=[Weekday.SATURDAY.value, Weekday.SUNDAY.value],
        working=[SATURDAY],
    )
    assert states(journals, MONDAY) == [DayState.HOLIDAY, DayState.WORKING]
    assert states(journals, SATURDAY) == [DayState.REST, DayState.WORKING]


def test_the_calendar_latest_in_its_journal_counts_whatever_came_first() -> None:
    journals = Journals("jp-tj-2024")
    confirmed(journals, "JP", MONDAY)
    later = confirmed(journals, "JP")
    journals.heard.reverse()
    japan, _other = side_days(journals.heard, MONDAY, parties=PARTIES)
    assert (japan.state, japan.notice) == (DayState.WORKING, later)
    journals.issue("JP", "notice.withdrawn", date(2026, 2, 1), corrects=later)
    assert states(journals, MONDAY)[0] is DayState.HOLIDAY


def test_an_hour_is_told_in_both_zones() -> None:
    hours = Hours(begins="10:00", ends="11:30", zone="Asia/Tokyo")
    told = clocks(MONDAY, hours, ("Asia/Tokyo", "Asia/Dushanbe"))
    assert [(f"{begins:%H:%M}", f"{ends:%H:%M}") for _zone, begins, ends in told] == [
        ("10:00", "11:30"),
        ("06:00", "07:30"),
    ]


def test_hours_of_a_zone_that_is_not_known_here_stay_as_they_were_said() -> None:
    hours = Hours(begins="10:00", ends="11:30", zone="Mars/Olympus")
    assert clocks(MONDAY, hours, ("Asia/Tokyo",)) == ()
