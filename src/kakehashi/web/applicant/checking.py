"""Check your answers, and submit; what is missing stands beside the answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kakehashi.approvals import actions, queries
from kakehashi.approvals.actions import NotAsItWas, NotComplete, NotOpen
from kakehashi.approvals.models import Application
from kakehashi.core.approving.completeness import Checked
from kakehashi.core.approving.completeness import check as complete
from kakehashi.core.approving.course import WITH_APPLICANT, State
from kakehashi.web.applicant import entering
from kakehashi.web.applicant.applications import revision_of, step_href
from kakehashi.web.applicant.entering import applicants_only, own_application
from kakehashi.web.applicant.steps import standards_of, trail
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.applications.summary import no_change, summaries
from kakehashi.web.parts.fields import Field
from kakehashi.web.parts.shapes import ErrorSummary, Mistake

LONGEST = 4000


@applicants_only
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Show everything as it will be read; submit it where nothing is missing."""
    found = own_application(request, public_id)
    if request.method != "POST" or found.state not in WITH_APPLICANT:
        return _page(request, found)
    if entering.too_often(request, "submit", str(found.applicant.public_id)):
        messages.warning(request, _("Too many attempts. Wait a few minutes, then try again."))
        return _page(request, found, status=429)
    try:
        actions.submit(
            found,
            revision=revision_of(request),
            today=entering.today(),
            now=timezone.now(),
            words=request.POST.get("words", "").strip()[:LONGEST],
        )
    except NotComplete:
        return _page(request, found, is_judged=True, status=422)
    except NotAsItWas:
        messages.warning(
            request, _("This application was changed in another window meanwhile. Check it again.")
        )
        return redirect("apply_check", public_id=public_id)
    except NotOpen as closed:
        raise Http404 from closed
    messages.success(
        request,
        _("Submitted. The office examines it now; this page shows what happens and when."),
    )
    return redirect("apply_application", public_id=public_id)


def _page(
    request: HttpRequest, application: Application, *, is_judged: bool = False, status: int = 200
) -> HttpResponse:
    content, made = queries.content_of(application), standards_of(application)
    checked = complete(content.said, content.sorts, made)
    is_mine = application.state in WITH_APPLICANT
    papers = {
        reverse("apply_paper", args=[application.public_id, name]): (kept.paper, kept.file_name)
        for name, kept in content.papers.items()
    }
    shown = {
        "application": application,
        "is_mine": is_mine,
        "summaries": summaries(
            content.said,
            papers,
            made,
            checked=checked if is_mine else None,
            change=(lambda step: step_href(application, step)) if is_mine else no_change,
        ),
        "errors": _errors(checked) if is_judged else "",
        "missing": len(checked.mistakes),
        "missing_words": ngettext(
            "%(count)s answer is missing or wrong.",
            "%(count)s answers are missing or wrong.",
            len(checked.mistakes),
        )
        % {"count": len(checked.mistakes)},
        "words": Field(
            name="words",
            label=_("Your answer to the office"),
            kind="textarea",
            value=request.POST.get("words", ""),
            required=False,
        )
        if application.state == State.ASKED
        else "",
        "trail": trail(application, _("Check your answers")),
    }
    return entering.page(request, "check", shown, status=status)


def _errors(checked: Checked) -> ErrorSummary:
    """One line for each step in which something is missing."""
    steps = dict.fromkeys(one.step for one in checked.mistakes)
    return ErrorSummary(
        [
            Mistake(
                _("Something is missing in: %(step)s") % {"step": words.STEPS[step][0]},
            )
            for step in steps
        ]
    )
