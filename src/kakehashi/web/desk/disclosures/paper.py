"""The file that is handed over: the notice as its page shows it, marked, with its files."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import translation
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.disclosure import Leave
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import PartRole
from kakehashi.desk.disclosures.sealing import Told
from kakehashi.dispatch.leaving import may_leave
from kakehashi.printing import Document, Line, print_document
from kakehashi.web.desk import showing
from kakehashi.web.desk.disclosures.asking import Asked
from kakehashi.web.desk.disclosures.words import SHORT, recipient_words
from kakehashi.web.desk.notices import pages, paper
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices.queries import Opened

STAMP: Final = (1980, 1, 1, 0, 0, 0)


def paper_of(
    asked: Asked,
    told: Told,
    verdict: Leave,
    *,
    officers: Sequence[str],
    own_paper: bytes | None,
    now: datetime,
) -> bytes:
    """Make what leaves: a ZIP of a marked sheet with the notice or the officer's own paper.

    FontsMissing where this machine cannot print.
    """
    is_whole = own_paper is None
    with translation.override(told.language):
        sheet = _sheet(asked, told, verdict, officers=officers, is_whole=is_whole, now=now)
    files = [("notice.pdf" if own_paper is None else "cover.pdf", sheet)]
    if own_paper is not None:
        files.append((told.file_name, own_paper))
    else:
        files += list(_attachments(asked, told, now=now))
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as bundle:
        for name, data in files:
            bundle.writestr(ZipInfo(name, STAMP), data)
    return held.getvalue()


def _sheet(
    asked: Asked,
    told: Told,
    verdict: Leave,
    *,
    officers: Sequence[str],
    is_whole: bool,
    now: datetime,
) -> bytes:
    inside = notices.box(asked.agreement)
    opened = list(_leaving(asked, told, now=now))
    shown = pages.notice_page(inside, asked.journal, asked.entry, opened)
    profile = node.profile(asked.agreement)
    mark = _("Disclosed under clause %(clause)s: %(basis)s. For %(recipient)s only.") % {
        "clause": verdict.clause,
        "basis": SHORT[verdict.basis],
        "recipient": recipient_words(asked.agreement, told.recipient),
    }
    opening = [
        Line(paper.here(_("Received by")), [paper.here(told.person)]),
        Line(paper.here(_("Handed over on")), [paper.here(paper.moment(now))]),
        Line(paper.here(_("Handed over by")), [paper.here(name) for name in officers]),
        Line(paper.here(_("What leaves")), [paper.here(told.purpose)]),
        *(paper.line_of(row) for row in shown["facts"].rows),
    ]
    document = Document(
        lang=told.language,
        title=paper.here(showing.kind_title(asked.entry.kind)),
        head=paper.letterhead(profile.parties[node.this().party], None),
        opening=opening,
        blocks=paper.blocks_of(shown["sections"]) if is_whole else [],
        foot=paper.here(f"{asked.entry.jti} · {mark}"),
        marks=[paper.here(mark), paper.here(_("It is not to be passed on."))],
        subtitle=paper.here(showing.title_of(asked.agreement)),
        words={"unprintable": _("In no font of this machine:")},
    )
    return print_document([document], at=now)


def _leaving(asked: Asked, told: Told, *, now: datetime) -> Iterator[Opened]:
    """Give the parts that may go there, each asked about by its own class."""
    verdicts: dict[str, bool] = {}
    for one in notices.opened_parts(asked.journal, asked.entry.index, may_read_confidential=True):
        classification = one.part.classification
        if classification not in verdicts:
            verdict = may_leave(
                asked.agreement,
                asked.envelope,
                told.recipient,
                now=now,
                classification=Classification(classification),
            )
            verdicts[classification] = isinstance(verdict, Leave)
        if verdicts[classification]:
            yield one


def _attachments(asked: Asked, told: Told, *, now: datetime) -> Iterator[tuple[str, bytes]]:
    """Give the notice's own files that may go, numbered so that no two share a name."""
    journal, index = asked.journal, asked.entry.index
    leaving = {one.part.number for one in _leaving(asked, told, now=now)}
    parts = notices.opened_parts(journal, index, may_read_confidential=True)
    count = sum(one.part.role == PartRole.ATTACHMENT for one in parts)
    for number in range(1, count + 1):
        found = notices.attachment(journal, index, number)
        if found is not None and found[0].number in leaving:
            name, _media = pages.file_facts(journal, index, number)
            yield f"files/{number}-{name.replace('/', '-')}", found[1]
