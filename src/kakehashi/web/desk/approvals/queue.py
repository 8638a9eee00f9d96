"""The room of applications: what waits, what ended, which approvals end soon, visits due."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.approvals import queries, standards
from kakehashi.approvals.models import Visit
from kakehashi.approvals.queries import Named as NamedApplication
from kakehashi.core.approving.course import Purpose
from kakehashi.core.standing import Register
from kakehashi.registers import queries as registers
from kakehashi.registers.queries import PublicEntry
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.paging import paged
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import Day, Instant, Link, Named, Pages, Shown, Status, Table

A_PAGE: Final = 25
A_FEW: Final = 8
SOON: Final = timedelta(days=14)


@officers(*reaching.ACTS)
@never_cache
def queue(request: HttpRequest) -> HttpResponseBase:
    """Every application that the office has, and what an approval asks for afterwards."""
    agreements = reaching.require_room(request)
    waiting, ended = _("With the office or the applicant"), _("Ended")
    none_open, none_ended = _("No application is open."), _("No application has ended yet.")
    shown = {
        "tables": [
            *_applications(request, agreements, "waiting", waiting, none_open),
            *_endings(request, agreements),
            *_visits(request, agreements),
            *_applications(request, agreements, "ended", ended, none_ended),
        ],
        "standards": [(name, showing.title_of(name), _standing(name)) for name in agreements],
        "finds": [(name, showing.title_of(name)) for name in agreements],
    }
    return render(request, "desk/applications.html", showing.context(request, "approvals") | shown)


def _applications(
    request: HttpRequest, agreements: Collection[str], name: str, caption: str, empty: str
) -> tuple[Table, Pages]:
    found = queries.submitted(agreements, is_open=name == "waiting")
    rows, pages = paged(request, found, name, caption, size=A_PAGE)
    return application_table(queries.named(rows), caption, empty), pages


def _endings(request: HttpRequest, agreements: Collection[str]) -> tuple[Table, Pages]:
    found = approvals_ending(agreements)
    rows, pages = paged(request, found, "ending", _("Approvals that end"), size=A_PAGE)
    return ending_table(rows), pages


def _visits(request: HttpRequest, agreements: Collection[str]) -> tuple[Table, Pages]:
    found = queries.visits_due(agreements, until=date.max)
    rows, pages = paged(request, found, "visits", _("Visits"), size=A_PAGE)
    return visit_table(rows), pages


def _standing(agreement: str) -> Status:
    version = standards.version_on(agreement, reaching.today_of(agreement))
    if version is None:
        return Status(_("Not in force: nobody can apply yet"), "warning")
    return Status(_("In force"), "good")


def application_table(rows: Iterable[NamedApplication], caption: str, empty: str) -> Table:
    """Applications as rows."""
    cells: list[list[Shown]] = [
        [
            Link(
                one.name or str(one.application.serial),
                reverse("desk_application", args=[one.application.public_id]),
                one.lang,
            ),
            str(words.PURPOSES[Purpose(one.application.purpose)]),
            words.state_status(one.application.state),
            str(one.application.examiner) if one.application.examiner else "–",
            one.application.number or one.application.about or "–",
            Instant(one.application.waiting_since or one.application.changed_at),
        ]
        for one in rows
    ]
    columns = [
        _("Organization"),
        _("What for"),
        _("State"),
        _("Examiner"),
        _("Approval number"),
        pgettext("duties", "Since"),
    ]
    return Table(caption, columns, cells, empty=empty)


def approvals_ending(agreements: Collection[str]) -> list[PublicEntry]:
    """Approvals that end soon or ended without a renewal, as the registers have them."""
    found: list[PublicEntry] = []
    for name in agreements:
        today = reaching.today_of(name)
        version = standards.version_on(name, today)
        days = standards.set_of(version).remind_days if version else 90
        until = today + timedelta(days=days)
        found += registers.ending(
            name, Register.SENDING, publisher=node.this().party, today=today, until=until
        )
    return found


def ending_table(entries: Iterable[PublicEntry]) -> Table:
    """Approvals that end, as rows."""
    rows: list[list[Shown]] = [
        [
            Link(one.number, reverse("desk_organization", args=[one.agreement, one.number])),
            Named(one.name, "und"),
            Day(one.valid_until) if one.valid_until else "–",
            Status(_("Ended"), "bad")
            if one.valid_until and one.valid_until < reaching.today_of(one.agreement)
            else Status(_("Ends soon"), "warning"),
        ]
        for one in entries
    ]
    columns = [_("Approval number"), _("Organization"), _("Last day"), _("State")]
    empty = _("No approval ends soon.")
    return Table(_("Approvals that end"), columns, rows, empty=empty)


def visit_table(visits: Iterable[Visit]) -> Table:
    """Visits that are planned and not made yet."""
    rows = [_visit_row(one) for one in visits]
    columns = [pgettext("of a visit", "Planned for"), _("Where to"), _("State")]
    return Table(_("Visits"), columns, rows, empty=_("No visit is planned."))


def _visit_row(visit: Visit) -> list[Shown]:
    is_late = visit.planned_on < reaching.today_of(visit.agreement)
    href = (
        reverse("desk_application", args=[visit.application.public_id])
        if visit.application
        else reverse("desk_organization", args=[visit.agreement, visit.number])
    )
    serial = visit.application.serial if visit.application else ""
    text = visit.number or _("Application %(number)s") % {"number": serial}
    state = Status(_("Overdue"), "bad") if is_late else Status(_("Planned"), "waiting")
    return [Day(visit.planned_on), Link(text, href), state]


def morning_tables(request: HttpRequest) -> dict[str, Table]:
    """For the morning: applications that wait for this officer, and visits due in two weeks."""
    agreements = reaching.agreements(request)
    if not agreements:
        return {}
    found = queries.waiting_for(
        officer_of(request).id,
        reaching.agreements(request, Act.EXAMINE),
        reaching.agreements(request, Act.DECIDE),
    )
    empty = _("No application waits for you.")
    until = min(reaching.today_of(name) for name in agreements) + SOON
    return {
        "applications": application_table(found[:A_FEW], _("Applications that wait for me"), empty),
        "endings": ending_table(approvals_ending(agreements)[:A_FEW]),
        "visits": visit_table(queries.visits_due(agreements, until=until)[:A_FEW]),
    }
