"""The page that checks certificates: in the reader's browser, or here in memory."""

import json
from typing import Any, Final

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kakehashi.core.certificate import MAX_TEXT, PREFIX, verify
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.scanning import NotRead, read_apart
from kakehashi.web.parts.doors import public
from kakehashi.web.parts.fields import error_summary
from kakehashi.web.parts.open_page import open_page
from kakehashi.web.parts.security import PERMISSIONS_POLICY
from kakehashi.web.parts.uploads import LARGEST, InMemory
from kakehashi.web.verify import keeping, trusted, words
from kakehashi.web.verify.shown import files, told
from kakehashi.web.verify.words import NO_MISTAKES, Mistakes

CAMERA: Final = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)")
LONGEST_TEXT: Final = 4 * MAX_TEXT
"""What is typed may hold line breaks around it; what is longer is no code of a certificate."""


class NothingSent(Exception):
    """The form came without a file and without a text."""


def _shown(
    request: HttpRequest,
    *,
    status: int = 200,
    mistakes: Mistakes = NO_MISTAKES,
    **context: Any,  # noqa: ANN401 - a context
) -> HttpResponse:
    nav = [
        {"href": reverse("portal-home"), "text": _("Registers")},
        {"href": reverse("verify"), "text": _("Check a certificate"), "is_here": True},
        {"href": reverse("portal-check"), "text": _("How to check")},
    ]
    controls = words.controls(mistakes)
    context |= {
        "nav": nav,
        "canonical": settings.ORIGIN + reverse("verify"),
        "meanings": words.meanings(),
        "controls": controls,
        "errors": error_summary(controls),
    }
    response = render(request, "verify/page.html", context, status=status)
    response.headers["Permissions-Policy"] = CAMERA
    return response


@open_page
def page(request: HttpRequest) -> HttpResponseBase:
    """Show the page; with a script nothing that is read on it leaves the device."""
    known, published = trusted.keys(), trusted.published()
    return _shown(
        request,
        words=words.for_the_script(trusted.issuers(known)),
        awaited=words.awaited(trusted.awaited(known, now=timezone.now())),
        roots=trusted.roots(published),
        files=files(published),
    )


@lets_out(Way.PUBLIC_PAGE, gate=Gate.OWN)
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponseBase:
    """Check a photo, a PDF or a text here; it is held in memory, and forgotten with the answer.

    There is no account whose power a foreign page could borrow, so that no token is asked for.
    """
    if request.method != "POST":
        return HttpResponseRedirect(reverse("verify"))
    request.upload_handlers = [InMemory(request, LARGEST)]
    try:
        text = _code_sent(request)
    except NotRead as refused:
        response = _shown(request, status=422, mistakes={"file": words.NOT_READ[refused.why]})
    except NothingSent:
        response = _shown(request, status=422, mistakes={"file": words.NOTHING})
    else:
        now = timezone.now()
        known = trusted.keys()
        verdict = verify(text, keys=known, lists=trusted.lists(known), now=now)
        awaited = words.awaited(trusted.awaited(known, now=now))
        response = _shown(request, told=told(verdict, now=now), awaited=awaited)
    response.headers["Cache-Control"] = "no-store"
    return response


def _code_sent(request: HttpRequest) -> str:
    """Give the code in the file, that of a certificate where there are several, or the text."""
    upload = request.FILES.get("file")
    if upload is None:
        if not (typed := request.POST.get("text", "").strip()):
            raise NothingSent
        return typed[:LONGEST_TEXT]
    found = read_apart(upload.read()).texts
    return next((text for text in found if text.startswith(PREFIX)), found[0])


@lets_out(Way.PUBLIC_FILE, gate=Gate.PUBLIC)
@open_page
def held(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - Django's
    """Give the issuing keys that this node trusts, and where its newest status lists are."""
    return JsonResponse(
        {
            "keys": [trusted.key_said(key) for key in trusted.keys().by_kid.values()],
            "lists": [reverse("verify-status", args=[*one]) for one in trusted.names()],
        }
    )


@lets_out(Way.PUBLIC_FILE, gate=Gate.PUBLIC)
@open_page
def status_list(
    request: HttpRequest,  # noqa: ARG001 - Django's
    agreement: str,
    party: str,
    number: int,
) -> HttpResponseBase:
    """Give the newest status list as its issuer signed it."""
    token = trusted.token((agreement, party, number))
    if token is None:
        raise Http404
    return HttpResponse(token, content_type="application/statuslist+cwt")


@lets_out(Way.PUBLIC_FILE, gate=Gate.PUBLIC)
@open_page
def published_keys(request: HttpRequest, agreement: str, party: str) -> HttpResponseBase:  # noqa: ARG001 - Django's
    """Give published keys, as their root certified them, to whoever verifies elsewhere."""
    content = trusted.published_by(agreement, party)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/json")


@lets_out(Way.PUBLIC_FILE, gate=Gate.PUBLIC)
@open_page
def worker(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - Django's
    """Give the worker from beside the page, so that its scope is the page and nothing else.

    It begins with what it keeps. Any file that changes makes it another worker, which browsers
    then install beside the one at work.
    """
    script = (settings.ASSETS / "verify" / "worker.js").read_text(encoding="utf-8")
    kept = json.dumps(keeping.kept(), sort_keys=True)
    return HttpResponse(f"const KEPT = {kept};\n{script}", content_type="text/javascript")
