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

ADDED: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("consultation.proposed", 2): "hours",
        ("consultation.accepted", 2): "hours",
        ("consultation.rescheduled", 2): "hours",
        ("consultation.minuted", 2): "next_hours",
        ("consultation.minutes-corrected", 2): "next_hours",
    }
)
"""(kind, version) to the one thing that its statement may say and the version before could not."""


def _without(member: str) -> Upcaster:
    """Take content as it stands to the version that may say `member` too."""

    def step(raw: Raw) -> Raw:
        if raw.statement is not None and member in raw.statement:
            raise ValueError(f"{member}: not in this version")
        return raw

    return step


UPCASTERS: Upcasters = MappingProxyType(
    {(kind, version - 1): _without(member) for (kind, version), member in ADDED.items()}
)
"""(kind, version) to the function that gives version + 1; every published version has one."""


def upcast(kind: str, version: int, raw: Raw, *, to: int, upcasters: Upcasters) -> Raw | None:
    """Lift content step by step to the version `to`; None where a step is not known.

    Raises:
        ValueError: it says what its version cannot say.

    """
    for step in range(version, to):
        function = upcasters.get((kind, step))
        if function is None:
            return None
        raw = function(raw)
    return raw if version <= to else None


def versions_saying(kind: str, statement: JsonObject, *, newest: int) -> range:
    """The versions that can say all of it, alike but for their number: one of them is written.

    So a counterpart that is not updated yet reads all but what is new.
    """
    version = newest
    while (added := ADDED.get((kind, version))) is not None and added not in statement:
        version -= 1
    return range(version, newest + 1)
