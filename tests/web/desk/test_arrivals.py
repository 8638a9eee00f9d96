"""What arrives at home is compared with whom registers, reports and measures name."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kakehashi.acceptance import erasing
from kakehashi.acceptance.models import Application, Batch
from kakehashi.accounts.permissions import RoleKind
from kakehashi.certificates import actions as cases
from kakehashi.certificates.models import CandidateCase
from kakehashi.core.notices.persons import ActorRole
from kakehashi.desk.models import ConfidentialReading
from kakehashi.dispatch.arriving import screen_arrivals
from kakehashi.dispatch.checking import check_some
from kakehashi.screening.models import Bearer, Proposal
from tests.acceptance.checked import NOW, check, take
from tests.acceptance.files import csv_file, row
from tests.core.case_of import case_of
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, CONFIDENTIAL, DRAFTS, Counterpart
from tests.web.desk.test_screening import report_on, screen

pytestmark = pytest.mark.django_db

EMPLOYER = ("架空介護", "ja", "Jpan")
HERSELF = ("Sok Sreymom", "en", "Latn")
IMPOSTOR = ("Sok Chann", "en", "Latn")


@pytest.fixture
def certifies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test node is Japan's; let it be the one that certifies."""
    monkeypatch.setattr("kakehashi.web.desk.candidates.permits.certifying", lambda: [AGREEMENT])


def arrive() -> None:
    while screen_arrivals(AGREEMENT, now=NOW):
        pass


def page(desk: Client, address: str) -> str:
    answer = desk.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def opened() -> CandidateCase:
    by = make.officer("dara", DRAFTS, CONFIDENTIAL)
    return cases.open_case(AGREEMENT, case_of(), by=by.pk, now=NOW)


def test_whom_a_case_names_is_proposed_on_its_page_and_the_answer_is_remembered(
    counterpart: Counterpart,
    certifies: None,  # noqa: ARG001 - our side certifies
) -> None:
    counterpart.issue(report_on(EMPLOYER, role=ActorRole.ACCEPTING), "4(1)")
    screen()
    case = opened()
    desk = make.desk_of(make.officer("akari", DRAFTS, CONFIDENTIAL))
    at = f"/desk/candidates/{case.public_id}/"
    assert "compared within a minute" in page(desk, at)
    arrive()
    (hit,) = Proposal.objects.all()
    shown = page(desk, at)
    assert f"/desk/screening/{hit.pk}/" in shown
    assert "架空介護" in shown
    assert ConfidentialReading.objects.filter(what__startswith="who may be named").exists()
    assert {one.role for one in Bearer.objects.exclude(source__startswith="notice")} == {
        "named/accepting-organization"
    }, "of those whom nobody knows nothing is kept, the candidate's own name least of all"

    asked = page(desk, f"/desk/screening/{hit.pk}/")
    assert at in asked
    reason = {"state": "dismissed", "reason": "Another company of Osaka."}
    assert desk.post(f"/desk/screening/{hit.pk}/decide/", reason).status_code == 302
    cases.keep_case(case, case_of(job_category="Cook"), revision=0, now=NOW)
    arrive()
    assert list(Proposal.objects.values_list("pk", "state")) == [(hit.pk, "dismissed")]
    assert "They are not one" in page(desk, at)


def test_a_case_that_was_given_up_is_named_in_the_index_no_more(counterpart: Counterpart) -> None:
    counterpart.issue(report_on(EMPLOYER, role=ActorRole.ACCEPTING), "4(1)")
    screen()
    case = opened()
    arrive()
    assert Proposal.objects.count() == 1
    cases.withdraw_case(case, reason="x", revision=0, by=case.opened_by_id, now=NOW)
    arrive()
    assert not Bearer.objects.filter(source=f"case:{case.public_id}").exists()
    assert not Proposal.objects.exists()


def test_applicants_for_acceptance_are_compared_and_forgotten_with_their_batch(
    counterpart: Counterpart,
) -> None:
    counterpart.issue(report_on(IMPOSTOR, role=ActorRole.TEST_TAKER), "4(1)")
    screen()
    rows = [row(1, name="SOK CHAN"), row(2, name="KHIEU SAMRITH"), row(3, name="PROM BOPHA")]
    batch = take(csv_file(rows), agreement=AGREEMENT)
    check(batch)
    arrive()
    assert not Application.objects.filter(is_screened=False).exists()
    sees = make.desk_of(make.officer("sora", RoleKind.EXAMINES, CONFIDENTIAL))
    sees_not = make.desk_of(make.officer("yuki", RoleKind.EXAMINES))
    (hit,) = Proposal.objects.all()
    at = f"/desk/acceptance/{batch.public_id}"
    assert f"/desk/screening/{hit.pk}/" in page(sees, f"{at}/2/")
    assert "/desk/screening/" not in page(sees, f"{at}/3/").split("<main")[1]
    assert f"/desk/screening/{hit.pk}/" not in page(sees_not, f"{at}/2/")
    assert sees_not.get(f"/desk/screening/{hit.pk}/").status_code == 404
    assert f"{at}/2/" in page(sees, f"/desk/screening/{hit.pk}/")
    assert Bearer.objects.filter(source=f"batch:{batch.public_id}").count() == 1

    sees.post(f"/desk/screening/{hit.pk}/decide/", {"state": "confirmed", "reason": "Same face."})
    Batch.objects.update(kept_until_on=NOW.date())
    check_some(now=timezone.now().replace(year=NOW.year + 2))
    assert not Bearer.objects.filter(source=f"batch:{batch.public_id}").exists()
    assert not Proposal.objects.exists(), "what an officer wrote of an erased applicant is gone too"
    assert erasing.due(now=NOW) is None


def test_a_page_asks_as_much_of_the_database_for_many_hits_as_for_one(
    counterpart: Counterpart,
    certifies: None,  # noqa: ARG001 - our side certifies
) -> None:
    case = opened()
    desk = make.desk_of(make.officer("akari", DRAFTS, CONFIDENTIAL))
    counts = []
    for many in (1, 5):
        for _ in range(many):
            counterpart.issue(report_on(EMPLOYER, role=ActorRole.ACCEPTING), "4(1)")
        screen()
        CandidateCase.objects.update(is_screened=False)
        arrive()
        page(desk, "/desk/")
        with CaptureQueriesContext(connection) as captured:
            page(desk, f"/desk/candidates/{case.public_id}/")
        counts.append(len(captured))
    assert Proposal.objects.filter(one_source__startswith="case:").count() == 6
    assert counts[0] == counts[1]


def test_those_whom_one_case_names_are_tied_to_it_in_the_drawing(
    counterpart: Counterpart,
    certifies: None,  # noqa: ARG001 - our side certifies
) -> None:
    counterpart.issue(report_on(EMPLOYER, role=ActorRole.ACCEPTING), "4(1)")
    counterpart.issue(report_on(HERSELF, role=ActorRole.TEST_TAKER), "4(1)")
    screen()
    case = opened()
    arrive()
    source = f"case:{case.public_id}"
    one, other = Bearer.objects.filter(source=source)
    desk = make.desk_of(make.officer("akari", DRAFTS, CONFIDENTIAL))
    for bearer in (one, other):
        shown = page(desk, f"/desk/screening/network/?bearer={bearer.pk}")
        assert f'href="/desk/candidates/{case.public_id}/"' in shown.split("<table")[0]
        assert shown.count("Named there") == 2
