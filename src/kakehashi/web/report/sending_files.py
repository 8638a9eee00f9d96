"""A file that a reporter sends: looked through, drawn anew, sealed; or politely not taken.

It comes whole in a form, or in pieces from a script, which goes on where the line broke.
"""

import hashlib
import re
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from kakehashi.core.reporting.code import WayBack
from kakehashi.core.reporting.steps import Step
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.intake import actions, arriving, queries
from kakehashi.intake.cleaning import LARGEST, NotTaken, Why, clean
from kakehashi.intake.models import Report
from kakehashi.intake.scanner import look_through
from kakehashi.web.report import words
from kakehashi.web.report.pages import address, page, way_of
from kakehashi.web.report.room import FOR_FILES, has_room

_LATER: Final = (words.NO_ROOM, words.NOT_TAKEN[Why.BUSY])
"""Why a whole file is not taken now; its pieces stay."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


def take_file(
    request: HttpRequest, report: Report, way: WayBack, *, now: datetime
) -> str | Promise:
    """Keep the file of a form, or say why it is not taken; "" where there is nothing to say."""
    sent = request.FILES.get("file")
    if sent is None:
        is_wanted = request.POST.get("next") == "file"
        return words.NOT_TAKEN[Why.EMPTY] if is_wanted else ""
    if (sent.size or 0) > LARGEST:
        return words.NOT_TAKEN[Why.TOO_LARGE]
    return _take(sent.read(), report, way, now=now)


def _take(content: bytes, report: Report, way: WayBack, *, now: datetime) -> str | Promise:
    """Keep a file, or say why it is not taken."""
    if not has_room(FOR_FILES):
        return words.NO_ROOM
    try:
        cleaned = clean(content, checked=look_through(content))
        mark = _mark(way, bytes.fromhex(cleaned.digest))
        actions.add_evidence(report, cleaned, mark=mark, now=now)
    except NotTaken as refused:
        return words.NOT_TAKEN[refused.why]
    except actions.TooMany:
        return words.TOO_MANY_FILES
    return ""


@page
@require_POST
def piece(request: HttpRequest) -> HttpResponseBase:
    """Take the next piece of a file; say how many are held, or how the whole file ended.

    Posted: `of` (SHA-256 of the file, hex), `length`, and the piece with its number where the
    sender knows which is next. Answered in JSON: `held` and `piece` (bytes of one), or `to` where
    the file is kept, or `why` where it is not taken.
    """
    way = way_of(request)
    report = queries.report_of(way) if way else None
    of, length = request.POST.get("of", ""), request.POST.get("length", "")
    if way is None or report is None or not (_DIGEST.fullmatch(of) and _NUMBER.fullmatch(length)):
        raise Http404
    digest = bytes.fromhex(of)
    if int(length) > LARGEST:
        return _said(why=str(words.NOT_TAKEN[Why.TOO_LARGE]))
    if queries.has_file(report, _mark(way, digest)):
        return _said(to=_on())
    held = _held(request, report, way, digest)
    if held is None:
        return _said(why=str(words.NO_ROOM))
    if held * arriving.LENGTH < int(length):
        return _said(held=held, piece=arriving.LENGTH)
    content = arriving.whole(report, way)[: int(length)]
    is_as_sent = hashlib.sha256(content).digest() == digest
    why = _take(content, report, way, now=timezone.localtime()) if is_as_sent else ""
    if not any(why is later for later in _LATER):
        arriving.forget(report)
    if not is_as_sent:
        return _said(held=0, piece=arriving.LENGTH)
    return _said(why=str(why)) if why else _said(to=_on())


@lets_out(Way.PUBLIC_PAGE, gate=Gate.OWN)
def _said(**said: object) -> JsonResponse:
    return JsonResponse(said)


def _held(request: HttpRequest, report: Report, way: WayBack, digest: bytes) -> int | None:
    """Keep the piece that was posted, and say how many are held; None where there is no room."""
    sent, number = request.FILES.get("piece"), request.POST.get("number", "")
    if sent is None or not _NUMBER.fullmatch(number):
        return arriving.held(report, way, digest)
    if not has_room(FOR_FILES):
        return None
    return arriving.keep_piece(
        report, way, digest, sent.read(), number=int(number), now=timezone.localtime()
    )


def _on() -> str:
    return address("report-question", name=str(Step.FILES))


def _mark(way: WayBack, digest: bytes) -> bytes:
    return way.mark(b"file", digest)
