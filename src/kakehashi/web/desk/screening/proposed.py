"""Who in an application or a case may be somebody who is known: shown on its own page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kakehashi.desk.actions import note_confidential_reading
from kakehashi.screening import proposals
from kakehashi.screening.proposals import Shown
from kakehashi.web.desk.screening import words
from kakehashi.web.desk.screening.sides import TONES, name_of, reach_of, told_of
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.shapes import Column, Lines, Link, Status, Table
from kakehashi.web.parts.shapes import Shown as ShownCell


def proposed_table(
    request: HttpRequest, source: str, *, is_screened: bool, places: range | None = None
) -> Table:
    """Give those who may be named in a source, as far as this officer may see both: four queries.

    `places` are those of the source that the page is about; None for all of them.
    """
    within = reach_of(request)
    found = proposals.of_source(source, within, places=places)
    empty = (
        _("Nobody of a near name or with the same number is known here, as far as you may see.")
        if is_screened
        else _("The names in it are compared within a minute or two. Look again then.")
    )
    columns: list[Column | str] = [
        _("Named here"),
        _("May be"),
        _("Why"),
        Column(_("Likeness"), numeric=True),
        _("State"),
    ]
    told = proposals.shown(found, within)
    if any(side and side.is_confidential for one in told for side in (one.one, one.other)):
        what = f"who may be named in {source}"
        note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())
    rows = [_row(one, source) for one in told]
    title = _("Who in it may be known already")
    return Table(title, columns, rows, empty=empty, hidden_caption=True)


def _row(one: Shown, source: str) -> tuple[ShownCell, ...]:
    """Put the side that is named here first."""
    here, other = one.one, one.other
    if one.proposal.other_source == source:
        here, other = other, here
    row = one.proposal
    return (
        Link(name_of(here), reverse("desk_proposal", args=[row.pk])),
        Lines([name_of(other), *told_of(other)]),
        words.WHY.get(row.why, row.why),
        words.likeness(row),
        Status(words.STATES[row.state], TONES[row.state]),
    )
