"""A list is read whole, wherever its heading stands and however dirty its cells are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.cells import Cell
from kakehashi.core.layout import Cleaning, Column, Layout, LayoutRefused, layout
from kakehashi.core.listing import Flaw, Listing, ListRefused, read_rows

LAYOUT = Layout(
    id="invented",
    title="An invented register",
    kind="supporting-organization.list-shared",
    columns=(
        Column(
            "number",
            ("登録番号",),
            Cleaning.NUMBER,
            required=True,
            pattern=re.compile(r"\d{2}登-\d{6}"),
        ),
        Column("name", ("氏名又は名称",), required=True),
        Column("address", ("住所",)),
        Column("registered_on", ("登録年月日",), Cleaning.DATE),
        Column("languages", ("対応可能言語",), Cleaning.LANGUAGES),
    ),
    vocabulary={"英語": "en"},
)
HEADING = ["登録番号", "氏名又は名称", "住所", "登録年月日", "対応可能言語"]
FIRST: list[Cell] = ["19登-000001", "かけはし支援", "東京都", "2019-04-26", "英語"]
SECOND: list[Cell] = ["１９登－０００００２", "　みなと支援　", "", "H31.4.1", "英語、クリンゴン語"]


def flaws(grid: list[list[Cell]]) -> list[Flaw]:
    with pytest.raises(ListRefused) as refusal:
        read_rows(grid, LAYOUT)
    return [problem.flaw for problem in refusal.value.problems]


def read(*rows: list[Cell]) -> Listing:
    return read_rows([list(HEADING), *rows], LAYOUT)


def test_a_clean_row_has_nothing_kept_raw() -> None:
    row = read(FIRST).rows["19登-000001"]
    assert row.values["name"] == "かけはし支援"
    assert row.values["languages"] == ("en",)
    assert "name" not in row.raw


def test_a_dirty_cell_is_kept_raw_beside_the_cleaned_one() -> None:
    row = read(SECOND).rows["19登-000002"]
    assert row.values["registered_on"] == "2019-04-01"
    assert row.raw["registered_on"] == "H31.4.1"
    assert row.raw["number"] == "１９登－０００００２"
    assert row.raw["name"] == "　みなと支援　"


def test_what_no_table_knows_is_noticed_with_its_place() -> None:
    (noticed,) = read(SECOND).noticed
    assert (noticed.flaw, noticed.row, noticed.column) == (Flaw.NOT_CLEANED, 2, "対応可能言語")


@pytest.mark.parametrize("above", range(10))
def test_the_heading_may_stand_anywhere_in_the_first_ten_rows(above: int) -> None:
    title: list[list[Cell]] = [["登録簿", None]] * above
    assert list(read_rows([*title, list(HEADING), FIRST], LAYOUT).rows) == ["19登-000001"]


def test_a_merged_heading_of_two_rows_is_read_by_its_lower_one() -> None:
    upper: list[Cell] = ["登録番号", "登録支援機関", "", "登録年月日", "対応可能言語"]
    lower: list[Cell] = ["", "氏名又は名称", "住　所", "", ""]
    listing = read_rows([upper, lower, FIRST], LAYOUT)
    assert listing.missing == ()
    assert listing.rows["19登-000001"].values["address"] == "東京都"


def test_columns_may_stand_in_any_order_and_others_between_them() -> None:
    listing = read_rows(
        [
            ["No.", "住所", "登録番号", "", "氏名又は名称"],
            [1, "大阪府", "19登-000003", "", "なにわ"],
        ],
        LAYOUT,
    )
    assert listing.rows["19登-000003"].values["name"] == "なにわ"
    assert listing.missing == ("登録年月日", "対応可能言語")


def test_blank_lines_repeated_headings_and_footers_are_left_aside() -> None:
    listing = read([], [None, " "], FIRST, list(HEADING), SECOND, ["※ 以上"])
    assert list(listing.rows) == ["19登-000001", "19登-000002"]
    assert Flaw.LEFT_ASIDE in [noticed.flaw for noticed in listing.noticed]


def test_a_missing_required_column_refuses_the_list() -> None:
    assert flaws([["登録番号", "住所"], ["19登-000001", "東京都"]]) == [Flaw.COLUMN_MISSING]


def test_a_heading_that_stands_twice_refuses_the_list() -> None:
    assert flaws([[*HEADING, "住所"], FIRST]) == [Flaw.COLUMN_TWICE]


def test_a_sheet_without_the_heading_is_refused() -> None:
    assert flaws([["a", "b"], ["c", "d"]]) == [Flaw.NO_HEADING]
    assert flaws([]) == [Flaw.NO_HEADING]


def test_a_heading_without_rows_is_refused() -> None:
    assert flaws([list(HEADING)]) == [Flaw.NO_ROWS]


def test_every_broken_row_is_named() -> None:
    grid: list[list[Cell]] = [list(HEADING), FIRST, ["X-1", "a"], ["19登-000004", " "], FIRST]
    assert flaws(grid) == [Flaw.NUMBER_UNREADABLE, Flaw.REQUIRED_EMPTY, Flaw.NUMBER_TWICE]


def test_columns_that_slipped_by_one_refuse_the_list() -> None:
    assert set(flaws([list(HEADING), ["", *FIRST], ["", *SECOND]])) == {Flaw.NUMBER_UNREADABLE}


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(), st.text(max_size=9), st.floats(), st.booleans(), st.sampled_from(HEADING)
            ),
            max_size=7,
        ),
        max_size=14,
    )
)
def test_any_grid_is_read_or_refused(grid: list[list[Cell]]) -> None:
    try:
        found = len(read_rows(grid, LAYOUT).rows)
    except ListRefused as refusal:
        found = len(refusal.problems)
    assert found


@pytest.mark.parametrize(
    "column",
    [
        {"field": "number"},
        {"field": "number", "headings": ["a"], "colour": "red"},
        {"field": "number", "headings": ["a"], "cleaning": "wash"},
        {"field": "number", "headings": ["a"], "pattern": "("},
    ],
)
def test_a_layout_with_an_unknown_key_or_a_broken_value_is_refused(
    column: dict[str, object],
) -> None:
    with pytest.raises(LayoutRefused):
        layout("broken", {"columns": [column]}, vocabulary={})
