"""Lists as dated snapshots: one public row a line, dirty cells raw beside the cleaned ones."""

import hashlib
from collections.abc import Iterable, Sequence

from pydantic import Field

from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.persons import RowRepresentatives
from kakehashi.core.notices.text import LongLine, Paragraphs, Reference, Text
from kakehashi.core.notices.values import Count, Digest, Token, WebAddress


class RawCell(Payload):
    """A cell that had to be cleaned, as it stood in the source."""

    column: Token = Field(title="Column")
    text: Paragraphs = Field(title="As it stood")


class ListedRow(Payload):
    """What every row of a list has."""

    number: Reference = Field(title="Number")
    raw: tuple[RawCell, ...] = Field(
        default=(),
        max_length=40,
        title="Cells as they stood",
        description="Only the cells that read differently after cleaning.",
    )


class Changes(Payload):
    """How a snapshot differs from the one before it."""

    added: Count = Field(title="Added")
    changed: Count = Field(title="Changed")
    departed: Count = Field(
        title="No longer listed", description="Expired, withdrawn or cancelled: not said which."
    )


class Snapshot(Payload):
    """A list on a day: where it came from, what it counts, how it differs from the last."""

    as_of_on: Day = Field(title="As of")
    source: Text = Field(title="Source")
    source_name: LongLine | None = Field(default=None, title="File or page")
    source_url: WebAddress | None = Field(default=None, title="Address of the source")
    source_digest: Digest | None = Field(default=None, title="SHA-256 of the source file")
    count: Count = Field(title="Rows")
    digest: Digest = Field(
        title="Digest of the contents", description="The same for the same contents in any order."
    )
    previous_digest: Digest | None = Field(
        default=None,
        title="Digest of the snapshot before",
        description="Empty for the first snapshot.",
    )
    changes: Changes | None = Field(default=None, title="Changes since then")
    remarks: Text | None = Field(default=None, title="Remarks")


def each_number_once(rows: Iterable[ListedRow]) -> None:
    """Refuse a list in which one number stands twice.

    Raises:
        ValueError: names the first number that does.

    """
    seen: set[str] = set()
    for row in rows:
        if row.number in seen:
            raise fault(Fault.NUMBER_TWICE, number=row.number)
        seen.add(row.number)


def rows_add_up(
    snapshot: Snapshot, rows: Sequence[ListedRow], persons: RowRepresentatives | None
) -> None:
    """Refuse a list whose count, or whose representatives, do not fit its rows.

    Raises:
        ValueError: says what does not fit.

    """
    if snapshot.count != len(rows):
        raise fault(Fault.ROWS_COUNTED, counted=snapshot.count, rows=len(rows))
    listed = () if persons is None else persons.representatives
    if any(person.row >= len(rows) for person in listed):
        raise fault(Fault.NO_SUCH_ROW)


def contents_digest(rows: Iterable[tuple[str, bytes]]) -> str:
    """Hash a list's rows (number, canonical bytes), whatever their order: SHA-256, hex."""
    total = hashlib.sha256()
    for number, data in sorted(rows):
        total.update(hashlib.sha256(number.encode() + b"\n" + data).digest())
    return total.hexdigest()
