"""A whole register as CSV: UTF-8 with a mark that spreadsheets know, dates in ISO, codes."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Final

from kakehashi.core import entries
from kakehashi.core.standing import Register
from kakehashi.database.snapshot import reading
from kakehashi.registers.queries import PublicEntry, Showing, public_entry
from kakehashi.web.portal.records import addresses, each, place, texts, title, within

IN_MEMORY: Final = 2**20
CHUNK: Final = 2**16
ROWS: Final = 500
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

COLUMNS: Final = (
    "agreement",
    "register",
    "party",
    "number",
    "name",
    "other_names",
    "former_names",
    "status",
    "status_from",
    "status_until",
    "status_as_of",
    "place",
    "address",
    "telephone",
    "valid_from",
    "valid_until",
    "fields",
    "fees",
    "identifiers",
    "measure",
    "order_number",
    "channel",
    "last_notice",
)


def harmless(cell: str) -> str:
    """Guard a cell that a spreadsheet would compute: an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def row(entry: PublicEntry, *, today: date) -> list[str]:
    """Write an entry as a row; several values of one cell are kept apart by ` | `."""
    record = entry.record
    described = entries.organization(record)
    return [
        entry.agreement,
        entry.register.value,
        entry.party,
        str(record.get("number", entry.number)),
        title(entry) if entry.register is not Register.SUSPENSIONS else _said(record, "field"),
        _several(str(name["text"]) for name in entry.names[1:]),
        _several(entry.former),
        entry.status.value,
        _iso(entry.since_on),
        _iso(entry.until_on),
        today.isoformat(),
        place(record),
        _several(text for text, _ in addresses(record)),
        _several(texts(described, "phones")),
        _said(record, "approval", "validity", "from_on") or _said(record, "registered_on"),
        _said(record, "approval", "validity", "until_on") or _said(record, "valid_until_on"),
        _several(_fields(entry)),
        _several(_fees(entry)),
        _several(entries.identifiers(record)),
        _said(record, "measure"),
        _said(record, "reference"),
        _said(record, "channel"),
        entry.jti,
    ]


def write(shown: Showing | None, register: Register, *, today: date) -> Iterator[bytes]:
    """Give the file in chunks; it is read as of one moment, before the first of them leaves.

    So a slow reader holds no transaction, and memory stays the same however long the register is.
    Before the first notice it has its columns and no row.
    """
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        sheet = csv.writer(text)
        sheet.writerow(COLUMNS)
        with reading():
            for entry in _entries(shown, register, today) if shown else ():
                sheet.writerow(map(harmless, row(entry, today=today)))
        text.flush()
        text.detach()
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _entries(shown: Showing, register: Register, today: date) -> Iterator[PublicEntry]:
    for one in shown.entries(register).iterator(ROWS):
        yield public_entry(shown.agreement, one, today=today)


def digest(shown: Showing | None, register: Register, *, today: date) -> str:
    """Name what the file would say, without writing it."""
    said = (shown.edition.pk, sorted(shown.read.items()), shown.hidden) if shown else ()
    told = repr((said, register, today, COLUMNS))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _fields(entry: PublicEntry) -> list[str]:
    approval = entry.record.get("approval")
    described = approval if isinstance(approval, dict) else entries.organization(entry.record)
    return texts(described, "fields")


def _fees(entry: PublicEntry) -> Iterator[str]:
    for fee in each(within(entry.record, "approval", "fees")):
        amount, currency = (_said(fee, "at_most", part) for part in ("amount", "currency"))
        yield f"{fee.get('charged_for')}: {amount} {currency}"


def _several(values: "Iterator[str] | list[str] | tuple[str, ...]") -> str:
    return " | ".join(values)


def _said(record: object, *path: str) -> str:
    found = within(record, *path) if isinstance(record, dict) else None
    return "" if found is None else str(found)


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
