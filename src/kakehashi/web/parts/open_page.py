"""Pages for everybody: read only, kept for a moment, and asked for again by their digest."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from kakehashi.web.parts.doors import public
from kakehashi.web.parts.language import PARAMETER

A_MOMENT: Final = 30
"""Seconds for which a page may be shown without asking: a revocation is seen within them."""

Page = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]


def open_page(view: Page) -> Callable[..., HttpResponseBase]:
    """Open a view to everybody, for reading, with the digest of what it says."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
        return keep(request, view(request, *args, **kwargs))

    return public(require_safe(opened))


def keep(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Say for how long an answer may be kept, and answer shortly who has it already."""
    if response.status_code not in {200, 304} or _has_a_message(request):
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    response.headers.setdefault("Cache-Control", f"{_whose(request)}, max-age={A_MOMENT}")
    if not isinstance(response, HttpResponse):
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response.headers.setdefault("ETag", etag)
    return get_conditional_response(request, etag=etag, response=response) or response


def _has_a_message(request: HttpRequest) -> bool:
    return CookieStorage.cookie_name in request.COOKIES


def _whose(request: HttpRequest) -> str:
    """An answer that sets the reader's language is hers alone."""
    asked = request.GET.get(PARAMETER)
    return "private" if asked and asked != _kept_language(request) else "public"


def _kept_language(request: HttpRequest) -> str | None:
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
