"""Floods of reports: held apart, grouped by what they say, and answered a group at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi.accounts.permissions import Act
from kakehashi.intake import actions, notes, queries
from kakehashi.intake.models import Report
from kakehashi.intake.queries import Content
from kakehashi.intake.sealing import OpenKeys
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.intake import acts, listing
from kakehashi.web.desk.intake.unlocking import agreements_here, with_keys
from kakehashi.web.desk.paging import paged
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import Field, error_summary
from kakehashi.web.parts.shapes import Column, Day, Link, Shown, Status, Table

ROOM = "reports"


def waves_table(agreements: Sequence[str], today: date) -> Table | None:
    """The floods that are not worked through yet; None in quiet times."""
    rows: list[list[Shown]] = [
        [
            Link(_("Many reports at once"), reverse("desk_reports_wave", args=[one.number])),
            one.many,
            _unopened(one, today),
            Day(one.since),
        ]
        for one in queries.waves(agreements)
    ]
    columns: list[Column | str] = [
        _("Wave"),
        Column(pgettext("in confidence", "Reports"), numeric=True),
        Column(_("New, not opened yet"), numeric=True),
        pgettext("duties", "Since"),
    ]
    return Table(_("Held apart, to be compared"), columns, rows) if rows else None


def _unopened(one: queries.Wave, today: date) -> Shown:
    is_late = bool(one.unopened) and today - one.since > listing.PROMISE
    return Status(f"{one.unopened}", "bad") if is_late else one.unopened


def groups_table(
    number: int,
    groups: Sequence[Sequence[UUID]],
    reports: Mapping[UUID, Report],
    contents: Mapping[UUID, Content],
) -> Table:
    """Groups of a flood, each with what the first of it is about."""
    rows: list[list[Shown]] = [
        [
            Link(_("Look at them"), reverse("desk_reports_alike", args=[number, group[0]]))
            if group[1:]
            else Link(_("Read it"), listing.address(reports[group[0]])),
            listing.about(contents.get(group[0])),
            len(group),
            _("These say nearly the same") if group[1:] else _("Says something of its own"),
        ]
        for group in groups
    ]
    columns: list[Column | str] = [
        pgettext("in confidence", "Report"),
        _("About"),
        Column(_("How many"), numeric=True),
        _("Compared with the others"),
    ]
    return Table(_("Reports of this wave"), columns, rows, empty=_("No report stands here."))


@officers(Act.READ)
@never_cache
@with_keys
def wave(request: HttpRequest, keys: OpenKeys, number: int) -> HttpResponseBase:
    """The reports of a flood, compared; those that stand alone first, since it may hide them."""
    held = _held(request, number)
    groups = sorted(queries.alike(held.values(), keys), key=len)
    here, pages = paged(request, groups, "page", "", size=listing.A_PAGE)
    contents = queries.contents_of([held[group[0]] for group in here], keys)
    table = groups_table(number, here, held, contents)
    shown = {"table": table, "count": len(held), "pages": pages}
    return render(request, "desk/reports_wave.html", showing.context(request, ROOM) | shown)


@officers(Act.READ)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_keys
def alike(request: HttpRequest, keys: OpenKeys, number: int, public_id: UUID) -> HttpResponseBase:
    """Reports of a flood that say nearly the same; all of them are closed with one answer."""
    held = _held(request, number)
    groups = queries.alike(held.values(), keys)
    group = next(([held[one] for one in group] for group in groups if public_id in group), [])
    if not group:
        raise Http404
    if request.method != "POST":
        return _shown(request, keys, group)
    try:
        words = acts.words_of(request.POST)
    except acts.ToBeMended as mistake:
        return _shown(request, keys, group, str(mistake))
    if request.POST.get("many") != str(len(group)):
        wrong = _("More of them arrived meanwhile, or were closed. Look at them once more.")
        return _shown(request, keys, group, wrong)
    return _closed(request, group, words)


def _held(request: HttpRequest, number: int) -> dict[UUID, Report]:
    """Give the reports of a flood but those of which this officer declared a conflict."""
    held = {one.public_id: one for one in queries.in_wave(agreements_here(request), number)}
    barred = notes.in_conflict(held, access.signed_in(request).pk)
    free = {name: one for name, one in held.items() if name not in barred}
    if not free:
        raise Http404
    return free


def _closed(request: HttpRequest, group: Sequence[Report], words: str) -> HttpResponseBase:
    """Close each for itself, so that nothing waits for the last and a stop loses nothing."""
    now, officer = timezone.now(), access.signed_in(request)
    for one in group:
        actions.close_report(one, words, by=officer, now=now)
    said = ngettext("%(count)s report closed.", "%(count)s reports closed.", len(group))
    messages.success(request, said % {"count": len(group)})
    return redirect("desk_reports")


def _shown(
    request: HttpRequest, keys: OpenKeys, group: Sequence[Report], wrong: str = ""
) -> HttpResponseBase:
    today, officer = timezone.localdate(), access.signed_in(request).pk
    field = Field(
        name="words",
        label=_("To all who sent one of these"),
        hint=_("One of them may be real: write so that whoever means it can answer."),
        kind="textarea",
        value=request.POST.get("words", ""),
        errors=[wrong] if wrong else [],
    )
    shown = {
        "table": listing.table(group[: listing.A_PAGE], keys, officer, today=today),
        "count": len(group),
        "field": field,
        "errors": error_summary([field]),
    }
    context = showing.context(request, ROOM) | shown
    return render(request, "desk/reports_alike.html", context, status=422 if wrong else 200)
