"""The holder's own page: five words in, her certificate and her fees out; nothing is remembered."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kakehashi.certificates import holders, sealing
from kakehashi.core.reporting.code import NotACode, read_code
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.web.holder.shown import shown
from kakehashi.web.parts.doors import public
from kakehashi.web.parts.fields import Field, error_summary


@lets_out(Way.PUBLIC_PAGE, gate=Gate.OWN)
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """Ask for the words and show what they open; there is no session, so no token is asked for."""
    if request.method != "POST":
        return _page(request)
    try:
        chance = read_code(request.POST.get("code", ""))
    except NotACode as refused:
        mistyped = _("One word is not quite right. Look at each letter.")
        said = _("The code has five words of five letters. Type all five.")
        return _page(request, wrong=mistyped if refused.is_mistyped else said)
    case = holders.case_of(chance)
    if case is None:
        said = _("These words open nothing here. Ask the ministry for a new slip.")
        return _page(request, wrong=said)
    try:
        return _page(request, mine=shown(case))
    except sealing.Gone:
        return _page(request, wrong=_("What stood here was erased."))


def _page(request: HttpRequest, *, wrong: str = "", **context: Any) -> HttpResponse:  # noqa: ANN401 - a context
    field = Field(
        name="code",
        label=_("Your five words"),
        hint=_("They stand on the slip that was given to you alone, not on the certificate."),
        autocomplete="off",
        errors=[wrong] if wrong else [],
    )
    context |= {"field": field, "errors": error_summary([field])}
    response = render(request, "holder/mine.html", context, status=422 if wrong else 200)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
