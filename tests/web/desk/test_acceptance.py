"""The acceptance check on the desk: taken in, checked, looked at, asked about."""

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from kakehashi.acceptance.models import Application, Batch, Query, Ruling
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.notices import Links, example, statement_of
from kakehashi.core.notices.certificates import CertificateState
from kakehashi.core.notices.inquiries import (
    InquiryAnswer,
    InquiryAnswered,
    QuestionAnswer,
    Reply,
)
from kakehashi.core.notices.protocol import KeysChanged
from kakehashi.core.notices.text import Text
from kakehashi.desk import sealing
from kakehashi.desk.models import Draft
from kakehashi.dispatch.checking import check_some
from kakehashi.web.desk.drafting.filling import filled_day
from tests.acceptance.certified import ORGANIZATION, Ministry, claims, stated
from tests.acceptance.checked import NOW
from tests.acceptance.files import csv_file, row
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart, desk_of
from tests.web.desk.test_drafts import keep, press
from tests.web.desk.test_every_address import AWAY, CHECKS, TAKES, who_passes, with_role

pytestmark = pytest.mark.django_db
PRIVATE = "N0000001"


@pytest.fixture
def examiner(counterpart: Counterpart) -> Client:  # noqa: ARG001 - it was met
    return desk_of(make.officer("sora", RoleKind.EXAMINES))


def test_a_side_without_a_kept_list_is_told_apart_by_whether_it_named_a_key(
    examiner: Client, counterpart: Counterpart
) -> None:
    assert "No key has come yet" in examiner.get("/desk/acceptance/").content.decode()
    said = statement_of(example("keys.changed")) or {}
    counterpart.issue(KeysChanged.model_validate({"statement": said | {"keys": []}}), "protocol")
    assert "None is kept" in examiner.get("/desk/acceptance/").content.decode()


def day(name: str, year: int, month: int, number: int) -> dict[str, str]:
    return {f"{name}-year": str(year), f"{name}-month": str(month), f"{name}-day": str(number)}


def upload(desk: Client, content: bytes, name: str = "list.csv", **changes: Any) -> Any:
    posted = {
        "agreement": AGREEMENT,
        "channel": "certificate-of-eligibility",
        "layout": "applications",
        "file": SimpleUploadedFile(name, content),
    } | day("applied_on", 2026, 5, 1)
    return desk.post("/desk/acceptance/new/", posted | changes)


def rows_checked(desk: Client, *rows: dict[str, Any]) -> Batch:
    answer = upload(desk, csv_file(rows))
    assert answer.status_code == 302, answer.content
    while check_some(now=NOW):
        pass
    return Batch.objects.latest("id")


def page(desk: Client, batch: Batch, more: str = "") -> str:
    answer = desk.get(f"/desk/acceptance/{batch.public_id}/{more}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_empty_desk_says_how_to_begin(examiner: Client) -> None:
    text = examiner.get("/desk/acceptance/").content.decode()
    assert "Nothing was checked yet" in text
    assert "Check a file" in text


def test_a_file_is_checked_and_its_rows_stand_by_verdict(examiner: Client) -> None:
    batch = rows_checked(examiner, row(1), row(2, born_on="03/04/2001"), row(1))
    text = page(examiner, batch)
    assert "3 applications were checked." in text
    assert "Ask the sending side (1)" in text
    assert "Correct the application (1)" in text
    assert "Checked already (1)" in text
    only = page(examiner, batch, "?verdict=correct")
    assert "/3/" in only
    assert f"{batch.public_id}/2/" not in only


def test_an_application_shows_every_reason_with_its_clause(examiner: Client) -> None:
    batch = rows_checked(examiner, row(1))
    text = page(examiner, batch, "2/")
    assert "No certificate is shown." in text
    assert "6(1)" in text
    assert "The organization TJK000001 is not in the register." in text
    assert "5(2)" in text


def test_one_applicant_is_checked_by_form(examiner: Client) -> None:
    posted = {
        "agreement": AGREEMENT,
        "channel": "change-of-status",
        "name": "INVENTED ONE",
        "passport": PRIVATE,
        "field": "nursing-care",
        "code": "KKC1:CUT",
    }
    posted |= day("applied_on", 2026, 5, 1) | day("born_on", 2001, 2, 3)
    answer = examiner.post("/desk/acceptance/one/", posted)
    assert answer.status_code == 302
    while check_some(now=NOW):
        pass
    text = page(examiner, Batch.objects.latest("id"), "1/")
    assert "cannot be read" in text or "is not that of a certificate" in text


def test_a_form_with_gaps_is_shown_again_with_its_mistakes(examiner: Client) -> None:
    answer = examiner.post("/desk/acceptance/one/", {"agreement": AGREEMENT})
    assert answer.status_code == 422
    assert "Fill this in." in answer.content.decode()
    assert Batch.objects.count() == 0
    nothing = examiner.post("/desk/acceptance/new/", {"agreement": AGREEMENT})
    assert nothing.status_code == 422


def test_the_same_file_leads_to_what_came_of_it(examiner: Client) -> None:
    first = upload(examiner, csv_file([row(1)]))
    again = upload(examiner, csv_file([row(1)]))
    assert first["Location"] == again["Location"]
    assert Batch.objects.count() == 1


def test_a_refused_file_says_why_and_counts_nothing(examiner: Client) -> None:
    upload(examiner, b"1,2\n3,4\n")
    while check_some(now=NOW):
        pass
    text = page(examiner, Batch.objects.latest("id"))
    assert "nothing of it was counted" in text
    assert "heading" in text


def test_the_results_are_taken_away_as_a_sheet_that_runs_no_formula(examiner: Client) -> None:
    batch = rows_checked(examiner, row(1, name="=1+1 INVENTED"), row(2))
    address = f"/desk/acceptance/{batch.public_id}/file/"
    told = examiner.post(address, {"form": "csv"}).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(told)))
    assert len(lines) == 3
    assert lines[1][2] == "'=1+1 INVENTED"
    sheet = examiner.post(address, {"form": "xlsx", "verdict": "ask"}).content
    read = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert read[1][2] == "=1+1 INVENTED"


def test_nothing_that_an_applicant_states_stands_readable_in_the_database(
    examiner: Client,
) -> None:
    batch = rows_checked(examiner, row(1))
    stored = Application.objects.filter(batch=batch).values().get()
    text = repr(stored) + repr(Batch.objects.filter(pk=batch.pk).values().get())
    assert PRIVATE not in text
    assert "INVENTED" not in text
    assert PRIVATE.encode() not in bytes(stored["stated"])


def test_a_doubt_becomes_a_draft_for_two_officers(drafter: Client, aoi: Officer) -> None:
    batch = rows_checked(drafter, row(1, number="KH-0000001", organization="KHM000001"))
    answer = drafter.post(f"/desk/acceptance/{batch.public_id}/2/ask/")
    assert answer.status_code == 302
    draft = Draft.objects.get(public_id=UUID(answer["Location"].split("/")[-2]))
    assert (draft.kind, draft.drafted_by) == ("certificate.queried", aoi)
    form = drafter.get(answer["Location"]).content.decode()
    assert "KH-0000001" in form
    assert "INVENTED PERSON" in form
    assert Query.objects.get().draft == draft.public_id
    assert "Being written" in page(drafter, batch, "2/")


def test_many_in_doubt_for_one_reason_become_one_inquiry(drafter: Client) -> None:
    rows = [row(n, number=f"KH-{n:07}", organization="KHM000001") for n in range(1, 31)]
    batch = rows_checked(drafter, *rows)
    text = page(drafter, batch)
    assert "30 applications" in text
    findings = Application.objects.filter(batch=batch).values_list("findings", flat=True)[0]
    answer = drafter.post(f"/desk/acceptance/{batch.public_id}/ask/", {"findings": findings})
    draft = Draft.objects.get()
    assert draft.kind == "inquiry.asked"
    form = drafter.get(answer["Location"]).content.decode()
    assert "KH-0000030" in form
    assert "INVENTED" not in form
    assert Query.objects.count() == 30
    again = drafter.post(f"/desk/acceptance/{batch.public_id}/ask/", {"findings": findings})
    assert again.status_code == 404


def test_an_exam_that_cannot_be_becomes_a_report_of_misconduct(drafter: Client) -> None:
    stated = {
        "language_exam": "JFT-Basic",
        "language_number": "JFT-1",
        "language_passed_on": "2018-01-01",
    }
    fields = [*row(1), *stated]
    content = csv_file([row(1) | stated], fields=fields)
    headings = {
        "language_exam": "日本語試験",
        "language_number": "日本語試験番号",
        "language_passed_on": "日本語試験日",
    }
    text = content.decode()
    for name, heading in headings.items():
        text = text.replace(name, heading, 1)
    upload(drafter, text.encode())
    while check_some(now=NOW):
        pass
    batch = Batch.objects.latest("id")
    assert "it exists since" in page(drafter, batch, "2/")
    answer = drafter.post(f"/desk/acceptance/{batch.public_id}/2/report/")
    form = drafter.get(answer["Location"]).content.decode()
    assert Draft.objects.get().kind == "exam-misconduct.reported"
    assert "JFT-1" in form


def test_who_passes_the_addresses_of_a_check_that_is_there(examiner: Client) -> None:
    batch = rows_checked(examiner, row(1))
    here = f"/desk/acceptance/{batch.public_id}/"
    line = Application.objects.get(batch=batch).line
    checks, drafts = CHECKS - AWAY, with_role("drafts")
    assert who_passes(here) == checks
    assert who_passes(f"{here}{line}/") == checks
    assert who_passes(f"{here}file/", {}) == checks
    assert who_passes(f"{here}again/", {}) == TAKES - AWAY
    assert who_passes(f"{here}{line}/ask/", {}) <= drafts
    assert who_passes(f"{here}{line}/rule/", {}) <= with_role("decides")


def test_the_answer_comes_back_and_changes_the_reasons(
    drafter: Client, decider: Client, counterpart: Counterpart
) -> None:
    ministry = Ministry(counterpart).begin()
    stated_one = stated(claims(), code="", number="KH-0000001", organization=ORGANIZATION)
    batch = rows_checked(drafter, stated_one | {"issued_on": "2026-03-02"})
    row_now = Application.objects.get(batch=batch)
    assert row_now.verdict == "ask"
    place = drafter.post(f"/desk/acceptance/{batch.public_id}/2/ask/")["Location"]
    issue(drafter, decider, place)
    while check_some(now=NOW):
        pass
    query = Query.objects.get()
    assert query.jti
    assert "No answer yet" in page(drafter, batch, "2/")
    ministry.answer(query.jti, CertificateState.GENUINE)
    while check_some(now=timezone.now()):
        pass
    row_now.refresh_from_db()
    assert row_now.verdict == "meets"
    text = page(drafter, batch, "2/")
    assert "genuine and valid" in text
    assert "For information" in text


def answered_by_inquiry(drafter: Client, decider: Client, ministry: Ministry) -> Batch:
    """Six papers without a code, asked about by one inquiry that was answered in words."""
    several = [
        stated(claims(n), code="", number=f"KH-{n:07}", organization=ORGANIZATION)
        for n in range(1, 7)
    ]
    batch = rows_checked(drafter, *several)
    findings = Application.objects.filter(batch=batch).values_list("findings", flat=True)[0]
    asked = drafter.post(f"/desk/acceptance/{batch.public_id}/ask/", {"findings": findings})
    issue(drafter, decider, asked["Location"])
    while check_some(now=NOW):
        pass
    said = QuestionAnswer(
        question=1, reply=Reply.YES, text=Text(lang="en", text="All six were issued by us.")
    )
    answered = InquiryAnswered(
        links=Links(answers=(Query.objects.all()[0].jti,)),
        restricted=InquiryAnswer(answers=(said,)),
    )
    ministry.counterpart.issue(answered, "5(7)")
    while check_some(now=timezone.now()):
        pass
    return batch


def test_an_answer_in_words_stands_beside_the_doubt_and_an_officer_decides_by_it(
    drafter: Client, decider: Client, counterpart: Counterpart
) -> None:
    ministry = Ministry(counterpart).begin()
    batch = answered_by_inquiry(drafter, decider, ministry)
    one = Application.objects.get(batch=batch, line=2)
    assert one.verdict == "ask"
    assert "All six were issued by us." in page(drafter, batch, "2/")
    assert "Decide by the answer" not in page(drafter, batch, "2/")
    assert "Decide by the answer" in page(decider, batch, "2/")
    address = f"/desk/acceptance/{batch.public_id}/2/rule/"
    assert drafter.post(address, {"ruling": "settles", "reason": "Mine."}).status_code == 403
    for sent, missing in (
        ({"ruling": "settles"}, "Say why in a sentence."),
        ({"reason": "They name each number."}, "Choose what the answer comes to."),
    ):
        refused = decider.post(address, sent)
        assert refused.status_code == 422
        assert missing in refused.content.decode()
    assert "They name each number." in refused.content.decode(), "what was typed is still there"
    assert not Ruling.objects.exists()

    decider.post(address, {"ruling": "settles", "reason": "They name each number."})
    while check_some(now=timezone.now()):
        pass
    one.refresh_from_db()
    assert one.verdict == "meets"
    text = page(drafter, batch, "2/")
    assert "They name each number." in text
    assert "settles the doubts" in text
    assert Application.objects.filter(batch=batch, verdict="ask").count() == 5
    assert decider.post(address, {"ruling": "settles", "reason": "Again."}).status_code == 404

    ministry.revoke_organization(on=date(2026, 5, 20))
    decider_may_check = drafter.post(f"/desk/acceptance/{batch.public_id}/again/", {"line": "2"})
    assert decider_may_check.status_code == 302
    while check_some(now=timezone.now()):
        pass
    one.refresh_from_db()
    assert one.verdict == "ask"


def issue(drafter: Client, decider: Client, place: str) -> None:
    """Submit a draft as it was begun, and have the second officer sign it off."""
    draft = Draft.objects.get(public_id=UUID(place.split("/")[-2]))
    whole = sealing.open_content(draft).typed | {
        "envelope.clause": ["5(7)"],
        "envelope.office": ["isa"],
        "envelope.role": ["Director"],
        **filled_day("envelope.on", date(2026, 5, 2)),
    }
    assert keep(drafter, draft, whole, "check") == 302
    assert press(drafter, draft, "submit") == 302
    press(decider, draft, "sign-off")
    assert draft.state == "issued"
