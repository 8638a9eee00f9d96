"""The write lock between real processes: nobody is passed over, and a crash gives it back."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from kakehashi.cli.init import make_home
from kakehashi.settings import database
from tests import homes

Process = subprocess.Popen[str]


class Turns:
    """A node of its own, whose database has one table of turns, and the processes that write."""

    def __init__(self, home: Path, connection: BaseDatabaseWrapper, running: ExitStack) -> None:
        self.home, self.connection, self._running = home, connection, running

    def start(self, name: str, pause: float | str) -> Process:
        """Start a writer that is connected and waits for a word."""
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("writer.py")), name, str(pause)],
            env=homes.environment(self.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._running.enter_context(process)
        self._running.callback(process.kill)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def go(self, process: Process) -> str:
        """Let a writer begin, and wait for what it says."""
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    def taken(self) -> list[str]:
        """Who wrote, in the order of the commits."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT who FROM turns ORDER BY id")
            return [row[0] for row in cursor.fetchall()]

    def wait_for(self, count: int) -> list[str]:
        """Give the turns once there are so many."""
        while len(taken := self.taken()) < count:
            time.sleep(0.02)
        return taken


@pytest.fixture
def turns(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Turns]:
    made = make_home(
        tmp_path / "home",
        name="a.example",
        party="JP",
        agreements=["jp-kh-2019"],
        database=homes.fresh_database(),
    )
    described = database(made.identity.database, made.home)
    with django_db_blocker.unblock(), ExitStack() as running:
        connection: BaseDatabaseWrapper = ConnectionHandler({"default": described})["default"]
        running.callback(connection.close)
        numbered = {"sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT", "postgresql": "SERIAL"}
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE turns (id {numbered[connection.vendor]}, who TEXT)")
        yield Turns(made.home, connection, running)


def _shares(taken: list[str]) -> dict[str, float]:
    return {who: count / len(taken) for who, count in Counter(taken).items()}


def test_four_busy_writers_get_about_the_same_number_of_turns(turns: Turns) -> None:
    writers = [turns.start(name, 0) for name in "abcd"]
    for writer in writers:
        assert turns.go(writer) == "written"
    before = len(turns.taken())

    shares = _shares(turns.wait_for(before + 1000)[before:])

    assert set(shares) == set("abcd")
    assert min(shares.values()) > 0.08


def test_a_writer_of_short_transactions_is_not_starved_by_those_of_long_ones(turns: Turns) -> None:
    greedy = [turns.start(name, 0.01) for name in ("long one", "long two")]
    short = turns.start("short", 0)
    for writer in (*greedy, short):
        assert turns.go(writer) == "written"
    before = len(turns.taken())

    shares = _shares(turns.wait_for(before + 150)[before:])

    assert shares["short"] > 0.25


def test_the_lock_of_a_killed_process_is_free_and_its_transaction_undone(turns: Turns) -> None:
    holder, waiting = turns.start("holder", "hold"), turns.start("waiting", 0)
    assert turns.go(holder) == "holding"
    holder.kill()

    assert turns.go(waiting) == "written"

    assert set(turns.taken()) == {"waiting"}


def test_reading_waits_for_nobody(turns: Turns) -> None:
    assert turns.go(turns.start("holder", "hold")) == "holding"

    assert turns.taken() == []
