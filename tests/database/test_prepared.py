"""Queries that are written once, and statements that go to the driver itself."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kakehashi.database.bulk import insert_once, moment, update_row
from kakehashi.database.prepared import TEXT, WHOLE, Prepared
from kakehashi.exchange.models import Alarm
from kakehashi.journal.models import Cosignature
from tests.journal import make

pytestmark = pytest.mark.django_db

ASKED = Prepared(
    lambda: Alarm.objects.filter(agreement=TEXT[0], times__gte=WHOLE[1]).order_by("-times")
)


@pytest.fixture(autouse=True)
def _three_alarms() -> None:
    for code, times in (("a", 1), ("b", 2), ("c", 3)):
        Alarm.objects.create(agreement="jp-kh-2019", code=code, raised_at=make.NOW, times=times)


def test_a_prepared_query_gives_what_the_queryset_gives() -> None:
    found = ASKED("jp-kh-2019", 2)
    assert [(one.code, one.raised_at) for one in found] == [("c", make.NOW), ("b", make.NOW)]
    assert found == list(Alarm.objects.filter(times__gte=2).order_by("-times"))


def test_each_asking_has_values_of_its_own() -> None:
    assert [one.code for one in ASKED("jp-kh-2019", 3)] == ["c"]
    assert ASKED("jp-tj-2024", 1) == []
    first = ASKED.first("jp-kh-2019", 1)
    assert first is not None
    assert first.code == "c"


def test_prepared_queries_are_counted_where_queries_are() -> None:
    with CaptureQueriesContext(connection) as counted:
        ASKED("jp-kh-2019", 1)
    assert len(counted) == 1


def test_a_row_is_changed_only_where_it_is_as_known() -> None:
    known = Alarm.objects.get(code="a")
    assert update_row(Alarm, {"times": 9}, where={"id": known.pk, "times": 1})
    assert not update_row(Alarm, {"times": 10}, where={"id": known.pk, "times": 1})
    assert Alarm.objects.get(code="a").times == 9


def test_a_row_whose_key_is_there_is_not_inserted_again() -> None:
    journal = make.our_journal()
    columns = ("journal_id", "size", "note", "at")
    with transaction.atomic():
        assert insert_once(Cosignature, columns, (journal.pk, 1, b"first", moment(make.NOW)))
        assert not insert_once(Cosignature, columns, (journal.pk, 1, b"other", moment(make.NOW)))
    assert bytes(Cosignature.objects.get(size=1).note) == b"first"
