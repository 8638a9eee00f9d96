"""The page of a case, put together: where it stands, its thread, what officers keep on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.notices.payload import Classification
from kakehashi.desk.cases import actions, files, queries, sealing
from kakehashi.desk.duties import queries as duties
from kakehashi.desk.models import Case, CaseFile, CaseNote, DutyRow
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.cases import links, listing, steps, thread
from kakehashi.web.desk.cases import words as case_words
from kakehashi.web.desk.cases.forms import CaseForms
from kakehashi.web.desk.drafting.beginning import kinds_open
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices.queries import Box
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.shapes import (
    Banner,
    Code,
    Day,
    Happening,
    Instant,
    Link,
    Row,
    Shown,
    Status,
    Summary,
    Table,
    Timeline,
)

WORKS: Final = (Act.DRAFT, Act.DECIDE, Act.EXAMINE)
"""Acts of which one is needed to keep anything on a case."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that an officer may see, with what is kept on it here."""

    case: Case
    inside: Box
    file: CaseFile | None
    may_read_confidential: bool
    may_work: bool

    @property
    def seen(self) -> str:
        """What a form of the page says it was made from: the file's revision, the notices."""
        return f"{self.file.revision if self.file else 0}.{self.case.count}"

    @property
    def may_read_notes(self) -> bool:
        """Whether the officer may read what was noted: as secret as the case itself."""
        return self.case.classification != Classification.CONFIDENTIAL or self.may_read_confidential


def opened(request: HttpRequest, agreement: str, matter: str) -> Opened:
    """Find a case for this officer; 404 where there is none that they may know of."""
    access.require_some_reading(request, agreement)
    case = queries.case(agreement, matter)
    if case is None:
        raise Http404
    access.require_reading(request, agreement, case.clause)
    officer = officer_of(request)
    thing = Thing(agreement, Classification(case.classification), clauses=frozenset({case.clause}))
    return Opened(
        case=case,
        inside=notices.box(agreement),
        file=files.file_of(agreement, matter),
        may_read_confidential=access.may_read_confidential(request, agreement),
        may_work=any(may(officer, act, thing) for act in WORKS),
    )


def officers_of(agreement: str) -> list[tuple[int, str]]:
    """The officers to whom a case can be given: one query."""
    found = Officer.objects.filter(is_active=True, roles__agreement=agreement).distinct()
    return list(found.order_by("display_name", "pk").values_list("pk", "display_name"))


def shown(
    request: HttpRequest, here: Opened, forms: CaseForms, *, now: datetime, before: str = ""
) -> dict[str, Any]:
    """Everything on the page; `before` is what an older page of it had seen."""
    case = here.case
    wants_open = request.GET.get("open") == "confidential"
    found = thread.read(
        case,
        here.inside,
        clauses=access.clauses_seen(request, case.agreement),
        opens_confidential=wants_open and here.may_read_confidential,
    )
    jtis = [one.jti for one in found.thread.dealings]
    kept = files.notes(here.file)
    said = sealing.read_notes(kept) if here.may_read_notes else {}
    kinds = kinds_open(request, case.agreement)
    _mark(request, here, found, now=now, with_notes=bool(said))
    fields = forms.note_fields()
    return {
        "case": case,
        "title": case_words.family_words(case.family),
        "subject": listing.subjects([case]).get((case.agreement, case.matter), ""),
        "banners": [*_banners(here, found, request), *_meanwhile(here, kept, before)],
        "errors": forms.summary(
            [
                *fields,
                forms.number_field(here.file),
                forms.officer_field(here.file),
                forms.link_field(),
            ]
        ),
        "summary": Summary(facts(here, now=now)),
        "next": steps.following(case, found.thread.dealings, kinds),
        "duties": duties_table(case.agreement, duties.rows_of(case.agreement, jtis)),
        "timeline": thread.timeline(case, found),
        "older": found.older,
        "contents": thread.contents(case, found),
        "documents": thread.documents(case, found),
        "closed": found.closed,
        "may_open": here.may_read_confidential and found.closed > 0,
        "linked": links.linked(request, case, jtis),
        "by_hand": links.by_hand(request, case),
        "entries": links.entries(case, jtis),
        "notes": _notes(here, kept, said),
        "may_read_notes": here.may_read_notes,
        "may_work": here.may_work,
        "seen": here.seen,
        "note_fields": fields,
        "number_field": forms.number_field(here.file),
        "officer_field": forms.officer_field(here.file),
        "link_field": forms.link_field(),
        "is_filed": bool(here.file and here.file.is_filed),
    }


def _mark(
    request: HttpRequest, here: Opened, found: thread.Read, *, now: datetime, with_notes: bool
) -> None:
    """Note what was opened on this page: their notices, and what is confidential of any."""
    if request.method != "GET":
        return
    by, origins = officer_of(request).id, {j.pk: j.origin for j in here.inside.theirs}
    every = origins | {j.pk: j.origin for j in here.inside.ours}
    places = [at for at in found.contents if at[0] in origins]
    new = [at for at in places if all(r.officer_id != by for r in found.readers.get(at, ()))]
    secret = [
        f"{every[at[0]]}#{at[1]}"
        for at, content in found.contents.items()
        if getattr(content, "confidential", None) is not None
    ]
    if with_notes and here.case.classification == Classification.CONFIDENTIAL:
        secret.append(f"notes on {here.case.agreement}/{here.case.matter}")
    actions.mark_opened(new, confidential=secret, by=by, now=now)


def _banners(here: Opened, found: thread.Read, request: HttpRequest) -> list[Banner]:
    banners = []
    odd = [one for one in found.dealings if case_words.odd_words(found.thread.standing(one))]
    if odd:
        words = ngettext(
            "%(count)s notice of this case is not as it should be. It says why below.",
            "%(count)s notices of this case are not as they should be. Each says why below.",
            len(odd),
        )
        banners.append(Banner(words % {"count": len(odd)}, "warning"))
    if request.GET.get("open") == "confidential" and not here.may_read_confidential:
        banners.append(Banner(_("You may not read what is confidential here."), "warning"))
    return banners


def _meanwhile(here: Opened, kept: Sequence[CaseNote], before: str) -> list[Banner]:
    """Say what happened since an older page was opened; what was typed there stands below."""
    revision, _dot, count = before.partition(".")
    if not (revision.isdigit() and count.isdigit()):
        return []
    lines = [
        _("%(name)s wrote: %(sort)s")
        % {"name": one.written_by, "sort": case_words.SORTS.get(one.sort, one.sort)}
        for one in kept
        if one.revision > int(revision)
    ]
    file = here.file
    if file and file.revision > int(revision) and not lines:
        lines.append(_("%(name)s changed what is kept on the case") % {"name": file.changed_by})
    if here.case.count > int(count):
        new = here.case.count - int(count)
        words = ngettext(
            "%(count)s new notice came into the case",
            "%(count)s new notices came into the case",
            new,
        )
        lines.append(words % {"count": new})
    text = _(
        "While this page was open: %(what)s. Nothing was lost: what you typed stands below and is "
        "not kept yet. Press the button again to keep it. Choose a file again."
    )
    return [Banner(text % {"what": "; ".join(lines)}, "warning")] if lines else []


def facts(here: Opened, *, now: datetime) -> list[Row]:
    """Where a case stands, in rows."""
    case, file = here.case, here.file
    profile = node.profile(case.agreement)
    clause = profile.clauses.get(case.clause)
    rows = [
        Row(_("Agreement"), showing.title_of(case.agreement)),
        Row(_("Clause"), f"{case.clause} {named(clause.title) if clause else ''}"),
        Row(_("State"), listing.state(case, file)),
        Row(_("Next step"), listing.next_step(case)),
        Row(_("Due"), listing.due(case, now=now) or "–"),
        Row(pgettext("case", "Opened by"), listing.party_name(case.agreement, case.opened_by)),
        Row(pgettext("case", "Opened"), Instant(datetime.fromtimestamp(case.opened_at, UTC))),
        Row(_("Class"), showing.class_status(case.classification)),
        Row(_("Officer in charge"), str(file.assigned_to) if file and file.assigned_to else "–"),
        Row(_("Our file number"), file.reference if file and file.reference else "–"),
        Row(_("Reference"), Code(case.matter)),
    ]
    if case.closed_at:
        rows.insert(3, Row(_("Closed on"), Instant(datetime.fromtimestamp(case.closed_at, UTC))))
    return rows


def duties_table(agreement: str, rows: Sequence[DutyRow]) -> Table:
    """What each side owes in this case by the shared ledger."""
    does = {(d.id, d.party): named(d.does) for d in node.profile(agreement).duties}
    shown = [
        (
            does.get((row.duty, row.party), row.duty),
            listing.party_name(agreement, row.party),
            row.clause,
            Day(row.since) if row.since else _("Not received yet"),
            Day(row.deadline_on) if row.deadline_on else "–",
            _ended(row),
        )
        for row in rows
    ]
    columns = [_("Duty"), _("Who"), _("Clause"), _("Since"), _("Until"), _("State")]
    empty = _("No duty was opened here.")
    return Table(_("Duties"), columns, shown, hidden_caption=True, empty=empty)


def _ended(row: DutyRow) -> Shown:
    if row.ended_on is None:
        return Status(pgettext("duty", "Open"), "waiting")
    words = {
        "discharged": _("Done on {}"),
        "declined": _("Declined on {}"),
        "lifted": _("Lifted on {}"),
        "withdrawn": _("Withdrawn on {}"),
    }
    return format_html(words.get(row.status, "{}"), Day(row.ended_on))


def _notes(
    here: Opened, kept: Sequence[CaseNote], said: Mapping[int, sealing.Noted]
) -> Timeline | str:
    """What officers noted, the first on top."""
    if not kept or not here.may_read_notes:
        return ""
    return Timeline([_note(here, one, said.get(one.pk)) for one in kept], _("Notes"))


def _note(here: Opened, one: CaseNote, noted: sealing.Noted | None) -> Happening:
    words = noted.words if noted else _("What was noted is gone.")
    detail: Shown = format_html("<p>{}</p>", words)
    if noted and noted.file_name and one.has_file:
        place = [here.case.agreement, here.case.matter, one.public_id]
        file = Link(noted.file_name, reverse("desk_case_file", args=place))
        detail = format_html("<p>{}</p><p>{}</p>", words, file)
    title = str(case_words.SORTS.get(one.sort, one.sort))
    if one.done_on:
        title = _("%(sort)s of %(day)s") % {"sort": title, "day": in_words(one.done_on)}
    return Happening(
        when=Instant(one.written_at), title=title, detail=detail, by=str(one.written_by)
    )
