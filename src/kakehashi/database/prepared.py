"""Queries that are written once: asked again, they cost little more than the rows they give.

Django writes the SQL of a queryset anew whenever it is asked, which takes ten times as long as the
database's answer. Here that happens at the first use; `WHOLE` and `TEXT` stand for the values.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Generic, TypeVar, cast

from django.db import connection, models

from kakehashi.database.direct import read

_Model = TypeVar("_Model", bound=models.Model)

WHOLE: Final = tuple(range(2_000_000_001, 2_000_000_009))
"""Stand for the integers among the values, by place: `WHOLE[2]` for the third value."""
TEXT: Final = tuple(f"\x01{place}" for place in range(8))
"""Stand for the texts among the values, by place."""
_PLACE: Final[dict[object, int]] = {
    mark: place for marks in (WHOLE, TEXT) for place, mark in enumerate(marks)
}


class Prepared(Generic[_Model]):
    """A queryset of whole rows, compiled when it is first asked.

    `make` builds it with `WHOLE` and `TEXT` where values go; a call passes the values in order and
    gives model instances.
    """

    def __init__(self, make: "Callable[[], models.QuerySet[_Model]]") -> None:
        self._make = make
        self._compiled: dict[str, _Compiled] = {}

    def __call__(self, *values: int | str) -> list[_Model]:
        """Ask with these values."""
        compiled = self._compiled.get(connection.vendor)
        if compiled is None:
            compiled = self._compiled[connection.vendor] = _Compiled(self._make())
        return cast("list[_Model]", compiled.ask(values))

    def first(self, *values: int | str) -> _Model | None:
        """Ask for the first row; None where there is none."""
        found = self(*values)
        return found[0] if found else None


class _Compiled:
    """SQL with its parameters, and how its rows become instances."""

    def __init__(self, queryset: "models.QuerySet[Any]") -> None:
        compiler: Any = queryset.query.get_compiler(connection=connection)
        self._sql, self._parameters = compiler.as_sql()
        chosen = [column for column, _, _ in compiler.select]
        self._apply, self._converters = (
            compiler.apply_converters,
            compiler.get_converters(chosen),
        )
        self._model = queryset.model
        self._names = [column.target.attname for column in chosen]

    def ask(self, values: tuple[int | str, ...]) -> list[Any]:
        parameters = [values[_PLACE[one]] if one in _PLACE else one for one in self._parameters]
        rows: Iterable[Any] = read(self._sql, parameters)
        if self._converters:
            rows = self._apply(rows, self._converters)
        return [self._model.from_db("default", self._names, row) for row in rows]
