"""Unusual volume: when one officer has signed off so much that another is to look first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many notices of one officer, within so many hours, are still usual."""

    most: int
    hours: int


def reached(
    signed_at: Sequence[datetime], thresholds: Iterable[Threshold], *, now: datetime
) -> Threshold | None:
    """Give the first threshold beyond which a further notice would go; None where beyond none."""
    for one in thresholds:
        begins = now - timedelta(hours=one.hours)
        if sum(begins < at <= now for at in signed_at) >= one.most:
            return one
    return None
