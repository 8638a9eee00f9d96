"""The same thing many times at once has one effect."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from kakehashi import dispatch
from kakehashi.exchange.holding import Outcome
from kakehashi.exchange.models import Author as Judged
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Cosignature, Entry
from tests.core.authors import AGREEMENT
from tests.exchange import counterpart
from tests.exchange.counterpart import NOW
from tests.two_nodes.outgoing import information

TIMES, SOME = 64, 16
Result = TypeVar("Result")


def at_once(work: Callable[[int], Result], times: int) -> list[Result]:
    """Do something in as many threads as there are times, each with a connection of its own."""

    def alone(number: int) -> Result:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(alone, range(times)))


@pytest.mark.django_db(transaction=True)
def test_sixty_four_equal_packages_at_once_have_one_effect() -> None:
    author = counterpart.cambodia()
    for number in range(5):
        counterpart.inform(author, f"Number {number}")
    sealed = counterpart.sealed(author.package())

    outcomes = at_once(lambda _: dispatch.receive(AGREEMENT, sealed, now=NOW).outcome, TIMES)

    assert Counter(outcomes) == {Outcome.HELD: 1, Outcome.OUT_OF_STEP: TIMES - 1}
    assert journals.tokens(counterpart.copy(), 0, 7) == tuple(author.entries)
    assert Cosignature.objects.filter(journal=counterpart.copy()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_catch_up_at_once_react_once() -> None:
    author = counterpart.cambodia()
    counterpart.inform(author, clause="10")
    dispatch.receive(AGREEMENT, counterpart.sealed(author.package()), now=NOW)

    at_once(lambda _: dispatch.catch_up(AGREEMENT, now=NOW), SOME)

    ours = counterpart.ours()
    kinds = Counter(Entry.objects.filter(journal=ours).values_list("kind", flat=True))
    assert kinds["notice.set-aside"] == kinds["entries.received"] == 1
    assert counterpart.asides() == [(2, "not-permitted")]
    assert Judged.objects.get(journal=ours).heeded == ours.size


@pytest.mark.django_db(transaction=True)
def test_many_who_issue_at_once_write_one_journal() -> None:
    author = counterpart.cambodia()
    dispatch.receive(AGREEMENT, counterpart.sealed(author.package()), now=NOW)
    dispatch.catch_up(AGREEMENT, now=NOW)
    before = counterpart.ours().size

    issued = at_once(
        lambda number: (
            dispatch.issue([information("JP", str(number))], agreement=AGREEMENT, now=NOW)[0].seq
        ),
        SOME,
    )

    assert sorted(issued) == list(range(before, before + SOME))
    assert counterpart.ours().size == before + SOME
