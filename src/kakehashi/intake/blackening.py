"""A page with squares blackened: new pixels, so that nothing is left beneath."""

import io
import re
from collections.abc import Collection, Iterator
from typing import Final

from PIL import Image, ImageDraw

COLUMNS: Final = "ABCDEFGHIJKLMNOPQRST"
ROWS: Final = 20
_QUALITY: Final = 80
_RANGE: Final = re.compile(r"([A-T])([0-9]{1,2})(?:-([A-T])([0-9]{1,2}))?")
Square = tuple[int, int]


class NotSquares(ValueError):
    """A text that names no squares; the message is the word that was not understood."""


def squares(text: str) -> frozenset[Square]:
    """Read squares as an officer names them: `A1`, `B2-D5`, several with commas between.

    A square is (column, row), both from 0. NotSquares where something else is written.
    """
    found: set[Square] = set()
    for word in re.split(r"[\s,;]+", text.upper().strip()):
        if not word:
            continue
        match = _RANGE.fullmatch(word)
        if match is None:
            raise NotSquares(word)
        first = (COLUMNS.index(match[1]), int(match[2]) - 1)
        last = (COLUMNS.index(match[3]), int(match[4]) - 1) if match[3] else first
        if not (0 <= first[1] < ROWS and 0 <= last[1] < ROWS):
            raise NotSquares(word)
        found |= {
            (column, row)
            for column in range(min(first[0], last[0]), max(first[0], last[0]) + 1)
            for row in range(min(first[1], last[1]), max(first[1], last[1]) + 1)
        }
    return frozenset(found)


def written(chosen: Collection[Square]) -> str:
    """Write squares as `squares` reads them, those side by side in a row as one range."""
    return ", ".join(_ranges(sorted(chosen, key=lambda one: (one[1], one[0]))))


def _ranges(ordered: list[Square]) -> Iterator[str]:
    at = 0
    while at < len(ordered):
        end = at
        while end + 1 < len(ordered) and ordered[end + 1] == (ordered[end][0] + 1, ordered[at][1]):
            end += 1
        first, last = (f"{COLUMNS[c]}{r + 1}" for c, r in (ordered[at], ordered[end]))
        yield first if at == end else f"{first}-{last}"
        at = end + 1


def square_at(x: int, y: int, *, width: int, height: int) -> Square | None:
    """Give the square at a point of a picture drawn so wide and high; None outside."""
    if not (0 <= x < width and 0 <= y < height):
        return None
    return x * len(COLUMNS) // width, y * ROWS // height


def blacken(picture: bytes, chosen: Collection[Square]) -> bytes:
    """Draw a picture (JPEG) anew with squares blackened."""
    drawn = _opened(picture)
    _cover(drawn, chosen)
    return _saved(drawn)


def with_grid(picture: bytes, chosen: Collection[Square], *, width: int) -> bytes:
    """Draw a picture (JPEG) so many pixels wide, with its squares named and those chosen black."""
    drawn = _opened(picture)
    height = scaled_height(drawn.size, width)
    drawn = drawn.resize((width, height))
    _cover(drawn, chosen)
    pen = ImageDraw.Draw(drawn)
    for column, letter in enumerate(COLUMNS):
        left = column * width // len(COLUMNS)
        pen.line((left, 0, left, height), fill=(255, 0, 160))
        pen.text((left + 2, 0), letter, fill=(255, 0, 160))
    for row in range(ROWS):
        top = row * height // ROWS
        pen.line((0, top, width, top), fill=(255, 0, 160))
        pen.text((2, top + 1), str(row + 1), fill=(255, 0, 160))
    return _saved(drawn)


def scaled_height(size: tuple[int, int], width: int) -> int:
    """Give the height of a picture of a size once it is drawn so wide."""
    return max(1, size[1] * width // size[0])


def size_of(picture: bytes) -> tuple[int, int]:
    """Give a picture's width and height in pixels."""
    return Image.open(io.BytesIO(picture), formats=["JPEG"]).size


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture), formats=["JPEG"]).convert("RGB")


def _cover(drawn: Image.Image, chosen: Collection[Square]) -> None:
    pen = ImageDraw.Draw(drawn)
    wide, high = drawn.size
    for column, row in chosen:
        left, right = (one * wide // len(COLUMNS) for one in (column, column + 1))
        top, bottom = (one * high // ROWS for one in (row, row + 1))
        pen.rectangle((left, top, right, bottom), fill=(0, 0, 0))


def _saved(drawn: Image.Image) -> bytes:
    written_to = io.BytesIO()
    drawn.save(written_to, "JPEG", quality=_QUALITY)
    return written_to.getvalue()
