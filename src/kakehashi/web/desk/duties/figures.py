"""How duties are met: the trend over months, and figures that each open the list behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.agreement import Source
from kakehashi.core.indicators import (
    AIM_ACCEPTED,
    AIM_DAYS,
    AIM_IN_TIME,
    NOTHING,
    Counts,
    Figures,
    Pending,
    figures,
    first_of,
)
from kakehashi.desk.duties import queries
from kakehashi.desk.duties.queries import Asked, Month, Show
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.duties.board import asked_of
from kakehashi.web.desk.duties.rows import party_named
from kakehashi.web.parts.charts import Chart, Series
from kakehashi.web.parts.dates import month_in_words
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Column, Lines, Link, Shown, Status, Table

PERIODS: Final = (3, 12, 36)
"""Months that a page looks back over, this one among them."""


@officers(Act.READ)
@never_cache
def kept(request: HttpRequest) -> HttpResponseBase:
    """The trend of an agreement or of all, and the figures by agreement and side."""
    asked, length = _asked(request)
    counted = queries.months(asked, _duties(request, asked))
    since_first = replace(asked, until_on=None)
    shown: dict[str, Any] = {
        "filters": _filters(asked, length),
        "figures": _figures(asked, counted, queries.pending(since_first)),
        "sources": [
            {
                "chart": chart,
                "table": table,
                "is_empty": not any(any(s.values) for s in chart.series),
            }
            for source in Source
            for chart, table in [_trend(asked, length, counted, source)]
        ],
    }
    return render(request, "desk/duties_kept.html", showing.context(request, "duties") | shown)


def _asked(request: HttpRequest) -> tuple[Asked, int]:
    length = request.GET.get("months", str(PERIODS[1]))
    if length not in map(str, PERIODS):
        raise Http404
    asked = asked_of(request)
    first = first_of(asked.today, int(length) - 1)
    return replace(asked, from_on=first, until_on=first_of(asked.today)), int(length)


def _duties(request: HttpRequest, asked: Asked) -> list[tuple[str, str]] | None:
    """The duties that this officer may count; None where agreements are open whole."""
    if all(clauses is None for clauses in asked.clauses.values()):
        return None
    return [
        (name, duty.id)
        for name in access.agreements_in_part(request)
        for duty in node.profile(name).duties
        if (seen := asked.clauses[name]) is None or duty.clause in seen
    ]


def _filters(asked: Asked, length: int) -> list[Field]:
    lengths = [Choice(str(n), _("%(count)s months") % {"count": n}) for n in PERIODS]
    return [
        showing.agreement_choice(asked.clauses, asked.agreement, every=_("All")),
        Field(name="months", label=_("Period"), kind="select", choices=lengths, value=str(length)),
    ]


def _figures(
    asked: Asked, counted: Sequence[Month], pending: Mapping[tuple[str, str], Pending]
) -> Table:
    """Three figures for each agreement and side, over what the other side's notices asked for."""
    sums: dict[tuple[str, str], Counts] = {}
    for one in counted:
        key = (one.agreement, one.party)
        sums[key] = sums.get(key, NOTHING) + one.counts
    rows = [
        _figure_row(asked, key, counts, figures(counts, pending.get(key, Pending())))
        for key, counts in sums.items()
        if counts.asked
    ]
    columns: list[Column | str] = [
        _("Agreement"),
        _("Who owes"),
        Column(pgettext("duties", "Asked"), numeric=True),
        _("Accepted within 7 days (aim: %(aim)s%%)") % {"aim": AIM_ACCEPTED},
        _("Days to answer on average (aim: under %(aim)s)") % {"aim": AIM_DAYS},
        _("Answered by the agreed date (aim: %(aim)s%%)") % {"aim": AIM_IN_TIME},
    ]
    return Table(
        _("Figures of the period"), columns, rows, empty=_("Nothing was asked in this period.")
    )


def _figure_row(asked: Asked, key: tuple[str, str], counts: Counts, made: Figures) -> list[Shown]:
    agreement, party = key

    def behind(text: str, show: Show) -> Link:
        until = (asked.until_on or asked.today) + timedelta(days=31)
        where = {
            "show": show.value,
            "agreement": agreement,
            "party": party,
            "from": (asked.from_on or asked.today).isoformat(),
            "until": until.isoformat(),
        }
        return Link(text, f"{reverse('desk_duties')}?{urlencode(where)}#list")

    return [
        showing.title_of(agreement),
        party_named(agreement, party),
        behind(str(counts.asked), Show.ASKED),
        _share(
            made.accepted,
            AIM_ACCEPTED,
            behind(pgettext("duties", "accepted"), Show.ACCEPTED),
            behind(pgettext("duties", "not accepted"), Show.NOT_ACCEPTED),
        ),
        _days(made.days, behind(pgettext("duties", "answered"), Show.ANSWERED)),
        _share(
            made.in_time,
            AIM_IN_TIME,
            behind(_("by its day"), Show.IN_TIME),
            behind(_("not by its day"), Show.NOT_IN_TIME),
        ),
    ]


def _share(percent: int | None, aim: int, *behind: Link) -> Shown:
    if percent is None:
        return _("Nothing to judge yet")
    reached = Status(f"{percent}%", "good" if percent >= aim else "warning")
    return Lines([reached, *behind])


def _days(tenths: int | None, behind: Link) -> Shown:
    if tenths is None:
        return _("Nothing to judge yet")
    number = f"{tenths // 10}.{tenths % 10}"
    return Lines([Status(number, "good" if tenths < AIM_DAYS * 10 else "warning"), behind])


def _trend(
    asked: Asked, length: int, counted: Iterable[Month], source: Source
) -> tuple[Chart, Table]:
    """The months of one source as a chart and as a table that says the same."""
    months = [first_of(asked.today, back) for back in reversed(range(length))]
    sums = dict.fromkeys(months, NOTHING)
    for one in counted:
        if one.source is source and one.month in sums:
            sums[one.month] += one.counts
    to_come = queries.not_missed_yet(replace(asked, source=source.value), months[-1])
    sums[months[-1]] += Counts(missed=-to_come)
    opened, done, late = (
        [getattr(sums[month], name) for month in months]
        for name in ("opened", "discharged", "missed")
    )
    names = (
        pgettext("duties", "Opened"),
        pgettext("duties", "Discharged"),
        _("Not met by its day"),
    )
    told = [Series(name, values) for name, values in zip(names, (opened, done, late), strict=True)]
    said = _("%(opened)s opened, %(done)s discharged, %(late)s not met by their day.") % {
        "opened": sum(opened),
        "done": sum(done),
        "late": sum(late),
    }
    title = (
        _("Duties of the memorandum, by month")
        if source is Source.MEMORANDUM
        else _("Duties agreed between the sides, by month")
    )
    chart = Chart(title, [_short(month) for month in months], told, said)
    rows: list[list[Shown]] = [
        [month_in_words(f"{month:%Y-%m}"), *numbers]
        for month, *numbers in zip(months, opened, done, late, strict=True)
    ]
    columns: list[Column | str] = [_("Month"), *(Column(name, numeric=True) for name in names)]
    return chart, Table(title, columns, rows, hidden_caption=True)


def _short(month: date) -> str:
    return f"{month.year}-{month.month:02d}" if month.month == 1 else f"{month.month:02d}"
