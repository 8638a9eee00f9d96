"""A name looked up across scripts, and a file for other tools."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.core import entities
from kakehashi.core.names import POSSIBLE, Kind, Mark, identifier
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.acts import note
from kakehashi.screening import proposals, queries
from kakehashi.web.desk import showing
from kakehashi.web.desk.screening import words
from kakehashi.web.desk.screening.sides import name_of, network_of, reach_of, told_of
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import Column, Lines, Link, SearchBox, Table

ROOM: Final = "screening"
A_PAGE: Final = 25
EXPORTED: Final = 5_000


@officers(Act.READ)
@never_cache
def look(request: HttpRequest) -> HttpResponseBase:
    """Look a name or a number up across scripts, within what this officer may see."""
    within = reach_of(request)
    asked = request.GET.get("q", "").strip()[:400]
    found = queries.candidates(asked, within, kind=Kind.UNKNOWN, at_least=POSSIBLE, limit=A_PAGE)
    marks = [
        one
        for mark in (Mark.PHONE, Mark.ACCOUNT, Mark.HANDLE, Mark.LICENCE)
        if asked and (one := identifier(mark, asked)) is not None
    ]
    shared = [bearer for one in queries.sharing(marks, within) for bearer in one.bearers]
    places = [(one.source, one.place) for one in found]
    places += [(one.source, one.place) for one in shared]
    sides = proposals.sides_of(places, within)
    rows = [
        (
            Link(one.name, network_of(side.bearer)),
            Lines(told_of(side)),
            f"{one.comparison.score * 100:.0f} %",
            Lines([words.met(met) for met in one.comparison.met]),
        )
        for one in found
        if (side := sides.get((one.source, one.place))) is not None
    ]
    rows += [
        (
            Link(name_of(side := sides.get((bearer.source, bearer.place))), network_of(bearer)),
            Lines(told_of(side)),
            "100 %",
            Lines([_("The very same number")]),
        )
        for bearer in shared
    ]
    columns: list[Column | str] = [
        _("Name"),
        _("Role"),
        Column(_("Likeness"), numeric=True),
        _("Which words met"),
    ]
    shown = {
        "box": SearchBox(_("A name, a telephone number, an account"), value=asked),
        "asked": asked,
        "table": Table(
            _("Found"), columns, rows, empty=_("Nobody of this or a near name is known here.")
        ),
    }
    return render(request, "desk/screening_look.html", showing.context(request, ROOM) | shown)


@lets_out(Way.EXPORT, gate=Gate.CIRCLE)
@officers(Act.DRAFT)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Those whom officers said to be one, as FollowTheMoney entities; recorded."""
    told, same = proposals.entities(reach_of(request), most=EXPORTED)
    body = "".join(f"{line}\n" for line in entities.lines(told, same))
    now = timezone.now()
    note("screening.exported", by=officer_of(request).id, now=now, entities=len(told))
    response = HttpResponse(body, content_type="application/json+ftm; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="entities.ftm.json"'
    response["Cache-Control"] = "no-store"
    return response
