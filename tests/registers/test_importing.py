"""A list is taken as it was shown, or not at all."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kakehashi.core.canonical import encode
from kakehashi.core.listing import ListRefused
from kakehashi.core.notices import contents
from kakehashi.core.notices.snapshots import contents_digest
from kakehashi.registers import importing
from kakehashi.registers.importing import Concern, ConfirmationNeeded, ConfirmedAnother, Preview
from kakehashi.registers.layouts import layout_named
from kakehashi.registers.models import ImportedList, ImportedRow
from tests.registers.workbooks import csv_text, line, xlsx

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 2, tzinfo=UTC)
JULY = date(2026, 7, 1)
KIND = "supporting-organization.list-shared"


def preview(*lines: list[Any], as_of: date = JULY, columns: int = 12) -> Preview:
    text = "\n".join(
        ",".join(cells.split(",")[:columns]) for cells in csv_text(*lines).splitlines()
    )
    return importing.preview_list(
        text.encode(),
        name="list.csv",
        layout=layout_named("jp-supporting-organizations"),
        as_of=as_of,
        country="JP",
    )


def take(shown: Preview, confirmed: str | None = None) -> ImportedList:
    return importing.take_list(shown, confirmed=confirmed, by="officer", now=NOW)


def lines(*numbers: int) -> list[list[Any]]:
    return [line(n) for n in numbers]


def test_the_first_list_is_all_additions() -> None:
    shown = preview(*lines(1, 2))
    assert shown.comparison.additions == ("19登-000001", "19登-000002")
    assert shown.concerns == ()
    taken = take(shown)
    assert importing.current_list(KIND) == taken


def test_a_preview_says_what_was_added_changed_and_left() -> None:
    take(preview(*lines(*range(30))))
    shown = preview(line(0, "新しい名称"), *lines(*range(2, 31)))
    assert shown.comparison.additions == ("19登-000030",)
    assert shown.comparison.departures == ("19登-000001",)
    (altered,) = shown.comparison.alterations
    assert (altered.number, altered.fields) == ("19登-000000", ("names",))


def test_a_list_that_loses_more_than_one_in_twenty_waits_for_an_officer() -> None:
    take(preview(*lines(*range(20))))
    assert preview(*lines(*range(1, 20))).concerns == ()
    shown = preview(*lines(*range(2, 20)))
    assert shown.concerns == (Concern.SHRINKS,)
    with pytest.raises(ConfirmationNeeded):
        take(shown)
    assert take(shown, shown.token).count == 18


def test_a_list_without_one_of_its_columns_waits_for_an_officer() -> None:
    shown = preview(*lines(1), columns=11)
    assert shown.concerns == (Concern.COLUMNS_MISSING,)
    assert shown.read.missing == ("備考",)
    with pytest.raises(ConfirmationNeeded):
        take(shown)


def test_a_list_of_an_earlier_day_waits_for_an_officer() -> None:
    take(preview(*lines(1)))
    assert preview(*lines(1), as_of=date(2026, 6, 1)).concerns == (Concern.NOT_NEWER,)


def test_a_token_confirms_what_was_shown_and_nothing_else() -> None:
    take(preview(*lines(*range(20))))
    shown = preview(*lines(*range(10)))
    with pytest.raises(ConfirmedAnother):
        take(preview(*lines(*range(9))), shown.token)
    with pytest.raises(ConfirmedAnother):
        take(preview(*lines(*range(10)), as_of=date(2026, 7, 2)), shown.token)
    take(preview(*lines(*range(20), 21)))
    with pytest.raises(ConfirmedAnother):
        take(preview(*lines(*range(10))), shown.token)


def test_a_list_that_another_overtook_is_not_taken() -> None:
    first, second = preview(*lines(1)), preview(*lines(1, 2))
    take(second)
    with pytest.raises(ConfirmedAnother):
        take(first)
    assert [one.count for one in ImportedList.objects.filter(state="ready")] == [2]


def test_a_refused_list_leaves_everything_as_it_was() -> None:
    take(preview(*lines(1)))
    with pytest.raises(ListRefused):
        preview(line(1), line(1))
    assert ImportedRow.objects.count() == 1


def test_an_import_that_was_stopped_halfway_is_not_current_and_is_cleared_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "SLICE", 2)
    taken = take(preview(*lines(1, 2, 3)))
    write = ImportedRow.objects.bulk_create
    calls: list[int] = []

    def some(rows: list[ImportedRow]) -> list[ImportedRow]:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return write(rows)

    with monkeypatch.context() as patch:
        patch.setattr(ImportedRow.objects, "bulk_create", some)
        with pytest.raises(KeyboardInterrupt):
            take(preview(*lines(1, 2, 3, 4)))
    assert importing.current_list(KIND) == taken
    take(preview(*lines(1, 2, 3, 4)))
    assert ImportedList.objects.count() == 2


def test_the_notice_of_a_list_carries_its_rows_its_digest_and_its_changes() -> None:
    take(preview(*lines(*range(30))))
    taken = take(preview(*lines(*range(1, 32))))
    notice: Any = importing.list_notice(taken, source="The register")
    assert len(notice.rows) == 31
    assert notice.public.changes.added == 2
    assert notice.public.changes.departed == 1
    rows = next(part.rows for part in contents(notice) if part.role == "rows") or ()
    numbered = zip((row.number for row in notice.rows), rows, strict=True)
    assert notice.public.digest == contents_digest(numbered)
    assert [person.row for person in notice.particulars.representatives] == list(range(31))
    assert rows[0] == encode(notice.rows[0].model_dump(mode="json", exclude_none=True))


def test_the_same_list_as_a_workbook_changes_nothing() -> None:
    take(preview(*lines(1, 2)))
    shown = importing.preview_list(
        xlsx(*lines(1, 2)),
        name="list.xlsx",
        layout=layout_named("jp-supporting-organizations"),
        as_of=JULY,
        country="JP",
    )
    assert shown.comparison.unchanged == 2
