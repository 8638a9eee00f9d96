"""Long work that is stopped anywhere goes on where it was; what is over is erased."""

from datetime import timedelta

import pytest

from kakehashi import node
from kakehashi.acceptance import actions, erasing, queries, sealing, staging
from kakehashi.acceptance.models import Application, Batch, BatchFile, BatchKey
from kakehashi.core.listing import Finding, Flaw, ListRefused
from kakehashi.dispatch import checking
from kakehashi.dispatch.checking import check_some
from kakehashi.dispatch.rewrapping import SEALED, rewrap
from kakehashi.journal.at_rest import wrap
from kakehashi.journal.models import Entry
from kakehashi.node import StorageKey
from tests.acceptance.checked import NOW, check, take
from tests.acceptance.files import csv_file, row

pytestmark = pytest.mark.django_db
MANY = 450


class Killed(BaseException):
    """The process ends here."""


def test_reading_that_was_killed_goes_on_behind_the_last_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = take(csv_file(row(turn) for turn in range(1, MANY + 1)))
    inserted = staging._insert  # noqa: SLF001 - the place where it is killed
    calls = iter([False, True])

    def dies(*given: object) -> None:
        if next(calls, False):
            raise Killed
        inserted(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(staging, "_insert", dies)
    with pytest.raises(Killed):
        staging.stage(batch)
    assert Application.objects.count() == staging.SLICE
    monkeypatch.undo()
    found = check(batch)
    assert len(found) == MANY
    assert len({one.row.line for one in found}) == MANY
    assert {one.row.verdict for one in found} == {"ask"}


def test_two_who_read_one_file_at_once_read_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = take(csv_file(row(turn) for turn in range(1, MANY + 1)))
    inserted = staging._insert  # noqa: SLF001 - the place where the other is faster

    def is_late(*given: object) -> None:
        monkeypatch.undo()
        assert staging.stage(batch)
        inserted(*given)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(staging, "_insert", is_late)
    assert staging.stage(batch)
    assert [one.row.line for one in check(batch)] == [*range(2, MANY + 2)]


def test_two_who_refuse_one_file_at_once_give_the_first_reason() -> None:
    batch = take(b"no,heading\n1,2\n")
    seal = sealing.seal_of(batch)
    for flaw in (Flaw.NO_HEADING, Flaw.NO_ROWS):
        actions.refuse(batch, ListRefused([Finding(flaw)]), seal, now=NOW)
    assert [one.flaw for one in queries.named(batch).refusal] == [Flaw.NO_HEADING]


def test_checking_that_was_killed_judges_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = take(csv_file(row(turn) for turn in range(1, 251)))
    settled = actions.settle
    calls = iter([False, True])

    def dies(*given: object, **named: object) -> None:
        if next(calls, False):
            raise Killed
        settled(*given, **named)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(actions, "settle", dies)
    with pytest.raises(Killed):
        check(batch)
    counts = queries.counts([batch])[batch.pk]
    assert (counts.checked, counts.left) == (checking.SLICE, 150)
    monkeypatch.undo()
    while check_some(now=NOW):
        pass
    assert queries.counts([batch])[batch.pk].left == 0


def test_a_batch_is_erased_at_the_end_of_its_time_and_its_counts_stay() -> None:
    batch = take(csv_file([row(1), row(2)]))
    check(batch)
    assert erasing.due(now=NOW + timedelta(days=365)) is None
    assert erasing.due(now=NOW + timedelta(days=366)) == batch
    erasing.erase(batch, now=NOW)
    assert not BatchKey.objects.exists()
    assert not BatchFile.objects.exists()
    left = Application.objects.filter(batch=batch)
    assert {bytes(one.stated) for one in left} == {b""}
    assert {one.person for one in left} == {""}
    assert queries.counts([batch])[batch.pk].total == 2
    assert queries.named(batch).name == ""
    assert take(csv_file([row(1), row(2)])).pk != batch.pk


def test_erasing_that_was_cut_off_is_begun_again_and_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = take(csv_file([row(1), row(2)]))
    check(batch)
    over = NOW + timedelta(days=366)

    def dies(*_given: object, **_named: object) -> None:
        raise Killed

    for place in ("record", "_empty", "_delete"):
        with monkeypatch.context() as patched:
            patched.setattr(erasing, place, dies)
            with pytest.raises(Killed):
                check_some(now=over)
        assert erasing.due(now=over) == batch
    assert check_some(now=over)
    assert erasing.due(now=over) is None
    assert set(Application.objects.values_list("person", "same", "stated")) == {("", "", b"")}
    assert Entry.objects.filter(kind="applications.erased").count() == 1


def test_what_was_never_taken_whole_is_deleted_after_a_day() -> None:
    batch = take(csv_file([row(1)]))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.TAKING)
    assert not check_some(now=NOW)
    assert actions.drop_unfinished(now=NOW + timedelta(days=2))
    assert not Batch.objects.exists()


def test_the_key_of_a_batch_is_wrapped_anew_with_all_others() -> None:
    batch = take(csv_file([row(1)]))
    assert BatchKey in SEALED
    held = BatchKey.objects.get()
    old = StorageKey.of(b"o" * 32)
    key = sealing.seal_of(batch).key
    held.wrapped, held.storage = wrap(key, old), old.id
    held.save()
    assert sum(rewrap(old=old, new=node.this().storage_key)) == 1
    assert sealing.seal_of(batch).key == key


def test_an_erased_batch_cannot_be_opened() -> None:
    batch = take(csv_file([row(1)]))
    check(batch)
    erasing.erase(batch, now=NOW)
    with pytest.raises(sealing.Gone):
        sealing.seal_of(batch)


def test_a_batch_that_cannot_be_worked_on_stops_no_other_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = take(csv_file([row(1)])), take(csv_file([row(2)]))
    staged = staging.stage

    def fails(batch: Batch) -> bool:
        if batch.pk == bad.pk:
            raise RuntimeError("a file of exams says nonsense")
        return staged(batch)

    monkeypatch.setattr(staging, "stage", fails)
    while check_some(now=NOW):
        pass
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == ("reading", "done")
    assert "nonsense" in bad.problem
    monkeypatch.undo()
    assert not check_some(now=NOW)
    while check_some(now=NOW + timedelta(minutes=6)):
        pass
    bad.refresh_from_db()
    assert (bad.state, bad.problem) == ("done", "")
