"""Queries that are written once: asked again, they cost little more than the rows they give.

Django writes the SQL of a queryset anew whenever it is asked, which takes ten times as long as the
database's answer. Here that happens at the first use; `WHOLE` and `TEXT` stand for the values.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar, cast

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

from kakehashi.database.direct import connected, read

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
        to = connected()
        compiled = self._compiled.get(to.vendor)
        if compiled is None:
            compiled = self._compiled[to.vendor] = _Compiled(self._make())
        return cast("list[_Model]", compiled.ask(values, to))

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
        self._converters: dict[int, tuple[Any, Any]] = compiler.get_converters(chosen)
        self._model: type[models.Model] = queryset.model
        self._names = [column.target.attname for column in chosen]

    def ask(self, values: tuple[int | str, ...], to: BaseDatabaseWrapper) -> list[Any]:
        parameters = [values[_PLACE[one]] if one in _PLACE else one for one in self._parameters]
        return [self._instance(row, to) for row in read(self._sql, parameters, to=to)]

    def _instance(self, row: Sequence[Any], to: BaseDatabaseWrapper) -> models.Model:
        """Make what the model's `from_db` makes; all columns are there and nobody listens to it."""
        said = dict(zip(self._names, row, strict=True))
        for place, (converters, expression) in self._converters.items():
            if row[place] is not None:
                value = row[place]
                for convert in converters:
                    value = convert(value, expression, to)
                said[self._names[place]] = value
        state = ModelState()
        state.adding, state.db = False, to.alias
        found: models.Model = object.__new__(self._model)
        vars(found).update(said, _state=state)
        return found
