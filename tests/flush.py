"""Between tests every table is emptied, also those that refuse it; the program never does this."""

from collections.abc import Iterable
from typing import Any, cast

from django.db import connection, transaction


def let_tests_empty_tables() -> None:
    """Replace how the test runner's flush is carried out on every connection of this kind.

    On the class, since a thread in which a browser is driven opens connections of its own.
    """
    operations = cast("Any", type(connection.ops))
    on_postgresql = connection.vendor == "postgresql"
    flush = _flush_postgresql if on_postgresql else _flush_sqlite
    operations.execute_sql_flush = staticmethod(flush)


def _flush_postgresql(statements: Iterable[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


def _flush_sqlite(statements: Iterable[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            cursor.execute(statement)
        for _, written in triggers:
            cursor.execute(written)
