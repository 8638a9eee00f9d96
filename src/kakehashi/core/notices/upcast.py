"""Older payload versions, read for ever: pure functions from one version to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

JsonObject = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Raw:
    """Content as JSON values: statement, parts by role, rows; what is erased is absent."""

    statement: JsonObject | None = None
    parts: Mapping[str, JsonObject] = field(default_factory=dict)
    rows: tuple[JsonObject, ...] | None = None


Upcaster = Callable[[Raw], Raw]
Upcasters = Mapping[tuple[str, int], Upcaster]

UPCASTERS: Upcasters = MappingProxyType({})
"""(kind, version) to the function that gives version + 1; every published version has one."""


def upcast(kind: str, version: int, raw: Raw, *, to: int, upcasters: Upcasters) -> Raw | None:
    """Lift content step by step to the version `to`; None where a step is not known."""
    for step in range(version, to):
        function = upcasters.get((kind, step))
        if function is None:
            return None
        raw = function(raw)
    return raw if version <= to else None
