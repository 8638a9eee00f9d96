"""The index of the desk's search: the pairs of characters in each public notice's folded text.

SQLite keeps them in an FTS5 table without content (`desk_terms`, its rowid the row's id),
PostgreSQL in a `tsvector` column beside the row. What they find is read again in the folded text.
One term of each row names its edition.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import connection, transaction

from kakehashi.core.heard import Heard
from kakehashi.core.lookup import index_terms, pairs
from kakehashi.core.projection import place
from kakehashi.core.sought import sought_text
from kakehashi.desk.models import DeskEdition, Sought

SCANNED: Final = 20_000
"""Rows that the index may offer before a search stops reading them."""
_ROWS_AT_ONCE: Final = 200


def take(edition: DeskEdition, notices: Iterable[Heard]) -> None:
    """Index the public texts of notices, inside the transaction that reads them."""
    texts = [(one, text) for one in notices if (text := sought_text(one))]
    rows = [
        Sought(
            edition=edition,
            party=one.party,
            place=place(one.generation, one.seq),
            jti=one.jti,
            kind=one.kind,
            clause=one.clause,
            issued_at=one.issued_at,
            text=text,
        )
        for one, text in texts
    ]
    if not rows:
        return
    made = Sought.objects.bulk_create(rows)
    terms = [(_terms(edition.pk, row.text), row.pk) for row in made]
    statement = (
        "INSERT INTO desk_terms (terms, rowid) VALUES (%s, %s)"
        if connection.vendor == "sqlite"
        else "UPDATE desk_sought SET terms = array_to_tsvector(string_to_array(%s, ' '))"
        " WHERE id = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, terms)


def drop(edition: DeskEdition) -> None:
    """Delete an edition's rows and their terms, in slices."""
    while True:
        with transaction.atomic():
            some = list(Sought.objects.filter(edition=edition)[:_ROWS_AT_ONCE])
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.executemany(
                        "INSERT INTO desk_terms (desk_terms, terms, rowid)"
                        " VALUES ('delete', %s, %s)",
                        [(_terms(edition.pk, row.text), row.pk) for row in some],
                    )
            Sought.objects.filter(pk__in=[row.pk for row in some]).delete()
        if not some:
            return


def found(
    editions: Mapping[int, frozenset[str] | None],
    words: Sequence[str],
    *,
    kinds: Sequence[str] = (),
    limit: int,
) -> list[tuple[int, str, str]]:
    """Give (edition, jti, kind) of notices whose public text holds every word, the latest first.

    `editions` are those that the reader may see, each with the clauses that they may read in it
    (None: all). One statement, which reads none of the others.
    """
    if not editions or not words:
        return []
    scopes = _or(f'"{_scope(pk)}"' if _is_sqlite() else f"'{_scope(pk)}'" for pk in editions)
    query = _and([f"({scopes})", *(_word(word) for word in words)])
    where, values = _seen(editions)
    holds = "instr(s.text, %s) > 0" if _is_sqlite() else "strpos(s.text, %s) > 0"
    conditions = [where, *([holds] * len(words))]
    values += words
    if kinds:
        conditions.append(f"s.kind IN ({', '.join(['%s'] * len(kinds))})")
        values += kinds
    source = (
        "(SELECT rowid FROM desk_terms(%s) ORDER BY rowid DESC LIMIT %s) o"
        " CROSS JOIN desk_sought s WHERE s.id = o.rowid"
        if _is_sqlite()
        else "(SELECT * FROM desk_sought WHERE terms @@ %s::tsquery ORDER BY id DESC LIMIT %s) s"
        " WHERE TRUE"
    )
    statement = (
        f"SELECT s.edition_id, s.jti, s.kind FROM {source}"  # noqa: S608 - names of our own
        f" AND {' AND '.join(conditions)} ORDER BY s.issued_at DESC, s.id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [query, SCANNED, *values, limit])
        return list(cursor.fetchall())


def _seen(editions: Mapping[int, frozenset[str] | None]) -> tuple[str, list[str | int]]:
    """Write the condition on rows that the reader may see."""
    parts: list[str] = []
    values: list[str | int] = []
    for pk, clauses in editions.items():
        only = "s.edition_id = %s"
        values.append(pk)
        if clauses is not None:
            only += f" AND s.clause IN ({', '.join(['%s'] * len(clauses)) or 'NULL'})"
            values += sorted(clauses)
        parts.append(f"({only})")
    return f"({' OR '.join(parts)})", values


def _terms(edition: int, text: str) -> str:
    return " ".join((_scope(edition), *index_terms(text)))


def _scope(edition: int) -> str:
    """Name an edition by a term longer than any pair."""
    return f"in{edition}desk"


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _word(word: str) -> str:
    if len(word) == 1:
        return f'"{word}" *' if _is_sqlite() else f"'{word}':*"
    terms = (f'"{pair}"' if _is_sqlite() else f"'{pair}'" for pair in pairs(word))
    return f"({_and(terms)})"


def _and(parts: Iterable[str]) -> str:
    return (" AND " if _is_sqlite() else " & ").join(parts)


def _or(parts: Iterable[str]) -> str:
    return (" OR " if _is_sqlite() else " | ").join(parts)
