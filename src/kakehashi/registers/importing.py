"""Our own lists: read from spreadsheets, compared with the current one, kept as dated snapshots.

Nothing is taken that an officer has not been shown: a list that loses more than one row in
twenty, or misses a column, is taken only with the token that names exactly what was shown.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from kakehashi.core.layout import Layout
from kakehashi.core.list_rows import ReadList, list_rows
from kakehashi.core.notices import KINDS, Notice, payload_of
from kakehashi.core.notices.snapshots import ListedRow, contents_digest
from kakehashi.core.snapshots import Comparison, compare, confirmation
from kakehashi.registers.models import ImportedList, ImportedRow
from kakehashi.registers.sheets import read_list
from kakehashi.registers.writing import json_of, text

SLICE: Final = 200


class Concern(StrEnum):
    """Why a list is taken only when an officer confirms what was shown."""

    SHRINKS = "shrinks"
    COLUMNS_MISSING = "columns-missing"
    NOT_NEWER = "not-newer"


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a list came from."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a list would do; `token` names exactly this, and no other file or day."""

    read: ReadList
    source: Source
    as_of: date
    digest: str
    current: ImportedList | None
    comparison: Comparison
    concerns: tuple[Concern, ...]
    token: str


class ConfirmationNeeded(Exception):
    """The list is not taken: somebody must confirm what `preview` shows, by its token."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__(", ".join(preview.concerns))


class ConfirmedAnother(Exception):
    """The token that was given names another list, another day, or another list before it."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__(preview.token)


def preview_list(
    content: bytes, *, name: str, layout: Layout, as_of: date, country: str
) -> Preview:
    """Read a spreadsheet and compare it with the current list of its kind.

    Raises:
        ListRefused: with everything that is wrong in the file, and where.
    """
    read = list_rows(read_list(content, layout), layout, country=country)
    current = current_list(read.kind)
    source = Source(name[:255], hashlib.sha256(content).hexdigest())
    rows = {row.number: _json(row) for row in read.rows}
    digest = contents_digest((number, text(row).encode()) for number, row in rows.items())
    comparison = compare(_contents(current), rows)
    concerns = tuple(
        concern
        for concern, is_so in (
            (Concern.SHRINKS, comparison.shrinks),
            (Concern.COLUMNS_MISSING, bool(read.missing)),
            (Concern.NOT_NEWER, current is not None and as_of < current.as_of),
        )
        if is_so
    )
    token = confirmation(
        layout=layout.id,
        as_of=as_of,
        current_digest=f"{current.pk} {current.digest}" if current else "",
        new_digest=digest,
        missing=read.missing,
    )
    return Preview(read, source, as_of, digest, current, comparison, concerns, token)


def _json(row: ListedRow) -> dict[str, object]:
    return row.model_dump(mode="json", exclude_none=True)


def current_list(kind: str) -> ImportedList | None:
    """Give the list of a kind that was imported last; None before the first."""
    ready = ImportedList.objects.filter(kind=kind, state=ImportedList.State.READY)
    return ready.order_by("-id").first()


def _contents(current: ImportedList | None) -> dict[str, dict[str, object]]:
    if current is None:
        return {}
    rows = ImportedRow.objects.filter(list=current).order_by("row")
    return {
        number: json_of(content)
        for number, content in rows.values_list("number", "content").iterator()
    }


def take_list(preview: Preview, *, confirmed: str | None, by: str, now: datetime) -> ImportedList:
    """Keep a list that was shown as the current one of its kind.

    Raises:
        ConfirmationNeeded: it shrinks, misses columns or is older, and no token was given.
        ConfirmedAnother: the token given is not this preview's; or the current list changed
            since the preview was made.
    """
    if confirmed is not None and confirmed != preview.token:
        raise ConfirmedAnother(preview)
    if preview.concerns and confirmed is None:
        raise ConfirmationNeeded(preview)
    _drop_unfinished(preview.read.kind)
    imported = _write(preview, by=by, now=now)
    with transaction.atomic():
        current = current_list(preview.read.kind)
        if (current and current.pk) != (preview.current and preview.current.pk):
            raise ConfirmedAnother(preview)
        imported.state = ImportedList.State.READY
        imported.save(update_fields=["state"])
    return imported


def _write(preview: Preview, *, by: str, now: datetime) -> ImportedList:
    read, found = preview.read, preview.comparison
    imported = ImportedList.objects.create(
        kind=read.kind,
        layout=read.layout,
        as_of=preview.as_of,
        count=len(read.rows),
        digest=preview.digest,
        previous=preview.current,
        added=len(found.additions),
        changed=len(found.alterations),
        departed=len(found.departures),
        source_name=preview.source.name,
        source_digest=preview.source.digest,
        imported_at=now,
        imported_by=by,
    )
    persons = {person.row: text(person.name) for person in read.persons}
    rows = [
        ImportedRow(
            list=imported,
            row=at,
            number=row.number,
            content=text(_json(row)),
            representative=persons.get(at, ""),
        )
        for at, row in enumerate(read.rows)
    ]
    for start in range(0, len(rows), SLICE):
        with transaction.atomic():
            ImportedRow.objects.bulk_create(rows[start : start + SLICE])
    return imported


def _drop_unfinished(kind: str) -> None:
    """Delete what an import that was stopped had written."""
    for left in ImportedList.objects.filter(kind=kind, state=ImportedList.State.STAGING):
        rows = ImportedRow.objects.filter(list=left)
        while numbers := list(rows.values_list("row", flat=True)[:SLICE]):
            rows.filter(row__in=numbers).delete()
        left.delete()


def rows_for_notice(imported: ImportedList) -> tuple[ListedRow, ...]:
    """Give the rows of an imported list as its notice carries them, in the list's order."""
    row_type = payload_of(KINDS[imported.kind], "rows")
    rows = ImportedRow.objects.filter(list=imported).order_by("row")
    return tuple(
        row_type.model_validate_json(content)  # type: ignore[misc]
        for content in rows.values_list("content", flat=True).iterator()
    )


def list_notice(
    imported: ImportedList, *, source: str, language: str = "en", refers: Sequence[str] = ()
) -> Notice:
    """Make the notice that shares an imported list; `source` says in words what the list is."""
    persons = ImportedRow.objects.filter(list=imported).exclude(representative="").order_by("row")
    changes = {"added": imported.added, "changed": imported.changed, "departed": imported.departed}
    snapshot = {
        "as_of_on": imported.as_of,
        "source": {"lang": language, "text": source},
        "source_name": imported.source_name,
        "source_digest": imported.source_digest,
        "count": imported.count,
        "digest": imported.digest,
        "previous_digest": imported.previous.digest if imported.previous else None,
        "changes": changes if imported.previous else None,
    }
    representatives = [
        {"row": row, "names": [json.loads(name)]}
        for row, name in persons.values_list("row", "representative")
    ]
    return KINDS[imported.kind].model_validate(
        {
            "links": {"refers": tuple(refers)},
            "public": snapshot,
            "particulars": {"representatives": representatives} if representatives else None,
            "rows": rows_for_notice(imported),
        }
    )
