"""What people write into the cells of a register is understood, or left as it stands."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core import cells


@pytest.mark.parametrize(
    "written",
    [
        "2019-04-26",
        "2019/4/26",
        "２０１９．４．２６",
        "2019年 4月26日",
        "平成31年4月26日",
        "H31.4.26",
        "平31/4/26",
        "2562-04-26",
        "20190426",
        "43581",
        "2019-04-26 00:00:00",
    ],
)
def test_a_date_is_read_however_it_is_written(written: str) -> None:
    assert cells.calendar_date(written) == date(2019, 4, 26)


def test_the_first_year_of_an_era_is_called_gannen() -> None:
    assert cells.calendar_date("令和元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    "written",
    ["", "未定", "2019-13-01", "令和1年4月30日", "令和0年5月1日", "12", "99999", "2019/4/26頃"],
)
def test_what_is_no_date_stays_no_date(written: str) -> None:
    assert cells.calendar_date(written) is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_cleaning(text: str) -> None:
    cells.calendar_date(text)
    cells.pieces(text)
    cells.languages(text, {})
    assert cells.number(cells.number(text)) == cells.number(text)


def test_numbers_lose_width_and_spaces_but_keep_their_signs() -> None:
    assert cells.number("　１９登 － ０００００１\n") == "19登-000001"


def test_a_name_keeps_its_width_and_its_inner_spaces() -> None:
    assert cells.trim("　株式会社　ＡＢＣ　\n") == "株式会社　ＡＢＣ"


def test_languages_are_read_by_the_table_and_the_rest_is_left() -> None:
    table = {"英語": "en", "中国語": "zh", "北京語": "zh", "ベトナム語": "vi"}
    written = "英語、中国語（北京語），ﾍﾞﾄﾅﾑ語 英語・クリンゴン語"
    assert cells.languages(written, table) == (("en", "zh", "vi"), ("クリンゴン語",))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (19.0, "19"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (date(2019, 4, 1), "2019-04-01"),
        (datetime(2019, 4, 1), "2019-04-01"),  # noqa: DTZ001 - as a sheet gives it
    ],
)
def test_a_cell_becomes_the_text_that_a_reader_of_the_sheet_sees(
    cell: cells.Cell, text: str
) -> None:
    assert cells.text_of(cell) == text
