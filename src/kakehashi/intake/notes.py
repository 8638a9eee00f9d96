"""What officers keep on a report: notes and blackened pictures, sealed to the office like the rest.

Which notice came of a report stands only here, under the office's key: neither the draft nor the
journal knows of the report, and the report's row knows of no draft.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kakehashi.accounts.models import Officer
from kakehashi.core.package import Unreadable
from kakehashi.intake.actions import append, key_in_force, note
from kakehashi.intake.models import OFFICE, LogLine, Part, Report, State
from kakehashi.intake.queries import queue
from kakehashi.intake.sealing import OpenKeys, at_rest, letter_of, to_office

NOTE: Final = "note."
BLACKENED: Final = "black."
PASSED_ON: Final = "passed-on"
"""The sort of note that says which draft was made of a report: `draft`, `agreement`."""
RELEASED: Final = "released"
"""The sort of note that says under which act (`leaf`) the own ledger has it to be shared."""
CONFLICT: Final = "conflict"
KEPT_CLOSED: Final = timedelta(days=365)
"""How long a closed report is kept."""
_MOST_NOTES: Final = 100


@dataclass(frozen=True, slots=True)
class Noted:
    """A note: its sort, the day it was written, what it says."""

    sort: str
    on: date
    said: Mapping[str, Any]


def keep_note(report: Report, sort: str, said: Mapping[str, str], *, now: datetime) -> None:
    """Keep a note on a report. `actions.TooMany` where it has a hundred."""
    plain = json.dumps({"sort": sort, "said": said}, ensure_ascii=False).encode()
    letters = {OFFICE: to_office(plain, key_in_force())}
    append(report, NOTE, letters, _MOST_NOTES, by_reporter=False, now=now)


def notes_of(reports: Iterable[Report], keys: OpenKeys) -> dict[UUID, list[Noted]]:
    """Open the notes on reports, oldest first: one query; what does not open is left out."""
    found: dict[UUID, list[Noted]] = defaultdict(list)
    parts = Part.objects.filter(report__in=list(reports), name__startswith=NOTE, reader=OFFICE)
    for part in parts.select_related("report").order_by("pk"):
        try:
            told = json.loads(keys.open(letter_of(part)))
        except Unreadable:
            continue
        noted = Noted(told["sort"], part.made_on, told["said"])
        found[part.report.public_id].append(noted)
    return found


def keep_blackened(
    report: Report, number: int, page: int, picture: bytes, *, now: datetime
) -> None:
    """Keep a page of a file as an officer blackened it, in place of an earlier one."""
    name = f"{BLACKENED}{number}.{page}"
    letter = to_office(picture, key_in_force())
    with transaction.atomic():
        Part.objects.filter(report=report, name=name).delete()
        Part.objects.create(
            report=report,
            name=name,
            reader=OFFICE,
            by_reporter=False,
            made_on=now.date(),
            **at_rest(report, name, OFFICE, letter),
        )


def blackened_pages(report: Report) -> list[tuple[int, int]]:
    """Give (file, page) of each page that an officer blackened."""
    names = Part.objects.filter(report=report, name__startswith=BLACKENED)
    found = [one.removeprefix(BLACKENED).split(".") for one in names.values_list("name", flat=True)]
    return sorted((int(number), int(page)) for number, page in found)


def blackened_of(report: Report, number: int, page: int, keys: OpenKeys) -> bytes | None:
    """Open a blackened page, a JPEG; None where there is none."""
    part = Part.objects.filter(report=report, name=f"{BLACKENED}{number}.{page}").first()
    return None if part is None else keys.open(letter_of(part))


def declare_conflict(report: Report, *, by: Officer, now: datetime) -> None:
    """Note that an officer may not work on a report: it concerns them or who is near to them."""
    note(report, CONFLICT, by=by, now=now)


def take_back_conflict(report: Report, *, by: Officer, officer_id: int, now: datetime) -> bool:
    """Let an officer work on a report again, as another officer decides.

    False, and nothing is changed, for oneself and where that officer declared none.
    """
    if by.pk == officer_id:
        return False
    lines = LogLine.objects.filter(report_id=report.public_id, officer_id=officer_id, act=CONFLICT)
    with transaction.atomic():
        if not lines.update(act="conflict-ended"):
            return False
        note(report, "let-in", by=by, now=now)
    return True


def set_aside(report: Report) -> list[Officer]:
    """Give the officers who declared a conflict of interest on a report, by name."""
    lines = LogLine.objects.filter(report_id=report.public_id, act=CONFLICT)
    return list(Officer.objects.filter(pk__in=lines.values("officer")).order_by("display_name"))


def in_conflict(report_ids: Collection[UUID], officer_id: int) -> frozenset[UUID]:
    """Say of which reports an officer declared a conflict of interest."""
    lines = LogLine.objects.filter(report_id__in=report_ids, officer_id=officer_id, act=CONFLICT)
    return frozenset(one for one in lines.values_list("report_id", flat=True) if one)


def past_keeping(agreements: Collection[str], *, today: date) -> QuerySet[Report]:
    """Closed reports that were kept long enough and are to be erased."""
    return queue(agreements).filter(state=State.CLOSED, touched_on__lt=today - KEPT_CLOSED)
