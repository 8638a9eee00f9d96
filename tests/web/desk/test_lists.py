"""An own list: uploaded, looked at, taken by its token, signed off."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kakehashi.desk.models import Draft
from kakehashi.registers.models import ImportedList
from tests.registers.workbooks import csv_text, line
from tests.web.desk.make import AGREEMENT
from tests.web.desk.test_drafts import keep, page, press, typed

pytestmark = pytest.mark.django_db

LAYOUT = "jp-supporting-organizations"


def upload(drafter: Client, text: str) -> Draft:
    answered = drafter.post(
        "/desk/lists/new/",
        {
            "agreement": AGREEMENT,
            "layout": LAYOUT,
            "as_of-year": "2026",
            "as_of-month": "7",
            "as_of-day": "1",
            "file": SimpleUploadedFile("list.csv", text.encode(), "text/csv"),
        },
    )
    assert answered.status_code == 302, answered.content.decode()
    return Draft.objects.latest("pk")


def look(drafter: Client, draft: Draft) -> tuple[int, str]:
    answered = drafter.get(f"/desk/lists/{draft.public_id}/")
    return answered.status_code, answered.content.decode()


def token(said: str) -> str:
    return said.split('name="token" value="', 1)[1].split('"', 1)[0]


def envelope() -> dict[str, list[str]]:
    given = {name: value for name, value in typed().items() if name.startswith("envelope.")}
    return given | {"envelope.clause": ["6(4)"], "source": ["The register"], "source-lang": ["en"]}


def test_a_list_is_taken_as_it_was_shown_and_issued_by_two(
    drafter: Client, decider: Client
) -> None:
    draft = upload(drafter, csv_text(line(1), line(2)))
    status, said = look(drafter, draft)
    assert status == 200
    assert "19登-000001" in said
    assert not ImportedList.objects.exists()
    drafter.post(f"/desk/lists/{draft.public_id}/", {"token": token(said)})
    assert ImportedList.objects.get().count == 2
    assert keep(drafter, draft, envelope(), "check") == 302
    assert press(drafter, draft, "submit") == 302
    assert "The register" in page(decider, draft, "check/")
    assert press(decider, draft, "sign-off") == 302
    assert draft.state == "issued"


def test_another_token_takes_nothing(drafter: Client) -> None:
    draft = upload(drafter, csv_text(line(1)))
    answered = drafter.post(f"/desk/lists/{draft.public_id}/", {"token": "another"})
    assert answered.status_code == 409
    assert not ImportedList.objects.exists()


def test_a_file_that_is_no_list_says_what_to_do(drafter: Client) -> None:
    draft = upload(drafter, "nothing,here\n1,2\n")
    status, said = look(drafter, draft)
    assert status == 422
    assert "Nothing was changed." in said
    assert not ImportedList.objects.exists()


def test_what_is_missing_is_said_beside_its_field(drafter: Client) -> None:
    answered = drafter.post("/desk/lists/new/", {})
    said = answered.content.decode()
    assert answered.status_code == 422
    for words in ("Choose the file.", "Enter the day of the list.", "Choose the layout"):
        assert words in said
