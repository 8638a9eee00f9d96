"""An organization applies in a browser without scripts, from the account to the certificate."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kakehashi.accounts.queries import code_at
from kakehashi.approvals import actions, applicants, examining
from kakehashi.approvals.models import Applicant, ApplicantSession, Application
from kakehashi.core.approving.asks import STEPS, Sort
from tests.approvals.answers import answers, declared
from tests.approvals.make import PASSWORD, PDF, Ministry

pytestmark = pytest.mark.django_db


def signed_in(applicant: Applicant) -> Client:
    client = Client()
    client.cookies[settings.APPLICANT_COOKIE_NAME] = applicants.open_session(
        applicant, now=applicant.added_at + timedelta(seconds=1)
    )
    return client


def revision(page: Any) -> str:
    found = re.search(r'name="revision" value="([0-9]+)"', page.content.decode())
    assert found, page.content.decode()
    return found[1]


def posted(step: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    """What a browser posts for a step."""
    form = next(one for one in STEPS if one.name == step)
    said: dict[str, Any] = {"rows": str(len(rows)), "again": "next"}
    for number, row in enumerate(rows):
        prefix = f"{number}-" if form.is_many else ""
        for ask in form.asks:
            value = row.get(ask.name, "")
            if ask.sort is Sort.MONEY:
                amount, _, currency = value.rpartition(" ")
                said |= {f"{prefix}{ask.name}-amount": amount}
                said |= {f"{prefix}{ask.name}-currency": currency}
            elif ask.sort is Sort.CHOICES:
                said[prefix + ask.name] = value.splitlines()
            else:
                said[prefix + ask.name] = value
    return said


def walk(client: Client, where: str, ministry: Ministry) -> str:
    """Answer every step from the first on; give the address of the check."""
    here = f"{where}steps/names/"
    for step in STEPS:
        assert here == f"{where}steps/{step.name}/"
        page = client.get(here)
        answered = client.post(
            here, posted(step.name, answers()[step.name]) | {"revision": revision(page)}
        )
        assert answered.status_code == 302, answered.content.decode()
        here = answered["Location"]
    for paper in ministry.set.papers:
        page = client.get(here)
        file = ministry.upload(f"{paper.value}.pdf")
        sent = {"paper": paper.value, "file": file, "revision": revision(page)}
        assert client.post(here, sent).status_code == 302
    here = f"{where}steps/declaration/"
    page = client.get(here)
    (said,) = declared(ministry.set).values()
    answered = client.post(here, said[0] | {"again": "next", "revision": revision(page)})
    assert answered.status_code == 302, answered.content.decode()
    return str(answered["Location"])


def test_where_applications_are_not_open_no_button_leads_nowhere() -> None:
    now = timezone.now()
    who = applicants.sign_up(email="a@example.org", name="A", password=PASSWORD, now=now)
    said = signed_in(who).get("/apply/applications/").content.decode()
    assert reverse("apply_begin") not in said
    assert "Applications are not open at this node" in said


def test_from_sign_up_to_the_certificate(ministry: Ministry) -> None:
    client = Client()
    assert client.get("/apply/").status_code == 200
    said = {"name": "Sok Visal", "email": "Sok@Mekong.example", "password": PASSWORD}
    assert client.post("/apply/account/new/", said)["Location"] == "/apply/applications/"
    begun = client.post("/apply/applications/new/", {"purpose": "approval"})
    where = begun["Location"]
    check = walk(client, where, ministry)
    page = client.get(check)
    assert "ក្រុមហ៊ុន មេគង្គ អនាគតភ្លឺ" in page.content.decode()
    assert client.post(check, {"revision": revision(page)})["Location"] == where
    application = Application.objects.get()
    assert (application.state, application.serial) == ("submitted", 1)
    ministry.approved(ministry.examined(application))
    page = client.get(where)
    assert "KHM000001" in page.content.decode()
    paper = client.get(f"{where}certificate/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_what_is_missing_stands_beside_the_answer_and_nothing_is_submitted(
    ministry: Ministry,
) -> None:
    who = ministry.applicant()
    client = signed_in(who)
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    page = client.get(f"{where}check/")
    answered = client.post(f"{where}check/", {"revision": revision(page)})
    assert answered.status_code == 422
    assert "Something is missing in: Names" in answered.content.decode()
    assert Application.objects.get().state == "draft"


def test_a_wrong_answer_is_kept_and_named(ministry: Ministry) -> None:
    client = signed_in(ministry.applicant())
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    here = f"{where}steps/contact/"
    said = {"phone": "none", "email": "x", "website": "", "languages": ["km"], "again": "next"}
    answered = client.post(here, said | {"revision": "0"})
    assert answered.status_code == 422
    assert "Write a telephone number" in answered.content.decode()
    assert 'value="none"' in client.get(here).content.decode()


def test_rows_are_added_and_removed_without_a_script(ministry: Ministry) -> None:
    client = signed_in(ministry.applicant())
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    here = f"{where}steps/names/"
    said = posted("names", answers()["names"]) | {"revision": "0", "again": "add:names"}
    assert client.post(here, said).status_code == 302
    page = client.get(here)
    assert page.content.decode().count('name="again" value="remove:names:') == 3
    said |= {"rows": "3", "revision": revision(page), "again": "remove:names:0"}
    assert client.post(here, said).status_code == 302
    left = client.get(here).content.decode()
    assert "Mekong Anakot Phlu" in left
    assert "អនាគតភ្លឺ" not in left


def test_of_two_windows_the_second_is_told_and_loses_nothing(ministry: Ministry) -> None:
    client = signed_in(ministry.applicant())
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    here = f"{where}steps/staff/"
    said = {"total": "7", "japanese": "1", "teachers": "1", "care": "1", "again": "later"}
    assert client.post(here, said | {"revision": "0"}).status_code == 302
    second = client.post(here, said | {"total": "9", "revision": "0"})
    assert second.status_code == 409
    assert 'value="9"' in second.content.decode()
    assert 'value="7"' in client.get(here).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a program", "no PDF, JPEG or PNG"),
        (b"%PDF-1.4 and then nothing", "does not open"),
        (b"PK\x03\x04 a folder", "no PDF, JPEG or PNG"),
        (b"%PDF-" + b"x" * (10 * 2**20), "too large"),
    ],
    ids=["empty", "program", "damaged", "zip", "large"],
)
def test_a_file_is_known_by_what_is_in_it(ministry: Ministry, data: bytes, words: str) -> None:
    client = signed_in(ministry.applicant())
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    sent = {"paper": "statutes", "file": ministry.upload("a.pdf", data), "revision": "0"}
    answered = client.post(f"{where}papers/", sent)
    assert answered.status_code == 422
    assert words in answered.content.decode()


def test_a_picture_that_unfolds_into_much_more_is_refused(ministry: Ministry) -> None:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2
    client = signed_in(ministry.applicant())
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    data = head + b"\x08\x02\x00\x00\x00" + b"\x00" * 4
    sent = {"paper": "statutes", "file": ministry.upload("a.png", data), "revision": "0"}
    assert client.post(f"{where}papers/", sent).status_code == 422


def test_a_document_is_sealed_at_rest_and_given_back_to_its_owner_alone(
    ministry: Ministry,
) -> None:
    who = ministry.applicant()
    client = signed_in(who)
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    sent = {"paper": "statutes", "file": ministry.upload("a.pdf"), "revision": "0"}
    client.post(f"{where}papers/", sent)
    found = re.search(
        rf'href="({where}papers/[0-9a-f]+/)"', client.get(f"{where}papers/").content.decode()
    )
    assert found
    assert client.get(found[1]).content == PDF
    other = signed_in(ministry.applicant("other@example.org"))
    assert other.get(found[1]).status_code == 404
    from kakehashi.approvals.models import SealedPart  # noqa: PLC0415 - beside its only use

    assert not any(PDF[:20] in bytes(one.sealed) for one in SealedPart.objects.all())


def test_what_the_office_asks_is_read_and_answered(ministry: Ministry) -> None:
    who = ministry.applicant()
    made = ministry.taken_up(ministry.submitted(who))
    examining.ask_for_more(
        made,
        words="Who owns the other half?",
        by=ministry.examiner.pk,
        today=ministry.today,
        now=ministry.now,
    )
    client = signed_in(who)
    where = reverse("apply_application", args=[made.public_id])
    assert "Who owns the other half?" in client.get(where).content.decode()
    page = client.get(f"{where}check/")
    said = {"revision": revision(page), "words": "My brother: see owners."}
    assert client.post(f"{where}check/", said)["Location"] == where
    assert ministry.fresh(made).state == "submitted"


def test_a_draft_is_erased_and_a_submitted_application_withdrawn(ministry: Ministry) -> None:
    who = ministry.applicant()
    client = signed_in(who)
    where = client.post("/apply/applications/new/", {"purpose": "approval"})["Location"]
    assert "Delete this application?" in client.post(f"{where}withdraw/").content.decode()
    client.post(f"{where}withdraw/", {"sure": "yes", "revision": "0"})
    assert not Application.objects.exists()
    made = ministry.submitted(who)
    where = reverse("apply_application", args=[made.public_id])
    client.post(f"{where}withdraw/", {"sure": "yes", "revision": str(made.revision)})
    assert ministry.fresh(made).state == "withdrawn"


def test_five_open_applications_are_enough(ministry: Ministry) -> None:
    who = ministry.applicant()
    for _ in range(actions.MOST_OPEN):
        ministry.begun(who)
    answered = signed_in(who).post("/apply/applications/new/", {"purpose": "approval"})
    assert answered["Location"] == "/apply/applications/"
    assert Application.objects.count() == actions.MOST_OPEN


def test_a_wrong_password_and_an_unknown_address_look_alike(ministry: Ministry) -> None:
    ministry.applicant()
    told = set()
    for email in ("sok@mekong.example", "nobody@example.org"):
        said = {"email": email, "password": "something else 123"}
        page = Client().post("/apply/sign-in/", said)
        assert page.status_code == 422
        told.add(page.content.decode().count("do not belong together"))
    assert len(told) == 1


def test_guessing_is_slowed_down(ministry: Ministry) -> None:
    ministry.applicant()
    said = {"email": "sok@mekong.example", "password": "something else 123"}
    found = [Client().post("/apply/sign-in/", said).status_code for _ in range(12)]
    assert found[-1] == 429
    right = said | {"password": PASSWORD}
    assert Client().post("/apply/sign-in/", right).status_code == 429


def test_an_app_is_asked_for_once_it_is_set_up_and_each_code_passes_once(
    ministry: Ministry,
) -> None:
    who = ministry.applicant()
    client = signed_in(who)
    page = client.get("/apply/account/").content.decode()
    found = re.search(r'name="secret" value="([A-Z2-7]+)"', page)
    assert found
    secret, now = found[1], ministry.now
    before = code_at(secret, now - timedelta(seconds=30))
    said = {"again": "factor", "secret": secret, "code": before}
    assert client.post("/apply/account/", said).status_code == 302
    fresh = Client()
    said = {"email": who.email, "password": PASSWORD}
    assert fresh.post("/apply/sign-in/", said)["Location"] == "/apply/second/"
    assert fresh.get("/apply/applications/")["Location"] == "/apply/sign-in/"
    assert fresh.post("/apply/second/", {"code": before}).status_code == 422
    code = code_at(secret, ministry.now)
    assert fresh.post("/apply/second/", {"code": code}).status_code == 302
    assert fresh.get("/apply/applications/").status_code == 200
    again = Client()
    again.post("/apply/sign-in/", said)
    assert again.post("/apply/second/", {"code": code}).status_code == 422


def test_a_new_password_ends_every_session(ministry: Ministry) -> None:
    who = ministry.applicant()
    one, other = signed_in(who), signed_in(who)
    said = {"again": "password", "present": PASSWORD, "password": "another long password"}
    assert one.post("/apply/account/", said).status_code == 302
    assert other.get("/apply/applications/")["Location"] == "/apply/sign-in/"
    assert one.get("/apply/applications/").status_code == 200


def test_a_session_ends_by_itself_and_by_signing_out(ministry: Ministry) -> None:
    who = ministry.applicant()
    client = signed_in(who)
    ApplicantSession.objects.update(until=ministry.now - timedelta(seconds=1))
    assert client.get("/apply/applications/")["Location"] == "/apply/sign-in/"
    client = signed_in(who)
    client.post("/apply/sign-out/")
    assert not ApplicantSession.objects.filter(until__gt=ministry.now).exists()
