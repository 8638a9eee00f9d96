"""Coming back with the code: how far it is, what the officer asks, and writing more."""

import os
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kakehashi import node
from kakehashi.core.reporting.code import NotACode, WayBack, read_code, way_back
from kakehashi.core.reporting.steps import STORY, clean
from kakehashi.core.text import b64url
from kakehashi.intake import actions, queries
from kakehashi.intake.models import Report, State
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import ErrorSummary, Mistake
from kakehashi.web.report import words
from kakehashi.web.report.naming import next_bodies
from kakehashi.web.report.pages import page, remember, see_other, way_of
from kakehashi.web.report.sealed import browser_key, sealed_of

_ONCE: Final = 16


@page
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code and lead to the report; the first time the code is shown once more."""
    if request.method == "GET":
        return render(request, "report/back.html")
    typed = request.POST.get("code", "")
    try:
        chance = read_code(typed)
    except NotACode as refused:
        said = (
            _("One word is not quite right. Look at each letter.")
            if refused.is_mistyped
            else (_("The code has five words of five letters, such as “lusab”. Type all five."))
        )
        return _refused(request, typed, said)
    way = way_back(chance, node_name=node.this().name)
    report = queries.report_of(way)
    if report is None:
        said = _(
            "There is no report under this code here. What was not sent is destroyed after 30 "
            "days, what was finished after a year."
        )
        return _refused(request, typed, said)
    response = see_other("report-mine" if report.is_code_seen else "report-code")
    actions.note_code_seen(report)
    remember(response, way)
    return response


def _refused(request: HttpRequest, typed: str, said: str) -> HttpResponseBase:
    errors = ErrorSummary([Mistake(said, "id_code")])
    shown = {"typed": clean(typed)[:100], "errors": errors, "said": said}
    return render(request, "report/back.html", shown)


@page
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """Show how far her report is, and what she and the office have written."""
    way = way_of(request)
    report = queries.report_of(way) if way else None
    if way is None or report is None:
        return see_other("report-back")
    if report.state == State.DRAFT:
        return see_other("report-check")
    return _show(request, report, way)


def _show(
    request: HttpRequest, report: Report, way: WayBack, *, typed: str = "", wrong: str = ""
) -> HttpResponseBase:
    shown = {
        "state": words.STATES[report.state],
        "is_asked": report.state == State.ASKED,
        "day": in_words(report.received_on or report.begun_on),
        "words": queries.code_for_reporter(report, way).split("-"),
        "letters": queries.letters_for_reporter(report, way),
        "files": len(queries.files_of(report)),
        "once": b64url(os.urandom(_ONCE)),
        "key": browser_key(),
        "bodies": next_bodies(report.agreement, timezone.localdate()),
        "typed": typed,
        "wrong": wrong,
        "errors": ErrorSummary([Mistake(wrong, "id_words")]) if wrong else "",
    }
    return render(request, "report/mine.html", shown)


@page
@require_POST
def write(request: HttpRequest) -> HttpResponseBase:
    """Send what she writes; the same page sent twice sends it once."""
    way = way_of(request)
    report = queries.report_of(way) if way else None
    if way is None or report is None:
        return see_other("report-back")
    mark, now = (
        way.mark(b"letter", request.POST.get("once", "")[:100].encode()),
        timezone.localtime(),
    )
    written, sealed = clean(request.POST.get("words", "")), sealed_of(request)
    if report.state == State.DRAFT:
        return see_other("report-check")
    if len(written) > STORY:
        return _show(request, report, way, typed=written, wrong=str(words.TOO_LONG_LETTER))
    try:
        if sealed is not None:
            actions.add_sealed_words(report, sealed[0], mark=mark, now=now)
        elif written:
            actions.add_words(report, written, mark=mark, now=now)
    except (actions.NotALetter, actions.TooMany):
        return _show(request, report, way, wrong=str(words.NOT_SEALED))
    return see_other("report-mine")
