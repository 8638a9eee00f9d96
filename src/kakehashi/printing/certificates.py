"""A certificate on paper and as a picture for a phone: one code, and its words in each language."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import segno

from kakehashi.printing.paper import Words
from kakehashi.printing.typesetting import typeset

CODE_MM: Final = 50
"""Width of the code without its white edge; 35 is the least that survives a photocopier."""
PHONE_PIXELS_PER_INCH: Final = 300


class Level(StrEnum):
    """How much of a code may be lost: a seventh (M), or a quarter where paper is poor (Q)."""

    M = "M"
    Q = "Q"


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing that is certified: its label in each language, and what stands there."""

    labels: Sequence[Words]
    value: Words


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """A certificate for printing; sequences of Words say the same in each language.

    `code` is the text of the QR code, `told` what the code is for who cannot see it, `checking`
    how it is checked, `place` the address of the verifier's page as words; `marks` what a reader
    must know first (invented, a draft that nobody signed has no code and is never printed).
    """

    lang: str
    issuer: Sequence[Words]
    titles: Sequence[Words]
    certified: Sequence[Words]
    rows: Sequence[Stated]
    code: str
    told: str
    checking: Sequence[Words]
    place: Words
    foot: Words
    marks: Sequence[Words] = ()


def print_certificates(papers: Sequence[CertificatePaper], *, level: Level, at: datetime) -> bytes:
    """Print certificates as one tagged PDF, a page each, made at `at`; FontsMissing as letters."""
    return typeset("certificate.typ", [_json(paper, level) for paper in papers], at)


def draw_for_phone(paper: CertificatePaper, *, level: Level, at: datetime) -> bytes:
    """Draw a certificate as a PNG that fits a phone's screen, with the code and its words."""
    return typeset("phone.typ", [_json(paper, level)], at, pixels_per_inch=PHONE_PIXELS_PER_INCH)


def _json(paper: CertificatePaper, level: Level) -> dict[str, object]:
    return asdict(paper) | {"modules": modules(paper.code, level), "side": CODE_MM}


def modules(text: str, level: Level) -> list[str]:
    """Draw a text as a QR code: its rows of `0` and `1`, without the white edge."""
    drawn = segno.make(text, error=level.value, micro=False)
    return ["".join("1" if dark else "0" for dark in row) for row in drawn.matrix]
