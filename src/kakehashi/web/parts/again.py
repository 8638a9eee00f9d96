"""An officer's form that came too late: nothing was done; what was typed can be sent again."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from kakehashi.web.parts.once import TOKEN

OFFICERS: Final = "officers"
"""The door of the forms that are kept."""
NEVER_SHOWN: Final = "desk_report"
"""How the names of addresses begin whose forms hold what no page repeats: of reports."""


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer a form whose sender is not signed in any more."""
    return _page(request, is_out=True, is_ours=True)


def too_late(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a form with a token that is no longer good: there was a sign-in since it was drawn.

    What another site made the browser send is not offered to be sent again.
    """
    match = request.resolver_match
    is_officers = match is not None and getattr(match.func, "door", None) == OFFICERS
    return _page(request, is_out=False, is_ours=is_officers and _is_from_here(request))


def _is_from_here(request: HttpRequest) -> bool:
    """Say whether the browser says that a page of this very node sent the form."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


@never_cache
def _page(request: HttpRequest, *, is_out: bool, is_ours: bool) -> HttpResponse:
    match = request.resolver_match
    name = (match.url_name if match else "") or ""
    if name.startswith(NEVER_SHOWN):
        is_ours = False
    typed = [
        (field, value)
        for field, values in request.POST.lists()
        if field != TOKEN
        for value in values
    ]
    shown = {
        "is_out": is_out,
        "is_kept": is_ours,
        "typed": typed if is_ours else (),
        "has_files": is_ours and bool(request.FILES),
        "where": request.get_full_path(),
    }
    return render(request, "403_csrf.html", shown, status=403)
