"""The shapes that every page is made of: say what is to be shown, and `{{ shape }}` shows it.

Each shape is a frozen record with one template of the same name under `templates/parts`. A cell, a
value or a detail may be text (escaped), another shape, or markup already marked as safe.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import localtime

Words = str | Promise
Tone = Literal["good", "warning", "bad", "ended", "waiting", "neutral"]


class Part:
    """Renders itself through its template, which sees it as `part`."""

    template: ClassVar[str]

    def __str__(self) -> str:
        return self.__html__()

    def __html__(self) -> SafeString:
        return render_to_string(f"parts/{self.template}.html", {"part": self})


Shown = Words | int | Part
_NUMERIC = SafeString(' class="numeric"')


@dataclass(frozen=True)
class Link(Part):
    """A link; `lang` where the linked text is in another language than the page."""

    template = "link"
    text: Words
    href: str
    lang: str = ""


@dataclass(frozen=True)
class Status(Part):
    """A state as a word with a colour and an outline that survives a photocopy."""

    template = "status"
    word: Words
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Named(Part):
    """A text in its own language and script, such as an organization's name.

    `lang` is a BCP 47 tag (`km`, `tg`, `ja`); the text is shown as given, never cut.
    """

    template = "named"
    text: str
    lang: str


@dataclass(frozen=True)
class Day(Part):
    """A date, its month in words; `not_later_than` where only the latest day possible is known."""

    template = "day"
    on: date
    not_later_than: bool = False


@dataclass(frozen=True)
class Instant(Part):
    """A moment with its time zone's name; `at` is aware."""

    template = "instant"
    at: datetime

    @property
    def here(self) -> datetime:
        """The moment on the clock that the page goes by."""
        return localtime(self.at)

    @property
    def clock(self) -> str:
        """What that clock shows."""
        return f"{self.here:%H:%M}"


@dataclass(frozen=True)
class Amount(Part):
    """Money: `amount` a decimal string, `currency` its ISO 4217 code, always shown together."""

    template = "amount"
    amount: str
    currency: str

    @property
    def grouped(self) -> str:
        """The amount with its thousands apart by narrow spaces, which no language misreads."""
        whole, point, rest = self.amount.partition(".")
        return f"{int(whole):,}".replace(",", "\N{NARROW NO-BREAK SPACE}") + point + rest


@dataclass(frozen=True)
class Code(Part):
    """A digest, key or number that is read character by character; it breaks anywhere."""

    template = "code"
    text: str


@dataclass(frozen=True)
class Lines(Part):
    """Several things in one cell, each on a line of its own; empty ones are left out."""

    template = "lines"
    lines: Sequence[Shown]


@dataclass(frozen=True)
class Column:
    """A table's column; figures stand to the right."""

    label: Words
    numeric: bool = False

    @property
    def marks(self) -> SafeString:
        """What each of its cells bears: its label for a phone, and whether it is a figure."""
        return format_html('data-label="{}"{}', self.label, _NUMERIC if self.numeric else "")


@dataclass(frozen=True)
class Table(Part):
    """Rows under a caption; on a phone each row becomes a block with its labels.

    Each row has as many cells as there are columns; the first cell is the row's heading.
    """

    template = "table"
    caption: Words
    columns: Sequence[Column | Words]
    rows: Sequence[Sequence[Shown]]
    hidden_caption: bool = False
    empty: Words = ""

    @property
    def headed(self) -> list[Column]:
        """The columns, plain labels made into columns."""
        return [column if isinstance(column, Column) else Column(column) for column in self.columns]

    @property
    def marked(self) -> list[list[tuple[SafeString, Shown]]]:
        """The rows with the marks of its column beside each cell."""
        marks = [column.marks for column in self.headed]
        return [list(zip(marks, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Happening:
    """One step of a timeline; `title` says what happened, `detail` more of it, `by` who."""

    when: Shown
    title: Shown
    detail: Shown = ""
    by: Words = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Timeline(Part):
    """What happened, in the order given."""

    template = "timeline"
    happenings: Sequence[Happening]
    label: Words = ""


@dataclass(frozen=True)
class Row:
    """One question and its answer in a summary; `change` is where to change it."""

    key: Words
    value: Shown | Sequence[Shown]
    change: str = ""

    @property
    def values(self) -> list[Shown]:
        """The answer as a list of lines."""
        return [self.value] if isinstance(self.value, str | Promise | int | Part) else [*self.value]


@dataclass(frozen=True)
class Summary(Part):
    """Keys and values: an entry's particulars, or answers to be checked before they count."""

    template = "summary"
    rows: Sequence[Row]
    title: Words = ""


@dataclass(frozen=True)
class Banner(Part):
    """A notice at the top of a page; `tone` good for success, bad for what went wrong."""

    template = "banner"
    text: Shown
    tone: Tone = "neutral"
    title: Words = ""


@dataclass(frozen=True)
class Progress(Part):
    """Long work: `done` of `total` (both counts of the same thing, `unit` in words)."""

    template = "progress"
    label: Words
    done: int
    total: int
    unit: Words = ""
    note: Words = ""
    ended: bool = False

    @property
    def slug(self) -> str:
        """An element id made of the label."""
        return slugify(str(self.label), allow_unicode=True)


@dataclass(frozen=True)
class Task:
    """One line of a task list; without `href` it cannot be begun yet."""

    text: Words
    status: Status
    href: str = ""
    hint: Words = ""


@dataclass(frozen=True)
class Tasks(Part):
    """What is to be done, each with its state."""

    template = "tasks"
    tasks: Sequence[Task]


@dataclass(frozen=True)
class Pages(Part):
    """Pagination; `href` is an address in which `{page}` stands for the page's number."""

    template = "pages"
    number: int
    last: int
    href: str
    label: Words = ""

    def _at(self, number: int) -> str:
        return self.href.replace("{page}", str(number))

    @property
    def previous(self) -> str:
        """Address of the page before, empty on the first."""
        return self._at(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """Address of the page after, empty on the last."""
        return self._at(self.number + 1) if self.number < self.last else ""

    @property
    def shown(self) -> list[tuple[int, str]]:
        """Numbers with addresses: first, around here, last; number 0 is a gap."""
        near = {1, self.last, self.number - 1, self.number, self.number + 1}
        numbers = sorted(n for n in near if 1 <= n <= self.last)
        row: list[tuple[int, str]] = []
        for n in numbers:
            if row and n - row[-1][0] > 1:
                row.append((0, ""))
            row.append((n, self._at(n)))
        return row


@dataclass(frozen=True)
class SearchBox(Part):
    """A search by GET; `kept` are other parameters that stay as they are."""

    template = "search"
    label: Words
    value: str = ""
    hint: Words = ""
    action: str = ""
    name: str = "q"
    kept: Mapping[str, str] | None = None

    @property
    def kept_pairs(self) -> list[tuple[str, str]]:
        """The kept parameters as (name, value)."""
        return [*(self.kept or {}).items()]


@dataclass(frozen=True)
class Empty(Part):
    """Nothing to show: what that means, and what to do."""

    template = "empty"
    title: Words
    text: Words = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class ProofBox(Part):
    """How to check an entry without trusting this page; `href` is the proof's address."""

    template = "proof"
    href: str
    command: str
    issued_by: Words
    held_by: Words
    entry: int
    journal_size: int


@dataclass(frozen=True)
class Mistake:
    """One mistake: what is wrong and what to do, and the id of the field that it is about."""

    text: Words
    field_id: str = ""


@dataclass(frozen=True)
class ErrorSummary(Part):
    """Every mistake of a form, on top of the page; each leads to its field."""

    template = "errors"
    mistakes: Sequence[Mistake]
