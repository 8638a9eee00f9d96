"""The board of duties: which promise is kept and which is late, at a glance and row by row."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.agreement import LedgerKind, Source
from kakehashi.desk.duties import home, queries
from kakehashi.desk.duties.queries import BEHIND_FIGURES, Asked, Place, Show, Standing
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.duties.rows import duty_table, party_named, source_status
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Column, Link, Shown, Table

VIEWS: Final[Mapping[Show, str | Promise]] = {
    Show.LATE: pgettext_lazy("duties", "Late"),
    Show.SOON: gettext_lazy("Due within 7 days"),
    Show.OURS: gettext_lazy("Owed by us"),
    Show.THEIRS: gettext_lazy("Waiting for the other side"),
    Show.ALL: gettext_lazy("All open"),
    Show.ENDED: pgettext_lazy("duties", "Ended"),
}
FIGURES: Final[Mapping[Show, str | Promise]] = {
    Show.ASKED: gettext_lazy("Asked by the other side's notice"),
    Show.ACCEPTED: gettext_lazy("Accepted within 7 days"),
    Show.NOT_ACCEPTED: gettext_lazy("Not accepted within 7 days"),
    Show.ANSWERED: pgettext_lazy("duties", "Answered"),
    Show.IN_TIME: gettext_lazy("Answered by its day"),
    Show.NOT_IN_TIME: gettext_lazy("Not answered by its day"),
}
KEPT: Final = ("agreement", "clause", "duty", "party", "source", "from", "until")


@officers(Act.READ)
@never_cache
def board(request: HttpRequest) -> HttpResponseBase:
    """What is late, due, owed and waited for; filtered and cut into pages."""
    asked = asked_of(request)
    standings = queries.standings(asked)
    page = queries.board(asked, _place(request))
    words = str({**VIEWS, **FIGURES}[asked.show])
    many = len(asked.clauses) > 1 and not asked.agreement
    shown: dict[str, Any] = {
        "glance": glance(standings),
        "own": _own(request, asked),
        "clauses": "" if many else _by_clause(_within(standings, asked)),
        "views": _views(request, asked, standings),
        "figure": words if asked.show in BEHIND_FIGURES else "",
        "filters": _filters(request, asked),
        "show": asked.show.value,
        "table": duty_table(
            page.rows,
            caption=words,
            today=asked.today,
            empty=_("No duties here."),
            many=many,
        ),
        "next": _address(request, after=f"{page.after.day}.{page.after.id}") if page.after else "",
        "first": _address(request) if request.GET.get("after") else "",
    }
    return render(request, "desk/duties.html", showing.context(request, "duties") | shown)


def _own(request: HttpRequest, asked: Asked) -> str:
    """How much of our own ledger waits, beside the shared one: one query."""
    counted = home.own_duties(list(asked.clauses), is_open=True).filter(access.within(request))
    waiting = counted.order_by().count()
    words = ngettext(
        "%(count)s thing that was decided or learned at home is still to be told.",
        "%(count)s things that were decided or learned at home are still to be told.",
        waiting,
    )
    return words % {"count": waiting} if waiting else ""


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for, as far as this officer may read it; 404 for what is not there."""
    readable = access.agreements_in_part(request)
    clauses = {name: access.clauses_seen(request, name) for name in readable}
    agreement, source = request.GET.get("agreement", ""), request.GET.get("source", "")
    show, party = request.GET.get("show", Show.LATE), request.GET.get("party", "")
    if (
        (agreement and agreement not in clauses)
        or show not in set(Show)
        or (source and source not in set(Source))
        or (party and not any(party in node.profile(name).parties for name in readable))
    ):
        raise Http404
    return Asked(
        us=node.this().party,
        today=today_at(readable),
        clauses=clauses,
        show=Show(show),
        agreement=agreement,
        clause=request.GET.get("clause", "")[:30],
        duty=request.GET.get("duty", "")[:60],
        party=party,
        source=source,
        from_on=_day(request, "from"),
        until_on=_day(request, "until"),
    )


def today_at(agreements: Sequence[str]) -> date:
    """Today where our offices stand."""
    now = timezone.now()
    return sides_now(agreements[0], now).today if agreements else now.date()


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404 from error


def _place(request: HttpRequest) -> Place | None:
    day, _dot, number = request.GET.get("after", "").partition(".")
    try:
        return Place(date.fromisoformat(day), int(number[:18])) if day else None
    except ValueError as error:
        raise Http404 from error


def _address(request: HttpRequest, **more: str) -> str:
    kept = {name: value for name in ("show", *KEPT) if (value := request.GET.get(name))}
    return f"?{urlencode(kept | more)}"


def glance(standings: Sequence[Standing]) -> Table:
    """Open, late and soon due by agreement, side and source; each number opens its list."""
    counted: dict[tuple[str, str, Source], list[int]] = {}
    for one in standings:
        sums = counted.setdefault((one.agreement, one.party, one.source), [0, 0, 0])
        for position, number in enumerate((one.late, one.soon, one.open)):
            sums[position] += number
    rows: list[list[Shown]] = [
        [
            showing.title_of(agreement),
            party_named(agreement, party),
            source_status(source),
            *(
                _number(number, show, agreement=agreement, party=party, source=source.value)
                for number, show in zip(sums, (Show.LATE, Show.SOON, Show.ALL), strict=True)
            ),
        ]
        for (agreement, party, source), sums in counted.items()
    ]
    return Table(
        _("Open duties by agreement"),
        [
            _("Agreement"),
            _("Who owes"),
            pgettext("duties", "Source"),
            Column(VIEWS[Show.LATE], numeric=True),
            Column(VIEWS[Show.SOON], numeric=True),
            Column(VIEWS[Show.ALL], numeric=True),
        ],
        rows,
        empty=_("No duty is open under any agreement."),
    )


def _number(number: int, show: Show, **where: str) -> Shown:
    if not number:
        return 0
    return Link(str(number), f"?{urlencode({'show': show.value, **where})}#list")


def _by_clause(standings: Sequence[Standing]) -> Table:
    rows: list[list[Shown]] = []
    for one in standings:
        duty = next(
            d
            for d in node.profile(one.agreement).duties
            if (d.id, d.party) == (one.duty, one.party)
        )
        where = {"agreement": one.agreement, "party": one.party, "duty": one.duty}
        rows.append(
            [
                f"{duty.clause}: {named(duty.does)}",
                party_named(one.agreement, one.party),
                source_status(one.source),
                _number(one.late, Show.LATE, **where),
                _number(one.open, Show.ALL, **where),
            ]
        )
    columns = [_("Duty"), _("Who owes"), pgettext("duties", "Source")]
    numbers = [Column(VIEWS[show], numeric=True) for show in (Show.LATE, Show.ALL)]
    return Table(_("Open duties by clause"), [*columns, *numbers], rows)


def _within(standings: Sequence[Standing], asked: Asked) -> list[Standing]:
    return [one for one in standings if asked.agreement in {"", one.agreement}]


def _views(
    request: HttpRequest, asked: Asked, standings: Sequence[Standing]
) -> list[dict[str, Any]]:
    """The lists to choose from, with how many stand in each under what is chosen."""
    those = [
        one
        for one in _within(standings, asked)
        if asked.duty in {"", one.duty} and asked.party in {"", one.party}
        if asked.source in {"", one.source}
    ]
    counts = {
        Show.LATE: sum(one.late for one in those),
        Show.SOON: sum(one.soon for one in those),
        Show.OURS: sum(one.open for one in those if one.party == asked.us),
        Show.THEIRS: sum(one.open for one in those if one.party != asked.us),
        Show.ALL: sum(one.open for one in those),
    }
    kept = {name: value for name in KEPT if (value := request.GET.get(name))}
    if asked.clause or asked.from_on or asked.until_on:
        counts = {}
    return [
        {
            "href": f"?{urlencode({'show': show.value} | kept)}",
            "text": words,
            "count": counts.get(show),
            "is_here": show is asked.show,
        }
        for show, words in VIEWS.items()
    ]


def _filters(request: HttpRequest, asked: Asked) -> list[Field]:
    names = [asked.agreement] if asked.agreement else list(asked.clauses)
    parties = {
        code: party_named(name, code) for name in names for code in node.profile(name).parties
    }
    every = Choice("", _("All"))
    sources = [
        Choice(Source.MEMORANDUM.value, _("The memorandum")),
        Choice(Source.AGREED.value, _("Agreed between the sides")),
    ]
    told: list[tuple[str, str, list[Choice]]] = [
        ("duty", _("Duty"), _duty_choices(names, asked)),
        ("party", _("Who owes"), [Choice(code, words) for code, words in parties.items()]),
        ("source", pgettext("duties", "Source"), sources),
    ]
    return [
        showing.agreement_choice(asked.clauses, asked.agreement, every=_("All")),
        *(
            Field(
                name=name,
                label=label,
                kind="select",
                choices=[every, *choices],
                value=request.GET.get(name, ""),
            )
            for name, label, choices in told
        ),
    ]


def _duty_choices(agreements: Sequence[str], asked: Asked) -> list[Choice]:
    found: dict[tuple[str, str], Choice] = {}
    for name in agreements:
        seen = asked.clauses[name]
        for duty in node.profile(name).duties:
            if duty.ledger is LedgerKind.SHARED and (seen is None or duty.clause in seen):
                words = f"{duty.clause}: {named(duty.does)}"
                choice = Choice(duty.id, words, group=showing.title_of(name))
                found.setdefault((name, duty.id), choice)
    return list(found.values())
