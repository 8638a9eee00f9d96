"""Somebody as screening shows them: by which names, in which role, where named."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kakehashi.dispatch.arriving import A_LINE
from kakehashi.screening import reach
from kakehashi.screening.models import Bearer, Proposal
from kakehashi.screening.proposals import Side
from kakehashi.screening.reach import Reach
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.screening import words
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.shapes import Link, Row, Summary, Tone

TONES: Final[Mapping[str, Tone]] = {
    Proposal.State.OPEN: "warning",
    Proposal.State.CONFIRMED: "bad",
    Proposal.State.DISMISSED: "ended",
}


def reach_of(request: HttpRequest) -> Reach:
    """What of the index this officer may see."""
    return reach.of(officer_of(request), access.agreements_in_part(request))


def name_of(side: Side | None) -> str:
    """Somebody's first name, or that none is known."""
    if side is None:
        return _("Named no longer")
    return side.names[0] if side.names else _("Known by a number only")


def told_of(side: Side | None) -> list[str]:
    """In which role somebody is named, and under which agreement."""
    if side is None:
        return []
    return [words.role(side.bearer), showing.title_of(side.bearer.scope.agreement)]


def summary_of(side: Side) -> Summary:
    """Somebody with names, role and place."""
    bearer = side.bearer
    where = address_of(bearer)
    rows = [
        Row(_("Names"), list(side.names) or _("Known by a number only")),
        Row(_("Role"), words.role(bearer)),
        Row(_("Agreement"), showing.title_of(bearer.scope.agreement)),
        Row(_("Class"), showing.class_status(bearer.scope.classification)),
        Row(_("Where"), Link(_("Open it"), where) if where else _("Kept without a way back to it")),
        Row(
            _("Network"),
            Link(_("Who hangs together with it"), network_of(bearer)),
        ),
    ]
    return Summary(rows, name_of(side))


def network_of(bearer: Bearer) -> str:
    """The address of the network around somebody."""
    return f"{reverse('desk_screening_network')}?bearer={bearer.pk}"


def address_of(bearer: Bearer) -> str:
    """The page of what names a bearer; "" where there is none to lead to."""
    sort, _colon, rest = bearer.source.partition(":")
    match sort:
        case "notice":
            return f"{reverse('desk_search')}?q={rest}"
        case "entry":
            return f"{reverse('desk_search')}?q={rest.partition(':')[2]}"
        case "application":
            return reverse("desk_application", args=[rest])
        case "case":
            return reverse("desk_candidate", args=[rest])
        case "batch":
            return reverse("desk_acceptance_application", args=[rest, bearer.place // A_LINE])
        case _:
            return ""
