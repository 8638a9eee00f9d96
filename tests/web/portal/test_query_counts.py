"""A page asks the database as often in a register of 12 entries as of 1,200."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.registers import make
from tests.web.portal.reading import SENDING, SUPPORTING, apply

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/find/?q=支援",
    "/find/?q=nobody+of+that+name",
    SUPPORTING,
    f"{SUPPORTING}?page=2&status=listed",
    f"{SUPPORTING}?q=支援",
    f"{SUPPORTING}?q=19登-000001",
    f"{SUPPORTING}19登-000001/",
    f"{SENDING}KHM900001/",
    f"{SUPPORTING.rstrip('/')}.csv",
    "/agreements/jp-kh-2019/",
    "/check/",
)


def asked(address: str) -> int:
    """Count the statements behind a page, once everything that is read once has been."""
    Client().get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = Client().get(address)
        b"".join(map(bytes, answer)) if answer.streaming else answer.content
    assert answer.status_code == 200, address
    return len(queries)


def test_the_number_of_entries_does_not_change_the_number_of_queries() -> None:
    apply(make.approved(1), make.measure(1, number="KHM900001"))
    apply(make.supporting_list(2, [make.row(n) for n in range(1, 13)]))
    few = {address: asked(address) for address in PAGES}
    apply(make.supporting_list(3, [make.row(n) for n in range(1, 1_201)]))
    assert {address: asked(address) for address in PAGES} == few
