"""Being away: an officer enters it, names a deputy, and an administrator lets them stand in."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi import node
from kakehashi.accounts.models import Absence, Officer
from kakehashi.accounts.permissions import Act
from kakehashi.accounts.trust import ChangeRefused
from kakehashi.desk import officers as offices
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.people.views import REFUSED as REFUSED_CHANGES
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import Choice, Field, error_summary, posted_date

REFUSED: dict[str, tuple[str, str | Promise]] = {
    "order": ("last", gettext_lazy("The last day is before the first.")),
    "past": ("last", gettext_lazy("These days are over. Enter days to come.")),
    "self": ("deputy", gettext_lazy("Choose somebody else as your deputy.")),
    "closed": ("deputy", gettext_lazy("This account is closed.")),
    "here": ("deputy", gettext_lazy("Your deputy works under this agreement already.")),
    "further": (
        "deputy",
        gettext_lazy("Choose somebody who sees no more notices than you do."),
    ),
}


@dataclass
class Typed:
    """An absence as it was typed, and what is wrong with it."""

    agreement: str = ""
    first: tuple[str, str, str] = ("", "", "")
    last: tuple[str, str, str] = ("", "", "")
    deputy: str = ""
    wrong: dict[str, list[str]] = field(default_factory=dict)


@officers(Act.READ)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponseBase:
    """Enter when I am away, and who is to stand in for me."""
    agreements = access.agreements_in_part(request)
    if request.method != "POST":
        return _page(request, agreements, Typed())
    typed = Typed(
        access.named_agreement(request.POST.get("agreement", ""), agreements),
        posted_date(request.POST, "first"),
        posted_date(request.POST, "last"),
        request.POST.get("deputy", ""),
    )
    days = [_read(typed, "first", typed.first), _read(typed, "last", typed.last)]
    deputy = _deputy(typed)
    if not typed.wrong and days[0] and days[1]:
        _enter(request, typed, days[0], days[1], deputy)
    if typed.wrong:
        return _page(request, agreements, typed, status=422)
    messages.success(
        request, _("Entered. A deputy stands in once an administrator has confirmed it.")
    )
    return redirect(f"{reverse('desk_people')}?agreement={typed.agreement}")


def _enter(
    request: HttpRequest, typed: Typed, first: date, last: date, deputy: Officer | None
) -> None:
    me = access.signed_in(request)
    try:
        offices.enter_absence(
            me,
            typed.agreement,
            deputy=deputy,
            from_at=_begins(typed.agreement, first),
            until_at=_begins(typed.agreement, last + timedelta(days=1)),
            by=me,
            now=timezone.now(),
        )
    except ChangeRefused as refusal:
        name, words = REFUSED[refusal.reason]
        typed.wrong[name] = [str(words)]


def _begins(agreement: str, day: date) -> datetime:
    """When a day begins in our side's zone."""
    zone = node.profile(agreement).parties[node.this().party].time_zone
    return datetime.combine(day, time(), ZoneInfo(zone))


def _read(typed: Typed, name: str, given: tuple[str, str, str]) -> date | None:
    try:
        day = read_date(*given)
    except NotADate as mistake:
        typed.wrong[name] = [str(mistake)]
        return None
    if day is None:
        typed.wrong[name] = [_("Enter the day.")]
    return day


def _deputy(typed: Typed) -> Officer | None:
    if not typed.deputy:
        return None
    found = _colleagues(typed.agreement).filter(username=typed.deputy).first()
    if found is None:
        typed.wrong["deputy"] = [_("Choose a deputy from the list, or none.")]
    return found


def _colleagues(agreement: str) -> QuerySet[Officer]:
    return Officer.objects.filter(is_active=True, roles__agreement=agreement).distinct()


def _page(
    request: HttpRequest, agreements: list[str], typed: Typed, *, status: int = 200
) -> HttpResponse:
    me = access.signed_in(request).pk
    colleagues = Officer.objects.filter(is_active=True, roles__agreement__in=agreements)
    others = colleagues.exclude(pk=me).distinct().order_by("display_name")[:500]
    drawn = [
        showing.agreement_choice(agreements, typed.agreement),
        Field(
            name="first",
            label=_("First day"),
            kind="date",
            value=typed.first,
            errors=typed.wrong.get("first", ()),
        ),
        Field(
            name="last",
            label=_("Last day"),
            kind="date",
            value=typed.last,
            errors=typed.wrong.get("last", ()),
        ),
        Field(
            name="deputy",
            label=_("Deputy"),
            kind="select",
            hint=_("Drafting, deciding and examining pass to them meanwhile; nothing else does."),
            choices=[
                Choice("", _("Nobody")),
                *(Choice(one.username, one.display_name) for one in others),
            ],
            value=typed.deputy,
            errors=typed.wrong.get("deputy", ()),
            required=False,
        ),
    ]
    shown = {"fields": drawn, "errors": error_summary(drawn)}
    page = showing.context(request, "people") | shown
    return render(request, "desk/absence.html", page, status=status)


@officers(Act.READ)
@require_POST
def end(request: HttpRequest, absence: int) -> HttpResponseBase:
    """End an absence: one's own, or as an administrator."""
    found = Absence.objects.filter(pk=absence).select_related("officer", "deputy").first()
    me = access.signed_in(request)
    administered = access.agreements_for(request, Act.ADMINISTER)
    if found is None or not (found.officer_id == me.pk or found.agreement in administered):
        raise Http404
    try:
        offices.end_absence(found, by=me, now=timezone.now())
    except ChangeRefused as refusal:
        messages.warning(request, str(REFUSED_CHANGES[refusal.reason]))
    else:
        messages.success(request, _("The absence has ended."))
    return redirect(f"{reverse('desk_people')}?agreement={found.agreement}")


@officers(Act.ADMINISTER)
@require_POST
def confirm(request: HttpRequest, absence: int) -> HttpResponseBase:
    """Let a deputy stand in."""
    administered = access.agreements_for(request, Act.ADMINISTER)
    found = (
        Absence.objects.filter(pk=absence, agreement__in=administered)
        .select_related("officer", "deputy")
        .first()
    )
    if found is None:
        raise Http404
    try:
        offices.confirm_absence(found, by=access.signed_in(request), now=timezone.now())
    except ChangeRefused as refusal:
        messages.warning(request, str(REFUSED_CHANGES.get(refusal.reason, refusal.reason)))
    else:
        messages.success(request, _("Done, and on record."))
    return redirect(f"{reverse('desk_people')}?agreement={found.agreement}")
