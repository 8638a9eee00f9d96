"""Reports at the desk of the intake office: only for who holds its key and has it unlocked."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.core.package import Unreadable
from kakehashi.core.reporting.leaving import NotPermitted, rough_period
from kakehashi.core.reporting.steps import MOST_ROWS
from kakehashi.core.reporting.told import MayKnow
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.actions import note_confidential_reading
from kakehashi.dispatch.reports import erase_reports
from kakehashi.intake import actions, blackening, notes, queries
from kakehashi.intake.models import Report
from kakehashi.intake.sealing import OpenKeys
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.intake import accepting, acts, floods, listing, page, passing
from kakehashi.web.desk.intake.unlocking import agreements_here, keys_of, report_here, with_keys
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import Field, error_summary
from kakehashi.web.parts.shapes import Banner

WIDTHS = (320, 960)
ROOM = "reports"
_NUMBERS = frozenset(str(place) for place in range(MOST_ROWS))


@officers(Act.READ)
@never_cache
def reports(request: HttpRequest) -> HttpResponseBase:
    """The queue; what a report is about shows only while the keys are open."""
    agreements, keys = agreements_here(request), keys_of(request)
    wanted = listing.asked(request.GET, agreements, timezone.localdate())
    found = listing.on_shelf(wanted)
    first = (wanted.page - 1) * listing.A_PAGE
    rows = list(found[first : first + listing.A_PAGE])
    shown = {
        "is_locked": keys is None,
        "filters": listing.filters(wanted),
        "table": listing.table(rows, keys, access.signed_in(request).pk, today=wanted.today),
        "waves": floods.waves_table(agreements, wanted.today),
        "pages": listing.pages(wanted, found.count()),
        "may_erase": wanted.shelf == "past" and bool(rows),
    }
    return render(request, "desk/reports.html", showing.context(request, ROOM) | shown)


@officers(Act.READ)
@require_POST
def erase_past(request: HttpRequest) -> HttpResponseBase:
    """Erase the closed reports that were kept long enough."""
    now = timezone.now()
    past = notes.past_keeping(agreements_here(request), today=now.date())
    erase_reports(list(past[: listing.A_PAGE]), by=access.signed_in(request), now=now)
    messages.success(request, _("Erased with their keys. The own record keeps that it was done."))
    return redirect("desk_reports")


@officers(Act.READ)
@never_cache
@with_keys
def report(request: HttpRequest, keys: OpenKeys, public_id: UUID) -> HttpResponseBase:
    """One report; that it was opened is recorded, and its reporter sees it."""
    found = report_here(request, public_id)
    now, officer = timezone.now(), access.signed_in(request)
    note_confidential_reading(f"report {found.public_id}", by=officer.pk, now=now)
    actions.open_report(found, by=officer, now=now)
    found.refresh_from_db()
    return _page(request, found, keys)


def _page(
    request: HttpRequest, found: Report, keys: OpenKeys, *, wrong: str = ""
) -> HttpResponseBase:
    try:
        shown = page.shown(request, found, keys, request.POST.dict(), wrong)
    except Unreadable:
        return render(
            request, "desk/report_closed.html", showing.context(request, ROOM), status=409
        )
    if wrong:
        shown["errors"] = error_summary([shown["letter_field"]])
    context = showing.context(request, ROOM) | shown
    return render(request, "desk/report.html", context, status=422 if wrong else 200)


@officers(Act.READ)
@never_cache
@require_POST
@with_keys
def act(request: HttpRequest, keys: OpenKeys, public_id: UUID) -> HttpResponseBase:
    """Do something on a report; what was typed stays where it is to be mended."""
    found = report_here(request, public_id)
    name = request.POST.get("act", "")
    work = acts.ACTS.get(name)
    if work is None:
        raise Http404
    try:
        done = work(found, request.POST.dict(), access.signed_in(request), timezone.now())
    except acts.ToBeMended as mistake:
        return _page(request, found, keys, wrong=str(mistake))
    messages.success(request, done)
    if name in acts.LEAVING:
        return redirect("desk_reports")
    return redirect("desk_report", public_id=public_id)


@lets_out(Way.ATTACHMENT, gate=Gate.CIRCLE)
@officers(Act.READ)
@never_cache
@with_keys
def picture(
    request: HttpRequest, keys: OpenKeys, public_id: UUID, number: int, page_number: int
) -> HttpResponseBase:
    """A page of a file, as this node drew it anew; with its squares where they are asked for."""
    data = _picture(report_here(request, public_id), number, page_number, keys)
    width = request.GET.get("width", "")
    if width in map(str, WIDTHS):
        try:
            chosen = blackening.squares(request.GET.get("squares", ""))
        except blackening.NotSquares:
            raise Http404 from None
        data = blackening.with_grid(data, chosen, width=int(width))
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response


def _picture(found: Report, number: int, page_number: int, keys: OpenKeys) -> bytes:
    cleaned = queries.evidence_of(found, number, keys)
    if cleaned is None or not 1 <= page_number <= len(cleaned.pictures):
        raise Http404
    return cleaned.pictures[page_number - 1]


@officers(Act.READ)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_keys
def blacken(
    request: HttpRequest, keys: OpenKeys, public_id: UUID, number: int, page_number: int
) -> HttpResponseBase:
    """Choose squares of a page by touching them or by their names, and keep it blackened."""
    found = report_here(request, public_id)
    data = _picture(found, number, page_number, keys)
    asked = request.POST if request.method == "POST" else request.GET
    wide = WIDTHS[1] if asked.get("width") == str(WIDTHS[1]) else WIDTHS[0]
    size = (wide, blackening.scaled_height(blackening.size_of(data), wide))
    wrong: list[str] = []
    try:
        chosen = blackening.squares(asked.get("squares", ""))
    except blackening.NotSquares as word:
        chosen, wrong = frozenset(), [_("“%(word)s” names no square.") % {"word": word}]
    else:
        chosen ^= _touched(asked.get("at.x", ""), asked.get("at.y", ""), size)
    if request.method == "POST" and chosen and not wrong:
        drawn = blackening.blacken(data, chosen)
        notes.keep_blackened(found, number, page_number, drawn, now=timezone.now())
        messages.success(request, _("The blackened page is kept. The first one stays as it was."))
        return redirect("desk_report", public_id=public_id)
    return _blackening(request, found, number, page_number, size, chosen, wrong)


def _touched(x: str, y: str, size: tuple[int, int]) -> frozenset[blackening.Square]:
    """The square under the point where a picture was touched; none where it was not."""
    if not (x.isascii() and x.isdigit() and y.isascii() and y.isdigit()):
        return frozenset()
    touched = blackening.square_at(int(x), int(y), width=size[0], height=size[1])
    return frozenset() if touched is None else frozenset({touched})


def _blackening(  # noqa: PLR0917 - facts of one page
    request: HttpRequest,
    found: Report,
    number: int,
    page_number: int,
    size: tuple[int, int],
    chosen: frozenset[blackening.Square],
    wrong: list[str],
) -> HttpResponseBase:
    squares = request.POST.get("squares", "") if wrong else blackening.written(chosen)
    field = Field(
        name="squares",
        label=_("Squares to blacken"),
        hint=_("Touch the picture, or name them: A1, B2-D5"),
        value=squares,
        errors=wrong,
        required=False,
    )
    shown = {
        "report": found,
        "number": number,
        "page_number": page_number,
        "field": field,
        "errors": error_summary([field]),
        "width": size[0],
        "height": size[1],
        "other_width": WIDTHS[0] if size[0] == WIDTHS[1] else WIDTHS[1],
        "is_wide": size[0] == WIDTHS[1],
        "squares": blackening.written(chosen),
    }
    context = showing.context(request, ROOM) | shown
    return render(request, "desk/report_blacken.html", context, status=422 if wrong else 200)


@officers(Act.READ)
@require_POST
@with_keys
def accept(request: HttpRequest, keys: OpenKeys, public_id: UUID) -> HttpResponseBase:
    """Keep those who were ticked for screening; nothing there leads back to the report."""
    found = report_here(request, public_id)
    agreements = agreements_here(request)
    told = queries.content_of(found, keys).told
    ticked = {int(one) for one in request.POST.getlist("people") if one in _NUMBERS}
    agreement = found.agreement or agreements[0]
    if accepting.accept(told, ticked, agreement=agreement, now=timezone.now()):
        messages.success(request, _("Kept for screening. Whoever else is so named is proposed."))
    else:
        messages.warning(request, _("Tick at least one of those whom the report names."))
    return redirect("desk_report", public_id=public_id)


@officers(Act.DRAFT)
@require_POST
@with_keys
def release(request: HttpRequest, keys: OpenKeys, public_id: UUID) -> HttpResponseBase:
    """Enter in the own ledger since which day a report is to be shared, and nothing of it."""
    found = report_here(request, public_id)
    told = queries.content_of(found, keys).told
    if told.permission.may_know is not MayKnow.OTHER_SIDE:
        raise PermissionDenied
    if found.agreement not in access.agreements_for(request, Act.DRAFT):
        raise Http404
    passing.release(
        found, keys, found.agreement, by=access.signed_in(request).pk, now=timezone.now()
    )
    messages.success(request, _("Our own ledger shows that a report is to be shared."))
    return redirect("desk_report", public_id=public_id)


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_keys
def pass_on(request: HttpRequest, keys: OpenKeys, public_id: UUID) -> HttpResponseBase:
    """Accept piece by piece what the other side is told; a second officer signs the draft off."""
    found = report_here(request, public_id)
    agreements = [
        one for one in agreements_here(request) if one in access.agreements_for(request, Act.DRAFT)
    ]
    agreement = found.agreement or request.POST.get("agreement", "")
    posted = request.POST if request.method == "POST" else None
    told = queries.content_of(found, keys).told
    months = rough_period(told.when, found.received_on or timezone.localdate())
    choosing = passing.Choosing(told, months, notes.blackened_pages(found), posted)
    accepted = choosing.judge() if posted is not None else None
    if accepted is not None and agreement in agreements:
        try:
            draft, left = passing.pass_on(
                request, found, keys, choosing, accepted, agreement=agreement, now=timezone.now()
            )
        except NotPermitted:
            raise PermissionDenied from None
        for line in passing.left_out_lines(left):
            messages.warning(request, line)
        return redirect("desk_draft", public_id=draft.public_id)
    return _passing(request, found, choosing, agreements, agreement)


def _passing(
    request: HttpRequest,
    found: Report,
    choosing: passing.Choosing,
    agreements: list[str],
    agreement: str,
) -> HttpResponseBase:
    wrong = choosing.posted is not None
    fields = choosing.fields()
    if not found.agreement:
        errors = [_("Choose the agreement.")] if wrong and agreement not in agreements else []
        fields.insert(0, showing.agreement_choice(agreements, agreement, errors=errors))
    shown = {
        "report": found,
        "fields": fields,
        "errors": error_summary(fields),
        "banner": Banner(
            _(
                "Neither the reporter nor her words leave. Days become months, amounts are "
                "rounded. On the next page you write what happened in your own words."
            ),
            "neutral",
        ),
    }
    context = showing.context(request, ROOM) | shown
    return render(request, "desk/report_pass_on.html", context, status=422 if wrong else 200)
