"""Exchange rates that an office keeps in the node's home: without one, no amount is compared."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from kakehashi import node

FILE: Final = "rates.toml"


class RatesRefused(ValueError):
    """The file of rates says something that no rate is."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency is in another, from a day up to and including another."""

    of: str
    to: str
    rate: Decimal
    from_on: date
    until_on: date


def on(day: date) -> Mapping[tuple[str, str], Decimal]:
    """Give the rates of a day; none where the office keeps none."""
    return {(r.of, r.to): r.rate for r in _read() if r.from_on <= day <= r.until_on}


def _read() -> list[Rate]:
    file = node.home() / FILE
    if not file.exists():
        return []
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8")).get("rates", ())
        return [
            Rate(
                str(one["of"]),
                str(one["to"]),
                Decimal(str(one["rate"])),
                date.fromisoformat(one["from"].isoformat()),
                date.fromisoformat(one["until"].isoformat()),
            )
            for one in said
        ]
    except (AttributeError, KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise RatesRefused(f"{FILE}: {error}") from error
