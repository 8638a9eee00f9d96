"""A certificate on paper and phone: its words, its tags, and a code that survives an office."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from pypdf import PdfReader

from kakehashi.printing import (
    CertificatePaper,
    Level,
    Stated,
    Words,
    draw_for_phone,
    print_certificates,
)
from kakehashi.printing.certificates import CODE_MM, modules
from kakehashi.scanning import read_codes

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
LONGEST = "KKC1:" + ("6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDEXWK G2EP4J0B" * 6)[:347]
"""As many letters as the largest certificate has."""
PAPER = CertificatePaper(
    lang="km",
    issuer=[
        Words("ក្រសួងការងារ និងបណ្តុះបណ្តាលវិជ្ជាជីវៈ", "km"),
        Words("Ministry of Labour and Vocational Training"),
        Words("労働職業訓練省", "ja"),
    ],
    titles=[Words("វិញ្ញាបនបត្រ", "km"), Words("Certificate"), Words("証明書", "ja")],
    certified=[Words("The candidate took the procedures.")],
    rows=[
        Stated([Words("Certificate number"), Words("証明書番号", "ja")], Words("KH-0000123")),
        Stated([Words("Name"), Words("氏名", "ja")], Words('SOK, SREYMOM #read("/etc/passwd")')),
    ],
    code=LONGEST,
    told="The code of certificate KH-0000123",
    checking=[Words("Hold a phone's camera to the code.")],
    place=Words("https://kakehashi.kh.example/verify/", mono=True),
    foot=Words("KH-0000123"),
)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def rendered(pdf: bytes, dots_per_inch: int) -> Image.Image:
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=dots_per_inch / 72, grayscale=True).to_pil()
    assert isinstance(picture, Image.Image)
    return picture


def as_file(picture: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    held = io.BytesIO()
    picture.convert("L").save(held, kind, **options)
    return held.getvalue()


def copied(sheet: Image.Image) -> Image.Image:
    """A photocopy: blurred, black or white, askew."""
    blurred = sheet.filter(ImageFilter.GaussianBlur(1.2))
    return blurred.point(lambda shade: 255 if shade > 128 else 0).rotate(
        3, expand=True, fillcolor=255
    )


def test_one_page_says_everything_in_each_language_and_carries_one_code() -> None:
    made = print_certificates([PAPER], level=Level.M, at=AT)
    (page,) = read(made).pages
    said = page.extract_text()
    for expected in ("KH-0000123", "SOK, SREYMOM", "証明書番号", "Certificate number", "verify/"):
        assert expected in said
    assert "root:" not in said
    assert read_codes(made).texts == (LONGEST,)


def test_the_paper_is_tagged_says_its_language_and_tells_what_the_code_is() -> None:
    pdf = read(print_certificates([PAPER], level=Level.M, at=AT))
    assert pdf.root_object.get("/Lang") == "km"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "វិញ្ញាបនបត្រ · Certificate · 証明書"
    figures = [one for one in elements(pdf) if one.get("/S") == "/Figure"]
    assert [one.get("/Alt") for one in figures] == ["The code of certificate KH-0000123"]


def elements(pdf: PdfReader) -> list[dict[str, object]]:
    """Every element of the structure that a screen reader follows."""
    found = []
    waiting = [pdf.root_object["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = getattr(one, "get_object", lambda one=one: one)()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found.append(one)
            waiting += [one["/K"]] if "/K" in one else []
    return found


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(
    "taken",
    [
        copied,
        lambda sheet: copied(copied(sheet)),
        lambda sheet: sheet.rotate(181, expand=True, fillcolor=255),
        lambda sheet: sheet.filter(ImageFilter.GaussianBlur(2)),
        lambda sheet: sheet.resize((sheet.width * 6 // 10, sheet.height * 6 // 10)),
    ],
    ids=["copied", "copied-twice", "upside-down", "blurred", "shrunken"],
)
def test_the_code_survives_the_office(
    level: Level, taken: Callable[[Image.Image], Image.Image]
) -> None:
    sheet = rendered(print_certificates([PAPER], level=level, at=AT), 200)
    assert read_codes(as_file(taken(sheet), "JPEG", quality=60)).texts == (LONGEST,)


def test_the_code_of_the_largest_certificate_is_read_by_a_cheap_phone_from_poor_paper() -> None:
    """Version 13 at level Q, at least half a millimetre a module."""
    size = len(modules(LONGEST, Level.Q))
    assert (size - 17) // 4 <= 13
    assert CODE_MM / size >= 0.5
    assert CODE_MM >= 35


def test_a_picture_for_the_phone_carries_the_code_and_the_words() -> None:
    picture = Image.open(io.BytesIO(draw_for_phone(PAPER, level=Level.M, at=AT)))
    assert picture.width < picture.height
    shown = picture.convert("L").resize((picture.width // 3, picture.height // 3))
    assert read_codes(as_file(shown)).texts == (LONGEST,)


def test_many_certificates_are_one_file_with_a_page_each() -> None:
    other = replace(PAPER, foot=Words("KH-0000124"))
    assert len(read(print_certificates([PAPER, other], level=Level.M, at=AT)).pages) == 2
