"""What officers do on a case at home: each in the node's own record, and nothing over another.

Whoever may do what was asked before. Every act names the revision of the file that its page
showed; where somebody was faster, nothing is changed and the page is shown anew.
"""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from kakehashi.desk.acts import note
from kakehashi.desk.cases.sealing import Noted, seal_note
from kakehashi.desk.models import CaseFile, CaseLink, CaseNote, ConfidentialReading, ReadMark

READS_TOGETHER: Final = 300
"""Notices whose opening is marked at once."""


class Moved(Exception):
    """Somebody did something on the case since the page was opened; nothing was changed."""


def write_note(
    agreement: str,
    matter: str,
    *,
    sort: str,
    noted: Noted,
    data: bytes | None,
    done_on: date | None,
    revision: int,
    by: int,
    now: datetime,
) -> CaseNote:
    """Add a working note, with a file where `data` is one.

    Raises:
        Moved: the file is not at `revision` any more.

    """
    with transaction.atomic():
        file = _change(agreement, matter, revision=revision, by=by, now=now)
        written = CaseNote.objects.create(
            public_id=uuid.uuid4(),
            file=file,
            sort=sort,
            written_by_id=by,
            written_at=now,
            done_on=done_on,
            revision=file.revision,
            has_file=data is not None,
        )
        seal_note(written, noted, data)
        _note("case.noted", file, by=by, now=now, note=str(written.public_id), sort=sort)
    return written


def assign(
    agreement: str, matter: str, *, to: int | None, revision: int, by: int, now: datetime
) -> None:
    """Give a case to an officer, or to nobody. Moved where somebody was faster."""
    with transaction.atomic():
        file = _change(agreement, matter, revision=revision, by=by, now=now)
        CaseFile.objects.filter(pk=file.pk).update(assigned_to_id=to)
        _note("case.assigned", file, by=by, now=now, to=to)


def set_reference(
    agreement: str, matter: str, *, reference: str, revision: int, by: int, now: datetime
) -> None:
    """Give a case this side's own file number. Moved where somebody was faster."""
    with transaction.atomic():
        file = _change(agreement, matter, revision=revision, by=by, now=now)
        CaseFile.objects.filter(pk=file.pk).update(reference=reference)
        _note("case.numbered", file, by=by, now=now, reference=reference)


def put_away(
    agreement: str, matter: str, *, is_filed: bool, revision: int, by: int, now: datetime
) -> None:
    """File a case away here, or take it out again. Moved where somebody was faster."""
    with transaction.atomic():
        file = _change(agreement, matter, revision=revision, by=by, now=now)
        CaseFile.objects.filter(pk=file.pk).update(is_filed=is_filed)
        _note("case.filed" if is_filed else "case.taken-out", file, by=by, now=now)


def link(
    agreement: str,
    matter: str,
    *,
    other: tuple[str, str],
    revision: int,
    by: int,
    now: datetime,
) -> None:
    """Put another case, (agreement, matter), beside this one. Moved where somebody was faster."""
    with transaction.atomic():
        file = _change(agreement, matter, revision=revision, by=by, now=now)
        other_agreement, other_matter = other
        CaseLink.objects.get_or_create(
            file=file,
            other_agreement=other_agreement,
            other_matter=other_matter,
            defaults={"linked_by_id": by, "linked_at": now},
        )
        _note("case.linked", file, by=by, now=now, other=f"{other_agreement}/{other_matter}")


def unlink(
    agreement: str,
    matter: str,
    *,
    other: tuple[str, str],
    revision: int,
    by: int,
    now: datetime,
) -> None:
    """Take another case from beside this one, whichever of the two it was linked from.

    Moved where somebody was faster.
    """
    with transaction.atomic():
        file = _change(agreement, matter, revision=revision, by=by, now=now)
        other_agreement, other_matter = other
        file.links.filter(other_agreement=other_agreement, other_matter=other_matter).delete()
        CaseLink.objects.filter(
            file__agreement=other_agreement,
            file__matter=other_matter,
            other_agreement=agreement,
            other_matter=matter,
        ).delete()
        _note("case.unlinked", file, by=by, now=now, other=f"{other_agreement}/{other_matter}")


def mark_opened(
    places: Iterable[tuple[int, int]], *, confidential: Iterable[str], by: int, now: datetime
) -> None:
    """Note that an officer opened notices (journal's id, index) together on a case's page.

    `confidential` names those of which something confidential was shown.
    """
    marks = [
        ReadMark(journal_id=journal, index=index, officer_id=by, first_read_at=now)
        for journal, index in places
    ][:READS_TOGETHER]
    readings = [
        ConfidentialReading(officer_id=by, what=what[:300], read_at=now) for what in confidential
    ]
    if not marks and not readings:
        return
    with transaction.atomic():
        ReadMark.objects.bulk_create(marks, ignore_conflicts=True)
        ConfidentialReading.objects.bulk_create(readings)


def _change(agreement: str, matter: str, *, revision: int, by: int, now: datetime) -> CaseFile:
    """Move a file's revision on; Moved where it is not the one that was seen."""
    CaseFile.objects.get_or_create(
        agreement=agreement, matter=matter, defaults={"changed_at": now, "changed_by_id": by}
    )
    moved = CaseFile.objects.filter(agreement=agreement, matter=matter, revision=revision).update(
        revision=F("revision") + 1, changed_at=now, changed_by_id=by
    )
    if not moved:
        raise Moved(f"{agreement}: {matter}")
    return CaseFile.objects.get(agreement=agreement, matter=matter)


def _note(act: str, file: CaseFile, *, by: int, now: datetime, **particulars: object) -> None:
    note(act, by=by, now=now, agreement=file.agreement, thing=file.matter, **particulars)
