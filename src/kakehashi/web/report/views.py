"""The first pages and the last: what this is, the code, what is safe, leaving, the voice."""

import hmac
import os
from typing import Final

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from kakehashi import node
from kakehashi.core.reporting.code import CHANCE, code_of, way_back
from kakehashi.core.text import b64url
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.intake import actions, queries
from kakehashi.intake.models import State
from kakehashi.web.parts.doors import reporter
from kakehashi.web.report.naming import lands, office
from kakehashi.web.report.pages import forget, page, remember, see_other, way_of
from kakehashi.web.report.questions import order
from kakehashi.web.report.recordings import HOME, part_asked, recording
from kakehashi.web.report.room import FOR_WORDS, has_room

_SEED: Final = 16


@reporter
@require_GET
def entry(request: HttpRequest) -> HttpResponseBase:
    """Lead to the first page in a language that the browser asks for."""
    response = redirect("report-home", lang=translation.get_language_from_request(request))
    response.headers["Cache-Control"] = "no-store"
    return response


@page
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """Say what this is, who reads it, and begin."""
    today = timezone.localdate()
    shown = {
        "office": office(today),
        "is_open": queries.is_open(),
        "is_full": not has_room(FOR_WORDS),
        "seed": b64url(os.urandom(_SEED)),
        "is_here": way_of(request) is not None,
        "recording": recording(HOME, translation.get_language() or "en") is not None,
    }
    return render(request, "report/home.html", shown)


@page
@require_GET
def safety(request: HttpRequest) -> HttpResponseBase:
    """Say in plain words what is protected and what is not."""
    today = timezone.localdate()
    return render(request, "report/safety.html", {"office": office(today)})


@page
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin a report and lead to its code; the same form sent twice begins one."""
    if not (queries.is_open() and has_room(FOR_WORDS)):
        return see_other("report-home")
    seed = request.POST.get("seed", "")[:100] or b64url(os.urandom(_SEED))
    chance = hmac.digest(settings.SECRET_KEY.encode(), b"report-code/1\0" + seed.encode(), "sha256")
    way = way_back(chance[:CHANCE], node_name=node.this().name)
    named = list(lands())
    report = actions.begin_report(
        way, agreement=named[0] if len(named) == 1 else "", now=timezone.localtime()
    )
    actions.keep_code(report, code_of(chance[:CHANCE]), now=timezone.localtime())
    response = see_other("report-code")
    remember(response, way)
    return response


@page
@require_GET
def code(request: HttpRequest) -> HttpResponseBase:
    """Show the code of the report that was begun or opened in this browser."""
    way = way_of(request)
    report = queries.report_of(way) if way else None
    if way is None or report is None:
        return see_other("report-back")
    shown = {
        "words": queries.code_for_reporter(report, way).split("-"),
        "first": order()[0],
        "is_return": report.is_code_seen,
        "is_draft": report.state == State.DRAFT,
    }
    return render(request, "report/code.html", shown)


@reporter
@require_GET
def leave(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - every view has one
    """Lead away at once to a harmless page, and forget the way back in this browser."""
    response = HttpResponseRedirect(node.this().identity.intake.exit or "/")
    response.status_code = 303
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    forget(response)
    return response


@page
@require_POST
def finish(request: HttpRequest) -> HttpResponseBase:
    """Forget the way back in this browser; destroy the draft where she asks for it."""
    way = way_of(request)
    report = queries.report_of(way) if way else None
    if report is not None and request.POST.get("what") == "destroy":
        actions.withdraw_draft(report)
    response = see_other("report-home")
    response.headers["Clear-Site-Data"] = '"storage"'
    forget(response)
    return response


@reporter
@require_GET
@lets_out(Way.PUBLIC_FILE, gate=Gate.OWN)
def sound(request: HttpRequest, step: str, lang: str) -> HttpResponseBase:
    """Give a question as a ministry has had it read aloud, or the part of it that is asked for."""
    found = recording(step, lang)
    if found is None:
        raise Http404
    path, media = found
    size = path.stat().st_size
    if some := part_asked(request.headers.get("Range", ""), size):
        with path.open("rb") as opened:
            opened.seek(some.start)
            response: HttpResponseBase = HttpResponse(
                opened.read(len(some)), status=206, content_type=media
            )
        response.headers["Content-Range"] = f"bytes {some.start}-{some.stop - 1}/{size}"
    else:
        response = FileResponse(path.open("rb"), content_type=media)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "no-store"
    return response
