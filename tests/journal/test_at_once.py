"""Many writers at once, each on a connection of its own."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from kakehashi.journal import queries
from kakehashi.journal.actions import OutOfStep, extend
from kakehashi.journal.models import Checkpoint, Entry, Journal, Part
from tests.journal import make

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 64


def _at_once(act: Callable[[int], str]) -> Counter[str]:
    """Run an act in 64 threads that all start together; count what came of it."""
    start = Barrier(WRITERS)

    def one(number: int) -> str:
        start.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        return Counter(threads.map(one, range(WRITERS)))


def test_of_64_equal_appends_at_once_one_has_an_effect() -> None:
    journal = make.our_journal()
    entry = make.entry("the same", make.part(b"the same"))

    def append(_number: int) -> str:
        try:
            extend(journal=journal, entries=[entry], now=make.NOW)
        except OutOfStep:
            return "out of step"
        return "appended"

    assert _at_once(append) == {"appended": 1, "out of step": WRITERS - 1}
    assert (Entry.objects.count(), Part.objects.count(), Checkpoint.objects.count()) == (1, 1, 1)


def test_64_writers_who_first_stand_in_line_all_get_their_turn() -> None:
    make.our_journal()

    def append(number: int) -> str:
        with transaction.atomic():
            journal = queries.journal(make.AGREEMENT, "JP")
            assert journal is not None
            extend(journal=journal, entries=[make.entry(f"n {number}")], now=make.NOW)
        return "appended"

    assert _at_once(append) == {"appended": WRITERS}
    journal = Journal.objects.get()
    assert sorted(queries.tokens(journal, 0, WRITERS)) == sorted(
        f"n {number}".encode() for number in range(WRITERS)
    )
    assert queries.root_at(journal, WRITERS) == bytes(journal.root)
