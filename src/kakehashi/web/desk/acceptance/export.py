"""The results of a batch as a file, for the officers inside clause 3 who may see them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

import xlsxwriter
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.acceptance import queries
from kakehashi.acceptance.models import Application, Batch
from kakehashi.acceptance.queries import Opened
from kakehashi.core.acceptance_check import Verdict
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.acts import note
from kakehashi.web.desk.acceptance import reach, shown
from kakehashi.web.desk.acceptance.reach import READS
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download

AT_ONCE: Final = 500
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@lets_out(Way.EXPORT, gate=Gate.CIRCLE)
@officers(*READS)
@never_cache
@require_POST
def results(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """A batch's applications with verdicts and reasons, as XLSX or CSV, all or of one verdict."""
    batch = reach.batch_for(request, public_id)
    chosen, form = request.POST.get("verdict", ""), request.POST.get("form", "xlsx")
    if batch.erased_at or (chosen and chosen not in set(Verdict)) or form not in _FORMS:
        raise Http404
    made = _FORMS[form](_lines(batch, chosen))
    with transaction.atomic():
        note(
            "applications.exported",
            by=officer_of(request).id,
            now=timezone.now(),
            agreement=batch.agreement,
            thing=str(batch.public_id),
        )
    return download(made, f"applications-{batch.public_id}.{form}", "")


def _lines(batch: Batch, chosen: str) -> Iterator[list[str]]:
    yield [
        _("Row"),
        *(shown.column(name) for name in ("reference", "name", "born_on", "passport")),
        *(shown.column(name) for name in ("field", "organization", "number")),
        _("Verdict"),
        _("Counted"),
        _("Reasons"),
    ]
    rows = Application.objects.filter(batch=batch)
    rows = rows.filter(verdict=chosen) if chosen else rows
    last = 0
    while some := list(rows.filter(line__gt=last).order_by("line")[:AT_ONCE]):
        last = some[-1].line
        yield from (_line(one) for one in queries.opened(batch, some))


def _line(one: Opened) -> list[str]:
    stated, row = one.stated, one.row
    born = stated.person.born_on
    return [
        str(row.line),
        stated.reference,
        shown.name_of(one),
        born.isoformat() if born else "",
        stated.person.passport,
        stated.field,
        stated.organization,
        stated.number,
        str(shown.verdict_status(row).word),
        _("yes") if row.is_counted else _("no"),
        "\n".join(shown.deciding(one)),
    ]


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    """Comma-separated values that no spreadsheet takes for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    for line in lines:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in line])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _xlsx(lines: Iterable[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    told = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, told) as book:
        sheet, wrapped = book.add_worksheet(), book.add_format({"text_wrap": True})
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write_string(at, column, cell[:32_000], wrapped)
    return file.getvalue()


_FORMS: Final = {"csv": _csv, "xlsx": _xlsx}
