"""Which statements write, as far as their first words tell."""

import re
from typing import Final

_WRITES: Final = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE)\b|\s*WITH\b.*\b(?:INSERT|UPDATE|DELETE)\b",
    re.IGNORECASE | re.DOTALL,
)


def writes(statement: object) -> bool:
    """Say whether a statement changes rows; one that hides it is still safe, only not in line."""
    return _WRITES.match(str(statement)) is not None
