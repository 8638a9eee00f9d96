"""Candidates at the desk: from a new case to a paper in the holder's hand, by two officers."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from kakehashi import dispatch, node
from kakehashi.certificates import actions, issuing, keys, sealing
from kakehashi.certificates.models import CandidateCase, CaseState, Certificate, Ending, State
from kakehashi.certificates.procedures import procedure
from kakehashi.core.certificate import to_text
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.desk.models import ConfidentialReading
from kakehashi.journal.models import Entry
from kakehashi.scanning import read_codes
from kakehashi.web.desk.candidates import permits
from kakehashi.web.desk.drafting.filling import filled_record
from kakehashi.web.desk.drafting.questions import record_of
from tests.certificates import make as certificates
from tests.core.case_of import case_of
from tests.two_nodes.outgoing import information
from tests.web.desk import make
from tests.web.desk.test_every_address import SEES_CONFIDENTIAL, WITH, who_passes
from tests.web.portal.reading import text

pytestmark = pytest.mark.django_db

ROOM = "/desk/candidates/"


@pytest.fixture(autouse=True)
def _certifying(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this node's side, Japan's, be the one that certifies: the test node is Japan's."""
    monkeypatch.setattr(
        "kakehashi.web.desk.candidates.permits.certifying", lambda: [make.AGREEMENT]
    )
    now = timezone.now()
    monkeypatch.setattr(certificates, "NOW", now)
    today = keys.today(make.AGREEMENT, now)
    request = keys.make_keys(make.AGREEMENT, first=today, months=1)
    keys.take_keys(make.AGREEMENT, certificates.certified(request), now=now)
    yield
    for file in (node.home() / "keys" / make.AGREEMENT / keys.FOLDER).glob("*.key"):
        file.unlink()


def filled(**changes: object) -> dict[str, list[str]]:
    """The form of a case, filled in."""
    content = case_of(valid_until_on=(timezone.now().date() + timedelta(days=90)), **changes)
    return filled_record(record_of(Content), content, "case")


def opened(drafter: Client, **changes: object) -> CandidateCase:
    answer = drafter.post(f"{ROOM}new/{make.AGREEMENT}/", filled(**changes))
    assert answer.status_code == 302, text(answer.content.decode())[:2000]
    return CandidateCase.objects.latest("pk")


def do(desk: Client, case: CandidateCase, act: str, **more: object) -> tuple[int, str]:
    case.refresh_from_db()
    form = {"act": act, "revision": str(case.revision)} | more
    answer = desk.post(f"{ROOM}{case.public_id}/act/", form, follow=True)
    case.refresh_from_db()
    return answer.status_code, text(answer.content.decode())


def with_steps(drafter: Client, case: CandidateCase) -> None:
    day = timezone.now().date() - timedelta(days=1)
    for step in procedure(case.agreement).of(case.route):
        file = SimpleUploadedFile("seen.pdf", b"%PDF-", "application/pdf")
        boxes = {"done_on-year": day.year, "done_on-month": day.month, "done_on-day": day.day}
        status, said = do(drafter, case, "step", step=step.id, evidence=file, **boxes)
        assert status == 200, said


def issued(drafter: Client, decider: Client) -> Certificate:
    case = opened(drafter)
    with_steps(drafter, case)
    do(drafter, case, "propose")
    do(decider, case, "approve")
    (row,) = issuing.issue_approved(
        make.AGREEMENT, is_approved=certificates.everyone, now=timezone.now()
    ).issued
    return row


def shown(desk: Client, case: CandidateCase) -> str:
    return text(desk.get(f"{ROOM}{case.public_id}/").content.decode())


def test_a_case_goes_from_its_form_to_a_paper_by_two_officers(
    drafter: Client, decider: Client
) -> None:
    row = issued(drafter, decider)
    assert row.case is not None
    row.case.refresh_from_db()
    assert row.case.state == CaseState.CERTIFIED
    said = shown(drafter, row.case)
    for expected in (row.number, "SOK, SREYMOM", "Books: 50 USD", "Four months of lessons", "650"):
        assert expected in said
    printed = drafter.post(f"{ROOM}{row.case.public_id}/print/paper/")
    code = to_text(sealing.open_certificate(row))
    assert read_codes(printed.content).texts == (code,)
    assert "SOK, SREYMOM" in PdfReader(io.BytesIO(printed.content)).pages[0].extract_text()
    for_phone = drafter.post(f"{ROOM}{row.case.public_id}/print/phone/")
    assert read_codes(for_phone.content).texts == (code,)
    slip = drafter.post(f"{ROOM}{row.case.public_id}/print/slip/")
    words = PdfReader(io.BytesIO(slip.content)).pages[0].extract_text()
    assert "/mine/" in words
    assert row.number not in words
    assert Entry.objects.filter(kind="certificate.printed").count() == 3


def test_what_is_missing_is_named_and_nothing_is_proposed(drafter: Client) -> None:
    case = opened(drafter)
    assert "Missing" in shown(drafter, case)
    status, said = do(drafter, case, "propose")
    assert status == 422
    assert "Not yet: these steps are missing: Identity and age" in said
    assert case.state == CaseState.OPEN


def test_a_step_without_its_evidence_is_refused_in_words(drafter: Client) -> None:
    case = opened(drafter)
    day = {"done_on-year": "2026", "done_on-month": "1", "done_on-day": "5"}
    status, said = do(drafter, case, "step", step="identity", **day)
    assert (status, "choose the file" in said) == (422, True)
    assert not case.steps.exists()


def test_nobody_decides_alone_and_a_decision_on_an_older_state_does_nothing(
    counterpart: make.Counterpart, drafter: Client, decider: Client
) -> None:
    assert counterpart.agreement == make.AGREEMENT
    alone = make.desk_of(make.officer("both", make.DRAFTS, make.DECIDES, make.CONFIDENTIAL))
    case = opened(alone)
    with_steps(alone, case)
    do(alone, case, "propose")
    status, said = do(alone, case, "approve")
    assert (status, "Another officer decides" in said) == (403, True)
    answer = decider.post(f"{ROOM}{case.public_id}/act/", {"act": "approve", "revision": "0"})
    assert answer.status_code == 409
    case.refresh_from_db()
    assert case.state == CaseState.PROPOSED
    assert drafter.post(f"{ROOM}{case.public_id}/act/", {"act": "approve"}).status_code == 403


def test_a_case_says_that_no_certificate_can_be_issued_while_its_organization_is_not_approved(
    drafter: Client, decider: Client
) -> None:
    barred = "The organization KHM900001 is not approved today."
    assert barred in shown(drafter, opened(drafter))
    certified = issued(drafter, decider).case
    assert certified is not None
    assert barred not in shown(drafter, certified)


def test_giving_back_asks_for_a_reason_and_shows_it(drafter: Client, decider: Client) -> None:
    case = opened(drafter)
    with_steps(drafter, case)
    do(drafter, case, "propose")
    assert do(decider, case, "send-back")[0] == 422
    assert do(decider, case, "send-back", reason="The contract has no wage.")[0] == 200
    assert case.state == CaseState.OPEN
    assert "The contract has no wage." in shown(drafter, case)


def test_a_certificate_is_suspended_resumed_and_revoked_by_two(
    drafter: Client, decider: Client
) -> None:
    row = issued(drafter, decider)
    case = row.case
    assert case is not None
    for what, why, state in (
        ("suspend", "inquiry", State.SUSPENDED),
        ("resume", "", State.VALID),
        ("revoke", "false-statement", State.REVOKED),
    ):
        status, said = do(drafter, case, "propose-ending", ending=f"{row.number} {what}", why=why)
        assert status == 200, said
        waiting = Ending.objects.get(state="proposed")
        do(decider, case, "decide-ending", ending=str(waiting.public_id))
        row.refresh_from_db()
        assert row.state == state
    assert drafter.post(f"{ROOM}{case.public_id}/print/paper/").status_code == 404


def test_an_approval_that_comes_to_nothing_is_withdrawn_with_its_reason(
    drafter: Client, decider: Client
) -> None:
    case = opened(drafter)
    with_steps(drafter, case)
    do(drafter, case, "propose")
    do(decider, case, "approve")
    assert "Withdraw the approval" in shown(decider, case)
    assert "Withdraw the approval" not in shown(drafter, case)
    wanted = {"why": "organization", "reason": "The organization was revoked."}
    assert do(drafter, case, "withdraw-approval", **wanted)[0] == 403
    for lacking in wanted:
        less = {name: text for name, text in wanted.items() if name != lacking}
        status, said = do(decider, case, "withdraw-approval", **less)
        assert status == 422
        assert "reason" not in less or less["reason"] in said, "what was typed is still there"
    assert do(decider, case, "withdraw-approval", **wanted)[0] == 200
    assert case.state == CaseState.WITHDRAWN
    assert "The organization was revoked." in shown(drafter, case)
    assert do(decider, case, "withdraw-approval", **wanted)[0] == 409


def test_a_suspension_does_not_end_before_it_begins(drafter: Client, decider: Client) -> None:
    row = issued(drafter, decider)
    assert row.case is not None
    past = {"until-year": "2020", "until-month": "1", "until-day": "1"}
    said = do(
        drafter, row.case, "propose-ending", ending=f"{row.number} suspend", why="inquiry", **past
    )
    assert (said[0], "This day has passed." in said[1]) == (422, True)
    assert not Ending.objects.exists()


def test_mistakes_stand_beside_their_fields_and_nothing_is_kept(drafter: Client) -> None:
    typed = filled() | {"case.candidate.latin_name": ["sok"], "case.fees.0.amount-amount": ["651"]}
    answer = drafter.post(f"{ROOM}new/{make.AGREEMENT}/", typed)
    said = text(answer.content.decode())
    assert answer.status_code == 422
    assert "There is a problem" in said
    assert not CandidateCase.objects.exists()
    more = drafter.post(f"{ROOM}new/{make.AGREEMENT}/", typed | {"again": "add:case.fees"})
    assert more.status_code == 200
    assert "case.fees.1.amount-amount" in more.content.decode()


def test_reading_a_case_is_noted_and_its_list_says_nothing_of_a_person(drafter: Client) -> None:
    case = opened(drafter)
    listed = drafter.get(ROOM).content.decode()
    assert str(case.public_id)[:8] in listed
    assert "SREYMOM" not in listed
    assert not ConfidentialReading.objects.exists()
    shown(drafter, case)
    assert ConfidentialReading.objects.get().what == f"candidate {case.public_id}"


def test_who_does_not_read_what_is_confidential_finds_no_case(
    counterpart: make.Counterpart, drafter: Client
) -> None:
    assert counterpart.agreement == make.AGREEMENT
    case = opened(drafter)
    other = make.desk_of(make.officer("mio", make.DRAFTS))
    assert other.get(f"{ROOM}{case.public_id}/").status_code == 404
    assert str(case.public_id)[:8] not in other.get(ROOM, follow=True).content.decode()
    assert other.get(f"{ROOM}new/{make.AGREEMENT}/").status_code == 403


def test_who_passes_the_addresses_of_a_case_that_is_there(drafter: Client, decider: Client) -> None:
    row = issued(drafter, decider)
    assert row.case is not None
    case = f"{ROOM}{row.case.public_id}/"
    step = procedure(make.AGREEMENT).of(row.case.route)[0].id
    may_sign = {f"drafts{WITH}", f"decides{WITH}"}
    assert who_passes(case) == SEES_CONFIDENTIAL
    assert who_passes(f"{case}evidence/{step}/") == SEES_CONFIDENTIAL
    assert who_passes(f"{case}edit/") == {f"drafts{WITH}"}
    assert who_passes(f"{case}print/paper/", {}) == may_sign
    assert who_passes(f"{case}act/", {"act": "no-such-act"}) == set()
    assert who_passes(f"{ROOM}new/{make.AGREEMENT}/") == {f"drafts{WITH}"}


def test_another_case_of_the_person_and_a_proof_used_twice_are_shown(drafter: Client) -> None:
    first = opened(drafter)
    again = opened(drafter)
    assert "The same person has further cases:" in shown(drafter, again)
    other = opened(drafter, candidate={"passport": "N09999999", "latin_name": "CHAN, DARA"})
    said = shown(drafter, other)
    assert "The exam proof JFT-26-000123 stands in a case of another person as well" in said
    assert str(first.public_id)[:8] in said


def test_the_list_asks_as_often_for_many_cases_as_for_one(drafter: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert drafter.get(ROOM).status_code == 200
        return len(queries)

    opened(drafter)
    asked()
    one = asked()
    for place in range(60):
        content = case_of(candidate={"passport": f"N00000{place:03}"})
        by = CandidateCase.objects.latest("pk").opened_by_id
        actions.open_case(make.AGREEMENT, content, by=by, now=timezone.now())
    assert asked() == one
    assert "Next" in text(drafter.get(ROOM).content.decode())


def test_the_reckoning_asks_as_often_of_a_long_journal_as_of_a_short_one(drafter: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert drafter.get(f"{ROOM}reckoning/").status_code == 200
        return len(queries)

    anew, again = asked(), asked()
    assert again < anew
    for first in range(0, 300, 50):
        told = [information("JP", f"A warning {number}") for number in range(first, first + 50)]
        dispatch.issue(told, agreement=make.AGREEMENT, now=timezone.now())
    dispatch.catch_up(make.AGREEMENT, now=timezone.now())
    assert asked() <= anew
    assert asked() == again


def test_a_side_that_does_not_certify_is_led_to_the_reckoning(
    drafter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permits, "certifying", list)
    answer = drafter.get(ROOM, follow=True)
    assert "Nothing was announced yet." in text(answer.content.decode())
    assert drafter.get(f"{ROOM}new/{make.AGREEMENT}/").status_code == 404
