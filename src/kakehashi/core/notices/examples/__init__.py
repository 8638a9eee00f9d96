"""One rich example of every kind; all names are invented."""

from collections.abc import Mapping
from types import MappingProxyType

from kakehashi.core.notices.examples import accepting, agreed, reports, sending, together
from kakehashi.core.notices.kinds import KINDS
from kakehashi.core.notices.notice import Notice

_EXAMPLES: tuple[Notice, ...] = (
    *sending.EXAMPLES,
    *accepting.EXAMPLES,
    *reports.EXAMPLES,
    *together.EXAMPLES,
    *agreed.EXAMPLES,
)
_BY_KIND = {notice.kind: notice for notice in _EXAMPLES}
EXAMPLES: Mapping[str, Notice] = MappingProxyType({kind: _BY_KIND[kind] for kind in KINDS})
"""The examples by kind, in the order of the kinds."""


def example(kind: str) -> Notice:
    """One rich example of a kind, with invented names."""
    return EXAMPLES[kind]
