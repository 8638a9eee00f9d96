"""A case out of the desk: printed, or as a file with a proof for each of its notices."""

import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import IO, Final

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.core.case_file import INDEX, CaseFile, NoticeOf, write_index
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.actions import note_confidential_reading
from kakehashi.desk.acts import note
from kakehashi.dispatch.exporting import export_notice
from kakehashi.journal.contents import envelope_of
from kakehashi.journal.models import Entry
from kakehashi.printing import Document, FontsMissing, print_document, print_letters
from kakehashi.web.desk import access
from kakehashi.web.desk.cases import page, paper, thread
from kakehashi.web.desk.cases.page import Opened
from kakehashi.web.desk.cases.thread import Read
from kakehashi.web.desk.notices import printing
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices.paper import languages
from kakehashi.web.parts.doors import officer_of, officers

MOST: Final = 500
"""Notices of a case that are printed and exported."""
IN_MEMORY: Final = 16 * 2**20
"""Bytes of a file that are kept in memory; more go to a file without a name."""


@lets_out(Way.PRINT, gate=Gate.ASKED)
@officers(Act.READ)
@never_cache
@require_POST
def case_pdf(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """A case on paper, in English and in the reader's language, as far as they may see it."""
    opened, now = page.opened(request, agreement, matter), timezone.now()
    found = read_all(request, opened, now=now)
    try:
        made = print_document(documents(request, opened, found, now=now), at=now)
    except FontsMissing as missing:
        return printing.without_fonts(request, missing)
    note_taken(request, "case.printed", opened, found, now=now)
    return printing.as_pdf(made, f"case-{matter}.pdf")


@lets_out(Way.EXPORT, gate=Gate.ASKED)
@officers(Act.READ)
@never_cache
@require_POST
def case_export(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """A case as a file: its paper, each notice as a letter, envelopes, parts and proofs."""
    opened, now = page.opened(request, agreement, matter), timezone.now()
    found = read_all(request, opened, now=now)
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    try:
        write_case(request, opened, found, made, now=now)
    except FontsMissing as missing:
        made.close()
        return printing.without_fonts(request, missing)
    note_taken(request, "case.exported", opened, found, now=now)
    made.seek(0)
    answer = FileResponse(made, as_attachment=True, filename=f"case-{matter}.zip")
    answer["Cache-Control"] = "no-store"
    return answer


def read_all(request: HttpRequest, opened: Opened, *, now: datetime) -> Read:
    """Read a whole case for an officer, each notice after the gate."""
    case = opened.case
    found = thread.read(
        case,
        opened.inside,
        clauses=access.clauses_seen(request, case.agreement),
        opens_confidential=opened.may_read_confidential,
        most=MOST,
    )
    for entry in found.rows.values():
        printing.require_within(case.agreement, envelope_of(entry), now=now)
    return found


def documents(
    request: HttpRequest, opened: Opened, found: Read, *, now: datetime
) -> list[Document]:
    """Write the case once in each language."""
    made = []
    for language in languages():
        with translation.override(language):
            printed = printing.printed_by(request, now)
            made.append(paper.document(opened, found, printed=printed))
    return made


def write_case(
    request: HttpRequest, opened: Opened, found: Read, to: IO[bytes], *, now: datetime
) -> None:
    """Write the file of a case: `case.json`, its paper, a folder for each notice."""
    case = opened.case
    papers = documents(request, opened, found, now=now)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = [
            notice
            for number, entry in enumerate(_in_order(found), 1)
            if (notice := _add_notice(request, opened, entry, number, archive, now=now))
        ]
        about = paper.as_lines(papers[0]) | {"exported_at": now.isoformat()}
        index = CaseFile(case.agreement, case.matter, case.family, tuple(listed), about)
        archive.writestr(INDEX, write_index(index))
        archive.writestr("case.pdf", print_document(papers, at=now))


def _in_order(found: Read) -> Sequence[Entry]:
    keys = [(one.party, one.place) for one in found.dealings]
    return [found.rows[key] for key in keys if key in found.rows]


def _add_notice(
    request: HttpRequest,
    opened: Opened,
    entry: Entry,
    number: int,
    archive: zipfile.ZipFile,
    *,
    now: datetime,
) -> NoticeOf | None:
    every = {journal.pk: journal for journal in (*opened.inside.ours, *opened.inside.theirs)}
    entry.journal = every[entry.journal_id]
    folder = f"{number:03d}-{entry.kind}"
    sees = opened.may_read_confidential
    exported = export_notice(entry, folder, may_read_confidential=sees)
    if exported is None:
        return None
    for name, data in exported.contents:
        archive.writestr(f"{folder}/{name}", data)
    parts = notices.opened_parts(entry.journal, entry.index, may_read_confidential=sees)
    letters = printing.letters(request, opened.inside, entry.journal, entry, parts, now)
    archive.writestr(f"{folder}/letter.pdf", print_letters(letters, at=now))
    content = _readable(parts)
    archive.writestr(f"{folder}/content.json", json.dumps(content, ensure_ascii=False, indent=1))
    return exported.notice


def _readable(parts: Sequence[notices.Opened]) -> Mapping[str, object]:
    """Give the parts as they were opened, by role, for whoever reads them by program."""
    found: dict[str, object] = {}
    for one in parts:
        if one.data is not None and one.part.role != "rows":
            found[one.part.role] = json.loads(one.data)
    return found


def note_taken(
    request: HttpRequest, act: str, opened: Opened, found: Read, *, now: datetime
) -> None:
    """Write into the record who took a case out; what was confidential in it counts as read."""
    by, case = officer_of(request).id, opened.case
    origins = {j.pk: j.origin for j in (*opened.inside.ours, *opened.inside.theirs)}
    with transaction.atomic():
        note(
            act, by=by, now=now, agreement=case.agreement, thing=case.matter,
            notices=[one.jti for one in found.dealings],
        )  # fmt: skip
        for place, content in found.contents.items():
            if getattr(content, "confidential", None) is not None:
                what = f"{origins[place[0]]}#{place[1]}"
                note_confidential_reading(what, by=by, now=now)
