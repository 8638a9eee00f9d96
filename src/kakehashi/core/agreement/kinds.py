"""What a profile needs to know of the notices it speaks of, and the faults in naming them."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from kakehashi.core.agreement.lines import Path
from kakehashi.core.agreement.problems import Reason
from kakehashi.core.notices.payload import Classification

Fault = tuple[Path, Reason, dict[str, str]]
"""Where, why, and the facts to word it."""


class KindFacts(Protocol):
    """What the catalogue says of one notice kind."""

    @property
    def classes(self) -> tuple[Classification, ...]:
        """The classes that the kind may have, its default first."""

    @property
    def is_protocol(self) -> bool:
        """Whether the kind belongs to the protocol, under no clause."""


def kind_faults(kinds: Mapping[str, KindFacts], path: Path, kind: str) -> Iterator[Fault]:
    """Say so where a kind is unknown, or is the protocol's own."""
    if kind not in kinds:
        yield path, Reason.UNKNOWN_KIND, {"kind": kind}
    elif kinds[kind].is_protocol:
        yield path, Reason.PROTOCOL_KIND, {"kind": kind}
