"""The pages of cases ask the database the same, however much there is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kakehashi import dispatch
from kakehashi.core.notices import Links
from kakehashi.desk.cases import queries
from kakehashi.desk.models import Case
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, ASKED, Counterpart

pytestmark = pytest.mark.django_db


def asked_of(desk: Client, where: str) -> int:
    """How many statements a page takes, once what is remembered between pages is there."""
    assert desk.get(where).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert desk.get(where).status_code == 200
    return len(captured)


def test_the_list_takes_as_many_statements_for_one_case_as_for_a_full_page(
    drafter: Client, counterpart: Counterpart
) -> None:
    make.known(counterpart, ASKED)
    few = asked_of(drafter, "/desk/cases/")
    for _ in range(queries.PAGE + 3):
        make.issue_ours(counterpart, ASKED)
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    assert Case.objects.count() > queries.PAGE
    assert asked_of(drafter, "/desk/cases/") == few


def test_a_page_takes_as_many_statements_for_a_short_thread_as_for_a_long_one(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = make.issue_ours(counterpart, ASKED)
    reply, files = make.with_files("inquiry.partly-answered", Links(answers=(asked,)))
    counterpart.issue(reply, "5(7)", files=files)
    where = f"/desk/cases/{AGREEMENT}/{asked}/"
    few = asked_of(drafter, where)
    for _ in range(20):
        counterpart.issue(reply, "5(7)", files=files)
    assert asked_of(drafter, where) == few
