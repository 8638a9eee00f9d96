"""Django's PostgreSQL backend with the fair write lock as the first statement of a transaction."""

import time
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg import Cursor as PlainCursor
from psycopg.pq import TransactionStatus

from kakehashi.database.statements import writes
from kakehashi.database.write_lock import Held, report

LOCK: Final = "SELECT pg_advisory_xact_lock(5425430128)"
"""Any number that every node program agrees on; a database serves one node."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose write transactions wait in line at an advisory lock.

    PostgreSQL queues waiters in order and gives the lock back at commit, rollback or crash.
    Inside `reading()` a transaction is a read-only snapshot and takes no lock.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.reads_only = False
        self.held: Held | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Give connections a cursor that runs a lone write in line."""
        params: dict[str, Any] = super().get_connection_params()
        params["cursor_factory"] = (
            ServerBindingCursor if params["cursor_factory"] is base.ServerBindingCursor else Cursor
        )
        return params

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)
        if autocommit:
            return
        try:
            self._begin()
        except BaseException:
            self.connection.rollback()
            super()._set_autocommit(True)
            raise

    def _begin(self) -> None:
        with self.wrap_database_errors:
            plain = PlainCursor(self.connection)
            if self.reads_only:
                plain.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                return
            started = time.monotonic()
            plain.execute(LOCK)
            now = time.monotonic()
            self.held = Held(now, now - started)

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._report()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._report()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._report()

    def _report(self) -> None:
        if self.held is not None:
            held, self.held = self.held, None
            report(held)


class _InLine(PlainCursor[Any]):
    """Runs a write outside a transaction in a transaction of its own, behind the lock."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if not self._is_alone(query):
            return super().execute(query, params, **options)
        with self.connection.transaction():
            PlainCursor(self.connection).execute(LOCK)
            return super().execute(query, params, **options)

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        if not self._is_alone(query):
            super().executemany(query, params_seq, **options)
            return
        with self.connection.transaction():
            PlainCursor(self.connection).execute(LOCK)
            super().executemany(query, params_seq, **options)

    def _is_alone(self, query: Any) -> bool:
        return bool(
            self.connection.autocommit
            and self.connection.info.transaction_status == TransactionStatus.IDLE
            and writes(query)
        )


class Cursor(_InLine, base.Cursor):
    """Binds parameters in the client, as Django does by default."""


class ServerBindingCursor(_InLine, base.ServerBindingCursor):
    """Binds parameters in the server."""
