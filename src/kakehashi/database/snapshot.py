"""Reading several things as of one moment, without standing in the writers' line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db import connections, transaction


@contextmanager
def reading(using: str = "default") -> Iterator[None]:
    """Read one consistent snapshot: no lock, and every write inside is refused.

    Inside a transaction that already stands it does nothing: that one sees one state, since it
    holds the write lock.
    """
    connection = cast("Any", connections[using])
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    connection.reads_only = True
    try:
        with transaction.atomic(using=using):
            connection.reads_only = False
            yield
    finally:
        connection.reads_only = False
