"""A report as a reporter writes it, sent from pages that need no script."""

import io
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.core.reporting.code import WayBack, read_code, way_back
from kakehashi.core.reporting.letter import seal_letter
from kakehashi.intake import actions, queries
from kakehashi.intake.models import Part, Report, State
from kakehashi.intake.sealing import OpenKeys
from kakehashi.node.identity import Intake
from kakehashi.web.report.naming import next_bodies
from kakehashi.web.report.questions import order
from tests.intake.make import NOW
from tests.web.report.telephone import Phone

pytestmark = pytest.mark.django_db

STORY = "មេខ្យល់យកលិខិតឆ្លងដែនរបស់ខ្ញុំ\nហើយសុំ ៣០០០ ដុល្លារ"
ANSWERS: dict[str, dict[str, object]] = {
    "whom": {"whom": "relative"},
    "land": {"agreement": "jp-kh-2019"},
    "what": {"what": ["a", "e"]},
    "story": {"story": STORY},
    "who.1": {"name": "សុខ សុភា", "role": "broker", "contact": "012 345 678", "next": "another"},
    "who.2": {"name": "株式会社みほん", "role": "employer"},
    "money.1": {"amount": "3000", "currency": "USD", "state": "paid", "receipt": "no"},
    "when": {"when": "year"},
    "where": {"country": "KH", "place": "តាកែវ"},
    "files": {},
    "know": {"know": "other-side"},
    "reach": {},
}


class Endless(io.RawIOBase):
    """A gigabyte of nothing, which is counted as it is read."""

    left = 2**30

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 2**20
        got = min(size, self.left)
        self.left -= got
        return b"\0" * got


def photo() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(written, "JPEG")
    return SimpleUploadedFile("IMG_Sok_Sophea.jpg", written.getvalue(), "image/jpeg")


def walk(phone: Phone) -> str:
    """Answer every question in its order, each page leading to the next; give the code."""
    code = phone.begin()
    at = f"/r/km/q/{next(iter(ANSWERS))}/"
    for name, fields in ANSWERS.items():
        assert at == f"/r/km/q/{name}/"
        assert "<form" in phone.go(f"q/{name}/")
        at = phone.send(f"q/{name}/", {"next": "on"} | fields)
    assert at == "/r/km/check/"
    return code


def test_a_report_is_written_one_question_a_page_and_reaches_the_office(
    phone: Phone, keys: OpenKeys
) -> None:
    walk(phone)
    shown = phone.go("check/")
    for said in ("សុខ សុភា", "株式会社みほん", "3000", "USD", "តាកែវ"):
        assert said in shown
    assert phone.send("check/") == "/r/km/mine/"
    (report,) = queries.queue(["jp-kh-2019"])
    told = queries.content_of(report, keys).told
    assert told.story == STORY
    assert [one.name for one in told.people] == ["សុខ សុភា", "株式会社みほん"]
    assert told.permission.may_know == "other-side"
    assert report.agreement == "jp-kh-2019"


def test_each_answer_is_kept_before_the_next_page_and_found_again_by_the_code(
    phone: Phone,
) -> None:
    code = phone.begin()
    phone.send("q/story/", {"story": STORY})
    another = Phone()
    assert another.send("back/", {"code": f" {code.upper().replace('-', ' ')} "}) == "/r/km/code/"
    assert code == "-".join(re.findall(r'translate="no">(\w+)<', another.go("code/")))
    assert STORY.split("\n", maxsplit=1)[0] in another.go("q/story/")
    assert STORY.split("\n", maxsplit=1)[0] in another.go("check/")
    third = Phone()
    assert third.send("back/", {"code": code}) == "/r/km/mine/"


def test_every_form_sent_twice_has_one_effect(phone: Phone) -> None:
    page = phone.go()
    seed = page.split('name="seed" value="')[1].split('"')[0]
    for _time in range(2):
        phone.send("begin/", {"seed": seed})
    assert Report.objects.count() == 1
    for _time in range(2):
        phone.send("q/story/", {"story": STORY})
        phone.send("q/files/", {"file": photo()})
    report = Report.objects.get()
    assert len(queries.files_of(report)) == 1
    assert Part.objects.filter(report=report, name="answer.story").count() == 1
    for _time in range(2):
        assert phone.send("check/") == "/r/km/mine/"
    once = phone.go("mine/").split('name="once" value="')[1].split('"')[0]
    for _time in range(2):
        phone.send("write/", {"once": once, "words": "more"})
    assert Part.objects.filter(report=report, name__startswith="letter.").count() == 2


def test_the_office_asks_and_the_reporter_answers_with_her_code(
    phone: Phone, keys: OpenKeys
) -> None:
    code = walk(phone)
    phone.send("check/")
    (report,) = queries.queue(["jp-kh-2019"])
    officer = Officer.objects.get(username="sokha")
    actions.ask_reporter(report, "តើនៅភូមិណា?", by=officer, now=NOW)
    later = Phone()
    later.send("back/", {"code": code})
    page = later.go("mine/")
    assert "តើនៅភូមិណា?" in page
    once = page.split('name="once" value="')[1].split('"')[0]
    later.send("write/", {"once": once, "words": "ភូមិព្រៃ"})
    assert "ភូមិព្រៃ" in later.go("mine/")
    assert [one.words for one in queries.letters_of(report, keys)] == ["តើនៅភូមិណា?", "ភូមិព្រៃ"]
    report.refresh_from_db()
    assert report.state == State.OPENED
    later.send("q/files/", {"file": photo()})
    evidence = queries.evidence_of(report, 1, keys)
    assert evidence is not None
    assert evidence.pictures


def test_whoever_sent_a_report_is_told_by_name_to_whom_else_she_can_turn(phone: Phone) -> None:
    phone.lang = "en"
    phone.begin()
    phone.send("q/story/", {"story": STORY})
    assert phone.send("check/") == "/r/en/mine/"
    page = phone.go("mine/")
    bodies = next_bodies(Report.objects.get().agreement, NOW.date())
    assert {one.country for one in bodies} >= {"Japan", "Cambodia"}
    assert all(f"{one.name}, {one.country}" in page for one in bodies)


def test_an_empty_report_is_politely_asked_for_a_word(phone: Phone) -> None:
    phone.begin()
    assert 'role="alert"' in phone.send("check/")
    assert Report.objects.get().state == State.DRAFT


def test_a_name_of_a_hundred_thousand_letters_is_politely_asked_to_be_shorter(phone: Phone) -> None:
    phone.begin()
    page = phone.send("q/who.1/", {"name": "ក" * 100_000})
    assert 'aria-invalid="true"' in page
    assert "300" in page
    assert Part.objects.filter(name="answer.who.1").count() == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.jpg"),
        (b"MZ\x90\x00", "photo.jpg"),
        (b"\0" * (13 * 2**20), "film.mp4"),
        (b"%PDF-1.7 broken", "contract.pdf"),
    ],
)
def test_a_file_that_cannot_be_taken_is_answered_and_nothing_is_lost(
    phone: Phone, content: bytes, name: str
) -> None:
    phone.begin()
    phone.send("q/story/", {"story": STORY})
    page = phone.send("q/files/", {"file": SimpleUploadedFile(name, content)})
    assert 'role="alert"' in page or "<h1>" in page
    assert queries.files_of(Report.objects.get()) == []
    assert STORY.split("\n", maxsplit=1)[0] in phone.go("check/")


def test_a_body_of_a_gigabyte_is_read_to_its_end_and_kept_nowhere(phone: Phone) -> None:
    phone.begin()

    body = Endless()
    answered = phone.client.generic(
        "POST",
        "/r/km/q/files/",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(2**30)},  # type: ignore[arg-type]  # WSGI's own
    )
    assert answered.status_code == 413
    assert body.left == 0
    assert "<h1>" in phone.read(answered)


@pytest.mark.parametrize("typed", ["", "no such code", "lusab lusab lusab lusab lusab", "x" * 9999])
def test_a_code_that_is_none_is_answered_in_words(phone: Phone, typed: str) -> None:
    assert 'role="alert"' in phone.send("back/", {"code": typed})


def test_a_right_code_of_no_report_is_answered_in_words(phone: Phone) -> None:
    assert 'role="alert"' in phone.send("back/", {"code": "babab-babab-babab-babab-babah"})


def test_a_draft_is_destroyed_when_its_reporter_wishes(phone: Phone) -> None:
    phone.begin()
    phone.send("q/story/", {"story": STORY})
    assert phone.send("end/", {"what": "destroy"}) == "/r/km/"
    assert Report.objects.count() == 0
    assert Part.objects.count() == 0


def test_who_has_no_code_here_is_asked_for_it(phone: Phone) -> None:
    for path in ("q/story/", "check/", "mine/", "code/"):
        assert phone.client.get(f"/r/km/{path}")["Location"] == "/r/km/back/"
    assert phone.send("write/", {"words": "x"}) == "/r/km/back/"


def test_an_office_without_a_key_says_so_and_begins_nothing(db: None) -> None:  # noqa: ARG001 - it reads
    phone = Phone(lang="en")
    assert "does not take reports here yet" in phone.go()
    assert phone.send("begin/") == "/r/en/"
    assert Report.objects.count() == 0


def test_a_disk_that_is_nearly_full_takes_no_new_report_and_keeps_the_old_ones_open(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.lang = "en"
    phone.begin()
    monkeypatch.setattr(shutil, "disk_usage", lambda _home: SimpleNamespace(free=2**27))
    phone.send("q/story/", {"story": STORY})
    assert "no room for files" in phone.send("q/files/", {"file": photo()})
    assert phone.send("check/") == "/r/en/mine/"
    other = Phone(lang="en")
    home = other.go()
    assert "no room for new reports" in home
    assert "I have a code" in home
    assert other.send("begin/") == "/r/en/"
    assert Report.objects.count() == 1


def test_every_question_is_asked_in_every_language(phone: Phone) -> None:
    phone.begin()
    for phone.lang in ("en", "ja", "km", "tg", "ru"):
        for step in order():
            name = f"{step}.1" if step in {"who", "money"} else str(step)
            page = phone.go(f"q/{name}/")
            assert f'<html lang="{phone.lang}">' in page
            assert f'href="/r/km/q/{name}/"' in page or phone.lang == "km"


def test_a_code_is_found_under_this_node_alone(phone: Phone) -> None:
    code = phone.begin()
    elsewhere = way_back(read_code(code), node_name="another.example")
    assert queries.report_of(elsewhere) is None


def test_what_was_sealed_wrongly_is_asked_for_again_and_too_long_letters_are_answered(
    phone: Phone,
) -> None:
    phone.begin()
    assert 'role="alert"' in phone.send("q/story/", {"sealed": "not a letter", "copy": ""})
    assert 'role="alert"' in phone.send("q/story/", {"sealed": "a" * 300_000, "copy": "?"})
    phone.send("q/story/", {"story": STORY})
    phone.send("check/")
    assert 'role="alert"' in phone.send("write/", {"once": "1", "words": "ក" * 20_001})
    assert 'role="alert"' in phone.send("write/", {"once": "2", "sealed": "rubbish"})
    assert queries.letters_for_reporter(Report.objects.get(), WayBack(bytes(32))) == []


def test_a_question_that_was_read_aloud_by_people_is_played(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    phone.begin()
    assert phone.client.get("/r/say/story.km").status_code == 404
    (tmp_path / "story.km.mp3").write_bytes(b"ID3 sound")
    ours = node.this()
    intake = Intake(recordings=str(tmp_path))
    said = replace(ours, identity=replace(ours.identity, intake=intake))
    monkeypatch.setattr(node, "this", lambda: said)
    assert 'src="/r/say/story.km"' in phone.go("q/story/")
    played = phone.client.get("/r/say/story.km")
    assert played.getvalue() == b"ID3 sound"
    assert played["Content-Type"] == "audio/mpeg"
    for asked, bytes_of_it, where in (
        ("4-6", b"sou", "4-6"),
        ("4-", b"sound", "4-8"),
        ("0-99", b"ID3 sound", "0-8"),
    ):
        part = phone.client.get("/r/say/story.km", headers={"Range": f"bytes={asked}"})
        assert (part.status_code, part.content) == (206, bytes_of_it)
        assert part["Content-Range"] == f"bytes {where}/9"
    for asked in ("bytes=9-", "bytes=5-4", "bytes=-2", "bytes=0-1,3-4", "lines=1-2"):
        whole = phone.client.get("/r/say/story.km", headers={"Range": asked})
        assert (whole.status_code, whole.getvalue()) == (200, b"ID3 sound")
    for step in ("story.ja", "what.km", "..%2f..%2fkeys%2fsecret.km", "../story.km"):
        assert phone.client.get(f"/r/say/{step}").status_code == 404


def test_pressing_send_without_a_file_asks_for_one_and_next_goes_on(phone: Phone) -> None:
    phone.begin()
    assert 'role="alert"' in phone.send("q/files/", {"next": "file"})
    assert phone.send("q/files/", {"next": "on"}) == "/r/km/q/know/"


def test_an_empty_form_does_not_take_back_what_was_locked_on_another_telephone(
    phone: Phone,
) -> None:
    phone.begin()
    key = actions.key_in_force()
    for place in ("story", "know"):
        letter = seal_letter(b'{"story": ["x"]}', to=bytes(key.public), kid=key.kid).decode()
        phone.send(f"q/{place}/", {"sealed": letter, "copy": ""})
        page = phone.go(f"q/{place}/")
        assert 'name="cleared"' in page
        assert " checked" not in page
        assert phone.send(f"q/{place}/", {"next": "on", "story": ""}).startswith("/r/km/")
        assert Part.objects.filter(name=f"answer.{place}").exists()
        phone.send(f"q/{place}/", {"cleared": "yes"})
        assert not Part.objects.filter(name=f"answer.{place}").exists()
        assert 'name="cleared"' not in phone.go(f"q/{place}/")
