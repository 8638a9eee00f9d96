"""Dates as people type and read them."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.web.parts.dates import NotADate, box_order, in_words, read_date, read_year


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2026", 2026),
        ("2026年", 2026),
        ("２０２６", 2026),
        ("២០២៦", 2026),
        ("令和8", 2026),
        ("令和8年", 2026),
        ("R8", 2026),
        ("r.8", 2026),
        ("令和元年", 2019),
        ("平成31", 2019),
        ("昭和64", 1989),
        ("2569", 2026),
    ],
)
def test_a_year_of_three_calendars_is_understood(typed: str, year: int) -> None:
    assert read_year(typed) == year


@pytest.mark.parametrize("typed", ["", "soon", "20 26", "-2026", "20260", "大正10", "8R"])
def test_what_is_no_year_is_refused(typed: str) -> None:
    with pytest.raises(NotADate):
        read_year(typed)


def test_three_empty_boxes_are_no_date() -> None:
    assert read_date(" ", "", "") is None


@pytest.mark.parametrize(
    "boxes", [("2026", "", "1"), ("", "7", "1"), ("2026", "2", "29"), ("2026", "13", "1")]
)
def test_half_a_date_and_a_day_that_never_was_are_refused(boxes: tuple[str, str, str]) -> None:
    with pytest.raises(NotADate):
        read_date(*boxes)


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_whatever_is_typed_gives_a_date_or_words(year: str, month: str, day: str) -> None:
    try:
        said: object = read_date(year, month, day)
    except NotADate as mistake:
        said = str(mistake) or mistake
    assert said is None or isinstance(said, date | str)


@pytest.mark.parametrize(("language", "words"), [("en", "1 July 2026"), ("ja", "2026年7月1日")])
def test_a_date_is_written_with_its_month_in_words(language: str, words: str) -> None:
    with translation.override(language):
        assert in_words(date(2026, 7, 1)) == words


@pytest.mark.parametrize(
    ("language", "first"), [("en", "day"), ("ja", "year"), ("km", "day"), ("tg", "day")]
)
def test_the_boxes_of_a_date_stand_as_the_language_writes_it(language: str, first: str) -> None:
    with translation.override(language):
        assert box_order()[0] == first
        assert sorted(box_order()) == ["day", "month", "year"]
