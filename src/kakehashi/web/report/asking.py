"""One question a page, the answers to be checked, and sending them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.core.reporting.code import WayBack
from kakehashi.core.reporting.steps import MOST_ROWS, ROWS, Place, Step
from kakehashi.core.text import b64url
from kakehashi.intake import actions, queries
from kakehashi.intake.cleaning import LARGEST, Why
from kakehashi.intake.models import Report, State
from kakehashi.web.parts.shapes import ErrorSummary, Mistake
from kakehashi.web.report import words
from kakehashi.web.report.controls import Typed, controls
from kakehashi.web.report.keeping import Refused, keep
from kakehashi.web.report.naming import lands
from kakehashi.web.report.pages import page, see_other, way_of
from kakehashi.web.report.pictures import picture
from kakehashi.web.report.questions import after, before, in_words, labels_of, order
from kakehashi.web.report.recordings import recording
from kakehashi.web.report.sealed import browser_key

SEALED_NOT = frozenset({Step.LAND, Step.FILES})
"""What decides which officers read it, and what is drawn anew here, the browser does not seal."""


@page
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, name: str) -> HttpResponseBase:
    """Ask one question, or keep its answer and lead to the next."""
    place, way = Place.named(name), way_of(request)
    report = queries.report_of(way) if way else None
    if place is None or place.step not in order():
        raise Http404
    if way is None or report is None:
        return see_other("report-back")
    if report.state != State.DRAFT and place.step is not Step.FILES:
        return see_other("report-mine")
    answers, sealed = queries.draft_answers(report, way)
    is_locked = name in sealed
    if request.method == "POST":
        try:
            keep(request, report, way, place, is_locked=is_locked, now=timezone.localtime())
        except Refused as refused:
            return _show(request, report, place, refused.typed, mistakes=refused.mistakes)
        except actions.Late:
            return see_other("report-mine")
        return _lead_on(request, report, place)
    typed: Typed = answers.get(name, {})
    if place.step is Step.LAND:
        typed = {"agreement": [report.agreement]}
    if is_locked and place.step is Step.KNOW:
        typed = {"know": ["locked"]}  # nothing is chosen beforehand: it would replace what was said
    return _show(request, report, place, typed, is_locked=is_locked)


def _lead_on(request: HttpRequest, report: Report, place: Place) -> HttpResponseBase:
    """Lead to where the pressed button leads."""
    pressed = request.POST.get("next", "")
    if place.step is Step.FILES and request.FILES:
        return see_other("report-question", name=str(place))
    if report.state != State.DRAFT:
        return see_other("report-mine")
    if request.POST.get("from") == "check" and pressed != "another":
        return see_other("report-check")
    onward = after(place, another=pressed == "another")
    return see_other("report-question", name=str(onward)) if onward else see_other("report-check")


def _show(
    request: HttpRequest,
    report: Report,
    place: Place,
    typed: Typed,
    *,
    mistakes: Mapping[str, str] | None = None,
    is_locked: bool = False,
) -> HttpResponseBase:
    today = timezone.localdate()
    shown = controls(place, typed, today, mistakes)
    question = str(words.QUESTIONS[place.step])
    is_own_heading = bool(shown) and str(shown[0].label) == question
    if is_own_heading:
        shown[0] = replace(shown[0], is_page_title=True, hint=words.HINTS[place.step])
    copy = queries.browser_copies(report).get(str(place))
    wrong = [Mistake(said, f"id_{name}") for name, said in (mistakes or {}).items()]
    back = before(place)
    steps = order()
    context = {
        "place": place,
        "question": question,
        "hint": words.HINTS[place.step],
        "picture": picture("self" if place.step is Step.WHO else str(place.step)),
        "controls": shown,
        "is_own_heading": is_own_heading,
        "errors": ErrorSummary(wrong) if wrong else "",
        "back": back if report.state == State.DRAFT else None,
        "number": steps.index(place.step) + 1,
        "of": len(steps),
        "from": request.POST.get("from") or request.GET.get("from", ""),
        "has_another": place.step in ROWS and place.row < MOST_ROWS,
        "files": queries.files_of(report) if place.step is Step.FILES else (),
        "most": LARGEST,
        "too_large": words.NOT_TAKEN[Why.TOO_LARGE],
        "is_draft": report.state == State.DRAFT,
        "key": browser_key() if place.step not in SEALED_NOT else None,
        "copy": "" if copy is None else b64url(copy),
        "recording": recording(str(place.step), get_language() or "en") is not None,
        "saved": words.SAVED,
        "is_locked": is_locked,
    }
    return render(request, "report/question.html", context)


@page
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponseBase:
    """Show all answers before they are sent, and send them."""
    way = way_of(request)
    report = queries.report_of(way) if way else None
    if way is None or report is None:
        return see_other("report-back")
    if report.state != State.DRAFT:
        return see_other("report-mine")
    wrong = ""
    if request.method == "POST":
        try:
            actions.receive_report(
                report, way, lang=get_language() or "en", now=timezone.localtime()
            )
        except actions.NothingSaid:
            wrong = _(
                "There is nothing in it yet. Tell at least one thing: what happened, or who did it."
            )
        except actions.Late:
            wrong = _("It was changed in the meantime. Look it through and send it once more.")
        else:
            return see_other("report-mine")
    return render(request, "report/check.html", _answers(report, way) | {"wrong": wrong})


def _answers(report: Report, way: WayBack) -> dict[str, object]:
    """Give each question with its answer in words, or the copy that only her browser opens."""
    today = timezone.localdate()
    answers, sealed = queries.draft_answers(report, way)
    copies = queries.browser_copies(report)
    rows = [
        {
            "place": place,
            "question": words.QUESTIONS[place.step],
            "lines": _lines(report, place, answers.get(str(place), {}), today),
            "is_sealed": str(place) in sealed,
            "copy": b64url(copies[str(place)]) if str(place) in copies else "",
            "labels_json": json.dumps(labels_of(place, today)) if str(place) in copies else "",
        }
        for step in order()
        for place in _places(step, {*answers, *sealed})
    ]
    return {"rows": rows, "words": queries.code_for_reporter(report, way).split("-")}


def _places(step: Step, answered: set[str]) -> list[Place]:
    """Give the places of a step: of persons and payments those that were answered, or the first."""
    if step not in ROWS:
        return [Place(step)]
    found = [place for row in range(1, MOST_ROWS + 1) if str(place := Place(step, row)) in answered]
    return found or [Place(step)]


def _lines(report: Report, place: Place, typed: Typed, today: date) -> list[str]:
    if place.step is Step.LAND:
        return [lands().get(report.agreement, str(words.DO_NOT_KNOW))]
    if place.step is Step.FILES:
        many = len(queries.files_of(report))
        return [ngettext("%(many)s file", "%(many)s files", many) % {"many": many}] if many else []
    if place.step is Step.KNOW and not typed:
        typed = {"know": ["office"]}
    return in_words(place, typed, today)


@page
@require_POST
def drop_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take a file back out of a draft."""
    way = way_of(request)
    report = queries.report_of(way) if way else None
    if report is None:
        return see_other("report-back")
    try:
        actions.drop_evidence(report, number, now=timezone.localtime())
    except actions.Late:
        return see_other("report-mine")
    return see_other("report-question", name=str(Step.FILES))
