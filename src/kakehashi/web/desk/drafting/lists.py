"""The pages on which an own list is uploaded, shown as what it would change, and taken.

The file waits, sealed, in a draft; what is confirmed is named by a token, exactly as it was shown.
Taken, the draft goes the way of every other: checked, and signed off by a second officer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.listing import Finding, ListRefused
from kakehashi.core.notices import KIND_FACTS
from kakehashi.desk import actions, sealing
from kakehashi.desk.models import Draft, State
from kakehashi.registers import importing
from kakehashi.registers.importing import ConfirmedAnother, Preview
from kakehashi.registers.layouts import shipped
from kakehashi.registers.words import CONCERNS, FLAWS
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import forms
from kakehashi.web.desk.drafting.offering import kinds_to_draft
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Control, Field, error_summary, posted_date
from kakehashi.web.parts.shapes import Row, Summary
from kakehashi.web.parts.uploads import LARGEST, about, in_memory

SHOWN: Final = 50
"""Lines of each kind that are shown; the counts are of all."""


@dataclass
class Asked:
    """What is asked before a list is read, and what is wrong with it."""

    agreement: str = ""
    layout: str = ""
    day: tuple[str, str, str] = ("", "", "")
    wrong: dict[str, list[str]] = field(default_factory=dict)


@officers(Act.DRAFT)
@never_cache
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose the file, its layout, its day and the agreement under which it is shared."""
    agreements = access.agreements_in_part(request, Act.DRAFT)
    if request.method != "POST":
        return _upload_page(request, agreements, Asked())
    asked = Asked(
        request.POST.get("agreement", ""),
        request.POST.get("layout", ""),
        posted_date(request.POST, "as_of"),
    )
    if asked.agreement and asked.agreement not in agreements:
        raise Http404
    as_of = _judged(request, asked)
    chosen = request.FILES.get("file")
    if asked.wrong or as_of is None or not isinstance(chosen, InMemoryUploadedFile):
        return _upload_page(request, agreements, asked, status=422)
    draft = _begin(request, asked, as_of, chosen)
    return redirect("desk_list", public_id=draft.public_id)


def _judged(request: HttpRequest, asked: Asked) -> date | None:
    layout, chosen = shipped().get(asked.layout), request.FILES.get("file")
    if not asked.agreement:
        asked.wrong["agreement"] = [_("Choose the agreement under which it is shared.")]
    if layout is None:
        asked.wrong["layout"] = [_("Choose the layout of its columns.")]
    elif asked.agreement and layout.kind not in _kinds(request, asked.agreement):
        asked.wrong["layout"] = [_("Our side shares no list of this sort under this agreement.")]
    if not isinstance(chosen, InMemoryUploadedFile):
        asked.wrong["file"] = [_("Choose the file.")]
    elif (chosen.size or 0) > LARGEST:
        asked.wrong["file"] = [_("This file is larger than 16 MB. Choose a smaller one.")]
    try:
        as_of = read_date(*asked.day)
    except NotADate as mistake:
        asked.wrong["as_of"] = [str(mistake)]
        return None
    if as_of is None:
        asked.wrong["as_of"] = [_("Enter the day of the list.")]
    return as_of


def _kinds(request: HttpRequest, agreement: str) -> list[str]:
    confidential = access.may_read_confidential(request, agreement)
    kinds = kinds_to_draft(agreement, now=timezone.now(), may_read_confidential=confidential)
    return [k for k in kinds if access.is_kind_within(request, Act.DRAFT, agreement, k)]


def _begin(request: HttpRequest, asked: Asked, as_of: date, chosen: InMemoryUploadedFile) -> Draft:
    kind, now, by = shipped()[asked.layout].kind, timezone.now(), officer_of(request).id
    draft = actions.open_draft(
        agreement=asked.agreement,
        kind=kind,
        version=KIND_FACTS[kind].version,
        classification=KIND_FACTS[kind].classes[0],
        typed={},
        by=by,
        now=now,
    )
    data = chosen.read()
    content = sealing.Content(
        typed={forms.LAYOUT: [asked.layout], forms.AS_OF: [as_of.isoformat()]}
    )
    new = [(forms.FILE, about(chosen, data), data)]
    return actions.keep_draft(
        draft,
        content=content,
        classification=draft.classification,
        revision=0,
        by=by,
        now=now,
        new_files=new,
    )


def _upload_page(
    request: HttpRequest, agreements: list[str], asked: Asked, *, status: int = 200
) -> HttpResponse:
    names = [Choice(name, showing.title_of(name)) for name in agreements]
    layouts = [Choice(name, said(layout.title)) for name, layout in shipped().items()]
    drawn: list[Control] = [
        Field(
            name="agreement",
            label=_("Agreement"),
            kind="select",
            choices=names if len(names) == 1 else [Choice("", ""), *names],
            value=asked.agreement,
            errors=asked.wrong.get("agreement", ()),
        ),
        Field(
            name="layout",
            label=_("Layout of its columns"),
            kind="select",
            choices=[Choice("", ""), *layouts],
            value=asked.layout,
            errors=asked.wrong.get("layout", ()),
        ),
        Field(
            name="as_of",
            label=_("Day of the list"),
            kind="date",
            value=asked.day,
            errors=asked.wrong.get("as_of", ()),
        ),
        Field(
            name="file",
            label=_("File"),
            kind="file",
            hint=_("XLSX or CSV, at most 16 MB"),
            accept=".xlsx,.csv",
            errors=asked.wrong.get("file", ()),
        ),
    ]
    shown = {"controls": drawn, "errors": error_summary(drawn)}
    return render(
        request, "desk/list_upload.html", showing.context(request, "drafts") | shown, status=status
    )


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Show what the list would add, change and take away; take it when that is confirmed."""
    draft = access.draft_for(request, public_id, Act.DRAFT)
    content = sealing.open_content(draft)
    if draft.state != State.OPEN or forms.FILE not in content.typed:
        return redirect("desk_draft", public_id=draft.public_id)
    try:
        found = _preview(draft, content)
    except ListRefused as refusal:
        return _refused_page(request, draft, refusal)
    if request.method == "POST":
        return _take(request, draft, content, found)
    return _preview_page(request, draft, found)


def _preview(draft: Draft, content: sealing.Content) -> Preview:
    kept_as = content.typed[forms.FILE][0]
    return importing.preview_list(
        sealing.open_file(draft, kept_as),
        name=content.files[kept_as]["file_name"],
        layout=shipped()[content.typed[forms.LAYOUT][0]],
        as_of=date.fromisoformat(content.typed[forms.AS_OF][0]),
        country=node.this().party[:2],
    )


def _take(
    request: HttpRequest, draft: Draft, content: sealing.Content, found: Preview
) -> HttpResponseBase:
    by, now = access.signed_in(request), timezone.now()
    try:
        taken = importing.take_list(
            found, confirmed=request.POST.get("token", ""), by=by.username, now=now
        )
    except ConfirmedAnother as another:
        messages.warning(
            request,
            _("The list or the one before it changed since you looked. Look at it once more."),
        )
        return _preview_page(request, draft, another.preview, status=409)
    kept = sealing.Content(typed={forms.TAKEN: [str(taken.pk)]}, files=content.files)
    try:
        actions.keep_draft(
            draft,
            content=kept,
            classification=draft.classification,
            revision=draft.revision,
            by=by.pk,
            now=now,
        )
    except actions.NotAsItWas:
        messages.warning(request, _("This draft was changed in another window meanwhile."))
    return redirect("desk_draft", public_id=draft.public_id)


def _preview_page(
    request: HttpRequest, draft: Draft, found: Preview, *, status: int = 200
) -> HttpResponse:
    changed = [f"{one.number} ({', '.join(one.fields)})" for one in found.comparison.alterations]
    rows = [
        Row(_("File"), found.source.name),
        Row(_("Rows"), len(found.read.rows)),
        Row(_("Unchanged"), found.comparison.unchanged),
        Row(_("Added"), _some(found.comparison.additions)),
        Row(_("Changed"), _some(changed)),
        Row(_("No longer listed"), _some(found.comparison.departures)),
    ]
    concerns = [
        said(CONCERNS[concern]).format(
            departed=len(found.comparison.departures),
            before=found.comparison.before,
            missing=", ".join(found.read.missing),
            current=found.current.as_of if found.current else "",
        )
        for concern in found.concerns
    ]
    shown: Mapping[str, object] = {
        "draft": draft,
        "summary": Summary(rows, _("What this list would change")),
        "concerns": concerns,
        "noticed": [words_of_finding(one) for one in found.read.noticed[:SHOWN]],
        "more": max(0, len(found.read.noticed) - SHOWN),
        "token": found.token,
    }
    return render(
        request,
        "desk/list_preview.html",
        {**showing.context(request, "drafts"), **shown},
        status=status,
    )


def _some(numbers: Iterable[str]) -> list[str | int]:
    listed = list(numbers)
    more = len(listed) - SHOWN
    shown: list[str | int] = [len(listed), *listed[:SHOWN]]
    return [*shown, _("and %(count)s more") % {"count": more}] if more > 0 else shown


def _refused_page(request: HttpRequest, draft: Draft, refusal: ListRefused) -> HttpResponse:
    shown = {
        "draft": draft,
        "problems": [words_of_finding(problem) for problem in refusal.problems],
        "more": max(0, refusal.total - len(refusal.problems)),
    }
    context = showing.context(request, "drafts") | shown
    return render(request, "desk/list_refused.html", context, status=422)


def words_of_finding(finding: Finding) -> str:
    """Say what was noticed in a list, where, and what to do."""
    return said(FLAWS[finding.flaw]).format(
        row=finding.row, column=finding.column, value=finding.value
    )
