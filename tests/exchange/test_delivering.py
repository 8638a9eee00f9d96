"""Packages one after another: each next one is made while the one before it is under way."""

from collections.abc import Iterator

import pytest

from kakehashi.core.answer import Answer
from kakehashi.core.keys import Role
from kakehashi.core.package import Package, unpack
from kakehashi.core.sealing import open_package
from kakehashi.exchange import delivery
from kakehashi.journal.actions import extend
from tests.core.authors import Author
from tests.exchange import counterpart
from tests.exchange.counterpart import NOW
from tests.journal import make

pytestmark = pytest.mark.django_db
SIZE = 600


@pytest.fixture(autouse=True)
def _long_journal(cambodia: Author) -> None:  # noqa: ARG001 - it opens the journals
    journal = counterpart.ours()
    more = [
        make.entry(f"notice {number}", iat=journal.latest_iat)
        for number in range(journal.size, SIZE)
    ]
    extend(journal=journal, entries=more, now=NOW)


def delivered(author: Author, *held: int) -> list[tuple[int, ...]]:
    """Deliver to a counterpart that says to hold so much after each package; give what it got."""
    answers = iter(held)
    got: list[Package] = []
    pair = author.keys[Role.RECEIVING]
    public, private = pair.raw(Role.RECEIVING), pair.receiving.private_bytes_raw()

    def send(sealed: bytes) -> Answer:
        got.append(unpack(open_package(sealed, public=public, private=private)))
        return Answer(1, next(answers))

    said: Iterator[Answer] = delivery.deliver(counterpart.peer(), counterpart.ours(), send=send)
    assert [answer.size for answer in said] == list(held)
    return [(package.first, package.first + len(package.entries)) for package in got]


def test_a_long_journal_goes_in_packages_that_follow_one_another(cambodia: Author) -> None:
    assert delivered(cambodia, 256, 512, SIZE) == [(0, 256), (256, 512), (512, SIZE)]


def test_a_package_made_ahead_is_left_where_the_counterpart_holds_less(cambodia: Author) -> None:
    got = delivered(cambodia, 100, 356, SIZE)

    assert got == [(0, 256), (100, 356), (356, SIZE)]


def test_what_moves_nothing_on_ends_the_delivery(cambodia: Author) -> None:
    assert delivered(cambodia, 256, 256) == [(0, 256), (256, 512)]
