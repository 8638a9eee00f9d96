"""Django's SQLite backend with the fair write lock in front of every write transaction."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from django.db.backends.sqlite3 import base

from kakehashi.database.statements import writes
from kakehashi.database.write_lock import WriteLock


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the write lock from before BEGIN IMMEDIATE to after the commit.

    OPTIONS takes `write_lock`, the path of the lock file. Inside `reading()` a transaction is
    BEGIN DEFERRED with writes refused, and takes no lock.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.reads_only = False
        self._refuses_writes = False
        self.write_lock: WriteLock | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Keep the lock's path from the driver."""
        params: dict[str, Any] = super().get_connection_params()
        path = params.pop("write_lock", None)
        if self.write_lock is None and path is not None:
            self.write_lock = WriteLock(Path(path))
        return params

    def create_cursor(self, name: str | None = None) -> "Cursor":  # noqa: ARG002 - Django's form
        """Give a cursor that knows whose lock a statement outside a transaction takes."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        if self.reads_only:
            self.connection.execute("PRAGMA query_only = ON")
            self._refuses_writes = True
        else:
            self.take_lock()
        try:
            if self.reads_only:
                self.cursor().execute("BEGIN DEFERRED")
            else:
                super()._start_transaction_under_autocommit()
        finally:
            self.release_lock_if_done()

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self.release_lock_if_done()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self.release_lock_if_done()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            if self.write_lock is not None:
                self.write_lock.close()

    @contextmanager
    def in_line(self) -> Iterator[None]:
        """Take the lock for one statement outside a transaction; inside one it is held."""
        if self.connection.in_transaction:
            yield
            return
        self.take_lock()
        try:
            yield
        finally:
            self.release_lock_if_done()

    def take_lock(self) -> None:
        """Wait for the write lock, where the settings name one."""
        if self.write_lock is not None and self.write_lock.held is None:
            self.write_lock.take()

    def release_lock_if_done(self) -> None:
        """Give the lock back, unless the transaction still stands (a commit may have failed)."""
        if self.connection is not None and self.connection.in_transaction:
            return
        if self.write_lock is not None:
            self.write_lock.release()
        if self._refuses_writes and self.connection is not None:
            self.connection.execute("PRAGMA query_only = OFF")
            self._refuses_writes = False


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that runs a lone write in line, to its end, before the lock is given back.

    A statement with RETURNING writes only when its rows are read, so they are read at once.
    """

    wrapper: DatabaseWrapper
    _rows: deque[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Self:
        """Run one statement."""
        self._rows = None
        if self.wrapper.connection.in_transaction or not writes(query):
            super().execute(query, params)
            return self
        with self.wrapper.in_line():
            super().execute(query, params)
            if self.description is not None:
                self._rows = deque(super().fetchall())
        return self

    def executemany(self, query: str, param_list: Iterable[Any]) -> Self:
        """Run one statement for each set of parameters, all or none."""
        self._rows = None
        connection = self.wrapper.connection
        if connection.in_transaction:
            super().executemany(query, param_list)
            return self
        with self.wrapper.in_line():
            connection.execute("BEGIN IMMEDIATE")
            try:
                super().executemany(query, param_list)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        return self

    def fetchone(self) -> Any:
        """Give the next row, or None."""
        if self._rows is None:
            return super().fetchone()
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """Give the next rows, at most `size`."""
        wanted = self.arraysize if size is None else size
        if self._rows is None:
            return super().fetchmany(wanted)
        return [self._rows.popleft() for _ in range(min(wanted, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        """Give all rows that are left."""
        if self._rows is None:
            return super().fetchall()
        rows, self._rows = list(self._rows), deque()
        return rows

    def __next__(self) -> Any:
        if self._rows is None:
            return super().__next__()
        if not self._rows:
            raise StopIteration
        return self._rows.popleft()
