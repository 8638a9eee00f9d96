"""Visits on site: planned from an application or an organization's file, then entered."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.approvals import queries, visiting
from kakehashi.approvals.examining import facts_of
from kakehashi.approvals.models import Visit
from kakehashi.approvals.visiting import NotPlanned
from kakehashi.core.approving.course import bar_to_examine
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.approvals.application import application_page, visit_rows
from kakehashi.web.desk.approvals.words import BARS
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field, error_summary, posted_date

LONGEST = 4000


def read_plan(request: HttpRequest) -> tuple[date | None, str, dict[str, str]]:
    """Read the day and the purpose of a visit, and what is wrong with them."""
    wrong: dict[str, str] = {}
    day: date | None = None
    try:
        day = read_date(*posted_date(request.POST, "planned"))
        if day is None:
            wrong["planned"] = _("Enter the day.")
    except NotADate as mistake:
        wrong["planned"] = str(mistake)
    purpose = request.POST.get("visit-purpose", "").replace("\r\n", "\n").strip()[:LONGEST]
    if not purpose:
        wrong["visit-purpose"] = _("Say in a few words what is to be looked at.")
    return day, purpose.encode("utf-8", "ignore").decode(), wrong


@officers(Act.EXAMINE)
@require_POST
def plan_for_application(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Plan a visit while an application is examined."""
    found = reaching.application_for(request, public_id)
    reaching.require_act(request, found.agreement, Act.EXAMINE)
    facts = facts_of(found, today=reaching.today_of(found.agreement))
    bar = bar_to_examine(facts, officer_of(request).id)
    if bar is not None:
        return application_page(request, found, problem=str(BARS[bar]), status=409)
    day, purpose, wrong = read_plan(request)
    if wrong or day is None:
        return application_page(request, found, wrong=wrong, status=422)
    visiting.plan(
        agreement=found.agreement,
        application=found,
        on=day,
        purpose=purpose,
        by=officer_of(request).id,
        now=timezone.now(),
    )
    messages.success(request, _("The visit is planned."))
    return redirect("desk_application", public_id=public_id)


@officers(Act.EXAMINE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Enter what a visit found, or call it off."""
    found = reaching.visit_for(request, public_id)
    reaching.require_act(request, found.agreement, Act.EXAMINE)
    if found.state != Visit.State.PLANNED:
        return redirect(address_of(found))
    if request.method != "POST":
        return _page(request, found, {})
    by, now = officer_of(request).id, timezone.now()
    try:
        if request.POST.get("again") == "call-off":
            visiting.call_off(found, by=by, now=now)
            messages.success(request, _("The visit was called off."))
            return redirect(address_of(found))
        day, told, wrong = _read_end(request, found)
        if wrong or day is None:
            return _page(request, found, wrong)
        is_wanting = request.POST.get("wanting") == "yes"
        visiting.end(found, on=day, found=told, found_wanting=is_wanting, by=by, now=now)
    except NotPlanned:
        messages.warning(request, _("Another officer entered this visit meanwhile."))
        return redirect(address_of(found))
    messages.success(request, _("The visit is on record."))
    return redirect(address_of(found))


def _read_end(request: HttpRequest, found: Visit) -> tuple[date | None, str, dict[str, str]]:
    wrong: dict[str, str] = {}
    day: date | None = None
    try:
        day = read_date(*posted_date(request.POST, "done"))
        if day is None:
            wrong["done"] = _("Enter the day.")
        elif day > reaching.today_of(found.agreement):
            wrong["done"] = _("This day lies in the future.")
    except NotADate as mistake:
        wrong["done"] = str(mistake)
    told = request.POST.get("found", "").replace("\r\n", "\n").strip()[:LONGEST]
    if not told:
        wrong["found"] = _("Say what was found.")
    if request.POST.get("wanting", "") not in {"yes", "no"}:
        wrong["wanting"] = _("Choose one of the two.")
    return day, told.encode("utf-8", "ignore").decode(), wrong


def address_of(visit: Visit) -> str:
    """The page of what was visited."""
    if visit.application is not None:
        return reverse("desk_application", args=[visit.application.public_id])
    if not visit.number:
        raise Http404
    return reverse("desk_organization", args=[visit.agreement, visit.number])


def _page(request: HttpRequest, found: Visit, wrong: dict[str, str]) -> HttpResponse:
    controls = [
        Field(
            name="done",
            label=_("Made on"),
            kind="date",
            value=posted_date(request.POST, "done"),
            errors=[wrong["done"]] if "done" in wrong else (),
        ),
        Field(
            name="found",
            label=_("What was found"),
            kind="textarea",
            rows=8,
            value=request.POST.get("found", ""),
            errors=[wrong["found"]] if "found" in wrong else (),
        ),
        Field(
            name="wanting",
            label=_("Is something to be put right?"),
            kind="radios",
            choices=[Choice("no", _("No")), Choice("yes", _("Yes: guidance follows"))],
            value=request.POST.get("wanting", ""),
            errors=[wrong["wanting"]] if "wanting" in wrong else (),
        ),
    ]
    (told,) = visit_rows(queries.visits(Visit.objects.filter(pk=found.pk)))
    shown = {
        "visit": found,
        "summary": told["summary"],
        "controls": controls,
        "errors": error_summary(controls),
        "back": address_of(found),
    }
    return render(
        request,
        "desk/visit.html",
        showing.context(request, "approvals") | shown,
        status=422 if wrong else 200,
    )
