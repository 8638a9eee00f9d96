"""A file of applications, however it was made: understood or flagged, and nothing counted twice."""

from datetime import date

import pytest

from kakehashi.acceptance import queries
from kakehashi.acceptance.models import Application, Batch
from kakehashi.core.acceptance_check import Finding, Verdict
from kakehashi.core.listing import Flaw
from kakehashi.dispatch.checking import check_some
from tests.acceptance.checked import NOW, check, findings, take, verdicts
from tests.acceptance.files import csv_file, row, xlsx_file, zip_file

pytestmark = pytest.mark.django_db


def test_a_file_is_read_and_every_row_judged() -> None:
    found = check(take(csv_file([row(1), row(2, field="介護分野")])))
    assert [one.row.verdict for one in found] == ["ask", "ask"]
    assert findings(found[0]) == {Finding.ORGANIZATION_NOT_LISTED, Finding.FIELD_OPEN}
    assert found[1].stated.field == "nursing-care"


def test_years_of_three_calendars_and_wide_digits_are_understood() -> None:
    rows = [
        row(1, born_on="平成13年2月3日", applied_on="令和8年5月1日"),
        row(2, born_on="３/２/2544", applied_on="１/５/２５６９"),
        row(3, born_on="36925", applied_on="46143"),
        row(4, born_on="3 February 2001", applied_on="1 May 2026", passport="Ｎ１２３４５６７"),
        row(5, born_on="២០០១-០២-០៣", applied_on="2026.5.1"),
    ]
    found = check(take(csv_file(rows)))
    assert {one.stated.applied_on for one in found} == {date(2026, 5, 1)}
    assert {one.stated.person.born_on for one in found} == {date(2001, 2, 3)}
    assert found[3].stated.person.passport == "N1234567"


def test_what_may_be_two_days_is_flagged_and_the_rest_goes_on() -> None:
    found = check(take(csv_file([row(1, born_on="03/04/2001"), row(2)])))
    assert [one.row.verdict for one in found] == ["correct", "ask"]
    (reason,) = [r for r in found[0].reasons if r.finding is Finding.CELL_UNREADABLE]
    assert reason.said == {"column": "born_on", "text": "03/04/2001"}


def test_dates_of_a_workbook_and_merged_cells_are_read() -> None:
    born, applied = date(2001, 2, 3), date(2026, 5, 1)
    content = xlsx_file(
        [
            ["A-1", "INVENTED ONE", born, "N0000001", "介護", applied, ""],
            ["A-2", "INVENTED TWO", born, "N0000002", "介護", applied, ""],
        ],
        merged=[(3, 4, 6, "TJK000009")],
    )
    found = check(take(content, "list.xlsx"))
    assert [one.stated.person.born_on for one in found] == [born, born]
    assert [one.stated.organization for one in found] == ["TJK000009", "TJK000009"]


def test_a_row_that_slipped_by_a_column_is_flagged_and_told() -> None:
    slipped = ["A-1", "INVENTED ONE", "", date(2001, 2, 3), "N0000001", "介護", date(2026, 5, 1)]
    slipped[2] = "x"
    content = xlsx_file(
        [slipped, ["A-2", "INVENTED TWO", date(2001, 2, 3), "N2", "介護", date(2026, 5, 1)]]
    )
    first, second = check(take(content, "list.xlsx"))
    assert first.row.verdict == Verdict.CORRECT
    assert Finding.ROW_SHIFTED in findings(first)
    assert Finding.ROW_SHIFTED not in findings(second)


def test_the_same_file_is_taken_once() -> None:
    content = csv_file([row(1)])
    batch = take(content)
    check(batch)
    assert take(content).pk == batch.pk
    assert Batch.objects.count() == 1


def test_the_same_applicant_twice_is_counted_once() -> None:
    first, second = check(take(csv_file([row(1), row(1)])))
    assert (first.row.verdict, second.row.verdict) == ("ask", "repeated")
    assert (first.row.is_counted, second.row.is_counted) == (True, False)
    elsewhere = check(take(csv_file([row(1), row(2)])))
    assert [one.row.verdict for one in elsewhere] == ["repeated", "ask"]


def test_one_number_for_two_applicants_is_flagged() -> None:
    rows = [row(1), row(2, reference="A-00001")]
    first, second = check(take(csv_file(rows)))
    assert Finding.SAME_REFERENCE not in findings(first)
    assert (second.row.verdict, Finding.SAME_REFERENCE in findings(second)) == ("correct", True)


def test_a_corrected_row_of_a_later_file_counts_in_place_of_the_first() -> None:
    wrong = check(take(csv_file([row(1, born_on="03/04/2001")])))
    mended = check(take(csv_file([row(1, born_on="2001-04-03")])))
    assert mended[0].row.verdict == "ask"
    assert mended[0].row.is_counted
    assert not Application.objects.get(pk=wrong[0].row.pk).is_counted


def test_a_file_without_a_heading_is_refused_with_the_reason() -> None:
    batch = take(b"1,2,3\n4,5,6\n")
    check(batch)
    batch.refresh_from_db()
    assert batch.state == Batch.State.REFUSED
    assert [flaw.flaw for flaw in queries.named(batch).refusal] == [Flaw.NO_HEADING]
    assert take(b"1,2,3\n4,5,6\n").pk != batch.pk


def test_an_archive_gives_each_row_its_picture_and_each_other_picture_a_row() -> None:
    rows = [row(1, file="one.png"), row(2)]
    fields = ("reference", "name", "born_on", "passport", "field", "applied_on", "file")
    held = {
        "list.csv": csv_file(rows, fields=fields).replace(b"file", "ファイル名".encode(), 1),
        "photos/one.png": b"no picture",
        "photos/two.png": b"no picture",
        "__MACOSX/._one.png": b"aside",
    }
    found = check(take(zip_file(held), "all.zip"))
    assert [bool(one.row.picture) for one in found] == [True, False, True]
    assert found[2].row.verdict == Verdict.CORRECT


def test_the_worker_checks_in_slices_and_says_when_nothing_is_left() -> None:
    batch = take(csv_file(row(number) for number in range(1, 251)))
    assert check_some(now=NOW)
    while check_some(now=NOW):
        pass
    batch.refresh_from_db()
    counts = queries.counts([batch])[batch.pk]
    assert (batch.state, counts.total, counts.left, batch.expected) == ("done", 250, 0, 250)
    assert verdicts(csv_file(row(number) for number in range(1, 251))) == ["ask"] * 250
