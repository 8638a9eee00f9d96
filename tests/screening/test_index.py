"""Who is named where is found across scripts, by permission, and leaves no trace when it goes."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi.accounts.permissions import OfficerFacts, RoleKind
from kakehashi.core.names import SHARED_BY_MANY, Identifier, Kind, Mark, Path, identifier
from kakehashi.core.notices.payload import Classification
from kakehashi.screening import actions, queries, reach
from kakehashi.screening.actions import Named
from kakehashi.screening.models import Bearer, BearerName, Posting, Scope

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
KH, TJ = "jp-kh-2019", "jp-tj-2024"
PUBLIC, CONFIDENTIAL = Classification.PUBLIC, Classification.CONFIDENTIAL


def keep(
    *bearers: Named, agreement: str = KH, classification: Classification = PUBLIC, clause: str = ""
) -> int:
    return actions.index(
        bearers, agreement=agreement, classification=classification, clause=clause, now=NOW
    )


def person(source: str, *names: str, phone: str = "", place: int = 0) -> Named:
    found = identifier(Mark.PHONE, phone, region="KH") if phone else None
    return Named(source, names, Kind.PERSON, "recruiter", (found,) if found else (), place)


def officer(
    *roles: tuple[str, RoleKind], limits: frozenset[tuple[str, frozenset[str]]] = frozenset()
) -> OfficerFacts:
    return OfficerFacts(1, is_active=True, is_admitted=True, roles=frozenset(roles), limits=limits)


def sources(name: str, within: reach.Reach, **asked: object) -> list[str]:
    return [one.source for one in queries.candidates(name, within, kind=Kind.PERSON, **asked)]  # type: ignore[arg-type]


def everything() -> reach.Reach:
    return reach.whole((KH, TJ))


def test_a_broker_in_three_scripts_is_proposed_as_one_with_the_evidence() -> None:
    keep(person("report:1", "សុខ ចាន់"), classification=CONFIDENTIAL)
    keep(person("report:2", "ソク・チャン", "測久張"), classification=CONFIDENTIAL)
    keep(person("report:3", "Sok Chhann"), classification=CONFIDENTIAL)
    keep(person("report:4", "Keo Pisey"), classification=CONFIDENTIAL)
    found = queries.candidates("Sok Chan", everything(), kind=Kind.PERSON)
    assert {one.source for one in found} == {"report:1", "report:2", "report:3"}
    by_source = {one.source: one for one in found}
    assert by_source["report:1"].comparison.met[0].path is Path.SOUND
    assert by_source["report:1"].name == "សុខ ចាន់"


def test_one_number_joins_two_and_a_number_of_everybody_joins_nobody() -> None:
    keep(
        person("a", "Sok Chan", phone="012 345 678"),
        person("b", "Keo Pisey", phone="+855 12345678"),
    )
    same = identifier(Mark.PHONE, "012345678", region="KH")
    assert same is not None
    (shared,) = queries.sharing([same], everything(), but="a")
    assert [one.source for one in shared.bearers] == ["b"]
    crowd = [person(f"c{n}", f"Person{n} Other", phone="012345678") for n in range(SHARED_BY_MANY)]
    keep(*crowd)
    (shared,) = queries.sharing([same], everything(), but="a")
    assert shared.is_common
    assert shared.bearers == ()
    assert queries.sharing([Identifier(Mark.ACCOUNT, "012345678")], everything()) == []


def test_what_an_officer_may_not_read_is_not_found() -> None:
    keep(person("open", "Sok Chan"), clause="5(1)")
    keep(person("closed", "Sok Chan"), classification=CONFIDENTIAL, clause="4(1)")
    keep(person("elsewhere", "Sok Chan"), agreement=TJ)
    drafts, reads = (KH, RoleKind.DRAFTS), (KH, RoleKind.READS_CONFIDENTIAL)

    def seen(facts: OfficerFacts) -> set[str]:
        return set(sources("Sok Chan", reach.of(facts, (KH, TJ))))

    assert seen(officer(drafts)) == {"open"}
    assert seen(officer(drafts, reads)) == {"open", "closed"}
    limit = frozenset({(KH, frozenset({"7"}))})
    assert seen(officer(drafts, reads, limits=limit)) == set()
    assert seen(officer((TJ, RoleKind.DRAFTS))) == {"elsewhere"}
    assert seen(officer()) == set()


def test_numbers_keep_to_the_same_permissions() -> None:
    keep(person("closed", "Sok Chan", phone="012345678"), classification=CONFIDENTIAL)
    same = identifier(Mark.PHONE, "012345678", region="KH")
    assert same is not None
    assert queries.sharing([same], reach.of(officer((KH, RoleKind.DRAFTS)), (KH,))) == []


def test_a_confidential_name_stands_nowhere_in_the_tables() -> None:
    keep(person("report:1", "Sok Chan", phone="012345678"), classification=CONFIDENTIAL)
    tables = [t for t in connection.introspection.table_names() if t.startswith("screening_")]
    assert len(tables) == 9
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            told = b"\n".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            for secret in (b"Chan", b"chan", b"Sok", b"12345678"):
                assert secret not in told


def test_terms_of_confidential_names_cannot_be_guessed_without_the_key() -> None:
    keep(person("open", "Sok Chan"))
    keep(person("closed", "Sok Chan"), classification=CONFIDENTIAL)
    by_scope = {
        scope.classification: set(
            Posting.objects.filter(scope=scope).values_list("token", flat=True)
        )
        for scope in Scope.objects.all()
    }
    assert by_scope["public"]
    assert by_scope["confidential"]
    assert not by_scope["public"] & by_scope["confidential"]


@pytest.mark.parametrize("classification", [PUBLIC, CONFIDENTIAL])
def test_what_is_removed_leaves_nothing(classification: Classification) -> None:
    keep(person("stays", "Keo Pisey"), classification=classification)
    before = set(Posting.objects.values_list("token", "ids"))
    keep(person("goes", "Sok Pisey", phone="012345678"), classification=classification)
    assert actions.remove(source="goes") == 1
    assert set(Posting.objects.values_list("token", "ids")) == before
    assert Bearer.objects.count() == BearerName.objects.count() == 1
    assert Scope.objects.get().names == 1
    assert sources("Sok Pisey", everything()) == []


def test_the_same_again_changes_nothing_and_a_new_spelling_takes_the_place_of_the_old() -> None:
    assert keep(person("a", "Sok Chan")) == 1
    assert keep(person("a", "Sok Chan")) == 0
    assert keep(person("a", "Keo Pisey")) == 1
    assert sources("Sok Chan", everything()) == []
    assert sources("Keo Pisey", everything()) == ["a"]


def test_a_name_that_moves_to_another_class_is_found_there_alone() -> None:
    keep(person("a", "Sok Chan"), classification=CONFIDENTIAL)
    keep(person("a", "Sok Chan"))
    assert sources("Sok Chan", reach.whole((KH,), classes=[CONFIDENTIAL])) == []
    assert sources("Sok Chan", reach.whole((KH,), classes=[PUBLIC])) == ["a"]


def test_a_term_of_many_names_fills_one_part_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.screening.postings.PART", 8)
    keep(*(person(f"n{n}", f"Sok Person{n}") for n in range(50)))
    keep(*(person(f"m{n}", f"Sok Other{n}") for n in range(5)))
    assert Posting.objects.filter(part__gt=0).exists()
    assert "m3" in sources("Sok Other3", everything())
    for number in range(50):
        actions.remove(source=f"n{number}")
    assert "m3" in sources("Sok Other3", everything())
    assert "n3" not in sources("Sok Person3", everything(), at_least=0.1)


def test_looking_up_takes_the_same_few_queries_among_few_and_many() -> None:
    counts = []
    for more in (5, 300):
        keep(*(person(f"{more}-{n}", f"Sok Person{n}") for n in range(more)))
        keep(person(f"{more}-closed", "Sok Chan"), classification=CONFIDENTIAL)
        within = everything()
        with CaptureQueriesContext(connection) as asked:
            sources("Sok Person3", within)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_everything_of_an_agreement_can_be_dropped_and_indexed_again() -> None:
    keep(person("a", "Sok Chan"), person("b", "Keo Pisey"))
    keep(person("c", "Sok Chan"), agreement=TJ)
    actions.drop(agreement=KH)
    assert sources("Sok Chan", everything()) == ["c"]
    keep(person("a", "Sok Chan"))
    assert set(sources("Sok Chan", everything())) == {"a", "c"}


@pytest.mark.parametrize("name", ["", "…", "\x00", "x" * 100_000, "Sok " * 20_000, "\u202e\u200b"])
def test_names_that_are_none_do_no_harm(name: str) -> None:
    keep(person("odd", name), person("a", "Sok Chan"))
    assert "a" in sources("Sok Chan", everything())
    sources(name, everything())
