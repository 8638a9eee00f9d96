"""Statements that go to the driver itself: on the way through Django they take longer than SQLite.

Where queries are logged they take Django's way, so that they are counted with the others; so do
writes outside a transaction, which wait in line there.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any, cast

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


def connected() -> BaseDatabaseWrapper:
    """Give this thread's connection, open and with no broken transaction.

    Finding it costs as much as a short answer of SQLite's: ask once for what goes together.
    """
    found = connections["default"]
    found.close_if_health_check_failed()
    if found.connection is None:
        found.ensure_connection()
    found.validate_no_broken_transaction()
    return found


def read(sql: str, values: Sequence[object], *, to: BaseDatabaseWrapper | None = None) -> list[Any]:
    """Ask for rows; `sql` has `%s` for each value, and no other `%`."""
    to = to or connected()
    if to.queries_logged:
        with to.cursor() as cursor:
            cursor.execute(sql, cast("Any", values))
            return cast("list[Any]", cursor.fetchall())
    with to.wrap_database_errors:
        return cast("list[Any]", to.connection.execute(_native(sql, to.vendor), values).fetchall())


def write(sql: str, values: Sequence[object]) -> int:
    """Change rows, and say how many."""
    to = connected()
    if to.queries_logged or not to.in_atomic_block:
        with to.cursor() as cursor:
            cursor.execute(sql, cast("Any", values))
            return int(cursor.rowcount)
    with to.wrap_database_errors:
        return int(to.connection.execute(_native(sql, to.vendor), values).rowcount)


def write_each(sql: str, rows: Sequence[Sequence[object]]) -> None:
    """Run one statement for each of several sets of values."""
    to = connected()
    if to.queries_logged or not to.in_atomic_block:
        with to.cursor() as cursor:
            cursor.executemany(sql, cast("Any", rows))
        return
    with to.wrap_database_errors:
        to.connection.cursor().executemany(_native(sql, to.vendor), rows)


def together() -> AbstractContextManager[object]:
    """A transaction; inside one that stands, nothing of its own.

    For work that refuses before it writes, so that there is never anything to undo.
    """
    return nullcontext() if connections["default"].in_atomic_block else transaction.atomic()


@lru_cache(maxsize=1024)
def _native(sql: str, vendor: str) -> str:
    return sql.replace("%s", "?") if vendor == "sqlite" else sql
