"""Files as strangers send them: what is kept of each, and what is not taken."""

import hashlib
import io
import zipfile
from threading import BoundedSemaphore

import pypdfium2
import pytest
from PIL import Image

from kakehashi.intake import cleaning
from kakehashi.intake.cleaning import Checked, Cleaned, NotTaken, Why

pytestmark = pytest.mark.once

PLACE = b"GPS 11.5564 N 104.9282 E"


def photograph(size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG that says where it was taken, upright only by its metadata."""
    picture, written = Image.new("RGB", size, "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x013B] = 6, PLACE.decode(), "Sok Sophea's phone"
    picture.save(written, "JPEG", exif=exif, comment=PLACE)
    return written.getvalue() + b"<script>alert(1)</script>PK\x03\x04"


def pdf(pages: int) -> bytes:
    document, written = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(written)
    return written.getvalue()


def packed(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def clean(content: bytes) -> Cleaned:
    return cleaning.clean(content, checked=Checked.NOT_CHECKED)


def test_a_photograph_is_drawn_anew_upright_and_says_nothing_of_its_place() -> None:
    content = photograph()
    kept = clean(content)
    assert PLACE in content
    (picture,) = kept.pictures
    assert PLACE not in picture
    assert b"script" not in picture
    drawn = Image.open(io.BytesIO(picture))
    assert drawn.size == (48, 64)
    assert len(drawn.getexif()) == 0
    assert kept.digest == hashlib.sha256(content).hexdigest()
    assert Cleaned.unpack(kept.packed) == kept


def test_of_a_pdf_the_first_pages_are_drawn() -> None:
    kept = clean(pdf(cleaning.MOST_PAGES + 2))
    assert len(kept.pictures) == cleaning.MOST_PAGES
    assert kept.is_cut


def test_a_chat_is_kept_as_words_and_pictures() -> None:
    page = b"<!doctype html><html><script>x()</script><body><p>3000 USD</p></body></html>"
    kept = clean(packed(chat="សួស្តី\n".encode(), photo=photograph(), page=page, voice=b"\0\1\2"))
    assert kept.text == "សួស្តី\n3000 USD"
    assert len(kept.pictures) == 1
    assert kept.is_cut, "what could not be kept is said"


def test_of_an_office_document_its_words_and_pictures_are_kept_and_not_its_author() -> None:
    paragraph = "<w:p><w:r><w:t>កិច្ចសន្យា</w:t></w:r></w:p><w:p><w:t>3000 USD</w:t></w:p>"
    document = {
        "[Content_Types].xml": b"<?xml version='1.0'?><Types>types</Types>",
        "docProps/core.xml": b"<?xml version='1.0'?><p><creator>Sok Sophea</creator></p>",
        "word/document.xml": f"<?xml version='1.0'?><w:d>{paragraph}</w:d>".encode(),
        "word/media/image1.jpg": photograph(),
    }
    kept = clean(packed(**document))
    assert kept.text == "កិច្ចសន្យា\n3000 USD"
    assert len(kept.pictures) == 1
    assert b"Sophea" not in kept.packed
    drawn = clean(b"<svg xmlns='x' onload='alert(1)'><text>3000 USD</text></svg>")
    assert drawn.text == "3000 USD"


@pytest.mark.parametrize("first", [photograph(), pdf(1)])
def test_a_file_that_is_two_things_at_once_is_drawn_as_the_first_and_the_other_is_gone(
    first: bytes,
) -> None:
    page = b"<html><script>x()</script><p>words of the second</p></html>"
    kept = clean(first + packed(chat=b"words of the second", page=page, photo=photograph()))
    assert len(kept.pictures) == 1
    assert kept.text == ""
    assert b"words of the second" not in kept.packed


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (b"\0" * (cleaning.LARGEST + 1), Why.TOO_LARGE),
        (packed(zeros=bytes(60 * 2**20)), Why.TOO_LARGE),
        (packed(inner=packed(inner=b"x")), Why.UNKNOWN),
        (b"%PDF-1.7 but nothing else", Why.DAMAGED),
        (photograph()[:300], Why.DAMAGED),
        (b"PK\x03\x04 and nothing else", Why.DAMAGED),
        (b"\x7fELF\x02\x01\x01\0", Why.UNKNOWN),
        (b"\x1aE\xdf\xa3 a film \xff\xff", Why.UNKNOWN),
    ],
)
def test_what_cannot_be_shown_is_not_taken(content: bytes, why: Why) -> None:
    with pytest.raises(NotTaken) as refused:
        clean(content)
    assert refused.value.why is why


def test_an_archive_that_lies_about_its_size_is_stopped_on_the_way() -> None:
    content = bytearray(packed(zeros=bytes(60 * 2**20)))
    told = (60 * 2**20).to_bytes(4, "little")
    while (at := content.find(told)) >= 0:
        content[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(NotTaken):
        clean(bytes(content))


def test_a_picture_that_claims_to_be_enormous_is_refused_before_it_is_drawn() -> None:
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    with pytest.raises(NotTaken) as refused:
        clean(written.getvalue())
    assert refused.value.why is Why.TOO_LARGE


def test_the_process_apart_has_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "LONGEST_SECONDS", 0.01)
    with pytest.raises(NotTaken) as refused:
        clean(b"some words")
    assert refused.value.why is Why.TOO_LONG


def test_a_file_waits_for_others_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "_TURN_SECONDS", 0.01)
    turn = BoundedSemaphore(1)
    monkeypatch.setattr(cleaning, "_AT_ONCE", turn)
    with turn, pytest.raises(NotTaken) as refused:
        clean(b"some words")
    assert refused.value.why is Why.BUSY
    assert clean(b"some words").text == "some words"
