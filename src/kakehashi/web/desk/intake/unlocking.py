"""The keys to reports: who holds them, unlocked for half a working day in one browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.intake import keyholding, notes, queries
from kakehashi.intake.models import Report
from kakehashi.intake.sealing import OpenKeys
from kakehashi.web.desk import access, showing
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import Field, error_summary

COOKIE: Final = f"reports_{settings.SUFFIX}"
Opened = Callable[Concatenate[HttpRequest, OpenKeys, ...], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def agreements_here(request: HttpRequest) -> list[str]:
    """The agreements of whose reports this officer may know; refused where there are none."""
    known = agreements_known(request)
    if not known:
        raise PermissionDenied
    return known


def agreements_known(request: HttpRequest) -> list[str]:
    """The agreements of whose reports this officer may know: confidential eyes, and a key."""
    known = [
        a for a in access.readable_agreements(request) if access.may_read_confidential(request, a)
    ]
    return known if known and queries.holds_key(access.signed_in(request).pk) else []


def keys_of(request: HttpRequest) -> OpenKeys | None:
    """The keys that this officer has unlocked in this browser; None where none are open."""
    token = request.COOKIES.get(COOKIE, "")
    officer = access.signed_in(request)
    return keyholding.unlocked_keys(officer, token, now=timezone.now()) if token else None


def with_keys(view: Opened) -> View:
    """Give a view the open keys; who has not unlocked them is asked to, and led back."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
        agreements_here(request)
        keys = keys_of(request)
        if keys is None:
            address = reverse("desk_reports_unlock")
            back = request.get_full_path() if request.method == "GET" else ""
            return redirect(f"{address}?back={quote(back)}" if back else address)
        return view(request, keys, *args, **kwargs)

    return opened


def report_here(request: HttpRequest, public_id: UUID) -> Report:
    """The report that an address names, where this officer may work on it.

    404 where there is none under their agreements; refused where they declared a conflict.
    """
    report = queries.find(public_id, agreements_here(request))
    if report is None:
        raise Http404
    if notes.in_conflict([public_id], access.signed_in(request).pk):
        raise PermissionDenied
    return report


@officers(Act.READ)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponseBase:
    """Unlock the keys with the officer's own passphrase."""
    agreements_here(request)
    wrong: list[str] = []
    if request.method == "POST":
        try:
            token = keyholding.unlock(
                access.signed_in(request), request.POST.get("passphrase", ""), now=timezone.now()
            )
        except keyholding.WrongPassphrase:
            wrong = [_("This passphrase does not open your key. Type it once more.")]
        else:
            return _unlocked(request, token)
    fields = [
        Field(
            name="passphrase",
            label=_("Your passphrase for reports"),
            hint=_("It is not your sign-in. Nobody at this node can look it up or reset it."),
            kind="password",
            errors=wrong,
            autocomplete="off",
        )
    ]
    shown = {
        "fields": fields,
        "errors": error_summary(fields),
        "back": request.GET.get("back", ""),
        "hours": int(keyholding.LASTS.total_seconds() // 3600),
    }
    page = showing.context(request, "reports") | shown
    return render(request, "desk/reports_unlock.html", page, status=422 if wrong else 200)


def _unlocked(request: HttpRequest, token: str) -> HttpResponseBase:
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if back and is_ours else "desk_reports")
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(keyholding.LASTS.total_seconds()),
        path=reverse("desk_reports"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@officers(Act.READ)
@require_POST
def lock(request: HttpRequest) -> HttpResponseBase:
    """Lock the keys again in this browser."""
    agreements_here(request)
    keyholding.lock(access.signed_in(request))
    messages.success(request, _("Locked. Reports open again with your passphrase."))
    response = redirect("desk_reports")
    response.delete_cookie(COOKIE, path=reverse("desk_reports"))
    return response
