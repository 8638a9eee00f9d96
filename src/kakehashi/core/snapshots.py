"""Two states of a list compared: what was added, what changed, what left.

A row that leaves is *no longer listed*: the list does not say why, and neither does this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Final

from kakehashi.core import canonical

MOST_DEPARTURES: Final = Fraction(5, 100)
"""Above this share of the current rows a list is taken only with an officer's confirmation."""

Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Alteration:
    """A row that says something else than before: the fields, and both contents."""

    number: str
    fields: tuple[str, ...]
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a new list changes; numbers are in the order of the lists."""

    additions: tuple[str, ...]
    alterations: tuple[Alteration, ...]
    departures: tuple[str, ...]
    unchanged: int

    @property
    def before(self) -> int:
        """How many rows stood before."""
        return self.unchanged + len(self.alterations) + len(self.departures)

    @property
    def shrinks(self) -> bool:
        """Whether more rows leave than a list may lose unconfirmed."""
        return len(self.departures) > MOST_DEPARTURES * self.before


def compare(current: Mapping[str, Content], new: Mapping[str, Content]) -> Comparison:
    """Compare two states of a list, rows by number."""
    alterations = tuple(
        Alteration(number, altered_fields(before, new[number]), before, new[number])
        for number, before in current.items()
        if number in new and before != new[number]
    )
    additions = tuple(number for number in new if number not in current)
    departures = tuple(number for number in current if number not in new)
    unchanged = len(current) - len(departures) - len(alterations)
    return Comparison(additions, alterations, departures, unchanged)


def altered_fields(before: Content, after: Content) -> tuple[str, ...]:
    """Name the fields in which two contents differ, sorted."""
    return tuple(
        sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    )


def confirmation(
    *,
    layout: str,
    as_of: date,
    current_digest: str,
    new_digest: str,
    missing: tuple[str, ...],
) -> str:
    """Give the token that names exactly what was shown; another file or another day has another."""
    shown = [layout, as_of.isoformat(), current_digest, new_digest, list(missing)]
    return sha256(b"kakehashi/list-preview/1\0" + canonical.encode(shown)).hexdigest()[:20]
