"""Writing rows as fast as each database takes them: many at once, or one that is known."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from kakehashi.database.direct import read, write, write_each

Row = tuple[object, ...]
"""Values in the order of the columns: integers, texts, bytes, None, and what the last two functions
here give."""


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows into a model's table, all or none; IntegrityError as from any insert.

    Columns are those of the table. Nothing is validated and no default is filled in. On PostgreSQL
    this is COPY, on SQLite one prepared statement.
    """
    if not rows:
        return
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _copy(cursor, table, columns, rows)
    else:
        write_each(_insert(table, tuple(columns)), rows)


def update_row(
    model: type[models.Model], to: Mapping[str, object], *, where: Mapping[str, object]
) -> bool:
    """Set columns of the row that has these values; say whether there was one.

    Columns and values as for `insert_rows`.
    """
    update = _update(model._meta.db_table, tuple(to), tuple(where))
    return write(update, (*to.values(), *where.values())) > 0


def insert_once(model: type[models.Model], columns: Sequence[str], row: Row) -> bool:
    """Insert a row unless its key is there already; say if it is new."""
    insert = _insert(model._meta.db_table, tuple(columns))
    return write(f"{insert} ON CONFLICT DO NOTHING", row) > 0


def insert_giving_id(model: type[models.Model], columns: Sequence[str], row: Row) -> int:
    """Insert a row whose id the database gives; inside a transaction. Values as for `insert_rows`.

    IntegrityError as from any insert.
    """
    insert = _insert(model._meta.db_table, tuple(columns))
    ((number,),) = read(f'{insert} RETURNING "id"', row)
    return int(number)


@lru_cache(maxsize=256)
def _insert(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names


@lru_cache(maxsize=256)
def _update(table: str, columns: tuple[str, ...], known: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{column}" = %s' for column in columns)
    conditions = " AND ".join(f'"{column}" = %s' for column in known)
    return f'UPDATE "{table}" SET {changes} WHERE {conditions}'  # noqa: S608 - our own names


def _copy(cursor: CursorWrapper, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.wrap_database_errors, cast("Any", cursor).copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@lru_cache(maxsize=4)
def moment(at: datetime) -> object:
    """Give an aware datetime in the form in which the database's driver takes it.

    What is done at one moment writes it into several tables.
    """
    return connection.ops.adapt_datetimefield_value(at)


def document(value: object) -> object:
    """Give a JSON value in the form in which the database's driver takes it."""
    return cast("Any", connection.ops).adapt_json_value(value, None)
