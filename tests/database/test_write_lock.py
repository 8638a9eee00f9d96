"""When a connection holds the write lock, and when it has given it back."""

import fcntl
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import F

from kakehashi import node
from kakehashi.database import write_lock
from kakehashi.database.snapshot import reading
from kakehashi.journal.actions import OutOfStep
from kakehashi.journal.models import Journal
from tests.journal import make

pytestmark = pytest.mark.django_db(transaction=True)

Came = TypeVar("Came")


def _is_held() -> bool:
    """Say whether anybody on this machine holds the lock, by asking the system, not ourselves."""
    if connection.vendor == "postgresql":
        return bool(_elsewhere(_advisory_locks))
    with (node.home() / "run" / "write.lock").open("w") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _advisory_locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND"
            " database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(cursor.fetchone()[0])


def _elsewhere(act: Callable[[], Came]) -> Came | Exception:
    """Run an act on a connection of its own and give what came of it."""
    came: list[Came | Exception] = []

    def run() -> None:
        try:
            came.append(act())
        except Exception as error:  # noqa: BLE001 - given on to the test
            came.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return came[0]


def test_a_transaction_holds_the_lock_from_its_beginning_to_its_commit() -> None:
    with transaction.atomic():
        assert _is_held()
        with transaction.atomic():
            make.our_journal()
        assert _is_held()

    assert not _is_held()


def test_a_transaction_undone_gives_the_lock_back() -> None:
    def open_twice() -> None:
        with transaction.atomic():
            make.our_journal()
            make.our_journal()

    with pytest.raises(OutOfStep):
        open_twice()

    assert not _is_held()
    assert not Journal.objects.exists()


def test_a_savepoint_undone_keeps_the_lock() -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        assert _is_held()

    assert not _is_held()


def test_a_commit_that_is_refused_gives_the_lock_back() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_checkpoint (journal_id, size, root, note) VALUES (99, 1, %s, %s)",
            [b"", b""],
        )

    assert not _is_held()


def test_a_connection_closed_in_the_middle_gives_the_lock_back() -> None:
    def leave() -> None:
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        connection.close()

    _elsewhere(leave)

    assert not _is_held()


def test_a_lone_write_takes_its_turn_too() -> None:
    journal = make.our_journal()
    done = []

    with transaction.atomic():
        thread = threading.Thread(
            target=lambda: done.append(
                _elsewhere(lambda: Journal.objects.filter(pk=journal.pk).update(size=F("size") + 1))
            )
        )
        thread.start()
        thread.join(0.2)
        assert not done
    thread.join()

    assert done == [1]
    assert not _is_held()


def test_a_lone_insert_gives_its_row_back_and_then_the_lock() -> None:
    journal = Journal.objects.create(
        agreement="a", party="JP", generation=1, origin="o", is_ours=False, opened_at=make.NOW
    )

    assert journal.pk is not None
    assert Journal.objects.get().origin == "o"
    assert not _is_held()


def test_lone_writes_of_many_rows_are_all_or_none() -> None:
    row = ("a", "JP", 1, "o", False, make.NOW, 0, b"", b"", 0)
    insert = (
        "INSERT INTO journal_journal (agreement, party, generation, origin, is_ours, opened_at,"
        " size, root, frontier, latest_iat) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    )
    moment = connection.ops.adapt_datetimefield_value(make.NOW)
    rows = [tuple(moment if value is make.NOW else value for value in row)] * 2

    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.executemany(insert, rows)

    assert not Journal.objects.exists()
    assert not _is_held()


def test_reading_takes_no_lock_and_refuses_to_write() -> None:
    journal = make.our_journal()

    with reading():
        assert Journal.objects.get() == journal
        assert not _is_held()
        with pytest.raises(DatabaseError):
            Journal.objects.update(size=3)

    Journal.objects.update(size=4)
    assert Journal.objects.get().size == 4


def test_reading_sees_one_moment_while_others_write() -> None:
    make.our_journal()

    with reading():
        before = Journal.objects.get().size
        assert _elsewhere(lambda: Journal.objects.update(size=7)) == 1
        assert Journal.objects.get().size == before

    assert Journal.objects.get().size == 7


def test_reading_inside_a_transaction_reads_what_it_has_written() -> None:
    with transaction.atomic():
        make.our_journal()
        with reading():
            assert Journal.objects.count() == 1
        assert _is_held()


def test_after_a_long_wait_a_writer_gives_up_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_lock, "LONGEST_WAIT", 0.1)

    def write() -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
        make.our_journal()

    with transaction.atomic():
        assert isinstance(_elsewhere(write), OperationalError)

    assert _elsewhere(make.our_journal) == Journal.objects.get()


def test_the_log_names_the_code_that_held_the_lock_for_long(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, "kakehashi.write_lock"), transaction.atomic():
        time.sleep(write_lock.LONGEST_HOLD * 1.2)

    assert Path(__file__).name in caplog.text


def test_every_commit_is_on_the_disk_before_it_is_acknowledged() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
            return
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
