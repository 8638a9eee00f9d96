"""From shapes to PDF by Typst, which reads its templates and one JSON text, and nothing else.

The texts go in as data (`sys.inputs`), never into the markup; the templates evaluate none of them,
and its root is the folder of the templates. PDF/UA-1 and PDF/A-2a, so tagged, with fonts inside.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from kakehashi.printing.paper import Block, Document, Grid, Letter, Lines, Prose

TEMPLATES: Final = Path(__file__).with_name("templates")
FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts")
FAMILIES: Final = {
    "Noto Sans": "fonts-noto-core",
    "Noto Sans Khmer": "fonts-noto-core",
    "Noto Sans Mono CJK JP": "fonts-noto-cjk",
    "Noto Sans CJK JP": "fonts-noto-cjk",
}
"""The fonts that every page may need, and the Debian package that brings each."""
MOST_UNPRINTABLE: Final = 50
_UNPRINTABLE: Final = re.compile(r"the text `\"(.+)\"` could not be displayed", re.DOTALL)


class FontsMissing(Exception):
    """Fonts that are not on this machine: `families`, and the `packages` that bring them."""

    def __init__(self, families: Sequence[str]) -> None:
        self.families = tuple(families)
        self.packages = tuple(sorted({FAMILIES[family] for family in families}))
        super().__init__(f"fonts missing: {', '.join(families)}")


def print_letters(letters: Sequence[Letter], *, at: datetime) -> bytes:
    """Print a notice in one or more languages, each on pages of its own; PDF made at `at`.

    Raises:
        FontsMissing: this machine lacks a font; no page is printed with boxes in it.

    """
    return typeset("letter.typ", [_json(letter) for letter in letters], at)


def print_document(documents: Sequence[Document], *, at: datetime) -> bytes:
    """Print a case file or papers in one or more languages; FontsMissing as above."""
    return typeset("document.typ", [_json(document) for document in documents], at)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    present = [folder for folder in folders if Path(folder).is_dir()]
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=present
    )
    families = set(found.families())
    if missing := [family for family in FAMILIES if family not in families]:
        raise FontsMissing(missing)
    return found


def typeset(
    template: str,
    documents: Any,  # noqa: ANN401 - JSON
    at: datetime,
    *,
    pixels_per_inch: int | None = None,
) -> bytes:
    """Compile to PDF, or to one PNG where pixels are asked for.

    A character that no font has is printed as its code point, and named at the end.
    """
    compiler = typst.Compiler(
        root=str(TEMPLATES), font_paths=_fonts(FOLDERS), ignore_system_fonts=True
    )
    unprintable: list[str] = []
    while True:
        data = json.dumps({"documents": documents, "unprintable": unprintable})
        try:
            made = compiler.compile(
                str(TEMPLATES / template),
                sys_inputs={"data": data},
                timestamp=int(at.timestamp()),
                **_form(pixels_per_inch),
            )
        except typst.TypstError as error:
            found = _UNPRINTABLE.search(str(error))
            if found is None or len(unprintable) >= MOST_UNPRINTABLE:
                raise
            code = " ".join(f"U+{ord(letter):04X}" for letter in found[1])
            unprintable.append(code)
            documents = _replaced(documents, found[1], f"[{code}]")
        else:
            if not isinstance(made, bytes):
                raise TypeError(type(made))
            return made


def _form(pixels_per_inch: int | None) -> dict[str, Any]:
    if pixels_per_inch is None:
        return {"format": "pdf", "pdf_standards": ["a-2a", "ua-1"]}
    return {"format": "png", "ppi": pixels_per_inch}


def _replaced(value: Any, old: str, new: str) -> Any:  # noqa: ANN401 - JSON
    match value:
        case str():
            return value.replace(old, new)
        case dict():
            return {key: _replaced(item, old, new) for key, item in value.items()}
        case list() | tuple():
            return [_replaced(item, old, new) for item in value]
        case _:
            return value


def _json(document: Letter | Document) -> Mapping[str, Any]:
    blocks = [_block(block) for block in document.blocks]
    return asdict(document) | {"blocks": blocks, "words": dict(document.words)}


def _block(block: Block) -> Mapping[str, Any]:
    match block:
        case Lines():
            return asdict(block) | {"sort": "lines"}
        case Grid():
            shares = list(block.shares) or [1] * len(block.columns)
            return asdict(block) | {"sort": "grid", "shares": shares}
        case Prose():
            return asdict(block) | {"sort": "prose"}
