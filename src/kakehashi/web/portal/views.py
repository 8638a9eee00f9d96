"""The pages of the portal: everybody may read them, and nothing on them is not public."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.agreement.profile import Profile
from kakehashi.core.standing import Register, Status
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.dispatch.proving import NotYet
from kakehashi.dispatch.public_account import account
from kakehashi.registers import queries
from kakehashi.registers.search import everywhere, measures_about, search
from kakehashi.web.parts import naming
from kakehashi.web.parts.open_page import open_page
from kakehashi.web.parts.shapes import Pages, SearchBox
from kakehashi.web.portal import agreements, listing, proving, words
from kakehashi.web.portal import sheet as sheets
from kakehashi.web.portal.entry_page import ORGANIZATIONS, entry_context
from kakehashi.web.portal.finding import filters, found_in, near_to, not_found, nothing_here

FEW = 5
LONGEST = 200


def _today() -> date:
    return timezone.localdate()


def _publisher() -> str:
    return node.this().party


def _profile(agreement: str) -> Profile:
    profile = agreements.profile_of(agreement)
    if profile is None:
        raise Http404
    return profile


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of the portal with its navigation."""
    places = [
        (reverse("portal-home"), _("Registers")),
        *(
            (reverse("portal-agreement", args=[name]), agreements.sides(node.profile(name)))
            for name in node.this().agreements
        ),
        (reverse("verify"), _("Check a certificate")),
        (reverse("portal-check"), _("How to check")),
    ]
    here = request.path
    nav = [{"href": href, "text": text, "is_here": href == here} for href, text in places]
    context |= {"nav": nav, "canonical": settings.ORIGIN + here}
    return render(request, f"portal/{template}.html", context, status=status)


def _asked(request: HttpRequest) -> str:
    return _without_nul(request.GET.get("q", ""))[:LONGEST].strip()


def _without_nul(typed: str) -> str:
    """Take away what no database stores and no number has."""
    return typed.replace("\0", "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _search_everywhere(value: str = "") -> SearchBox:
    return SearchBox(
        _("Search all registers"),
        value,
        _("Name in any script, number, or place"),
        reverse("portal-find"),
    )


@open_page
def home(request: HttpRequest) -> HttpResponseBase:
    """Say what this is, and what there is to look up."""
    today = _today()
    shown = [
        agreements.agreement_shown(
            node.profile(name), queries.shelves(name, publisher=_publisher()), today=today
        )
        for name in node.this().agreements
    ]
    return _page(request, "home", {"search": _search_everywhere(), "agreements": shown})


@open_page
def find(request: HttpRequest) -> HttpResponseBase:
    """Search every register of every agreement at once: the first few of each."""
    asked, today = _asked(request), _today()
    names = node.this().agreements
    found = [
        found_in(node.profile(name), register, asked, one)
        for name, register, one in everywhere(
            names, asked, publisher=_publisher(), today=today, size=FEW
        )
    ]
    context = {"search": _search_everywhere(asked), "asked": asked, "found": found}
    if asked and not found:
        near = near_to(asked, names, ORGANIZATIONS, publisher=_publisher(), today=today)
        context["empty"] = not_found(asked, near, words.REGISTERS[Register.SENDING].missing)
    return _page(request, "find", context)


@open_page
def register(request: HttpRequest, agreement: str, register: Register) -> HttpResponseBase:
    """Show a register page by page, or what a search in it finds."""
    profile, today = _profile(agreement), _today()
    asked, state = _asked(request), _state(request, register)
    found = search(
        agreement,
        register,
        asked,
        publisher=_publisher(),
        today=today,
        page=_number(request.GET.get("page")),
        status=state,
    )
    said = words.REGISTERS[register]
    where = agreements.register_href(agreement, register)
    kept = {"status": state.value} if state else {}
    query = urlencode({"q": asked} | kept) if asked or kept else ""
    near = (
        near_to(asked, (agreement,), (register,), publisher=_publisher(), today=today)
        if asked and not found.total
        else ()
    )
    context = {
        "trail": [*agreements.trail(profile), (said.name, "")],
        "said": said,
        "shelf": None if asked else shelf_of(profile, register, today=today),
        "today": today,
        "search": SearchBox(_("Search this register"), asked, said.hint, where, kept=kept),
        "filters": filters(register, state, asked, where),
        "asked": asked,
        "count": listing.counted(found),
        "table": listing.table(register, found.entries, said.name),
        "empty": None if found.total else nothing_here(asked, near, register, state),
        "pages": Pages(found.page, found.last_page, f"?{query}{'&' if query else ''}page={{page}}"),
        "sheet": reverse("portal-sheet", args=[agreement, register.value]),
    }
    return _page(request, "register", context)


def shelf_of(profile: Profile, register: Register, *, today: date) -> agreements.ShelfShown:
    """Count the register; a search does without, since it counts what it found."""
    shelves = queries.shelves(profile.name, publisher=_publisher())
    shelf = next(one for one in shelves if one.register is register)
    return agreements.shelf_shown(profile.on(today), shelf)


def _state(request: HttpRequest, register: Register) -> Status | None:
    wanted = request.GET.get("status", "")
    return next((status for status in words.CHOICES[register] if status.value == wanted), None)


@open_page
def entry(
    request: HttpRequest, agreement: str, register: Register, number: str
) -> HttpResponseBase:
    """Show an entry as it stands today, all that happened to it, and how to check it."""
    profile, today = _profile(agreement), _today()
    publisher, number = _publisher(), _without_nul(number)
    found = queries.entry(agreement, register, number, publisher=publisher, today=today)
    if found is None:
        near = near_to(number, agreement, [register], publisher=publisher, today=today)
        said = words.REGISTERS[register]
        context = {
            "trail": [
                *agreements.trail(profile),
                (said.name, agreements.register_href(agreement, register)),
            ],
            "empty": not_found(number, near, said.missing),
            "search": _search_everywhere(number[:LONGEST]),
        }
        return _page(request, "no_entry", context, status=404)
    history = queries.history(found, publisher=publisher)
    measures = measures_about(found, publisher=publisher, today=today)
    return _page(request, "entry", entry_context(found, profile, history, measures, today=today))


@open_page
def number(request: HttpRequest, number: str) -> HttpResponseBase:  # noqa: ARG001 - Django's
    """Lead a short address, as it stands on counters, to the one entry with that number."""
    number = _without_nul(number)
    for agreement in node.this().agreements:
        for kind in ORGANIZATIONS:
            found = queries.entry(agreement, kind, number, publisher=_publisher(), today=_today())
            if found:
                return HttpResponseRedirect(listing.entry_href(found))
    return HttpResponseRedirect(f"{reverse('portal-find')}?{urlencode({'q': number})}")


@lets_out(Way.PUBLIC_FILE, gate=Gate.PUBLIC)
@open_page
def sheet(request: HttpRequest, agreement: str, register: Register) -> HttpResponseBase:
    """Give a whole register as a file."""
    _profile(agreement)
    today = _today()
    shown = queries.showing(agreement, _publisher())
    etag = quote_etag(sheets.digest(shown, register, today=today))
    if known := get_conditional_response(request, etag=etag):
        known.headers["ETag"] = etag
        return known
    response = StreamingHttpResponse(
        sheets.write(shown, register, today=today), content_type="text/csv; charset=utf-8"
    )
    name = f"kakehashi-{agreement}-{register.value}-{today.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag
    return response


@open_page
def agreement(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """Show an agreement: sides, clauses in our words, what is published here and why."""
    profile, today = _profile(agreement), _today()
    context = {
        "trail": [(_("Registers"), reverse("portal-home")), (agreements.sides(profile), "")],
        "title": naming.said(profile.title),
        "summary": agreements.summary(profile, today=today),
        "clauses": agreements.clauses_shown(profile),
        "account": agreements.account_table(profile, account(agreement, today=today), today=today),
        "shown": agreements.agreement_shown(
            profile, queries.shelves(agreement, publisher=_publisher()), today=today
        ),
    }
    return _page(request, "agreement", context)


@open_page
def check(request: HttpRequest) -> HttpResponseBase:
    """Say how a proof is checked, and the words of both sides' keys."""
    return _page(request, "check", {"keys": proving.keys(), "command": proving.COMMAND})


@lets_out(Way.PROOF, gate=Gate.ASKED)
@open_page
def proof(request: HttpRequest, jti: str) -> HttpResponseBase:
    """Give a notice's proof as a file; where there is none, say why in words."""
    number = request.GET.get("number")
    try:
        data = proving.proof_of(_without_nul(jti), number=number, now=timezone.now())
    except NotYet:
        context = {"text": proving.not_yet_text()}
        response = _page(request, "not_yet", context, status=503)
        response["Retry-After"] = "60"
        return response
    except LookupError:
        return _page(request, "no_proof", {"search": _search_everywhere()}, status=404)
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="proof.json"'
    return response
