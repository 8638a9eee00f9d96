"""A whole register as a file that spreadsheets read and cannot be harmed by."""

import csv
import io

import pytest
from django.test import Client

from kakehashi.web.portal.sheet import COLUMNS, harmless
from tests.registers import make
from tests.web.portal.reading import MEASURES, SENDING, SUPPORTING, apply, sheet, words

pytestmark = pytest.mark.django_db


def rows(address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet(address).removeprefix("\ufeff"))))


@pytest.mark.usefixtures("three")
def test_every_entry_is_a_row_with_its_status_and_days() -> None:
    first, second = rows(SENDING)
    assert (first["number"], first["status"]) == ("KHM900001", "approved")
    assert (second["number"], second["status"]) == ("KHM900002", "revoked")
    assert first["other_names"] == "ស្ពានមេគង្គ ខូអិលធីឌី"
    assert (first["valid_from"], first["valid_until"]) == ("2026-01-01", "2030-12-31")
    (measure,) = rows(MEASURES)
    assert (measure["measure"], measure["identifiers"]) == ("improvement-order", "KHM900002")


@pytest.mark.usefixtures("three")
def test_spreadsheets_see_that_it_is_utf_8_and_from_which_day() -> None:
    file = Client().get(f"{SENDING.rstrip('/')}.csv")
    assert file.streaming
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert "kakehashi-jp-kh-2019-sending-organizations-20" in file.headers["content-disposition"]
    assert b"".join(map(bytes, file)).startswith(b"\xef\xbb\xbfagreement,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_computed(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"1{start}1") == f"1{start}1"


def test_a_name_that_is_a_formula_stays_a_name() -> None:
    apply(
        make.approved(1, "KHM900001", '=HYPERLINK("http://example.org")', "Плюс, «ном»\N{SNOWMAN}")
    )
    (row,) = rows(SENDING)
    assert row["name"] == '\'=HYPERLINK("http://example.org")'
    assert row["other_names"] == "Плюс, «ном»\N{SNOWMAN}"


def test_a_register_with_nothing_in_it_is_a_file_with_its_columns() -> None:
    apply(make.approved(1))
    assert sheet(MEASURES).removeprefix("\ufeff").strip() == ",".join(COLUMNS)


def test_before_the_first_notice_the_file_that_the_page_offers_has_its_columns() -> None:
    assert f"{SENDING.rstrip('/')}.csv" in Client().get(SENDING).content.decode()
    assert sheet(SENDING).removeprefix("\ufeff").strip() == ",".join(COLUMNS)


def test_the_page_says_how_many_rows_the_file_has_and_the_file_has_them() -> None:
    apply(make.supporting_list(1, [make.row(n) for n in range(1, 1_202)]))
    assert "CSV (rows: 1 201)" in words(SUPPORTING)
    assert len(rows(SUPPORTING)) == 1_201
