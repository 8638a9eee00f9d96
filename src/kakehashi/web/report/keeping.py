"""What is posted from a question: kept, or refused with words and nothing changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import ngettext

from kakehashi.core.reporting.code import WayBack
from kakehashi.core.reporting.steps import Place, Step, TooLong, kept
from kakehashi.intake import actions
from kakehashi.intake.models import Report
from kakehashi.web.report import words
from kakehashi.web.report.naming import lands
from kakehashi.web.report.sealed import sealed_of
from kakehashi.web.report.sending_files import take_file

CLEARED = "cleared"
"""The field by which an answer that the browser had sealed is taken back."""


class Refused(Exception):
    """What was posted is not kept: `mistakes` by field, and what was typed, to be shown again."""

    def __init__(
        self, mistakes: Mapping[str, str], typed: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(", ".join(mistakes))
        self.mistakes, self.typed = mistakes, typed or {}


def keep(
    request: HttpRequest,
    report: Report,
    way: WayBack,
    place: Place,
    *,
    is_locked: bool,
    now: datetime,
) -> None:
    """Keep what was answered; `is_locked` where the browser had sealed an earlier answer.

    Raises:
        Refused: it is too long, a file cannot be taken, or what was sealed is no letter.
        Late: the report was sent meanwhile.

    """
    if place.step is Step.FILES:
        if why := take_file(request, report, way, now=now):
            raise Refused({"file": str(why)})
        return
    fields = _fields(request, place)
    if place.step is Step.LAND:
        chosen = fields.get("agreement", [""])[0]
        actions.choose_agreement(report, chosen if chosen in lands() else "", now=now)
    elif (sealed := sealed_of(request)) is not None:
        try:
            actions.keep_sealed_answer(report, place, *sealed, now=now)
        except actions.NotALetter:
            raise Refused({"sealed": str(words.NOT_SEALED)}) from None
    elif fields or not is_locked or request.POST.get(CLEARED):
        # An empty form does not take back what was locked, since it could not be shown in it.
        actions.keep_answer(report, place, fields, now=now)


def _fields(request: HttpRequest, place: Place) -> dict[str, list[str]]:
    posted = {name: request.POST.getlist(name) for name in request.POST}
    try:
        return kept(place.step, posted)
    except TooLong as long:
        said = ngettext(
            "That is longer than %(most)s letter. Make it shorter; you can tell more later.",
            "That is longer than %(most)s letters. Make it shorter; you can tell more later.",
            long.most,
        )
        typed = {name: [values[0][: 2 * long.most]] for name, values in posted.items()}
        raise Refused(
            {long.field: said % {"most": number_format(long.most, force_grouping=True)}}, typed
        ) from None
