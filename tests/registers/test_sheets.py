"""A spreadsheet is read whole or refused whole, however it is written or damaged."""

import io
import random
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi import sheets
from kakehashi.core.layout import Layout
from kakehashi.core.list_rows import ReadList, list_rows
from kakehashi.core.listing import Flaw, ListRefused
from kakehashi.core.notices.measures import SupportingOrganizationRow
from kakehashi.registers.layouts import UnknownLayout, layout_named, shipped
from kakehashi.registers.sheets import read_list
from kakehashi.registers.words import FLAWS
from tests.registers.workbooks import DIRTY, HEADINGS, csv_text, line, xlsx

pytestmark = pytest.mark.once

OFFICIAL = layout_named("jp-supporting-organizations")
SUPERVISING = layout_named("jp-supervising-organizations")
REAL = Path(__file__).parents[3] / "shared" / "data"
WORKBOOK = xlsx(*[line(n) for n in range(40)], DIRTY)
TEXT = csv_text(*[line(n) for n in range(40)], DIRTY)


def read(content: bytes, layout: Layout = OFFICIAL) -> ReadList:
    return list_rows(read_list(content, layout), layout, country="JP")


def flaws(content: bytes) -> set[Flaw]:
    with pytest.raises(ListRefused) as refusal:
        read(content)
    return {problem.flaw for problem in refusal.value.problems}


def row(found: ReadList, at: int) -> SupportingOrganizationRow:
    one = found.rows[at]
    assert isinstance(one, SupportingOrganizationRow)
    return one


def test_the_official_form_is_read_with_its_cover_title_and_merged_heading() -> None:
    found = read(WORKBOOK)
    assert (len(found.rows), found.missing) == (41, ())
    first = row(found, 0)
    assert first.number == "19登-000000"
    assert first.registered_on == date(2019, 4, 26)
    assert first.planned_start_on == date(2019, 5, 1)
    assert first.languages == ("en", "km")
    assert first.languages_text == "英語、クメール語"


def test_dirty_cells_stand_raw_beside_the_clean_ones() -> None:
    found = read(WORKBOOK)
    last = row(found, 40)
    assert last.number == "19登-009001"
    assert last.registered_on == date(2019, 4, 1)
    assert last.names[0].text == "株式会社　みほん"
    assert last.phones == ()
    raw = {cell.column: cell.text for cell in last.raw}
    assert raw["number"] == "１９登－００９００１"
    assert raw["phone"] == "内線あり 03-0000-0002"
    assert raw["starts-on"] == "未定"
    assert {f.column for f in found.noticed} == {
        "電話番号",
        "支援業務開始予定年月日",
        "対応可能言語",
    }


def test_persons_stand_apart_from_the_rows() -> None:
    found = read(WORKBOOK)
    assert found.persons[40].name["text"] == "みほん はなこ"
    assert all("太郎" not in one.model_dump_json() for one in found.rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_that_are_used(encoding: str) -> None:
    assert read(TEXT.encode(encoding)).rows == read(TEXT.encode()).rows


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_tabs_and_semicolons_separate_as_well(delimiter: str) -> None:
    text = delimiter.join(HEADINGS[:3]) + "\n" + delimiter.join(["19登-000001", "", "みほん"])
    assert row(read(text.encode()), 0).names[0].text == "みほん"


def test_damaged_utf_8_is_not_read_as_another_encoding() -> None:
    data = bytearray(TEXT.encode())
    data[data.index("支援協会".encode()) + 1] = 0xFF
    assert flaws(bytes(data)) == {Flaw.NOT_TEXT}


def test_an_old_format_a_picture_and_nothing_at_all_are_refused() -> None:
    assert flaws(b"\xd0\xcf\x11\xe0" + bytes(100)) == {Flaw.OLD_FORMAT}
    assert flaws(b"\x89PNG\r\n\x1a\n" + bytes(100)) <= {Flaw.NO_HEADING, Flaw.NOT_TEXT}
    assert flaws(b"") == {Flaw.NO_HEADING}


def test_a_file_over_the_limit_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_FILE", 1_000)
    assert flaws(WORKBOOK) == {Flaw.FILE_TOO_LARGE}


def rewritten(change: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The workbook with something replaced in some of its members."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            for part, (before, after) in change.items():
                data = data.replace(before, after) if part in name else data
            new.writestr(name, data)
    return out.getvalue()


def test_a_cell_far_away_does_not_fill_the_memory() -> None:
    assert flaws(rewritten({"sheet2": (b'r="A10"', b'r="XFD1048576"')})) == {Flaw.REACHES_TOO_FAR}


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    bomb = rewritten({"sheet2": (b"</worksheet>", b"</worksheet>" + b" " * 2_000_000)})
    assert len(bomb) < 100_000
    assert flaws(bomb) == {Flaw.TOO_LARGE_UNPACKED}


def test_a_cell_that_no_notice_may_carry_refuses_the_list() -> None:
    cells = line(1, "みほん\u202e")
    assert flaws(csv_text(cells).encode()) == {Flaw.NOT_ALLOWED}


@pytest.mark.parametrize("dropped", range(len(HEADINGS)))
def test_a_dropped_column_is_refused_or_named(dropped: int) -> None:
    lines = [text.split(",") for text in csv_text(line(1)).splitlines()]
    content = "\n".join(",".join(c for i, c in enumerate(cells) if i != dropped) for cells in lines)
    if HEADINGS[dropped] in {"登録番号", "氏名又は名称"}:
        assert flaws(content.encode()) == {Flaw.COLUMN_MISSING}
    else:
        assert read(content.encode()).missing == (HEADINGS[dropped],)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.integers(1, 8), st.booleans())
def test_a_damaged_workbook_is_read_or_refused(at: int, flips: int, cut: bool) -> None:  # noqa: FBT001
    chance = random.Random(at)  # noqa: S311 - damage, not a secret
    data = bytearray(WORKBOOK[:at] if cut else WORKBOOK)
    for _ in range(flips if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    found: ReadList | ListRefused
    try:
        found = read(bytes(data))
    except ListRefused as refusal:
        found = refusal
    assert isinstance(found, ReadList | ListRefused)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(TEXT.encode())))
def test_a_text_with_rubbish_in_it_is_read_or_refused(rubbish: bytes, at: int) -> None:
    content = TEXT.encode()
    found: ReadList | ListRefused
    try:
        found = read(content[:at] + rubbish + content[at + len(rubbish) :])
    except ListRefused as refusal:
        found = refusal
    assert isinstance(found, ReadList | ListRefused)


def test_every_flaw_has_its_words() -> None:
    assert FLAWS.keys() == set(Flaw)
    for text in FLAWS.values():
        assert text.format(row=1, column="a", value="b")


def test_an_unknown_layout_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownLayout) as unknown:
        layout_named("nowhere")
    assert set(unknown.value.known) == set(shipped())


def real(name: str) -> bytes:
    file = REAL / name
    if not file.is_file():
        pytest.skip(f"the real list {name} is not at hand")
    return file.read_bytes()


def test_the_real_list_is_read_to_its_last_row() -> None:
    found = read(real("japan-supervising-organizations-2026-07.csv"), SUPERVISING)
    assert len(found.rows) == 3_733
    assert (found.noticed, found.missing) == ((), ())


@cache
def real_rows() -> dict[str, object]:
    content = real("japan-supervising-organizations-2026-07.csv")
    return {row.number: row for row in read(content, SUPERVISING).rows}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 700_000), st.integers(0, 7))
def test_a_flipped_bit_in_the_real_list_is_refused_or_named_or_changes_one_row(
    at: int, bit: int
) -> None:
    data = bytearray(real("japan-supervising-organizations-2026-07.csv"))
    data[at] ^= 1 << bit
    try:
        found = read(bytes(data), SUPERVISING)
    except ListRefused:
        return
    same = sum(real_rows().get(row.number) == row for row in found.rows)
    assert found.missing or same >= len(real_rows()) - 2


def test_the_real_spellings_of_languages_mean_what_they_were_meant_to() -> None:
    lines = real("register-language-variants.csv").decode().splitlines()[1:]
    known = OFFICIAL.vocabulary
    for written, meant in (text.split(",")[:2] for text in lines):
        assert known[written] == known[meant]
