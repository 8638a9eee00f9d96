"""What an officer does on a report: writes to its reporter, closes it, steps aside, erases it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.http import Http404
from django.utils.translation import gettext as _

from kakehashi.accounts.models import Officer
from kakehashi.dispatch.reports import erase_reports
from kakehashi.intake import actions, notes
from kakehashi.intake.models import Report
from kakehashi.web.desk.intake.page import MOST_WORDS


class ToBeMended(Exception):
    """What was written cannot be sent as it is; the message says why, in the reader's language."""


def words_of(typed: Mapping[str, str]) -> str:
    """Give what an officer writes to a reporter; ToBeMended where it is nothing or too long."""
    words = typed.get("words", "").strip()
    if not words:
        raise ToBeMended(_("Write what the reporter is to read."))
    if len(words) > MOST_WORDS:
        raise ToBeMended(_("This is too long. Write it in two letters."))
    return words


def _ask(report: Report, typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    actions.ask_reporter(report, words_of(typed), by=by, now=now)
    return _("Asked. The reporter finds the question with her code.")


def _answer(report: Report, typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    actions.ask_reporter(report, words_of(typed), by=by, now=now, is_question=False)
    return _("Written. The reporter finds it with her code.")


def _close(report: Report, typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    actions.close_report(report, words_of(typed), by=by, now=now)
    return _("Closed. The reporter finds your last words with her code and can still write.")


def _reopen(report: Report, _typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    actions.reopen_report(report, by=by, now=now)
    return _("Taken up again.")


def _release(report: Report, _typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    actions.release_from_wave(report, by=by, now=now)
    return _("Taken out of its wave into the queue.")


def _step_aside(report: Report, _typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    notes.declare_conflict(report, by=by, now=now)
    return _("Noted. Another officer who holds the key works on this report.")


def _let_in(report: Report, typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    chosen = typed.get("officer", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 18 else 0
    if not notes.take_back_conflict(report, by=by, officer_id=number, now=now):
        raise Http404
    return _("Your colleague may work on this report again.")


def _erase(report: Report, typed: Mapping[str, str], by: Officer, now: datetime) -> str:
    if typed.get("sure") != "yes":
        raise ToBeMended(_("Tick that you are sure. What is erased cannot be brought back."))
    erase_reports([report], by=by, now=now)
    return _("Erased with its keys. The own record keeps that it was done.")


Work = Callable[[Report, Mapping[str, str], Officer, datetime], str]
ACTS: Final[Mapping[str, Work]] = {
    "ask": _ask,
    "answer": _answer,
    "close": _close,
    "reopen": _reopen,
    "release": _release,
    "step-aside": _step_aside,
    "let-in": _let_in,
    "erase": _erase,
}
LEAVING: Final = frozenset({"step-aside", "erase"})
"""After these the report's page is open no longer to whoever did them."""
