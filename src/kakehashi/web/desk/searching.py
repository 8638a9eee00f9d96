"""One box for all that an officer may see, and the searches that they keep."""

from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act, reach
from kakehashi.core.lookup import LONGEST_QUERY, fold
from kakehashi.core.notices import KINDS
from kakehashi.desk import finding
from kakehashi.desk import queries as drafts
from kakehashi.desk.finding import Asked, Reach
from kakehashi.desk.models import Draft
from kakehashi.registers import search as registers
from kakehashi.registers.queries import PublicEntry
from kakehashi.web.desk import access, found, showing
from kakehashi.web.parts import place
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field, posted_date
from kakehashi.web.parts.shapes import Link, Table

ENTRIES = 10
DAYS = tuple(f"{end}-{unit}" for end in ("since", "until") for unit in ("year", "month", "day"))
ASKED = ("q", "agreement", "kind", "party", *DAYS)


@officers(Act.READ)
@never_cache
def search(request: HttpRequest) -> HttpResponseBase:
    """Look for notices, cases, register entries and one's own drafts."""
    reachable = _reach(request)
    days, wrong = _days(request)
    asked = _asked(request, reachable, days)
    results = finding.find(asked, reachable)
    text = asked.text
    entries = registers.anywhere(list(reachable), text, today=timezone.localdate(), limit=ENTRIES)
    tables = [
        found.notices_table(results, found.subjects(results.notices)),
        found.cases_table(results.cases),
        *_beside(request, text, entries),
    ]
    words, *narrowing = _fields(request, reachable, wrong)
    shown = {
        "words": words,
        "narrowing": narrowing,
        "is_narrowed": bool(wrong) or any(request.GET.get(name) for name in ASKED[1:]),
        "is_asked": not asked.is_empty,
        "tables": [table for table in tables if table.rows],
        "kinds": _kinds(text),
        "saved": saved_links(officer_of(request).id),
        "kept": query_of(request),
    }
    return render(request, "desk/search.html", showing.context(request, "search") | shown)


@officers(Act.READ)
@require_POST
def keep(request: HttpRequest) -> HttpResponseBase:
    """Keep a search under a name of one's own."""
    name = " ".join(request.POST.get("name", "").split())[:80]
    told = parse_qsl(request.POST.get("asked", ""))
    asked = urlencode([pair for pair in told if pair[0] in ASKED])
    if not name or not asked or len(asked) > 600:
        messages.warning(request, _("Give the search a name, and look for something first."))
        return redirect(f"{reverse('desk_search')}?{asked}")
    try:
        finding.keep_search(officer_of(request).id, name=name, asked=asked, now=timezone.now())
    except finding.TooMany:
        words = ngettext(
            "You keep %(count)s search already. Delete one first.",
            "You keep %(count)s searches already. Delete one first.",
            finding.MOST_SAVED,
        )
        messages.warning(request, words % {"count": finding.MOST_SAVED})
    else:
        messages.success(request, _("The search is kept. It also stands on your desk."))
    return redirect(f"{reverse('desk_search')}?{asked}")


@officers(Act.READ)
@require_POST
def drop(request: HttpRequest, search: int) -> HttpResponseBase:
    """Delete a search that one keeps."""
    if not finding.drop_search(officer_of(request).id, search):
        raise Http404
    messages.success(request, _("The search is deleted."))
    return redirect("desk_search")


def saved_links(officer: int) -> list[tuple[int, Link]]:
    """The searches that an officer keeps, each with its id."""
    address = reverse("desk_search")
    return [(one.pk, Link(one.name, f"{address}?{one.asked}")) for one in finding.saved(officer)]


def query_of(request: HttpRequest) -> str:
    """The query string of what was asked, without what is empty."""
    return urlencode([(name, value) for name in ASKED if (value := request.GET.get(name))])


def _reach(request: HttpRequest) -> Reach:
    officer = officer_of(request)
    return {name: reach(officer, Act.READ, name) for name in access.agreements_in_part(request)}


def _asked(request: HttpRequest, reachable: Reach, days: tuple[date | None, date | None]) -> Asked:
    agreement, kind = request.GET.get("agreement", ""), request.GET.get("kind", "")
    party = request.GET.get("party", "")
    parties = {code for name in reachable for code in node.profile(name).parties}
    if agreement not in {"", *reachable} or kind not in {"", *KINDS} or party not in {"", *parties}:
        raise Http404
    since, until = finding.day_bounds(*days, place.zone())
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    return Asked(text, agreement, kind, party, since, until)


def _days(request: HttpRequest) -> tuple[tuple[date | None, date | None], dict[str, str]]:
    found_days: list[date | None] = []
    wrong: dict[str, str] = {}
    for name in ("since", "until"):
        try:
            found_days.append(read_date(*posted_date(request.GET, name)))
        except NotADate as mistake:
            wrong[name] = str(mistake)
            found_days.append(None)
    return (found_days[0], found_days[1]), wrong


def _fields(request: HttpRequest, reachable: Reach, wrong: dict[str, str]) -> list[Field]:
    every = [node.profile(name).parties for name in reachable]
    parties = {code: party for profile in every for code, party in profile.items()}
    return [
        Field(
            name="q",
            label=_("Words, a name in any script, a number or a reference"),
            value=request.GET.get("q", ""),
            required=False,
        ),
        _select(
            request,
            "agreement",
            _("Agreement"),
            [(name, showing.title_of(name)) for name in reachable],
        ),
        _select(
            request,
            "kind",
            _("Kind of notice"),
            [(kind, showing.kind_title(kind)) for kind in KINDS],
        ),
        _select(
            request,
            "party",
            pgettext("notice", "Issued by"),
            [(code, found.party_name(party)) for code, party in parties.items()],
        ),
        *(
            Field(
                name=name,
                label=label,
                kind="date",
                value=posted_date(request.GET, name),
                errors=[wrong[name]] if name in wrong else (),
                required=False,
            )
            for name, label in (("since", _("Issued since")), ("until", _("Issued until")))
        ),
    ]


def _select(request: HttpRequest, name: str, label: str, choices: list[tuple[str, str]]) -> Field:
    offered = [Choice("", _("All")), *(Choice(value, words) for value, words in choices)]
    return Field(
        name=name,
        label=label,
        kind="select",
        choices=offered,
        value=request.GET.get(name, ""),
        required=False,
    )


def _kinds(text: str) -> list[Link]:
    """The kinds whose titles hold what was typed, as further searches."""
    whole = fold(text)
    if len(whole) < 2:
        return []
    titles = {kind: showing.kind_title(kind) for kind in KINDS}
    address = reverse("desk_search")
    return [
        Link(title, f"{address}?{urlencode({'kind': kind})}")
        for kind, title in titles.items()
        if whole in fold(title)
    ][:8]


def _beside(request: HttpRequest, text: str, entries: list[PublicEntry]) -> list[Table]:
    """What only words find."""
    if not text:
        return []
    return [found.entries_table(entries), found.drafts_table(_drafts(request, text))]


def _drafts(request: HttpRequest, text: str) -> list[Draft]:
    mine = drafts.drafts_of(officer_of(request).id, access.agreements_in_part(request))
    whole = fold(text)
    return [one for one in mine[:100] if whole in fold(showing.kind_title(one.kind))][:ENTRIES]
