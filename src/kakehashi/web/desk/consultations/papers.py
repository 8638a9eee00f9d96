"""The papers of a meeting as one PDF: days, agenda, minutes and actions, in each language."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.heard import Heard
from kakehashi.core.meeting_days import CONFIRMED
from kakehashi.core.notices.consultations import MinutedItem, Participant
from kakehashi.core.notices.text import Text
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.journal.contents import envelope_of
from kakehashi.journal.models import Entry
from kakehashi.journal.record import record
from kakehashi.printing import Document, FontsMissing, Prose, Words, print_document
from kakehashi.printing.paper import Block
from kakehashi.web.desk import access
from kakehashi.web.desk.consultations import shown
from kakehashi.web.desk.consultations.meetings import Meeting, read_meeting
from kakehashi.web.desk.notices import hearing, paper, printing
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.doors import officer_of, officers


@lets_out(Way.PRINT, gate=Gate.ASKED)
@officers(Act.READ)
@never_cache
@require_POST
def papers(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """Agenda, minutes and actions of a consultation on paper, after the gate."""
    access.require_reading(request, agreement)
    now = timezone.now()
    meeting = read_meeting(agreement, matter, now=now)
    if meeting is None:
        raise Http404
    require_within(meeting, now=now)
    calendars = [one.heard for one in hearing.of_kinds(notices.box(agreement), (CONFIRMED,))]
    made = []
    for language in paper.languages():
        with translation.override(language):
            made.append(document(meeting, calendars, printing.printed_by(request, now)))
    try:
        pdf = print_document(made, at=now)
    except FontsMissing as missing:
        return printing.without_fonts(request, missing)
    with transaction.atomic():
        by = officer_of(request).id
        record("papers.printed", {"by": by, "agreement": agreement, "matter": matter}, now=now)
    return printing.as_pdf(pdf, f"consultation-{matter}.pdf")


def require_within(meeting: Meeting, *, now: datetime) -> None:
    """Ask the gate of every notice that a consultation is made of; PermissionDenied if it stays."""
    agreement = meeting.case.agreement
    for entry in Entry.objects.filter(journal__agreement=agreement, jti__in=list(meeting.said)):
        printing.require_within(agreement, envelope_of(entry), now=now)


def document(meeting: Meeting, calendars: Sequence[Heard], printed: str) -> Document:
    """Write the papers in the language spoken now; `printed` stands at the foot."""
    party = meeting.profile.parties[meeting.party]
    office = paper.contact_office(meeting.case.agreement, party.code, meeting.today)
    marks = [paper.here(_("Restricted: for the offices of both sides only."))]
    if node.this().identity.demo:
        invented = _("Demonstration: every organization and person here is invented.")
        marks.insert(0, paper.here(invented))
    return Document(
        lang=translation.get_language() or "en",
        title=paper.here(shown.title(meeting)),
        head=paper.letterhead(party, office),
        opening=[paper.line_of(row) for row in shown.summary(meeting).rows],
        blocks=[*_before(meeting, calendars), *_minutes(meeting), *_after(meeting)],
        foot=paper.here(f"{meeting.case.matter} · {printed}"),
        marks=marks,
        words={"unprintable": _("In no font of this machine:")},
    )


def _before(meeting: Meeting, calendars: Sequence[Heard]) -> list[Block]:
    days = shown.days_table(meeting, calendars)
    return paper.blocks_of([days, shown.agenda_table(meeting.agenda)])


def _after(meeting: Meeting) -> list[Block]:
    return paper.blocks_of([shown.actions_table(meeting, with_reports=False)])


def _minutes(meeting: Meeting) -> Iterator[Block]:
    latest = meeting.state.latest
    written = meeting.written(latest) if latest else None
    if written is None:
        return
    is_agreed = meeting.state.agreed is not None
    state = _("Agreed by both sides") if is_agreed else _("Not agreed yet")
    yield Prose(paper.here(_("Minutes")), [paper.here(state)])
    if written.minutes.participants:
        lines = [_participant(meeting, one) for one in written.minutes.participants]
        yield Prose(paper.here(_("Participants")), lines, level=2)
    for item in written.minutes.items:
        yield Prose(_item_title(item), list(_item(item)), level=2)
        if item.concluded:
            yield Prose(paper.here(_("Concluded")), [_words(item.concluded)], level=3)


def _item_title(item: MinutedItem) -> Words:
    return Words(f"{item.number} {item.title.text}", item.title.lang)


def _item(item: MinutedItem) -> Iterator[Words]:
    yield paper.here(said(item.subject.label))
    yield from (_words(text) for text in item.said)


def _words(text: Text) -> Words:
    return Words(text.text, text.lang)


def _participant(meeting: Meeting, one: Participant) -> Words:
    party = meeting.profile.parties.get(one.side)
    office = party.offices.get(one.office) if party and one.office else None
    told = [
        named(party.names) if party else one.side,
        named(office.names) if office else "",
        one.position.text if one.position else "",
        one.name.text if one.name else "",
    ]
    return paper.here(", ".join(part for part in told if part))
