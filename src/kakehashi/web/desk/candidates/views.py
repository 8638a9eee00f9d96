"""Candidates' cases: their list, the page of each, the form of a new one and of a change."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi.accounts.permissions import Act
from kakehashi.certificates import actions, sealing
from kakehashi.certificates.actions import NotAsItWas
from kakehashi.certificates.keys import today
from kakehashi.certificates.models import CandidateCase, CaseState, Certificate
from kakehashi.certificates.procedures import procedure
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.actions import note_confidential_reading
from kakehashi.web.desk import showing
from kakehashi.web.desk.candidates import listing, page, permits
from kakehashi.web.desk.candidates.forms import CaseForm
from kakehashi.web.desk.drafting.forms import revision_of
from kakehashi.web.parts import once
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.shapes import SearchBox

ROOM = "candidates"


@officers(Act.READ)
@never_cache
def candidates(request: HttpRequest) -> HttpResponseBase:
    """The candidates' cases that this officer may see; rows say nothing of a person."""
    agreements = permits.agreements_for(request, Act.READ)
    if not agreements:
        return redirect("desk_reckoning")
    wanted = listing.asked(request, agreements)
    found = listing.found(wanted)
    pages = listing.pages(wanted, found.count())
    start = (pages.number - 1) * listing.A_PAGE
    shown = {
        "filters": listing.filters(wanted),
        "table": listing.table(
            list(found[start : start + listing.A_PAGE]),
            with_agreement=not wanted.agreement and len(agreements) > 1,
        ),
        "pages": pages,
        "search": SearchBox(_("Certificate number"), action="find/", name="number"),
        "new": [
            (name, showing.title_of(name)) for name in permits.agreements_for(request, Act.DRAFT)
        ],
    }
    return render(request, "desk/candidates.html", showing.context(request, ROOM) | shown)


@officers(Act.READ)
@never_cache
def find(request: HttpRequest) -> HttpResponseBase:
    """Lead from a certificate's number to its case."""
    agreements = permits.agreements_for(request, Act.READ)
    number = request.GET.get("number", "").replace("\0", "").strip().upper()[:40]
    row = (
        Certificate.objects.filter(agreement__in=agreements, number=number, case__isnull=False)
        .select_related("case")
        .first()
    )
    if row is None or row.case is None:
        messages.warning(request, _("No certificate has this number here."))
        return redirect("desk_candidates")
    return redirect("desk_candidate", public_id=row.case.public_id)


@officers(Act.READ)
@never_cache
def candidate(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """One case with all that it says; the reading goes into the record."""
    case = permits.case_for(request, public_id)
    return shown_case(request, case)


def shown_case(
    request: HttpRequest, case: CandidateCase, *, status: int = 200, mistake: str = ""
) -> HttpResponseBase:
    """Show a case, after something was refused with the words why."""
    now = timezone.now()
    note_reading(request, case)
    try:
        here = page.opened(case)
    except sealing.Gone as error:
        raise Http404 from error
    context = showing.context(request, ROOM) | page.shown(request, here, now=now)
    return render(request, "desk/candidate.html", context | {"mistake": mistake}, status=status)


def note_reading(request: HttpRequest, case: CandidateCase) -> None:
    """Note that an officer read a case, for the node's own record."""
    what = f"candidate {case.public_id}"
    note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """Open a candidate's case."""
    permits.require(request, Act.DRAFT, agreement)
    form = _form(agreement)
    form.propose_validity(_months_on(form.today, procedure(agreement).validity_months))
    if request.method != "POST":
        return _form_page(request, form, _("A new candidate"))
    where = form.take(request.POST)
    if where:
        return _form_page(request, form, _("A new candidate"), where=where)
    content = form.judge()
    if content is None:
        return _form_page(request, form, _("A new candidate"), status=422)
    by = officer_of(request).id
    with transaction.atomic():
        case = (
            None
            if once.is_again(request)
            else actions.open_case(agreement, content, by=by, now=timezone.now())
        )
    if case is None:
        messages.warning(request, once.DONE_ONCE)
        return redirect("desk_candidates")
    messages.success(request, _("The case is open. Its steps stand below."))
    return redirect("desk_candidate", public_id=case.public_id)


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Change what an open case says, unless somebody was faster."""
    case = permits.case_for(request, public_id)
    permits.require(request, Act.DRAFT, case.agreement)
    form, title = _form(case.agreement), _("Change the case")
    if case.state != CaseState.OPEN:
        messages.warning(request, _("The case is no longer open; nothing was changed."))
        return redirect("desk_candidate", public_id=public_id)
    if request.method != "POST":
        note_reading(request, case)
        form.fill(sealing.open_content(case))
        return _form_page(request, form, title, case=case)
    where = form.take(request.POST)
    if where:
        return _form_page(request, form, title, case=case, where=where)
    content = form.judge()
    if content is None:
        return _form_page(request, form, title, case=case, status=422)
    try:
        actions.keep_case(case, content, revision=revision_of(request.POST), now=timezone.now())
    except NotAsItWas:
        messages.warning(request, _("Somebody was faster: look at the case as it is now."))
    else:
        messages.success(request, _("The change is kept."))
    return redirect("desk_candidate", public_id=public_id)


@lets_out(Way.ATTACHMENT, gate=Gate.CIRCLE)
@officers(Act.READ)
@never_cache
def evidence(request: HttpRequest, public_id: UUID, step: str) -> HttpResponseBase:
    """The file shown for a step."""
    case = permits.case_for(request, public_id)
    done = case.steps.filter(step=step).exclude(evidence="").first()
    if done is None:
        raise Http404
    try:
        data = sealing.open_part(case, done.evidence)
    except sealing.Gone as error:
        raise Http404 from error
    note_reading(request, case)
    return download(data, f"{step}.pdf", "application/octet-stream")


def _form(agreement: str) -> CaseForm:
    day = today(agreement, timezone.now())
    return CaseForm(agreement, language=get_language() or "en", today=day)


def _months_on(day: date, months: int) -> date:
    """Give the same day some months on; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return day


def _form_page(
    request: HttpRequest,
    form: CaseForm,
    title: str,
    *,
    case: CandidateCase | None = None,
    where: str = "",
    status: int = 200,
) -> HttpResponseBase:
    drawn = form.controls()
    shown = {
        "title": title,
        "controls": drawn,
        "errors": form.summary(drawn) if form.mistakes else "",
        "revision": case.revision if case else 0,
        "where": where,
        "case": case,
    }
    context = showing.context(request, ROOM) | shown
    return render(request, "desk/candidate_form.html", context, status=status)
