"""The index of a search: the pairs of characters in each entry's folded text.

SQLite keeps them in an FTS5 table without content (`registers_terms`, its rowid the entry's id),
PostgreSQL in a `tsvector` column beside the entry. Both hold whole terms only; what they find is
read again in the folded text. One term of each entry names its edition and register.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from django.db import connection

from kakehashi.core.lookup import index_terms, pairs

SCANNED: Final = 20_000
"""Entries that the index may offer before a search stops reading them."""


class Indexed(Protocol):
    """What is indexed: an entry's id, its searched text, and the scope it is found in."""

    @property
    def id(self) -> int:
        """The entry's id."""

    @property
    def edition_id(self) -> int:
        """Its edition."""

    @property
    def register(self) -> str:
        """Its register."""

    @property
    def search(self) -> str:
        """Its folded text."""


def scope(edition: int, register: str) -> str:
    """Give the term of an edition's register: longer than any pair, so never one of them."""
    return f"in{edition}{register.replace('-', '')}"


def _terms(entry: Indexed) -> list[str]:
    return [scope(entry.edition_id, entry.register), *index_terms(entry.search)]


def indexed(entry: Indexed) -> str:
    """Write the terms of an entry, separated by spaces."""
    return " ".join(_terms(entry)) if entry.search else ""


def add(entries: Iterable[Indexed]) -> None:
    """Index entries by their ids; PostgreSQL has the terms in the entry's own row."""
    rows = [(indexed(entry), entry.id) for entry in entries if entry.search]
    if not rows or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO registers_terms (terms, rowid) VALUES (%s, %s)", rows)


def remove(entries: Iterable[Indexed]) -> None:
    """Take entries out of the index, with the texts under which they were put in."""
    rows = [(indexed(entry), entry.id) for entry in entries if entry.search]
    if not rows or connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO registers_terms (registers_terms, terms, rowid) VALUES ('delete', %s, %s)",
            rows,
        )


def all_of(words: Sequence[str]) -> str:
    """Write the query for entries that may hold every word."""
    return _and(_word(word) for word in words)


def any_of(pieces: Sequence[str]) -> str:
    """Write the query for entries that may hold one of some pieces."""
    return _or(_word(piece) for piece in pieces)


def anywhere(editions: Iterable[int], registers: Iterable[str], query: str) -> str:
    """Narrow a query to some registers of some editions."""
    names = list(registers)
    scopes = _or(_term(scope(edition, name)) for edition in editions for name in names)
    return _and([f"({scopes})", f"({query})"])


def _word(word: str) -> str:
    if len(word) == 1:
        return f'"{word}" *' if connection.vendor == "sqlite" else f"'{word}':*"
    return f"({_and(_term(pair) for pair in pairs(word))})"


def _term(term: str) -> str:
    return f'"{term}"' if connection.vendor == "sqlite" else f"'{term}'"


def _and(parts: Iterable[str]) -> str:
    return (" AND " if connection.vendor == "sqlite" else " & ").join(parts)


def _or(parts: Iterable[str]) -> str:
    return (" OR " if connection.vendor == "sqlite" else " | ").join(parts)


Offered = tuple[int, str, str, str]
"""An entry that a search offers: its id, folded number, sort text and folded text."""

_OFFERED: Final = "e.id, e.folded_number, e.sort, e.search"
_SQLITE: Final = (
    "(SELECT rowid FROM registers_terms(%s) LIMIT %s) o"
    " CROSS JOIN registers_entry e WHERE e.id = o.rowid"
)
_POSTGRESQL: Final = (
    "(SELECT * FROM registers_entry WHERE terms @@ %s::tsquery LIMIT %s) e WHERE TRUE"
)
_BY_TERMS: Final = {
    "sqlite": (_SQLITE, "instr(e.search, %s) > 0"),
    "postgresql": (_POSTGRESQL, "strpos(e.search, %s) > 0"),
}
"""How each database offers entries (the query, how many), and reads their text again (a word)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where is looked: registers of editions, with how far each has read its authors' journals.

    `hidden` are the notices that are not shown.
    """

    editions: Mapping[int, Mapping[str, int]]
    registers: Sequence[str]
    hidden: Sequence[str] = ()


def offered(
    places: Sequence[Place], query: str, *, words: Sequence[str] = (), status: str = "", limit: int
) -> list[list[Offered]]:
    """Give of each place the public entries that the index offers and whose text has every word.

    `status` is what was decided last, if that matters. At most `limit` entries of each place; one
    statement, however many places.
    """
    found: list[list[Offered]] = [[] for _ in places]
    if not places:
        return found
    statements, values = [], []
    for at, one in enumerate(places):
        statement, own = _offered_in(one, query, words=words, status=status, limit=limit)
        statements.append(f"SELECT {at}, offered.* FROM ({statement}) offered")  # noqa: S608 - as written below
        values += own
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        for at, *row in cursor.fetchall():
            found[at].append((row[0], row[1], row[2], row[3]))
    return found


def _offered_in(
    where: Place, query: str, *, words: Sequence[str], status: str, limit: int
) -> tuple[str, list[str | int]]:
    source, holds = _BY_TERMS[connection.vendor]
    conditions = ["e.is_public"]
    values: list[str | int] = [anywhere(where.editions, where.registers, query), SCANNED]
    shown = []
    for edition, read in where.editions.items():
        for party, at in read.items():
            shown.append(
                "(e.edition_id = %s AND e.party = %s"
                " AND e.since_place < %s AND e.until_place >= %s)"
            )
            values += [edition, party, at, at]
    conditions.append(f"({' OR '.join(shown) or 'FALSE'})")
    for column in ("jti", "number") if where.hidden else ():
        conditions.append(f"e.{column} NOT IN ({', '.join(['%s'] * len(where.hidden))})")
        values += where.hidden
    if status:
        conditions.append("e.status = %s")
        values.append(status)
    conditions += [holds] * len(words)
    values += [*words, limit]
    return (
        f"SELECT {_OFFERED} FROM {source} AND {' AND '.join(conditions)} LIMIT %s",  # noqa: S608 - names of our own
        values,
    )
