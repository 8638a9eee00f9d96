"""What officers keep on cases, as pages need it: fixed numbers of queries."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from kakehashi.desk.models import Case, CaseFile, CaseLink, CaseNote

Key = tuple[str, str]
"""A case: its agreement and its first notice."""

NOTES_SHOWN = 100
"""Notes on a case's page, the latest."""


def file_of(agreement: str, matter: str) -> CaseFile | None:
    """Give a case's file; None where nobody did anything on it yet."""
    found = CaseFile.objects.filter(agreement=agreement, matter=matter)
    return found.select_related("assigned_to", "changed_by").first()


def files_of(cases: Iterable[Case]) -> dict[Key, CaseFile]:
    """Give the files of some cases: one query."""
    wanted = {(case.agreement, case.matter) for case in cases}
    found = CaseFile.objects.filter(matter__in={matter for _, matter in wanted})
    rows = found.select_related("assigned_to")
    return {
        (row.agreement, row.matter): row for row in rows if (row.agreement, row.matter) in wanted
    }


def notes(file: CaseFile | None) -> list[CaseNote]:
    """Give the latest notes of a file, in the order in which they were written: one query."""
    if file is None:
        return []
    found = file.notes.select_related("written_by").order_by("-written_at", "-pk")
    return list(found[:NOTES_SHOWN])[::-1]


def note_by_id(agreement: str, matter: str, public_id: UUID) -> CaseNote | None:
    """Find a note of a case."""
    found = CaseNote.objects.filter(
        public_id=public_id, file__agreement=agreement, file__matter=matter
    )
    return found.select_related("file").first()


def linked_by_hand(agreement: str, matter: str) -> list[Key]:
    """Give the cases that officers put beside one, from either side: one query."""
    rows = CaseLink.objects.filter(
        Q(file__agreement=agreement, file__matter=matter)
        | Q(other_agreement=agreement, other_matter=matter)
    ).select_related("file")
    found = {
        (row.other_agreement, row.other_matter)
        if (row.file.agreement, row.file.matter) == (agreement, matter)
        else (row.file.agreement, row.file.matter)
        for row in rows
    }
    return sorted(found)
