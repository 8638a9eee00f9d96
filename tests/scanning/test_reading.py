"""Codes out of pictures as people make them, and files that were made to do harm."""

import io
import struct
import subprocess
import zlib
from collections.abc import Callable

import pytest
import segno
from PIL import Image, ImageFilter

from kakehashi.scanning import LARGEST_FILE, NotRead, Why, apart, read_apart, read_codes

TEXT = "KH1:" + "6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDEXWK G2EP4J0B" * 5


def code(text: str = TEXT, *, pixels: int = 6) -> Image.Image:
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=pixels, border=4)
    return Image.open(drawn).convert("L")


def page(picture: Image.Image) -> Image.Image:
    """Lay a code on a sheet that is otherwise white."""
    sheet = Image.new("L", (1654, 2339), 255)
    sheet.paste(picture, (200, 300))
    return sheet


def as_file(picture: Image.Image, kind: str = "PNG", **options: int) -> bytes:
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def photocopied(sheet: Image.Image) -> Image.Image:
    """Copy as an office does: blurred, black and white only, laid askew."""
    gray = sheet.filter(ImageFilter.GaussianBlur(1.6))
    return gray.point(lambda shade: 255 if shade > 140 else 0).rotate(
        4, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "PDF"])
def test_a_code_is_read_out_of_every_kind_of_file(kind: str) -> None:
    assert read_codes(as_file(page(code()), kind)).texts == (TEXT,)


@pytest.mark.parametrize(
    "taken",
    [
        photocopied,
        lambda sheet: sheet.rotate(90, expand=True),
        lambda sheet: sheet.rotate(187, expand=True, fillcolor=255),
        lambda sheet: sheet.resize((1100, 1556)),
        lambda sheet: sheet.resize((4961, 7016)),
        lambda sheet: sheet.point(lambda shade: 90 + shade // 4),
    ],
    ids=["photocopied", "on-its-side", "upside-down", "small", "huge", "pale"],
)
def test_a_code_is_read_as_people_take_it(taken: Callable[[Image.Image], Image.Image]) -> None:
    assert read_codes(as_file(taken(page(code())))).texts == (TEXT,)


def test_a_photograph_that_was_turned_by_its_camera_is_read() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    held = io.BytesIO()
    page(code()).save(held, "JPEG", exif=turned)
    assert read_codes(held.getvalue()).texts == (TEXT,)


def test_a_code_drawn_on_nothing_is_laid_on_white() -> None:
    clear = Image.new("RGBA", (900, 900), (0, 0, 0, 0))
    black = Image.new("RGBA", code().size, (0, 0, 0, 255))
    clear.paste(black, (60, 60), code().point(lambda shade: 255 - shade))
    assert read_codes(as_file(clear)).texts == (TEXT,)


def test_each_code_is_given_once_and_every_page_is_looked_at() -> None:
    held = io.BytesIO()
    first, second = page(code("one")), page(code("two"))
    first.save(held, "PDF", save_all=True, append_images=[second, first])
    assert read_codes(held.getvalue()).texts == ("one", "two")


def claiming(width: int, height: int) -> bytes:
    """Make a small PNG that claims to be of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


BAD = {
    "nothing": (b"", Why.NOT_A_PICTURE),
    "text": (b"this is not a picture", Why.NOT_A_PICTURE),
    "program": (b"<svg onload='alert(1)'/>", Why.NOT_A_PICTURE),
    "no-code": (as_file(Image.new("L", (300, 300), 255)), Why.NO_CODE),
    "bomb": (claiming(50_000, 50_000), Why.TOO_LARGE),
    "cut": (as_file(page(code()), "JPEG")[:6_000], Why.DAMAGED),
    "cut-pdf": (as_file(page(code()), "PDF")[:200], Why.DAMAGED),
    "too-large": (bytes(LARGEST_FILE + 1), Why.TOO_LARGE),
}


@pytest.mark.parametrize(("content", "why"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, why: Why) -> None:
    with pytest.raises(NotRead) as refused:
        read_codes(content)
    assert refused.value.why is why


def test_a_file_from_outside_is_read_by_a_process_that_knows_nothing_of_the_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KAKEHASHI_HOME", "/nowhere")
    assert read_apart(as_file(page(code()))).texts == (TEXT,)
    with pytest.raises(NotRead) as refused:
        read_apart(claiming(50_000, 50_000))
    assert refused.value.why is Why.TOO_LARGE


def test_a_process_that_died_over_a_file_says_that_it_is_damaged() -> None:
    with pytest.raises(NotRead) as refused:
        apart.said(subprocess.CompletedProcess([], -11, b"", b""))
    assert refused.value.why is Why.DAMAGED
