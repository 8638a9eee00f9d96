"""What every page of the report site has: no trace, no cookie but her own, one length for many.

A page is answered in the language of its address, kept by nobody (`no-store`), and filled up to a
multiple of eight kilobytes as it goes over the line. What goes wrong is logged as a sort of error
and a place in our code, never as words, address or path.
"""

import gzip
import logging
import os
import struct
import traceback
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.uploadhandler import StopFutureHandlers
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from kakehashi.core.reporting.code import SECRET, WayBack
from kakehashi.core.text import b64url, unb64url
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.intake.cleaning import LARGEST
from kakehashi.web.parts.doors import View, reporter
from kakehashi.web.parts.uploads import InMemory

COOKIE: Final = f"way_{settings.SUFFIX}"
PATH: Final = "/r/"
LANGUAGES: Final = tuple(code for code, _ in settings.LANGUAGES)
LARGEST_BODY: Final = LARGEST + 2**20
STEP: Final = 8192
_PLAIN_STEP: Final = 32768
_LOCATION_STEP: Final = 64
_FEXTRA: Final = 4
_MOST_EXTRA: Final = 65535
_DRAIN: Final = 2**16
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
logger = logging.getLogger("kakehashi.report")
Page = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]


def page(view: Page) -> View:
    """Make a view a page of the report site."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, lang: str, **more: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
        if lang not in LANGUAGES:
            raise Http404
        with translation.override(lang):
            request.LANGUAGE_CODE = lang
            request.rest = _rest(request)  # type: ignore[attr-defined]  # for the other languages' links
            response = _minimal(request, _answer(view, request, *args, **more))
            response.headers["Content-Language"] = lang
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Robots-Tag"] = "noindex"
        return padded(request, response) if isinstance(response, HttpResponse) else response

    # There is no token in a cookie before it is needed: hers is `SameSite=Strict`, and a form that
    # another site sends is refused below.
    answered.csrf_exempt = True  # type: ignore[attr-defined]  # Django's mark on a view
    return reporter(answered)


def _minimal(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Tell a script only where to go on (RFC 7240): nothing is loaded twice over a slow line."""
    if response.status_code == HTTPStatus.SEE_OTHER:
        to = response.headers["Location"]
        response.headers["Filling"] = "." * (-len(to) % _LOCATION_STEP)
        if request.headers.get("Prefer") == "return=minimal":
            response.status_code = HTTPStatus.NO_CONTENT
            response.headers["Content-Location"] = to
            del response.headers["Location"], response.headers["Content-Type"]
    return response


def _rest(request: HttpRequest) -> str:
    """Give what follows the language in this address; of a form's own address, its page."""
    rest = request.path.removeprefix(PATH).partition("/")[2]
    pages = {"begin/": "code/", "write/": "mine/", "end/": ""}
    return "q/files/" if rest.startswith("drop/") else pages.get(rest, rest)


def _answer(view: Page, request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
    is_ours = request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    if request.method == "POST" and not is_ours:
        return render(request, "report/nothing.html", status=403)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return too_large(request)
    request.upload_handlers = [InMemory(request, LARGEST_BODY)]
    try:
        return view(request, *args, **more)
    except (SuspiciousOperation, MultiPartParserError, StopFutureHandlers):
        return too_large(request)
    except UnreadablePostError:
        return HttpResponse(status=400)
    except (Http404, PermissionDenied):
        return render(request, "report/nothing.html", status=404)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not tell the log what she wrote
        where = traceback.extract_tb(error.__traceback__)[-1]
        logger.error(  # noqa: TRY400 - a traceback's last line says what was written
            "a page failed: %s in %s:%s", type(error).__name__, where.filename, where.lineno
        )
        return render(request, "report/failed.html", status=500)


def too_large(request: HttpRequest) -> HttpResponse:
    """Read to its end what is larger than we take, keep nothing, and say so politely."""
    stream = request.META["wsgi.input"]
    left = int(request.META.get("CONTENT_LENGTH") or 0)
    try:
        while left > 0 and (got := stream.read(min(_DRAIN, left))):
            left -= len(got)
    except OSError:
        return HttpResponse(status=400)
    return render(request, "report/too_large.html", status=413)


@lets_out(Way.PUBLIC_PAGE, gate=Gate.OWN)
def padded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Fill a page up, so that its length over the line says little about which page it is.

    The filling stands in the header of the compressed form (RFC 1952, FEXTRA), which every browser
    skips; for one that takes nothing compressed, in white space at the end.
    """
    content = response.content
    if not content or "html" not in response.headers.get("Content-Type", ""):
        return response
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = _gzip(content)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = content + b" " * (-len(content) % _PLAIN_STEP)
    response.headers["Content-Length"] = str(len(response.content))
    return response


def _gzip(content: bytes) -> bytes:
    packed = gzip.compress(content, 6, mtime=0)
    head, body = packed[:10], packed[10:]
    extra = (-(len(packed) + 2) % STEP) % _MOST_EXTRA
    filling = os.urandom(extra)
    flags = bytes([head[3] | _FEXTRA])
    return head[:3] + flags + head[4:] + struct.pack("<H", extra) + filling + body


def way_of(request: HttpRequest) -> WayBack | None:
    """Give the way back that stands in her browser; None where there is none."""
    try:
        secret = unb64url(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None
    return WayBack(secret) if len(secret) == SECRET else None


def remember(response: HttpResponseBase, way: WayBack) -> None:
    """Keep the way back in her browser until it is closed: the site's only cookie."""
    response.set_cookie(
        COOKIE,
        b64url(way.secret),
        path=PATH,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponseBase) -> None:
    """Take the way back out of her browser."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def address(view: str, **where: str) -> str:
    """Give the address of a page of the report site in the language of this one."""
    return reverse(view, kwargs={"lang": translation.get_language(), **where})


def see_other(view: str, **where: str) -> HttpResponse:
    """Lead on after a form, so that a page that is loaded again sends nothing again."""
    return HttpResponseRedirect(address(view, **where), status=303)
