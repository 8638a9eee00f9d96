"""Form controls as records, for forms generated from a type; hand-written forms use Django's.

Both look alike: `{{ field }}` renders a control of either sort with label, hint and error.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kakehashi.web.parts.shapes import ErrorSummary, Mistake, Part, Words

Kind = Literal[
    "text",
    "number",
    "email",
    "password",
    "textarea",
    "select",
    "radios",
    "checkboxes",
    "checkbox",
    "date",
    "money",
    "file",
    "hidden",
]
Width = Literal["full", "20", "10", "4", "2"]


@dataclass(frozen=True)
class Choice:
    """One answer to choose; `group` gathers choices of a select under a heading."""

    value: str
    label: Words
    hint: Words = ""
    group: Words = ""


@dataclass(frozen=True, kw_only=True)
class Field(Part):
    """One control.

    `value` is a string; for `checkboxes` a tuple of the chosen values; for `date` (year, month,
    day) as typed; for `money` (amount, currency). A date posts `NAME-year`, `NAME-month` and
    `NAME-day`; money posts `NAME-amount`, `NAME-currency` (its `choices` are the currencies); a
    field with `languages` posts the text's language as `NAME-lang`, chosen so far: `value_lang`.
    """

    template = "field"
    name: str
    label: Words
    kind: Kind = "text"
    value: str | tuple[str, ...] = ""
    hint: Words = ""
    errors: Sequence[Words] = ()
    choices: Sequence[Choice] = ()
    languages: Sequence[Choice] = ()
    value_lang: str = ""
    required: bool = True
    width: Width = "full"
    rows: int = 4
    autocomplete: str = ""
    inputmode: str = ""
    accept: str = ""
    is_page_title: bool = False

    @property
    def id(self) -> str:
        """The control's element id; of a group of controls, the first one's."""
        return f"id_{self.name}"

    @property
    def first_id(self) -> str:
        """Where a link from the error summary leads."""
        suffix = {"date": "-day", "money": "-amount", "radios": "_0", "checkboxes": "_0"}
        return self.id + suffix.get(self.kind, "")

    @property
    def is_grouped(self) -> bool:
        """Whether several controls make one answer, so that a fieldset stands around them."""
        return self.kind in ("radios", "checkboxes", "date", "money") or bool(self.languages)

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for `aria-describedby`."""
        ids = [f"{self.id}_helptext"] if self.hint else []
        return " ".join([*ids, *([f"{self.id}_error"] if self.errors else [])])

    @property
    def grouped_choices(self) -> list[tuple[Words, list[Choice]]]:
        """The choices under their groups, in the order given."""
        groups: dict[Words, list[Choice]] = {}
        for choice in self.choices:
            groups.setdefault(choice.group, []).append(choice)
        return list(groups.items())


@dataclass(frozen=True, kw_only=True)
class Group(Part):
    """Fields that belong together, under a legend; `errors` are about the group as a whole."""

    template = "group"
    label: Words
    fields: Sequence["Field | Group | Repeat"]
    name: str = ""
    hint: Words = ""
    errors: Sequence[Words] = ()


@dataclass(frozen=True, kw_only=True)
class Repeat(Part):
    """A group that may stand several times.

    Works without JavaScript: *add* and *remove* are submit buttons that post `again=add:NAME` and
    `again=remove:NAME:INDEX`; the view answers with the same form, one row more or less.
    """

    template = "repeat"
    name: str
    label: Words
    rows: Sequence[Group]
    add_label: Words
    hint: Words = ""
    errors: Sequence[Words] = ()
    least: int = 0
    most: int = 100

    @property
    def numbered(self) -> list[tuple[int, Group]]:
        """The rows with their indexes from 0."""
        return list(enumerate(self.rows))


Control = Field | Group | Repeat


def mistakes(controls: Sequence[Control]) -> Iterator[Mistake]:
    """Every error in a tree of controls, in the order of the page."""
    for control in controls:
        match control:
            case Field():
                yield from (Mistake(error, control.first_id) for error in control.errors)
            case Group():
                yield from (Mistake(error, f"id_{control.name}") for error in control.errors)
                yield from mistakes(control.fields)
            case Repeat():
                yield from (Mistake(error, f"id_{control.name}") for error in control.errors)
                yield from mistakes(control.rows)


def error_summary(controls: Sequence[Control]) -> ErrorSummary | str:
    """The summary for the top of the page, or an empty string where all is well."""
    found = [*mistakes(controls)]
    return ErrorSummary(found) if found else ""


def posted_date(post: Mapping[str, str], name: str) -> tuple[str, str, str]:
    """What was typed for a date as (year, month, day), trimmed; show it again as it was."""
    year, month, day = (post.get(f"{name}-{unit}", "").strip() for unit in ("year", "month", "day"))
    return year, month, day
