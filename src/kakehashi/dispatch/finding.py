"""What a verification finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: a code, the journal, and the entry (None: the whole)."""

    code: str
    origin: str
    index: int | None = None
    detail: str = ""
