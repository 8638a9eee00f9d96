"""What was decided of an application, in words its applicant can act on."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kakehashi.approvals import sealing
from kakehashi.approvals.models import Application
from kakehashi.core.approving.course import State
from kakehashi.core.approving.entry import Terms
from kakehashi.core.notices.organizations import Ground
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.printing import FontsMissing
from kakehashi.web.applicant import entering
from kakehashi.web.applicant.entering import applicants_only, own_application
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.applications.certificate import certificate_pdf
from kakehashi.web.parts.applications.terms import terms_summary
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.shapes import Banner, Code, Day, Lines, Named, Row, Summary


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision: a banner on top, what it says, what can be done next, and where it is public."""

    banner: Banner
    summary: Summary
    next_steps: Lines
    certificate: str = ""
    entry: str = ""


def outcome(application: Application) -> Outcome | None:
    """Put a decision into words; None before there is one, and once it was erased."""
    if application.erased_at is not None:
        return None
    match application.state:
        case State.APPROVED:
            return _approved(application)
        case State.REFUSED:
            return _refused(application)
        case _:
            return None


def _approved(application: Application) -> Outcome:
    told = sealing.open_told(application.public_id, sealing.TERMS)
    entry = settings.ORIGIN + reverse("portal-number", args=[application.number])
    rows = [
        Row(_("Approval number"), Code(application.number)),
        *([Row(_("Decided on"), Day(application.decided_on))] if application.decided_on else []),
    ]
    return Outcome(
        banner=Banner(_("Your organization is approved on the terms below."), "good"),
        summary=Summary([*rows, *terms_summary(Terms.read(told["terms"]))], _("The decision")),
        next_steps=Lines(
            [
                _("Print the certificate and hang it where candidates see it."),
                _("Give candidates the address of your entry: it says whether you are approved."),
                _("Tell the office of every change; apply for the change here."),
                _("Apply for renewal before the last day. We remind you here."),
            ]
        ),
        certificate=reverse("apply_certificate", args=[application.public_id]),
        entry=entry,
    )


def _refused(application: Application) -> Outcome:
    told = sealing.open_told(application.public_id, sealing.TERMS)
    grounds = [words.label(Ground(code)) for code in told["grounds"]]
    rows = [
        *([Row(_("Decided on"), Day(application.decided_on))] if application.decided_on else []),
        Row(_("Grounds"), Lines(grounds)),
        Row(_("Grounds in words"), Named(told["words"], told["language"])),
    ]
    return Outcome(
        banner=Banner(_("Your application was refused."), "bad"),
        summary=Summary(rows, _("The decision")),
        next_steps=Lines(
            [
                _("You can put right what is named above and apply again at any time."),
                _("Ask the office if you do not understand a ground."),
                _("The law of your country says how a decision can be contested, and until when."),
            ]
        ),
    )


@lets_out(Way.PRINT, gate=Gate.OWN)
@applicants_only
@require_safe
def certificate(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Give the certificate of an approval as a PDF."""
    found = own_application(request, public_id)
    if found.state != State.APPROVED:
        raise Http404
    try:
        made = certificate_pdf(found)
    except FontsMissing:
        return entering.page(request, "unprinted", {"application": found}, status=503)
    return download(made, f"{found.number}.pdf", "application/pdf")
