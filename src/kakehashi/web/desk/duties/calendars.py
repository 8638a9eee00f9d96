"""Working days of both countries: what each side confirmed, and a proposal for what to confirm.

The notice counts, never the proposal: a library knows the days off of a country by its code, which
is the party's; an officer checks them before two sign the notice.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

import holidays
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.notices.targets import (
    Calendar,
    HolidayName,
    HolidayNames,
    Weekday,
)
from kakehashi.core.notices.text import Text
from kakehashi.core.target_days import Confirmed
from kakehashi.desk.duties import queries
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import beginning
from kakehashi.web.desk.drafting.filling import Filled, filled_part
from kakehashi.web.desk.duties.board import today_at
from kakehashi.web.desk.duties.rows import party_named
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.shapes import Day, Lines, Link, Shown, Table

KIND: Final = "calendar.confirmed"


@officers(Act.READ)
@never_cache
def calendars(request: HttpRequest) -> HttpResponseBase:
    """The calendars of both sides under an agreement, and the years still to be confirmed."""
    agreements = access.readable_agreements(request)
    agreement = access.chosen_agreement(request, agreements)
    confirmed = queries.calendars(agreement)
    today = today_at([agreement])
    shown = {
        "filters": [showing.agreement_choice(agreements, agreement)],
        "agreement": agreement,
        "table": _table(agreement, confirmed),
        "missing": Lines(missing) if (missing := _missing(agreement, confirmed, today)) else "",
        "years": _years(request, agreement, confirmed, today),
    }
    return render(request, "desk/calendars.html", showing.context(request, "duties") | shown)


def _table(agreement: str, confirmed: Sequence[Confirmed]) -> Table:
    rows: list[list[Shown]] = [
        [
            str(one.calendar.year),
            party_named(agreement, one.party),
            ", ".join(said(day.label) for day in one.calendar.rest_days),
            Lines([Day(day) for day in sorted(one.calendar.holidays)] or ["–"]),
            Lines([Day(day) for day in sorted(one.calendar.working)] or ["–"]),
            _notice(agreement, one),
        ]
        for one in confirmed
    ]
    columns = [
        _("Year"),
        _("Country"),
        _("Rest days of the week"),
        _("Holidays"),
        _("Rest days that are worked"),
        _("Confirmed by"),
    ]
    empty = _("No calendar is confirmed yet. Saturdays and Sundays count as rest days.")
    return Table(_("Calendars in use"), columns, rows, empty=empty)


def _notice(agreement: str, one: Confirmed) -> Link:
    place = [agreement, one.party, *one.place]
    return Link(showing.kind_title(KIND), reverse("desk_notice", args=place))


def _missing(agreement: str, confirmed: Sequence[Confirmed], today: date) -> list[str]:
    """Say whose calendar of this year or, near its end, of the next is not confirmed."""
    known = {(one.party, one.calendar.year) for one in confirmed}
    years = [today.year, *([today.year + 1] if today.month >= 10 else [])]
    words = _("%(country)s has not confirmed its calendar of %(year)s.")
    return [
        words % {"country": party_named(agreement, party), "year": year}
        for year in years
        for party in node.profile(agreement).parties
        if (party, year) not in known
    ]


def _years(
    request: HttpRequest, agreement: str, confirmed: Sequence[Confirmed], today: date
) -> list[int]:
    """The years whose calendar this officer may draft for our side."""
    if KIND not in beginning.kinds_open(request, agreement):
        return []
    ours = {one.calendar.year for one in confirmed if one.party == node.this().party}
    return [year for year in (today.year, today.year + 1) if year not in ours] or [today.year + 1]


@officers(Act.DRAFT)
@require_POST
def propose(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """Begin our calendar of a year with the days that the library proposes."""
    if agreement not in access.agreements_for(request, Act.DRAFT):
        raise Http404
    year = request.POST.get("year", "")
    if not (year.isascii() and year.isdigit() and 2019 <= int(year[:6]) <= 2200):
        raise Http404
    filled = proposal(node.this().party, int(year))
    draft = beginning.begin(request, agreement, KIND, filled)
    return redirect("desk_draft", public_id=draft.public_id)


def proposal(country: str, year: int) -> Filled:
    """Fill in the days off of a country (its ISO code); only the year where none are known."""
    found = days_off(country, year)
    stated = Calendar(year=year, rest_days=_rest_days(country), holidays=tuple(sorted(found)))
    filled = filled_part(KIND, "statement", stated)
    if found:
        names = tuple(
            HolidayName(on=day, name=Text(lang="en", text=name))
            for day, name in sorted(found.items())
        )
        filled |= filled_part(KIND, "restricted", HolidayNames(names=names))
    return filled


@lru_cache(maxsize=64)
def days_off(country: str, year: int, language: str | None = "en_US") -> Mapping[date, str]:
    """The public holidays that the library knows, named in a language (None: the country's)."""
    try:
        return dict(holidays.country_holidays(country, years=year, language=language))
    except NotImplementedError:
        return {}


def _rest_days(country: str) -> tuple[Weekday, ...]:
    try:
        weekend = holidays.country_holidays(country).weekend
    except NotImplementedError:
        weekend = {5, 6}
    return tuple(day for number, day in enumerate(Weekday) if number in weekend)
