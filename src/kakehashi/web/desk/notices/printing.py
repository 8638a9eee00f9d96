"""Paper out of the desk: a notice as a letter, after the gate, and written into the record."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.envelope import Envelope
from kakehashi.core.notices.payload import Classification
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk import actions
from kakehashi.dispatch.leaving import Recipient, Stay, Whom, may_leave
from kakehashi.journal.contents import envelope_of
from kakehashi.journal.models import Entry, Journal
from kakehashi.journal.record import record
from kakehashi.printing import FontsMissing, Letter, print_letters
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.notices import pages, paper, queries
from kakehashi.web.desk.notices.addressing import addressed
from kakehashi.web.desk.notices.queries import Box, Opened
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.shapes import Banner


@lets_out(Way.PRINT, gate=Gate.ASKED)
@officers(Act.READ)
@never_cache
@require_POST
def notice_pdf(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> HttpResponseBase:
    """A notice as a letter, in English and in the reader's language, as far as they may see it."""
    inside, journal, entry = addressed(request, agreement, party, generation, index)
    now = timezone.now()
    require_within(agreement, envelope_of(entry), now=now)
    sees_confidential = access.may_read_confidential(request, agreement)
    opened = queries.opened_parts(journal, index, may_read_confidential=sees_confidential)
    try:
        made = print_letters(letters(request, inside, journal, entry, opened, now), at=now)
    except FontsMissing as missing:
        return without_fonts(request, missing)
    note_printed(request, journal, [entry], opened, now=now)
    return as_pdf(made, f"{entry.kind}-{entry.jti}.pdf")


def letters(  # noqa: PLR0917 - a notice and where it stands
    request: HttpRequest,
    inside: Box,
    journal: Journal,
    entry: Entry,
    opened: list[Opened],
    now: datetime,
) -> list[Letter]:
    """Write a notice as letters, one in each language."""
    made = []
    clauses = access.clauses_seen(request, journal.agreement)
    for language in paper.languages():
        with translation.override(language):
            printed = printed_by(request, now)
            shown = pages.notice_page(inside, journal, entry, opened, clauses=clauses)
            made.append(paper.letter_of(journal, entry, shown, printed=printed))
    return made


def printed_by(request: HttpRequest, now: datetime) -> str:
    """Say for the foot of a page who printed it when, and that it is for this side's use."""
    words = _("Printed on %(at)s by %(officer)s, for use within this side's offices")
    return words % {"at": paper.moment(now), "officer": access.signed_in(request)}


def require_within(agreement: str, envelope: Envelope | None, *, now: datetime) -> None:
    """Refuse what may not even be used within our own offices."""
    if envelope is None:
        return
    ourselves = Recipient(Whom.PARTY, node.this().party)
    if isinstance(may_leave(agreement, envelope, ourselves, now=now), Stay):
        raise PermissionDenied


def note_printed(
    request: HttpRequest,
    journal: Journal,
    entries: list[Entry],
    opened: list[Opened],
    *,
    now: datetime,
) -> None:
    """Write into the node's own record who printed which notices; confidential ones as read."""
    by = officer_of(request).id
    is_confidential = any(
        one.data is not None and one.part.classification == Classification.CONFIDENTIAL
        for one in opened
    )
    with transaction.atomic():
        printed = [f"{journal.origin}#{entry.index}" for entry in entries]
        said = {"by": by, "agreement": journal.agreement, "notices": printed}
        record("notice.printed", said, now=now)
        for entry in entries:
            actions.mark_read(journal, entry.index, by=by, is_confidential=is_confidential, now=now)


def as_pdf(data: bytes, file_name: str) -> HttpResponse:
    """Answer with a PDF as a download that nobody keeps on the way."""
    return download(data, file_name, "application/pdf")


def without_fonts(request: HttpRequest, missing: FontsMissing) -> HttpResponse:
    """Say which fonts this machine lacks, instead of printing boxes."""
    words = _(
        "Nothing was printed: this machine lacks the fonts %(families)s. The administrator can "
        "install them: %(packages)s."
    )
    told = {"families": ", ".join(missing.families), "packages": ", ".join(missing.packages)}
    shown = {"banner": Banner(words % told, "bad")}
    return render(request, "desk/unprinted.html", showing.context(request, "") | shown, status=503)
