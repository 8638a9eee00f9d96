"""The documents of an application: brought one by one, taken back, given to their owner again."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.approvals import actions, paper_files, queries, sealing
from kakehashi.approvals.actions import NotAsItWas, TooMany
from kakehashi.approvals.models import Application
from kakehashi.approvals.paper_files import Fault, NotTaken
from kakehashi.core.approving.asks import PAPERS
from kakehashi.core.approving.course import WITH_APPLICANT
from kakehashi.core.approving.papers import MEDIA, Paper
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.web.applicant import entering
from kakehashi.web.applicant.applications import revision_of
from kakehashi.web.applicant.entering import applicants_only, own_application
from kakehashi.web.applicant.steps import ORDER, standards_of, trail
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.fields import Choice, Field, error_summary
from kakehashi.web.parts.uploads import about, in_memory


@applicants_only
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Bring a document, or take one back."""
    found = own_application(request, public_id)
    if found.state not in WITH_APPLICANT:
        return redirect("apply_application", public_id=public_id)
    if request.method != "POST":
        return _page(request, found)
    if request.POST.get("drop"):
        return _dropped(request, found)
    return _added(request, found)


def _added(request: HttpRequest, application: Application) -> HttpResponseBase:
    paper, upload = request.POST.get("paper", ""), request.FILES.get("file")
    if paper not in {one.value for one in Paper}:
        return _page(request, application, {"paper": _("Choose which document it is.")})
    if not isinstance(upload, InMemoryUploadedFile):
        return _page(request, application, {"file": _("Choose the file.")}, paper)
    if entering.too_often(request, "paper", str(application.applicant.public_id)):
        words_ = _("You sent very many files. Wait an hour, then go on.")
        return _page(request, application, {"file": words_}, paper, status=429)
    data = upload.read()
    if (upload.size or 0) > len(data):
        return _page(request, application, {"file": _fault(Fault.TOO_LARGE)}, paper)
    try:
        kept = paper_files.looked_at(paper, about(upload, data)["file_name"], data)
        actions.add_paper(
            application, kept, data, revision=revision_of(request), now=timezone.now()
        )
    except NotTaken as refused:
        return _page(request, application, {"file": _fault(refused.fault)}, paper)
    except TooMany:
        words_ = _("There are forty files already. Remove one that is not needed.")
        return _page(request, application, {"file": words_}, paper)
    except NotAsItWas:
        return _meanwhile(request, application)
    messages.success(request, _("The document is kept."))
    return redirect("apply_papers", public_id=application.public_id)


def _dropped(request: HttpRequest, application: Application) -> HttpResponseBase:
    try:
        actions.drop_paper(
            application,
            request.POST["drop"],
            revision=revision_of(request),
            now=timezone.now(),
        )
    except NotAsItWas:
        return _meanwhile(request, application)
    messages.success(request, _("The document was removed."))
    return redirect("apply_papers", public_id=application.public_id)


def _meanwhile(request: HttpRequest, application: Application) -> HttpResponseBase:
    messages.warning(
        request,
        _("This application was changed in another window meanwhile. Look again, then go on."),
    )
    return redirect("apply_papers", public_id=application.public_id)


def _fault(fault: Fault) -> str:
    said = {
        Fault.EMPTY: _("This file is empty. Choose another."),
        Fault.TOO_LARGE: _("This file is too large. Bring one of at most 10 MB."),
        Fault.ANOTHER_TYPE: _("This is no PDF, JPEG or PNG. Photograph or scan the document."),
        Fault.DAMAGED: _("This file does not open. Photograph or scan the document again."),
    }
    return said[fault]


def _page(
    request: HttpRequest,
    application: Application,
    wrong: dict[str, str] | None = None,
    paper: str = "",
    *,
    status: int = 0,
) -> HttpResponse:
    content = queries.content_of(application)
    asked = standards_of(application).papers
    there = content.sorts
    others = [one for one in Paper if one not in asked]
    faults = wrong or {}
    choices = [
        Choice(
            one.value,
            words.paper_name(one),
            group=_("Asked for") if one in asked else _("Others"),
        )
        for one in (*asked, *others)
    ]
    missing = next((one.value for one in asked if one.value not in there), "")
    controls = [
        Field(
            name="paper",
            label=_("Which document"),
            kind="select",
            choices=[Choice("", ""), *choices],
            value=paper or missing,
            errors=[faults["paper"]] if "paper" in faults else (),
        ),
        Field(
            name="file",
            label=_("File"),
            kind="file",
            accept=",".join(MEDIA),
            errors=[faults["file"]] if "file" in faults else (),
        ),
    ]
    title, hint = words.STEPS[PAPERS]
    shown = {
        "application": application,
        "title": title,
        "hint": hint,
        "place": ORDER.index(PAPERS) + 1,
        "places": len(ORDER),
        "controls": controls,
        "errors": error_summary(controls),
        "asked": [
            {
                "label": words.paper_name(one),
                "files": [
                    {"kept_as": name, "name": kept.file_name, "href": _href(application, name)}
                    for name, kept in content.papers.items()
                    if kept.paper == one.value
                ],
            }
            for one in (*asked, *others)
            if one in asked or one.value in there
        ],
        "trail": trail(application, str(title)),
    }
    return entering.page(request, "papers", shown, status=status or (422 if wrong else 200))


def _href(application: Application, kept_as: str) -> str:
    return reverse("apply_paper", args=[application.public_id, kept_as])


@lets_out(Way.ATTACHMENT, gate=Gate.OWN)
@applicants_only
@require_safe
def paper(request: HttpRequest, public_id: UUID, kept_as: str) -> HttpResponseBase:
    """Give an applicant a document back."""
    found = own_application(request, public_id)
    kept = queries.content_of(found).papers.get(kept_as)
    if kept is None:
        raise Http404
    try:
        data = sealing.open_part(found.public_id, sealing.file_part(kept_as))
    except sealing.Gone as gone:
        raise Http404 from gone
    return download(data, kept.file_name, kept.media_type)
