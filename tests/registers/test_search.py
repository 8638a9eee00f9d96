"""A search finds an entry by any name, number or place, in the same number of statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.core.heard import Heard
from kakehashi.core.standing import Register, Status
from kakehashi.registers import actions
from kakehashi.registers.search import (
    Found,
    alike,
    everywhere,
    measures_about,
    numbered,
    search,
)
from tests.registers import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 1)


def apply(*batch: Heard) -> None:
    edition = actions.serving_edition(make.AGREEMENT)
    actions.apply(batch, edition=edition, through=make.through(*batch))


def find(query: str, register: Register = Register.SENDING, page: int = 1) -> Found:
    return search(make.AGREEMENT, register, query, publisher="JP", today=TODAY, page=page)


def numbers(query: str, register: Register = Register.SENDING) -> list[str]:
    return [entry.number for entry in find(query, register).entries]


@pytest.fixture
def three() -> None:
    apply(
        make.approved(1, "KHM900001", "Mekong Bridge Manpower Co., Ltd.", "ស្ពានមេគង្គ ខូអិលធីឌី"),
        make.approved(2, "KHM900002", "Angkor Link Co., Ltd.", "អង្គរលីង"),
        make.approved(3, "KHM900012", "Ҷамъияти Роҳнамо", "Rohnamo"),
        make.revoked(4, "KHM900002"),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("KHM900002", "KHM900002"),
        ("ｋｈｍ９００００２", "KHM900002"),
        ("mekong bridge", "KHM900001"),
        ("BRIDGE mekong", "KHM900001"),
        ("kongbri", "KHM900001"),
        ("ស្ពានមេគង្គ", "KHM900001"),
        ("ខូអិល", "KHM900001"),
        ("роҳнамо", "KHM900012"),
        ("рохнамо", "KHM900012"),
        ("Ҷамъ", "KHM900012"),
    ],
)
@pytest.mark.usefixtures("three")
def test_an_entry_is_found_in_every_script(query: str, found: str) -> None:
    assert numbers(query) == [found]


@pytest.mark.usefixtures("three")
def test_all_words_must_be_found() -> None:
    assert numbers("mekong angkor") == []


@pytest.mark.usefixtures("three")
def test_a_place_finds_all_who_are_there_and_one_letter_is_enough() -> None:
    assert len(numbers("Phnom Penh")) == 3
    assert len(numbers("m")) == 3
    assert numbers("9") == ["KHM900001", "KHM900002", "KHM900012"]


@pytest.mark.usefixtures("three")
def test_what_was_revoked_stays_findable() -> None:
    (entry,) = find("angkor").entries
    assert entry.status is Status.REVOKED


@pytest.mark.usefixtures("three")
def test_without_a_word_the_register_itself_is_read() -> None:
    assert numbers("") == numbers(" ()") == ["KHM900001", "KHM900002", "KHM900012"]


def test_the_exact_number_comes_first_then_the_exact_name() -> None:
    apply(
        make.supporting_list(
            1,
            [
                make.row(1, "かけはし第2支援協会"),
                make.row(2, "かけはし"),
                make.row(3, "東京かけはし"),
                make.row("かけはし", "みなと"),
            ],
        )
    )
    found = numbers("かけはし", Register.SUPPORTING)
    assert found == ["かけはし", "19登-000002", "19登-000001", "19登-000003"]


def test_long_results_are_read_page_by_page_and_counted_up_to_a_thousand() -> None:
    apply(make.supporting_list(1, [make.row(n) for n in range(1_010)]))
    first = find("かけはし", Register.SUPPORTING)
    assert (first.total, first.is_more, first.last_page) == (1_000, True, 40)
    second = find("かけはし", Register.SUPPORTING, page=2)
    assert len(second.entries) == 25
    assert not {e.number for e in first.entries} & {e.number for e in second.entries}
    assert find("かけはし", Register.SUPPORTING, page=99).page == 40
    assert find("", Register.SUPPORTING).total == 1_010


def test_a_longer_register_takes_no_more_statements() -> None:
    def statements(query: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert find(query, Register.SUPPORTING).entries
        return len(captured)

    apply(make.supporting_list(1, [make.row(n) for n in range(30)]))
    few = [statements(query) for query in ("かけはし", "19登-000001", "")]
    apply(make.supporting_list(2, [make.row(n) for n in range(900)]))
    assert [statements(query) for query in ("かけはし", "19登-000001", "")] == few


@pytest.mark.usefixtures("three")
def test_no_query_is_an_expression_of_the_database() -> None:
    for query in (
        '"',
        "' OR 1=1 --",
        "NEAR(a b)",
        "mekong OR angkor",
        "a*b",
        "%",
        "_",
        "\\",
        "&|!:*",
    ):
        find(query)
    assert numbers("mekong NOT bridge") == []


@pytest.mark.usefixtures("three")
def test_a_name_with_a_slip_of_the_pen_is_offered_as_alike() -> None:
    def offered(query: str) -> list[str]:
        found = alike([make.AGREEMENT], [Register.SENDING], query, publisher="JP", today=TODAY)
        return [entry.number for entry in found]

    assert offered("Mekhong Bridge Manpower") == ["KHM900001"]
    assert offered("Angkor Lnik Co., Ltd.") == ["KHM900002"]
    assert offered("Something else altogether") == []


@pytest.mark.usefixtures("three")
def test_all_registers_of_all_agreements_are_searched_in_the_same_number_of_statements() -> None:
    names = [make.AGREEMENT, "jp-tj-2024"]

    def asked(query: str) -> tuple[list[tuple[str, str]], int]:
        with CaptureQueriesContext(connection) as statements:
            found = everywhere(names, query, publisher="JP", today=TODAY, size=1)
            near = alike(names, list(Register), query, publisher="JP", today=TODAY)
            told = [(one.agreement, "KHM900001") for one in near]
            numbered(told, list(Register), publisher="JP", today=TODAY)
        return [(name, one.entries[0].number) for name, _, one in found], len(statements)

    one = asked("mekong bridge")
    assert one[0] == [(make.AGREEMENT, "KHM900001")]
    other = actions.serving_edition("jp-tj-2024")
    batch = (make.approved(1), make.measure(1, number="KHM900001"))
    actions.apply(batch, edition=other, through=make.through(*batch))
    many, count = asked("mekong bridge")
    assert many == [(name, "KHM900001") for name in names]
    assert count == one[1]


def test_public_measures_that_name_an_entrys_number_are_found_with_it() -> None:
    apply(
        make.approved(1),
        make.measure(1, number="KHM900001"),
        make.measure(2, number="KHM900009"),
    )
    (entry,) = find("KHM900001").entries
    (measure,) = measures_about(entry, publisher="JP", today=TODAY)
    assert measure.number == make.jti("JP", 1)


def test_a_name_that_changed_is_found_as_it_reads_and_as_it_read() -> None:
    apply(make.approved(1), make.amended(2))
    assert numbers("human resources") == ["KHM900001"]
    assert numbers("manpower") == ["KHM900001"]
    (entry,) = find("manpower").entries
    assert entry.former == ("Mekong Bridge Manpower Co., Ltd.",)
