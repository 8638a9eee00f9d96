"""Who is signed in as an applicant: by a cookie of its own, which opens no other room.

An officer's session is never looked at here, and an applicant's is never looked at elsewhere.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Concatenate, Final
from uuid import UUID

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kakehashi.approvals import applicants, queries, standards
from kakehashi.approvals.models import Applicant, ApplicantSession, Application
from kakehashi.core.target_days import day_at
from kakehashi.web.parts import place
from kakehashi.web.parts.doors import Door, View, declare

PATH: Final = "/apply/"
LIMITS: Final = {
    "sign-up": "5/h/ip,50/h/key",
    "sign-in": "20/5m/ip,10/5m/key",
    "second": "20/5m/ip,5/5m/key",
    "paper": "60/h/key",
    "submit": "20/h/key",
}
"""How often something may be tried: from one address, and for one account."""
Page = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]


def applicants_only(view: Page) -> View:
    """Let applicants pass who are signed in whole; others are sent to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
        session = session_of(request)
        if session is None or not session.is_whole:
            return redirect("apply_sign_in")
        request.applicant = session.applicant  # type: ignore[attr-defined]  # who passed the door
        return view(request, *args, **kwargs)

    return declare(never_cache(guarded), Door.APPLICANT)


def session_of(request: HttpRequest) -> ApplicantSession | None:
    """Find the session that a browser's cookie names, whole or half."""
    secret = request.COOKIES.get(settings.APPLICANT_COOKIE_NAME, "")
    return applicants.session_of(secret, now=timezone.now())


def applicant_of(request: HttpRequest) -> Applicant:
    """Give the applicant who passed the door."""
    known = getattr(request, "applicant", None)
    if not isinstance(known, Applicant):
        raise PermissionDenied
    return known


def own_application(request: HttpRequest, public_id: UUID) -> Application:
    """Give an application of this applicant; everybody else's is not found."""
    found = queries.one_of(applicant_of(request), public_id)
    if found is None:
        raise Http404
    return found


def signed_in(response: HttpResponseBase, secret: str) -> HttpResponseBase:
    """Let a browser keep a session's secret, for the pages of applicants alone."""
    response.set_cookie(
        settings.APPLICANT_COOKIE_NAME,
        secret,
        max_age=int(applicants.LASTS.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def signed_out(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """End a browser's session."""
    applicants.end_session(request.COOKIES.get(settings.APPLICANT_COOKIE_NAME, ""))
    response.delete_cookie(settings.APPLICANT_COOKIE_NAME, path=PATH, samesite="Lax")
    return response


def too_often(request: HttpRequest, what: str, key: str) -> bool:
    """Count an attempt; say whether there were too many of late."""
    used = ratelimit.consume(request, app="applicant", action=what, config=LIMITS, key=key)
    return not used


def open_agreements() -> tuple[str, ...]:
    """Name the agreements under which organizations can apply here today."""
    day = today()
    return tuple(
        name
        for name in standards.approving_agreements(day)
        if standards.version_on(name, day) is not None
    )


def today() -> date:
    """The day where this node stands."""
    return day_at(int(timezone.now().timestamp()), place.party().time_zone)


def page(
    request: HttpRequest, template: str, shown: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the applicants' room."""
    who = getattr(request, "applicant", None)
    return render(request, f"applicant/{template}.html", {"applicant": who} | shown, status=status)
