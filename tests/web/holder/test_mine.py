"""The holder's own page: her words open her case, nobody else's open anything."""

import pytest
from django.test import Client
from django.utils import timezone

from kakehashi.accounts.models import Officer
from kakehashi.certificates import actions, holders
from kakehashi.certificates.models import CandidateCase, HolderCode
from kakehashi.core.reporting.code import code_of
from kakehashi.journal.models import Entry
from kakehashi.journal.record import open_record
from tests.core.case_of import case_of
from tests.web.portal.reading import text

pytestmark = pytest.mark.django_db

CHANCE = bytes(range(9))


@pytest.fixture
def case() -> CandidateCase:
    now = timezone.now()
    open_record(now=now)
    by = Officer.objects.create(username="sophea", added_at=now).pk
    made = actions.open_case("jp-kh-2019", case_of(), by=by, now=now)
    assert holders.make_code(made, chance=CHANCE, by=by, now=now) == code_of(CHANCE)
    return made


def opened(code: str) -> tuple[int, str]:
    answer = Client().post("/mine/", {"code": code})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    return answer.status_code, text(answer.content.decode())


def test_her_words_show_her_fees_with_basis_and_breakdown(case: CandidateCase) -> None:
    status, said = opened(code_of(CHANCE).upper().replace("-", "  "))
    assert status == 200
    for expected in ("SOK, SREYMOM", "Books: 50 USD", "Four months of lessons", "No certificate"):
        assert expected in said
    assert str(case.public_id) not in said


def test_the_way_to_the_report_site_carries_nothing(case: CandidateCase) -> None:
    page = Client().post("/mine/", {"code": code_of(CHANCE)}).content.decode()
    assert case.pk
    assert '<a class="button" href="/r/" rel="noreferrer">' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "The code has five words"),
        ("lusab lusab", "The code has five words"),
        (code_of(CHANCE)[:-1] + "z", "One word is not quite right"),
        (code_of(bytes(9)), "These words open nothing here"),
    ],
    ids=["nothing", "two-words", "mistyped", "another's"],
)
def test_other_words_open_nothing_and_lock_nobody_out(
    case: CandidateCase, typed: str, said: str
) -> None:
    for _again in range(3):
        assert case.pk
        status, page = opened(typed)
        assert (status, said in page) == (422, True)
    assert opened(code_of(CHANCE))[0] == 200


def test_a_new_slip_ends_the_one_before_and_only_a_hash_is_kept(case: CandidateCase) -> None:
    now = timezone.now()
    holders.make_code(case, chance=bytes(9), by=case.opened_by_id, now=now)
    assert opened(code_of(CHANCE))[0] == 422
    assert opened(code_of(bytes(9)))[0] == 200
    kept = HolderCode.objects.get()
    assert len(bytes(kept.locator)) == 32
    assert Entry.objects.filter(kind="holder-code.made").count() == 2
