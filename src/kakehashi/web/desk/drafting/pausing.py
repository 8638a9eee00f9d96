"""Officers who signed off unusually much, and the notices that wait until another released them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.desk.models import Pause
from kakehashi.desk.volume import AlreadyReleased, drafts_paused, pauses, release
from kakehashi.web.desk import access, showing
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import Column, Instant, Link, Shown, Status, Table


def to_release(request: HttpRequest) -> QuerySet[Pause]:
    """Other officers whom this one may let go on, the longest waiting first."""
    found = pauses(access.agreements_for(request, Act.DECIDE))
    return found.exclude(officer_id=officer_of(request).id)


def paused_table(request: HttpRequest) -> Table:
    """Who waits to be let go on, this officer too, and how many notices wait with each."""
    mine = officer_of(request).id
    found = list(pauses(access.agreements_for(request, Act.DECIDE)))
    drafts = drafts_paused(found)
    rows = [_row(one, drafts.get(one.pk, 0), mine) for one in found]
    columns: list[Column | str] = [
        _("Officer"),
        _("Agreement"),
        _("Signed off"),
        pgettext("volume", "Since"),
        Column(_("Notices that wait"), numeric=True),
        _("Next step"),
    ]
    return Table(_("Waiting because of unusually many notices"), columns, rows)


def _row(one: Pause, drafts: int, mine: int) -> list[Shown]:
    signed = _("%(most)s notices within %(hours)s h") % {"most": one.most, "hours": one.hours}
    return [
        str(one.officer),
        showing.title_of(one.agreement),
        signed,
        Instant(one.reached_at),
        drafts,
        Status(_("Another officer has to let you go on"), "waiting")
        if one.officer_id == mine
        else Link(_("Ask, then let them go on"), reverse("desk_drafts")),
    ]


@officers(Act.DECIDE)
@require_POST
def let_go_on(request: HttpRequest, number: int) -> HttpResponseBase:
    """Let another officer sign off further notices after unusually many."""
    waiting = to_release(request).filter(pk=number).first()
    if waiting is None:
        raise Http404
    try:
        release(waiting, by=officer_of(request).id, now=timezone.now())
    except AlreadyReleased:
        messages.warning(request, _("Another officer was faster. Nothing was changed."))
        return redirect("desk_drafts")
    messages.success(
        request, _("%(name)s can sign off further notices.") % {"name": waiting.officer}
    )
    return redirect("desk_drafts")
