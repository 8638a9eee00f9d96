"""A source's columns as data: which headings stand for which field, and how cells are cleaned."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kakehashi.core import cells


class Cleaning(StrEnum):
    """How the cells of a column become a value."""

    NUMBER = "number"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    FLAG = "flag"
    PIECES = "pieces"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a layout: the headings it may stand under and how its cells are read."""

    field: str
    headings: tuple[str, ...]
    cleaning: Cleaning = Cleaning.TEXT
    required: bool = False
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A source's columns, and the list notice whose rows they make."""

    id: str
    title: str
    kind: str
    columns: tuple[Column, ...]
    vocabulary: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Column:
        """The column whose value names a row."""
        return self.columns[0]


class LayoutRefused(Exception):
    """A layout's data says something that no layout says."""


def layout(id: str, data: Mapping[str, object], *, vocabulary: Mapping[str, str]) -> Layout:
    """Make a layout of its parsed data.

    Raises:
        LayoutRefused: an unknown key, a cleaning that does not exist, a broken pattern.
    """
    unknown = data.keys() - {"title", "kind", "columns", "vocabulary"}
    columns = data.get("columns")
    if unknown or not isinstance(columns, list) or not columns:
        raise LayoutRefused(f"{id}: unknown {sorted(unknown)} or no columns")
    return Layout(
        id=id,
        title=str(data.get("title", id)),
        kind=str(data.get("kind", "")),
        columns=tuple(_column(id, entry) for entry in columns),
        vocabulary=vocabulary,
    )


def _column(id: str, entry: Mapping[str, object]) -> Column:
    unknown = entry.keys() - {"field", "headings", "cleaning", "required", "pattern"}
    headings = entry.get("headings")
    if unknown or "field" not in entry or not isinstance(headings, list) or not headings:
        raise LayoutRefused(
            f"{id}: a column needs `field` and `headings`; unknown {sorted(unknown)}"
        )
    pattern = entry.get("pattern")
    try:
        return Column(
            field=str(entry["field"]),
            headings=tuple(str(heading) for heading in headings),
            cleaning=Cleaning(str(entry.get("cleaning", Cleaning.TEXT))),
            required=entry.get("required") is True,
            pattern=re.compile(str(pattern)) if pattern is not None else None,
        )
    except (ValueError, re.error) as error:
        raise LayoutRefused(f"{id}: {error}") from error


def vocabulary(languages: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Turn a table of tags and their ways of writing around: way of writing to tag."""
    return {cells.plain(name): tag for tag, names in languages.items() for name in names}
