"""A file that a reporter sends: looked through, drawn anew, sealed; or politely not taken."""

import hashlib
import shutil
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise

from kakehashi import node
from kakehashi.core.reporting.code import WayBack
from kakehashi.intake import actions
from kakehashi.intake.cleaning import LARGEST, NotTaken, Why, clean
from kakehashi.intake.models import Report
from kakehashi.intake.scanner import look_through
from kakehashi.web.report import words

_LEAST_FREE: Final = 2**30
"""Bytes of the disk that stay free for words: a flood of files must not keep a report out."""


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
    content = sent.read()
    if shutil.disk_usage(node.this().home).free < _LEAST_FREE:
        return words.NO_ROOM
    try:
        cleaned = clean(content, checked=look_through(content))
        mark = way.mark(b"file", hashlib.sha256(content).digest())
        actions.add_evidence(report, cleaned, mark=mark, now=now)
    except NotTaken as refused:
        return words.NOT_TAKEN[refused.why]
    except actions.TooMany:
        return words.TOO_MANY_FILES
    return ""
