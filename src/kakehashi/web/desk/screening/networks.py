"""The network around somebody: people, organizations, numbers they share, and cases they are in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.core import network
from kakehashi.core.bearing import Weight
from kakehashi.core.names import Mark
from kakehashi.core.network import Place, Tie
from kakehashi.desk.cases import queries as cases
from kakehashi.desk.models import Case
from kakehashi.dispatch.screening import ACCEPTED, forget_name
from kakehashi.screening import proposals, queries
from kakehashi.screening.models import Bearer
from kakehashi.screening.proposals import Side
from kakehashi.screening.proposing import weight_of
from kakehashi.screening.reach import Reach
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.cases.links import case_link, is_readable
from kakehashi.web.desk.screening import drawing, words
from kakehashi.web.desk.screening.drawing import Sort, Told
from kakehashi.web.desk.screening.sides import address_of, name_of, network_of, reach_of
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import Link, Shown, Status, Table

ROOM: Final = "screening"
DRAWN: Final = 60
"""So many, those nearest, are in the drawing; the list has all."""


@officers(Act.READ)
@never_cache
def network_page(request: HttpRequest) -> HttpResponseBase:
    """Who hangs together with somebody: a drawing, and the same as a table."""
    within = reach_of(request)
    bearer = _asked(request.GET.get("bearer", ""), within)
    middle = (bearer.source, bearer.place)
    ties: Sequence[Tie] = proposals.ties_around(middle, within)
    found = proposals.sides_of(
        {middle, *(end for tie in ties for end in (tie.one, tie.other))}, within
    )
    things = {place: _person(side) for place, side in found.items()}
    ties, numbers = _through_numbers(ties, found, within)
    ties, matters = _through_cases(request, ties, found)
    ties, others = _through_others(ties, found)
    things |= numbers | matters | others
    knots, drawn = network.around(middle, ties, most=DRAWN)
    known = {middle, *(end for tie in ties for end in (tie.one, tie.other))}
    title = _("Who hangs together with %(name)s") % {"name": name_of(found.get(middle))}
    shown = {
        "title": title,
        "picture": drawing.drawn(title, knots, drawn, things) if drawn else "",
        "cut_to": len(knots) if len(known) > len(knots) else None,
        "table": _table(network.in_order(ties), things),
        "forget": bearer.pk if _may_forget(request, bearer) else None,
    }
    return render(request, "desk/screening_network.html", showing.context(request, ROOM) | shown)


@officers(Act.DRAFT)
@require_POST
def forget(request: HttpRequest) -> HttpResponseBase:
    """Take a name out that was accepted from a report: by mistake, or because its time is over."""
    bearer = _asked(request.POST.get("bearer", ""), reach_of(request))
    if not _may_forget(request, bearer):
        raise Http404
    forget_name(bearer.source, by=officer_of(request).id, now=timezone.now())
    messages.success(request, _("Taken out of screening, with what was proposed of it."))
    return redirect("desk_screening")


def _may_forget(request: HttpRequest, bearer: Bearer) -> bool:
    is_accepted = bearer.source.startswith(f"{ACCEPTED}:")
    return is_accepted and bearer.scope.agreement in access.agreements_for(request, Act.DRAFT)


def _asked(number: str, within: Reach) -> Bearer:
    """Give the bearer that an address names, where this officer may see it; 404 otherwise."""
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    bearer = Bearer.objects.filter(pk=int(number), scope__in=list(within.scopes)).first()
    if bearer is None:
        raise Http404
    return bearer


def _person(side: Side) -> Told:
    sort = Sort.AGAINST if weight_of(side.bearer.role) is Weight.AGAINST else Sort.NAMED
    return Told(name_of(side), network_of(side.bearer), sort)


def _through_numbers(
    ties: Sequence[Tie], found: Mapping[Place, Side], within: Reach
) -> tuple[Sequence[Tie], dict[Place, Told]]:
    """Draw a number that several have as a thing of its own, to which each of them is tied."""
    shared = queries.numbers_of([side.bearer for side in found.values()], within)
    things: dict[Place, Told] = {}
    for mark in Mark:
        hubs: dict[Place, Sequence[Place]] = {
            (f"{mark}:{word}", 0): [(one.source, one.place) for one in having]
            for (sort, word), having in shared.items()
            if sort is mark
        }
        things |= {hub: Told(str(words.NUMBERS[mark]), "", Sort.NUMBER) for hub in hubs}
        ties = network.through_hubs(ties, hubs, mark.value)
    return ties, things


def _through_cases(
    request: HttpRequest, ties: Sequence[Tie], found: Mapping[Place, Side]
) -> tuple[Sequence[Tie], dict[Place, Told]]:
    """Draw the cases in which they are named, as far as this officer may read them."""
    named: dict[tuple[str, str], list[Place]] = {}
    for agreement, places in _by_agreement(found).items():
        for jti, dealing in cases.dealings(agreement, list(places)).items():
            if dealing.matter:
                named.setdefault((agreement, dealing.matter), []).extend(places[jti])
    readable = [one for one in cases.cases_by_key(named) if is_readable(request, one)]
    links = {_place_of(one): case_link(one) for one in readable}
    hubs = {_place_of(one): named[one.agreement, one.matter] for one in readable}
    things = {place: Told(str(link.text), link.href, Sort.CASE) for place, link in links.items()}
    return network.through_hubs(ties, hubs, words.NAMED_IN), things


def _through_others(
    ties: Sequence[Tie], found: Mapping[Place, Side]
) -> tuple[Sequence[Tie], dict[Place, Told]]:
    """Draw what else names several of them: an application, an entry, a candidate's papers."""
    named: dict[str, list[Place]] = {}
    for source, place in found:
        if source.partition(":")[0] in words.SOURCES:
            named.setdefault(source, []).append((source, place))
    hubs: dict[Place, Sequence[Place]] = {
        (f"source:{source}", 0): places for source, places in named.items() if places[1:]
    }
    things = {}
    for hub, (first, *_more) in hubs.items():
        bearer = found[first].bearer
        text = str(words.SOURCES[bearer.source.partition(":")[0]])
        things[hub] = Told(text, address_of(bearer), Sort.CASE)
    return network.through_hubs(ties, hubs, words.NAMED_THERE), things


def _by_agreement(found: Mapping[Place, Side]) -> dict[str, dict[str, list[Place]]]:
    """Sort those who are named in notices by agreement and notice."""
    by: dict[str, dict[str, list[Place]]] = {}
    for (source, place), side in found.items():
        sort, _colon, jti = source.partition(":")
        if sort == "notice":
            under = by.setdefault(side.bearer.scope.agreement, {})
            under.setdefault(jti, []).append((source, place))
    return by


def _place_of(case: Case) -> Place:
    return f"matter:{case.agreement}:{case.matter}", 0


def _table(ties: Iterable[Tie], things: Mapping[Place, Told]) -> Table:
    rows = [
        (
            _shown(things.get(tie.one)),
            _shown(things.get(tie.other)),
            words.WHY.get(tie.why, tie.why),
            _state(tie, things),
        )
        for tie in ties
    ]
    return Table(
        _("The same as a list"),
        [_("One"), _("Other"), _("Why"), _("State")],
        rows,
        empty=_("Nobody hangs together with it as far as is known."),
    )


def _shown(told: Told | None) -> Shown:
    if told is None:
        return _("Named no longer")
    return Link(told.text, told.href) if told.href else told.text


def _state(tie: Tie, things: Mapping[Place, Told]) -> Status:
    """Say whether it stands in a notice, was said by an officer, or is only proposed."""
    other = things.get(tie.other)
    if other is not None and other.sort in {Sort.CASE, Sort.NUMBER}:
        return Status(_("On record"), "neutral")
    if tie.is_sure:
        return Status(_("An officer said so"), "bad")
    return Status(_("Proposed"), "warning")
