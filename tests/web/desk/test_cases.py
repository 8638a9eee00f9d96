"""The pages of cases: found, read, worked on, by those who may and nobody else."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kakehashi import dispatch
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.notices import Links
from kakehashi.desk.models import (
    Case,
    CaseFile,
    CaseNote,
    CaseNotePart,
    ConfidentialReading,
    Draft,
)
from kakehashi.desk.sealing import open_content
from kakehashi.journal.models import Entry
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, ASKED, Counterpart

pytestmark = pytest.mark.django_db

INFORMED = "misconduct.informed"
LIST = "/desk/cases/"


def address(matter: str) -> str:
    return f"{LIST}{AGREEMENT}/{matter}/"


def page(desk: Client, where: str) -> str:
    answer = desk.get(where)
    assert answer.status_code == 200, where
    return unescape(answer.content.decode())


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', html)
    assert found
    return found[1]


def ours(counterpart: Counterpart, kind: str) -> str:
    jti = make.issue_ours(counterpart, kind)
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    return jti


def answered_by_them(counterpart: Counterpart, kind: str, clause: str, *answers: str) -> str:
    notice, files = make.with_files(kind, Links(answers=answers))
    return counterpart.issue(notice, clause, files=files)


def noted(desk: Client, matter: str, words: str, **more: object) -> int:
    told = {"act": "note", "sort": "step", "words": words} | more
    return desk.post(
        f"{address(matter)}act/", {"seen": seen(page(desk, address(matter)))} | told
    ).status_code


def test_an_inquiry_of_theirs_is_on_the_list_with_our_side_to_act(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    shown = page(drafter, f"{LIST}?turn=ours")
    assert address(asked) in shown
    assert "Our side: Answer" in shown
    assert address(asked) not in page(drafter, f"{LIST}?turn=theirs")
    assert address(asked) not in page(drafter, f"{LIST}?state=closed")
    assert drafter.get(f"{LIST}?family=nonsense").status_code == 404


def test_its_page_offers_the_answer_and_the_draft_knows_the_questions(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    shown = page(drafter, address(asked))
    assert "Draft: Inquiry answered" in shown
    answer = drafter.post(f"{address(asked)}follow/", {"next": f"inquiry.answered~{asked}"})
    draft = Draft.objects.get()
    assert answer.status_code == 302
    typed = open_content(draft).typed
    assert typed["links.answers"] == [asked]
    assert typed["restricted.answers.0.question"] == ["1"]


def test_a_question_about_a_case_keeps_the_case_while_its_form_is_filled_in(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    drafter.post(f"{address(asked)}follow/", {"next": f"inquiry.asked~{asked}"})
    draft = Draft.objects.get()
    form = page(drafter, f"/desk/drafts/{draft.public_id}/")
    assert f'value="{asked}" selected' in form
    drafter.post(
        f"/desk/drafts/{draft.public_id}/",
        {"revision": "0", "again": "later", "links.case": asked},
    )
    assert open_content(draft).typed["links.case"] == [asked]


def test_what_may_not_follow_begins_no_draft(drafter: Client, counterpart: Counterpart) -> None:
    asked = make.known(counterpart, ASKED)
    for code in ("investigation.reported", "inquiry.answered~nothing", ""):
        assert drafter.post(f"{address(asked)}follow/", {"next": code}).status_code == 404
    assert not Draft.objects.exists()


def test_a_second_answer_is_shown_and_explained(drafter: Client, counterpart: Counterpart) -> None:
    asked = ours(counterpart, ASKED)
    for _ in range(2):
        answered_by_them(counterpart, "inquiry.answered", "5(7)", asked)
    shown = page(drafter, address(asked))
    assert "Answered twice" in shown
    assert "The first answer counts for the duty" in shown


def test_a_notice_leads_to_its_case_and_says_why_it_is_odd(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = ours(counterpart, ASKED)
    for _ in range(2):
        late = answered_by_them(counterpart, "inquiry.answered", "5(7)", asked)
    seq = Entry.objects.get(jti=late).index
    shown = page(drafter, f"/desk/notices/{AGREEMENT}/KH/1/{seq}/")
    assert address(asked) in shown
    assert "The first answer counts for the duty" in shown


def test_an_answer_to_nothing_known_is_kept_and_opens_no_case(
    drafter: Client, counterpart: Counterpart
) -> None:
    unknown = "01900000-0000-7000-8000-000000000001"
    answered_by_them(counterpart, "inquiry.answered", "5(7)", unknown)
    assert not Case.objects.exists()
    assert drafter.get(address(unknown)).status_code == 404
    seq = Entry.objects.get(kind="inquiry.answered").index
    where = f"/desk/notices/{AGREEMENT}/KH/1/{seq}/"
    assert where in page(drafter, LIST)
    shown = page(drafter, where)
    assert "It names a notice that is in neither journal here" in shown


def test_confidential_content_is_opened_when_asked_for_and_each_reading_is_noted(
    drafter: Client, counterpart: Counterpart
) -> None:
    informed = ours(counterpart, INFORMED)
    shut = page(drafter, address(informed))
    assert "1 notice has confidential parts." in shut
    assert "What seems to have happened" not in shut
    assert not ConfidentialReading.objects.exists()
    assert "What seems to have happened" in page(drafter, f"{address(informed)}?open=confidential")
    assert ConfidentialReading.objects.count() == 1


def test_who_reads_nothing_confidential_sees_neither_content_nor_notes(
    drafter: Client, counterpart: Counterpart
) -> None:
    informed = ours(counterpart, INFORMED)
    assert noted(drafter, informed, "Called the embassy") == 302
    other = make.desk_of(make.officer("sora", RoleKind.DRAFTS))
    shown = page(other, f"{address(informed)}?open=confidential")
    assert "What seems to have happened" not in shown
    assert "Called the embassy" not in shown
    where = f"{address(informed)}act/"
    told = {"act": "note", "sort": "note", "words": "x", "seen": "1.1"}
    assert other.post(where, told).status_code == 403
    note = CaseNote.objects.get()
    assert other.get(f"{address(informed)}files/{note.public_id}/").status_code == 403


def test_a_note_is_sealed_and_its_file_comes_back_as_it_was(
    drafter: Client, counterpart: Counterpart
) -> None:
    informed = ours(counterpart, INFORMED)
    file = SimpleUploadedFile("photo.jpg", b"\xff\xd8evidence", "image/jpeg")
    assert noted(drafter, informed, "A receipt for fees", file=file, sort="evidence") == 302
    shown = page(drafter, address(informed))
    assert "A receipt for fees" in shown
    assert "photo.jpg" in shown
    for part in CaseNotePart.objects.all():
        assert b"receipt" not in bytes(part.sealed)
        assert b"evidence" not in bytes(part.sealed)
    note = CaseNote.objects.get()
    answer = drafter.get(f"{address(informed)}files/{note.public_id}/")
    assert answer.content == b"\xff\xd8evidence"


def test_the_second_of_two_officers_sees_what_the_first_did_and_loses_nothing(
    drafter: Client, decider: Client, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    before = seen(page(decider, address(asked)))
    assert noted(drafter, asked, "First") == 302
    told = {"act": "note", "sort": "finding", "words": "Second, typed at length", "seen": before}
    answer = decider.post(f"{address(asked)}act/", told)
    shown = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Aoi wrote: Step of an investigation" in shown
    assert "Second, typed at length" in shown
    assert CaseNote.objects.count() == 1
    assert decider.post(f"{address(asked)}act/", told | {"seen": seen(shown)}).status_code == 302
    assert CaseNote.objects.count() == 2


def test_a_notice_that_comes_meanwhile_is_told_before_anything_is_kept(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = ours(counterpart, ASKED)
    before = seen(page(drafter, address(asked)))
    answered_by_them(counterpart, "inquiry.answered", "5(7)", asked)
    told = {"act": "note", "sort": "note", "words": "Still waiting", "seen": before}
    answer = drafter.post(f"{address(asked)}act/", told)
    assert answer.status_code == 409
    assert "1 new notice came into the case" in unescape(answer.content.decode())


def test_a_refused_note_keeps_what_was_typed_and_says_what_to_mend_twice(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    told = {
        "act": "note",
        "sort": "finding",
        "words": "Kept word for word",
        "done_on-year": "2026",
        "done_on-month": "2",
        "done_on-day": "31",
        "seen": seen(page(drafter, address(asked))),
    }
    answer = drafter.post(f"{address(asked)}act/", told)
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Kept word for word" in shown
    assert 'value="31"' in shown
    assert shown.count("id_done_on") > 1
    assert "Error:" in shown
    assert not CaseNote.objects.exists()


def test_a_case_given_to_an_officer_is_among_theirs(
    drafter: Client, aoi: Officer, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    told = {"act": "assign", "to": str(aoi.pk), "seen": seen(page(drafter, address(asked)))}
    assert drafter.post(f"{address(asked)}act/", told).status_code == 302
    assert address(asked) in page(drafter, f"{LIST}?mine=yes")
    told = {"act": "number", "number": "GL-2026-17", "seen": seen(page(drafter, address(asked)))}
    assert drafter.post(f"{address(asked)}act/", told).status_code == 302
    assert "GL-2026-17" in page(drafter, address(asked))
    assert CaseFile.objects.get().revision == 2


def test_a_case_filed_away_here_leaves_the_open_ones(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    for act, is_listed in (("file", False), ("take-out", True)):
        told = {"act": act, "seen": seen(page(drafter, address(asked)))}
        assert drafter.post(f"{address(asked)}act/", told).status_code == 302
        assert (address(asked) in page(drafter, LIST)) is is_listed
        assert (address(asked) in page(drafter, f"{LIST}?state=filed")) is not is_listed


def test_two_cases_are_linked_and_unlinked_from_either_side(
    drafter: Client, counterpart: Counterpart
) -> None:
    one, two = make.known(counterpart, ASKED), ours(counterpart, INFORMED)
    told = {"act": "link", "other": f"https://desk.example{address(two)}"}
    where = f"{address(one)}act/"
    told["seen"] = seen(page(drafter, address(one)))
    assert drafter.post(where, told).status_code == 302
    assert address(two) in page(drafter, address(one))
    back = page(drafter, address(two))
    assert address(one) in back
    told = {"act": "unlink", "linked": f"{AGREEMENT}/{one}", "seen": seen(back)}
    assert drafter.post(f"{address(two)}act/", told).status_code == 302
    assert address(two) not in page(drafter, address(one))


def test_an_officer_of_another_agreement_finds_no_case(
    drafter: Client, counterpart: Counterpart
) -> None:
    asked = make.known(counterpart, ASKED)
    page(drafter, address(asked))
    stranger = make.desk_of(make.officer("rustam", *RoleKind, agreement=make.OTHER))
    assert address(asked) not in page(stranger, LIST)
    assert stranger.get(f"{LIST}?agreement={AGREEMENT}").status_code == 404
    assert stranger.get(address(asked)).status_code == 404
    for more in ("act/", "follow/"):
        told = {"act": "file", "seen": "0.1", "next": f"inquiry.answered~{asked}"}
        assert stranger.post(f"{address(asked)}{more}", told).status_code == 404
    assert not CaseFile.objects.exists()
