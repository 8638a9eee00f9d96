"""What an edition of the desk holds: rows that two derivations of the same notices have alike."""

import json
from collections.abc import Iterator
from typing import Final

from django.db.models import Model, QuerySet

from kakehashi.database.snapshot import reading
from kakehashi.desk.models import (
    AlsoIn,
    Case,
    Dealing,
    DeskEdition,
    DisclosureItem,
    DisclosureNotice,
    DutyDays,
    DutyLine,
    DutyReceipt,
    DutyRow,
    DutyTally,
    Naming,
    Sought,
)

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
).encode

TABLES: Final[tuple[type[Model], ...]] = (
    Dealing,
    AlsoIn,
    Naming,
    Case,
    DisclosureItem,
    DisclosureNotice,
    DutyLine,
    DutyDays,
    DutyReceipt,
    DutyRow,
    DutyTally,
    Sought,
)
"""Every table that is derived: what stands here is verified, and dropped with its edition."""

_FORGETTING: Final = frozenset({DisclosureItem, DisclosureNotice})
"""Read from parts that may be erased: derived again they may hold less, and are not compared."""

_OF_THE_DATABASE: Final = frozenset({"id", "edition"})


def state_rows(edition: DeskEdition) -> Iterator[bytes]:
    """Give every derived row of an edition, without the database's own ids, in no order."""
    with reading():
        for model in (one for one in TABLES if one not in _FORGETTING):
            columns = [
                field.name
                for field in model._meta.concrete_fields
                if field.name not in _OF_THE_DATABASE
            ]
            rows: QuerySet[Model] = QuerySet(model).filter(edition=edition)
            for row in rows.values_list(*columns).iterator():
                yield _encode([model._meta.model_name, *row]).encode()
