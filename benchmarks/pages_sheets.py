"""Many pictures of pages on one sheet, so that one look goes over all of them."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

SHEET = 2000
TALL = {True: 1900, False: 1500}
"""Pixels of a page that a sheet shows, on a phone and on a desk; its own picture shows all."""


def sheets(files: Sequence[Path], folder: Path, width: int) -> None:
    """Write sheets of as many pages as stand beside each other, each named above."""
    folder.mkdir(parents=True, exist_ok=True)
    is_phone = width < 600
    beside = 5 if is_phone else 2
    each = SHEET // beside
    for number, first in enumerate(range(0, len(files), beside)):
        sheet = Image.new("RGB", (SHEET, 20 + TALL[is_phone]), "#888")
        draw = ImageDraw.Draw(sheet)
        for place, file in enumerate(files[first : first + beside]):
            with Image.open(file) as page:
                scale = min(1.0, (each - 8) / page.width)
                shown = page.convert("RGB").resize(
                    (int(page.width * scale), int(page.height * scale))
                )
            tall = min(shown.height, TALL[is_phone])
            sheet.paste(shown.crop((0, 0, shown.width, tall)), (place * each, 20))
            draw.text((place * each + 4, 4), file.stem, fill="white")
        sheet.save(folder / f"{number:03}.png")
