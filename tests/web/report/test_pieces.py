"""A file in pieces goes on where the line broke; a script is told only where to go on."""

import hashlib
import io
import os
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kakehashi.intake import actions, arriving, queries
from kakehashi.intake.cleaning import LARGEST
from kakehashi.intake.models import REPORTER, Part, Report
from kakehashi.intake.sealing import OpenKeys
from tests.intake.make import NOW, officer
from tests.web.report.telephone import Phone

pytestmark = pytest.mark.django_db

KEPT = {"to": "/r/km/q/files/"}


def photo() -> bytes:
    """A photograph of some pieces, which differs each time."""
    written = io.BytesIO()
    Image.frombytes("RGB", (180, 150), os.urandom(180 * 150 * 3)).save(written, "PNG")
    return written.getvalue()


def say(phone: Phone, content: bytes, number: int | None = None, **other: object) -> dict[str, Any]:
    """Ask how far a file is, or send one of its pieces, the last one filled up."""
    fields = {"of": hashlib.sha256(content).hexdigest(), "length": len(content)} | other
    if number is not None:
        at = number * arriving.LENGTH
        piece = content[at : at + arriving.LENGTH].ljust(arriving.LENGTH, b"\0")
        fields |= {"number": number, "piece": SimpleUploadedFile("blob", piece)}
    answered = phone.client.post("/r/km/piece/", fields)
    assert answered.status_code == 200
    return dict(answered.json())


def test_a_file_goes_on_where_the_line_broke_on_another_telephone_too(
    phone: Phone, keys: OpenKeys
) -> None:
    code, content = phone.begin(), photo()
    assert 2 * arriving.LENGTH < len(content) < 3 * arriving.LENGTH
    assert say(phone, content)["held"] == 0
    assert say(phone, content, 0)["held"] == 1
    assert say(phone, content, 0)["held"] == 1, "the same piece twice"
    assert say(phone, content, 2)["held"] == 1, "one too early"
    assert set(Part.objects.filter(name="piece.0").values_list("reader", flat=True)) == {REPORTER}
    later = Phone()
    later.send("back/", {"code": code})
    assert say(later, content)["held"] == 1
    assert say(later, content, 1)["held"] == 2
    assert say(later, content, 2) == KEPT
    assert say(later, content, 2) == KEPT, "the answer was lost, and it is asked once more"
    report = Report.objects.get()
    assert not Part.objects.filter(report=report, name__startswith="piece.").exists()
    assert len(queries.files_of(report)) == 1
    evidence = queries.evidence_of(report, 1, keys)
    assert evidence is not None
    assert evidence.digest == hashlib.sha256(content).hexdigest()


def test_another_file_takes_the_place_of_pieces_left_behind(phone: Phone) -> None:
    phone.begin()
    first, second = photo(), photo()
    say(phone, first, 0)
    say(phone, first, 1)
    assert say(phone, second)["held"] == 0
    assert say(phone, second, 0)["held"] == 1
    assert Part.objects.filter(name__startswith="piece.").count() == 1
    assert say(phone, first)["held"] == 0


def test_pieces_that_make_another_file_are_thrown_away(phone: Phone) -> None:
    phone.begin()
    content = photo()
    wrong = bytes(len(content))
    of = {"of": hashlib.sha256(content).hexdigest()}
    for number in range(2):
        say(phone, wrong, number, **of)
    assert say(phone, wrong, 2, **of)["held"] == 0
    assert not Part.objects.filter(name__startswith="piece.").exists()
    assert queries.files_of(Report.objects.get()) == []


def test_a_file_that_is_too_large_or_is_none_is_answered_in_words(phone: Phone) -> None:
    phone.begin()
    assert "why" in say(phone, b"film", length=LARGEST + 1), "before any of it is sent"
    assert "why" in say(phone, b"\x7fELF\x02\x01\x01\0", 0)
    assert not Part.objects.filter(name__startswith="piece.").exists()
    for fields in ({}, {"of": "x", "length": "1"}, {"of": "0" * 64, "length": "-1"}):
        assert phone.client.post("/r/km/piece/", fields).status_code == 404
    assert Phone().client.post("/r/km/piece/", {}).status_code == 404


def test_pieces_left_behind_go_with_sending_and_with_closing(phone: Phone) -> None:
    phone.begin()
    say(phone, photo(), 0)
    phone.send("q/story/", {"story": "They took my passport"})
    phone.send("check/")
    assert not Part.objects.filter(name__startswith="piece.").exists()
    say(phone, photo(), 0)
    actions.close_report(Report.objects.get(), "Done.", by=officer("bopha"), now=NOW)
    assert not Part.objects.filter(name__startswith="piece.").exists()


def test_a_script_is_told_where_to_go_on_and_what_is_refused_is_shown(phone: Phone) -> None:
    phone.begin()
    asking = {"prefer": "return=minimal"}
    answered = phone.client.post("/r/km/q/story/", {"story": "x"}, headers=asking)
    assert (answered.status_code, answered.content) == (204, b"")
    assert answered["Content-Location"] == "/r/km/q/who.1/"
    refused = phone.client.post("/r/km/q/who.1/", {"name": "x" * 999}, headers=asking)
    assert 'aria-invalid="true"' in phone.read(refused)
    plain = phone.client.post("/r/km/q/story/", {"story": "x"})
    longer = phone.client.post("/r/km/q/where/", {"place": "x"})
    lengths = {len(one["Location"] + one["Filling"]) for one in (plain, longer)}
    assert len(lengths) == 1, "where it leads does not show in its length"
