"""The verification page on the server: what is sent is checked in memory and kept nowhere."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import segno
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.certificates import keys, lists, sealing
from kakehashi.certificates.models import KeptList, StatusList
from kakehashi.core.certificate import to_text
from kakehashi.journal.record import open_record
from tests.certificates import make
from tests.core.vectors_certificate import list_of
from tests.web.portal.reading import page, text

READ = "/verify/read/"


@pytest.fixture
def code(db: None, monkeypatch: pytest.MonkeyPatch) -> str:  # noqa: ARG001 - it writes
    """The code of a certificate that this node issued just now."""
    now = timezone.now()
    monkeypatch.setattr(make, "NOW", now)
    open_record(now=now)
    today = keys.today(make.AGREEMENT, now)
    request = keys.make_keys(make.AGREEMENT, first=today, months=1)
    keys.take_keys(make.AGREEMENT, make.certified(request), now=now)
    one, other = (Officer.objects.create(username=name, added_at=now).pk for name in ("a", "b"))
    row = make.issued((one, other), valid_until_on=date(today.year + 1, 1, 1))
    lists.sign_lists(make.AGREEMENT, now=now)
    return to_text(sealing.open_certificate(row))


def sent(**form: object) -> tuple[int, str]:
    answer = Client().post(READ, form)
    return answer.status_code, text(answer.content.decode())


def as_png(said: str) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    segno.make(said, micro=False).save(drawn, kind="png", scale=6)
    return SimpleUploadedFile("paper.png", drawn.getvalue(), "image/png")


def test_a_text_is_answered_in_words_sign_and_colour(code: str) -> None:
    status, said = sent(text=f"  {code}\n")
    assert status == 200
    assert "✓ Genuine and valid" in said
    assert "SOK, SREYMOM" in said
    assert "Age of the status list in hours 0" in said


def test_a_file_is_answered_and_of_several_codes_that_of_the_certificate(code: str) -> None:
    status, said = sent(file=as_png(code))
    assert (status, "✓ Genuine and valid" in said) == (200, True)
    status, said = sent(file=as_png("https://example.org/"))
    assert (status, "This is not the code of a certificate" in said) == (200, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "status", "expected"),
    [
        ({}, 422, "Choose a photo or a PDF, or enter the text of the code."),
        ({"text": "x" * 1_000_000}, 200, "This is not the code of a certificate"),
        ({"text": "KKC1:\0"}, 200, "The code is cut off or was misread"),
        (
            {"file": SimpleUploadedFile("a.txt", b"no picture", "text/plain")},
            422,
            "neither a picture nor a PDF",
        ),
    ],
    ids=["nothing", "long", "nul", "no-picture"],
)
def test_what_is_no_code_says_what_to_do(
    form: dict[str, object], status: int, expected: str
) -> None:
    answered, said = sent(**form)
    assert answered == status
    assert expected in said


@pytest.mark.django_db
def test_an_upload_lies_on_no_disk_and_an_answer_in_no_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    large = SimpleUploadedFile("a.png", b"\x89PNG" + bytes(5_000_000), "image/png")
    answer = Client().post(READ, {"file": large})
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "no-store"
    assert list(tmp_path.iterdir()) == []
    assert not answer.cookies


@pytest.mark.django_db
def test_the_camera_is_open_to_this_page_alone_and_the_policy_stays_strict() -> None:
    here, elsewhere = Client().get("/verify/"), Client().get("/")
    assert "camera=(self)" in here.headers["Permissions-Policy"]
    assert "camera=()" in elsewhere.headers["Permissions-Policy"]
    policy = here.headers["Content-Security-Policy"]
    assert policy == elsewhere.headers["Content-Security-Policy"]
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_worker_stands_where_its_scope_ends() -> None:
    answer = Client().get("/verify/worker.js")
    assert answer.headers["Content-Type"] == "text/javascript"
    assert "Service-Worker-Allowed" not in answer.headers


@pytest.mark.django_db
def test_the_worker_names_what_is_kept_and_is_another_one_in_another_release(
    settings: Settings,
) -> None:
    said = kept()
    for address in (*said["pages"], said["held"]):
        assert Client().get(address).status_code == 200, address
    for address in said["files"]:
        assert finders.find(address.removeprefix(said["release"])), address
    assert [one for one in said["pages"] if "lang=km" in one]
    before = Client().get("/verify/worker.js").content
    assert said["release"] in Client().get("/verify/").content.decode()
    settings.STATIC_URL = "/static/another/"
    assert Client().get("/verify/worker.js").content != before


def kept() -> dict[str, Any]:
    """What the worker says that it keeps."""
    first, _, _rest = Client().get("/verify/worker.js").content.decode().partition(";\n")
    said: dict[str, Any] = json.loads(first.removeprefix("const KEPT = "))
    return said


def test_the_page_keeps_keys_and_lists_as_they_were_signed(code: str) -> None:
    said = json.loads(page("/verify/held.json"))
    (key,) = said["keys"]
    assert (key["issuer"], key["revoked"]) == (keys.issuer(make.AGREEMENT), False)
    assert code.startswith("KKC1:")
    (address,) = said["lists"]
    token = Client().get(address)
    assert token.headers["Content-Type"] == "application/statuslist+cwt"
    assert token.content == lists.our_list(make.AGREEMENT, 1)
    assert Client().get(address.replace("/1.cwt", "/2.cwt")).status_code == 404


def test_whoever_verifies_elsewhere_finds_the_keys_as_the_root_certified_them(code: str) -> None:
    assert code
    address = f"/verify/keys/{make.AGREEMENT}/{node.this().party}.json"
    assert Client().get(address).content == keys.published(make.AGREEMENT)
    assert address in page("/verify/")
    assert f"/verify/status/{make.AGREEMENT}/{node.this().party}/1.cwt" in page("/verify/")
    assert Client().get(f"/verify/keys/{make.AGREEMENT}/KH.json").status_code == 404


def test_a_list_whose_key_is_trusted_no_more_stops_no_answer(code: str) -> None:
    KeptList.objects.create(
        issuer=f"{make.AGREEMENT}/KH",
        number=1,
        token=list_of({}, at=make.NOW),
        signed_at=make.NOW,
        taken_at=make.NOW,
    )
    status, said = sent(text=code)
    assert (status, "✓ Genuine and valid" in said) == (200, True)


def test_without_a_list_the_answer_is_amber_and_says_what_to_do(code: str) -> None:
    StatusList.objects.update(token=None)
    _status, said = sent(text=code)
    assert "! Genuine; whether it is valid today is not known for sure" in said
    assert "Fetch the newest status list, then try again." in said


@pytest.fixture(autouse=True)
def _no_keys_left() -> Iterator[None]:
    yield
    for file in (node.home() / "keys" / make.AGREEMENT / keys.FOLDER).glob("*.key"):
        file.unlink()
