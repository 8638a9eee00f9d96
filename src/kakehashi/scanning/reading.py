"""QR codes of one picture or PDF, read in this process; for files of our own and in batches."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE: Final = 16 * 2**20
MOST_PIXELS: Final = 120_000_000
"""More than a phone's largest photograph; what claims more is refused before it is decoded."""
MOST_PAGES: Final = 10
MOST_CODES: Final = 20
LONGEST_SIDE: Final = 3_000
"""Pixels to which a picture is brought down: a code of 35 mm on a page of A4 keeps 350 of them."""

_PDF: Final = b"%PDF-"
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_LONGEST_PREFIX: Final = 1024


class Why(StrEnum):
    """Why no code was read; the shell that shows it has the words."""

    TOO_LARGE = "too-large"
    NOT_A_PICTURE = "not-a-picture"
    DAMAGED = "damaged"
    NO_CODE = "no-code"
    TOO_LONG = "too-long"
    BUSY = "busy"


class NotRead(Exception):
    """A file out of which no code came, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Codes:
    """The texts of the codes in a file, each once, in the order in which they were found."""

    texts: tuple[str, ...]


def read_codes(content: bytes) -> Codes:
    """Read the QR codes of a JPEG, PNG, WebP, GIF, BMP, TIFF or PDF.

    Raises:
        NotRead: the file is too large, damaged, no picture, or shows no code.

    """
    if len(content) > LARGEST_FILE:
        raise NotRead(Why.TOO_LARGE)
    pages = _pdf_pages if _PDF in content[:_LONGEST_PREFIX] else _picture
    found: dict[str, None] = {}
    for page in pages(content):
        found |= dict.fromkeys(_codes(page))
    if not found:
        raise NotRead(Why.NO_CODE)
    return Codes(tuple(found)[:MOST_CODES])


def _picture(content: bytes) -> Iterator[Image.Image]:
    """Decode a picture upright and in gray; its first frame where it has several."""
    with warnings.catch_warnings():
        # Our own bound is the stricter one, and is asked before anything is decoded.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise NotRead(Why.TOO_LARGE)
            # A JPEG is decoded at a half or a quarter of its size where that is enough.
            picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            yield _smaller(ImageOps.exif_transpose(_flat(picture)))
        except UnidentifiedImageError:
            raise NotRead(Why.NOT_A_PICTURE) from None
        except (Image.DecompressionBombError, MemoryError):
            raise NotRead(Why.TOO_LARGE) from None
        except (OSError, ValueError, SyntaxError, TypeError, EOFError, OverflowError):
            raise NotRead(Why.DAMAGED) from None


def _flat(picture: Image.Image) -> Image.Image:
    """Lay a picture on white, since a code is often drawn on nothing."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("L")
    shown = picture.convert("RGBA")
    white = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(white, shown).convert("L")


def _smaller(picture: Image.Image) -> Image.Image:
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    return picture


def _pdf_pages(content: bytes) -> Iterator[Image.Image]:
    """Draw a PDF's first pages in gray, each within `LONGEST_SIDE`; nothing in it is executed."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise NotRead(Why.DAMAGED) from None
    try:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            side = max(*page.get_size(), 1)
            drawn = page.render(
                scale=min(300 / 72, LONGEST_SIDE / side), grayscale=True, may_draw_forms=False
            )
            yield drawn.to_pil()
    except pypdfium2.PdfiumError:
        raise NotRead(Why.DAMAGED) from None
    finally:
        document.close()


def _codes(picture: Image.Image) -> Iterator[str]:
    """Read the codes; with a second way of telling black from white where the first finds none."""
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
        found = zxingcpp.read_barcodes(
            picture,
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
            text_mode=zxingcpp.TextMode.Plain,
            binarizer=binarizer,
        )
        if found:
            yield from (code.text for code in found)
            return
