"""A name looked up across scripts, the network around somebody, and a file for other tools."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.core import entities, network
from kakehashi.core.bearing import Weight
from kakehashi.core.names import POSSIBLE, Kind, Mark, identifier
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.acts import note
from kakehashi.screening import proposals, queries
from kakehashi.screening.models import Bearer
from kakehashi.screening.proposals import Side
from kakehashi.screening.proposing import weight_of
from kakehashi.web.desk import showing
from kakehashi.web.desk.screening import drawing, words
from kakehashi.web.desk.screening.sides import name_of, network_of, reach_of
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import (
    Column,
    Lines,
    Link,
    SearchBox,
    Status,
    Table,
)

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
            words.role(side.bearer),
            f"{one.comparison.score * 100:.0f} %",
            Lines([words.met(met) for met in one.comparison.met]),
        )
        for one in found
        if (side := sides.get((one.source, one.place))) is not None
    ]
    rows += [
        (
            Link(name_of(sides.get((bearer.source, bearer.place))), network_of(bearer)),
            words.role(bearer),
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


@officers(Act.READ)
@never_cache
def network_page(request: HttpRequest) -> HttpResponseBase:
    """Who hangs together with somebody: a drawing, and the same as a table."""
    within = reach_of(request)
    asked = request.GET.get("bearer", "")
    bearer = (
        Bearer.objects.filter(pk=int(asked), scope__in=list(within.scopes)).first()
        if asked.isascii() and asked.isdigit() and len(asked) < 18
        else None
    )
    if bearer is None:
        raise Http404
    middle = (bearer.source, bearer.place)
    knots, ties = network.around(middle, proposals.ties_around(middle, within))
    sides = proposals.sides_of([knot.place for knot in knots], within)
    told = {
        place: (name_of(side), network_of(side.bearer), _is_against(side))
        for place, side in sides.items()
    }
    title = _("Who hangs together with %(name)s") % {"name": name_of(sides.get(middle))}
    rows = [
        (
            name_of(sides.get(tie.one)),
            name_of(sides.get(tie.other)),
            words.WHY.get(tie.why, tie.why),
            Status(_("An officer said so"), "bad")
            if tie.is_sure
            else Status(_("Proposed"), "warning"),
        )
        for tie in ties
    ]
    shown = {
        "title": title,
        "picture": drawing.drawn(title, knots, ties, told) if ties else "",
        "table": Table(
            _("The same as a list"),
            [_("One"), _("Other"), _("Why"), _("State")],
            rows,
            empty=_("Nobody hangs together with it as far as is known."),
        ),
    }
    return render(request, "desk/screening_network.html", showing.context(request, ROOM) | shown)


def _is_against(side: Side) -> bool:
    return weight_of(side.bearer.role) is Weight.AGAINST


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
