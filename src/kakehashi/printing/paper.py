"""What stands on paper, as shapes: words in their languages, lines, grids, letters, files.

Everything here is data. Nothing of it is ever read as markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """A text in its language (BCP 47), printed as given; `mono` for digests and references."""

    text: str
    lang: str = "en"
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what stands beside it, one line each."""

    label: Words
    values: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Lines:
    """Labels and values under a heading."""

    title: Words
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under a heading and columns; `empty` stands there where there are none.

    `shares` are the columns' parts of the width; equal where left out.
    """

    title: Words
    columns: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    empty: Words = Words("")
    shares: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs under a heading; `level` 1 stands above 2."""

    title: Words
    paragraphs: Sequence[Words] = ()
    level: int = 1


Block = Lines | Grid | Prose


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: the party, and its office with those that it belongs to, the highest first."""

    party: Words
    offices: Sequence[Words] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as a letter in one language.

    `opening` are lines such as reference, clause, dates; `marks` what the reader must know first
    (confidential, entered later, invented); `signed` says where the signed notice stands.
    """

    lang: str
    head: Letterhead
    addressee: Sequence[Words]
    dated: Words
    subject: Words
    opening: Sequence[Line]
    blocks: Sequence[Block]
    signed: Sequence[Words]
    foot: Words
    marks: Sequence[Words] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A case file or the papers of a meeting in one language: a title, lines, then blocks.

    `foot` stands under each page with the page's number.
    """

    lang: str
    title: Words
    head: Letterhead
    opening: Sequence[Line]
    blocks: Sequence[Block]
    foot: Words
    marks: Sequence[Words] = ()
    subtitle: Words = Words("")
    words: Mapping[str, str] = field(default_factory=dict)
