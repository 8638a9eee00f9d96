import random
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from kakehashi.core.agreement import Source
from kakehashi.core.duties import fold
from kakehashi.core.duty_facts import Receipt
from kakehashi.core.heard import Heard
from kakehashi.core.indicators import NOTHING, Bin, Counts, tallies
from kakehashi.desk.duties import derive, keeping
from kakehashi.desk.models import DeskEdition, DutyReceipt, DutyRow, DutyTally
from tests.core.hearing import Journals
from tests.core.telling import KH, STEPS, Step, told

pytestmark = pytest.mark.django_db
CUTS = st.lists(st.integers(0, 40), max_size=5).map(sorted)
IN_A_DATABASE = settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def edition(number: int = 1) -> DeskEdition:
    return DeskEdition.objects.create(agreement=KH.name, number=number, version=1)


def kept(of: DeskEdition) -> list[bytes]:
    rows = sorted(derive.rows_of(of, DutyRow.objects.filter(edition=of)), key=lambda r: r.key)
    return [row.encoded() for row in rows]


def taken(heard: list[Heard], cuts: list[int]) -> DeskEdition:
    into = edition()
    for first, end in zip([0, *cuts], [*cuts, len(heard)], strict=True):
        derive.take(into, heard[first:end])
    return into


def counted(of: DeskEdition) -> dict[Bin, Counts]:
    found: dict[Bin, Counts] = {}
    for author, row in zip(
        DutyRow.objects.filter(edition=of).order_by("id").values_list("author", flat=True),
        derive.rows_of(of, DutyRow.objects.filter(edition=of).order_by("id")),
        strict=True,
    ):
        for key, counts in tallies(row, is_asked=author != row.party):
            found[key] = found.get(key, NOTHING) + counts
    return found


def months(of: DeskEdition) -> dict[Bin, Counts]:
    return {
        Bin(one.party, one.duty, Source(one.source), one.month): Counts(
            *(getattr(one, name) for name in Counts.__slots__)
        )
        for one in DutyTally.objects.filter(edition=of)
    }


@IN_A_DATABASE
@given(STEPS, CUTS, st.randoms(use_true_random=False))
def test_the_tables_hold_the_ledger_of_all_notices_in_any_split_and_order(
    steps: list[Step], cuts: list[int], chance: random.Random
) -> None:
    heard = told(steps).heard
    expected = list(fold(KH, heard).rows())
    chance.shuffle(heard)
    with transaction.atomic():
        assert kept(taken(heard, cuts)) == expected
        transaction.set_rollback(True)


@IN_A_DATABASE
@given(STEPS, CUTS)
def test_the_months_add_up_to_the_rows(steps: list[Step], cuts: list[int]) -> None:
    with transaction.atomic():
        into = taken(told(steps).heard, cuts)
        assert months(into) == counted(into)
        transaction.set_rollback(True)


def test_of_receipts_only_the_first_day_of_each_size_is_kept() -> None:
    into = edition()
    for size, on in ((4, 9), (2, 9), (4, 7), (6, 8), (6, 8), (5, 8)):
        keeping.keep(into, [Receipt("KH", "JP", 1, size, date(2026, 3, on))])
    kept_receipts = DutyReceipt.objects.filter(edition=into).order_by("size")
    assert list(kept_receipts.values_list("size", "day")) == [
        (4, date(2026, 3, 7)),
        (6, date(2026, 3, 8)),
    ]


def test_one_more_notice_takes_as_many_queries_whatever_stands_there(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    journals = Journals(KH.name)
    into = edition()
    asked = [journals.issue("JP", "inquiry.asked", date(2026, 3, 2)) for _ in range(300)]
    journals.receive("KH", "JP", date(2026, 3, 3))
    derive.take(into, journals.heard)
    journals.issue("KH", "inquiry.answered", date(2026, 3, 9), answers=(asked[7],))
    with django_assert_max_num_queries(14):
        derive.take(into, journals.heard[-1:])
    (row,) = DutyRow.objects.filter(edition=into, status="discharged")
    assert (row.notice, row.accepted_on) == (asked[7], date(2026, 3, 9))
