"""The queue of reports: what is new, whose turn it is, what was promised, what is held apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kakehashi.core.reporting.meeting import Why
from kakehashi.core.reporting.told import MayKnow, Told
from kakehashi.intake import notes, queries
from kakehashi.intake.models import Report, State
from kakehashi.intake.queries import Content
from kakehashi.intake.sealing import OpenKeys
from kakehashi.web.desk import showing
from kakehashi.web.desk.intake import words
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Column, Lines, Link, Pages, Shown, Status, Table, Tone

A_PAGE: Final = 25
PROMISE: Final = timedelta(days=7)
"""Within so many days a reporter hears that her report was opened."""
_TONES: Final[Mapping[str, Tone]] = {
    State.RECEIVED: "warning",
    State.OPENED: "neutral",
    State.ASKED: "waiting",
    State.CLOSED: "ended",
}
SHELVES: Final[Mapping[str, str | Promise]] = {
    "open": pgettext_lazy("cases", "Open"),
    "new": gettext_lazy("New, not opened yet"),
    "asked": gettext_lazy("Waiting for the reporter"),
    "late": gettext_lazy("Later than promised"),
    "closed": pgettext_lazy("case", "Closed"),
    "past": gettext_lazy("Kept long enough: to be erased"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the queue asks for."""

    agreements: Sequence[str]
    shelf: str
    page: int
    today: date


def asked(query: Mapping[str, Any], agreements: Sequence[str], today: date) -> Asked:
    """Read the address; whatever it does not say plainly is the first shelf and page."""
    shelf, page = query.get("shelf", ""), query.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Asked(agreements, shelf if shelf in SHELVES else "open", max(1, number), today)


def on_shelf(wanted: Asked) -> QuerySet[Report]:
    """The reports of a shelf; those of a wave stand apart."""
    found = queries.queue(wanted.agreements)
    match wanted.shelf:
        case "new":
            found = found.filter(state=State.RECEIVED)
        case "asked":
            found = found.filter(state=State.ASKED)
        case "late":
            return queries.unanswered(wanted.agreements, before=wanted.today - PROMISE)
        case "closed":
            found = found.filter(state=State.CLOSED)
        case "past":
            return notes.past_keeping(wanted.agreements, today=wanted.today)
        case _:
            found = found.exclude(state=State.CLOSED)
    return found.filter(wave=None)


def filters(wanted: Asked) -> list[Field]:
    """The choice of a shelf."""
    choices = [Choice(code, label) for code, label in SHELVES.items()]
    return [
        Field(name="shelf", label=_("Show"), kind="select", choices=choices, value=wanted.shelf)
    ]


def pages(wanted: Asked, count: int) -> Pages:
    """Which page of the shelf this is."""
    last = max(1, -(-count // A_PAGE))
    return Pages(wanted.page, last, f"?shelf={wanted.shelf}&page={{page}}")


def table(reports: Sequence[Report], keys: OpenKeys | None, officer: int, *, today: date) -> Table:
    """The reports of a page; what they are about shows only while the keys are open."""
    contents = queries.contents_of(reports, keys) if keys else {}
    noted = notes.notes_of(reports, keys) if keys else {}
    barred = notes.in_conflict([one.public_id for one in reports], officer)
    rows: list[list[Shown]] = [
        [
            _link(one)
            if one.received_on and one.public_id not in barred
            else _("You declared a conflict of interest"),
            about(contents.get(one.public_id)) if one.public_id not in barred else "",
            showing.title_of(one.agreement) if one.agreement else _("Not said"),
            Lines(
                [
                    state_of(one),
                    _waits(one, contents.get(one.public_id), noted.get(one.public_id, ()), today),
                ]
            ),
        ]
        for one in reports
    ]
    columns = [pgettext("in confidence", "Report"), _("About"), _("Agreement"), _("State")]
    return Table(
        pgettext("in confidence", "Reports"), columns, rows, empty=_("No report stands here.")
    )


def address(report: Report) -> str:
    """The page of a report."""
    return reverse("desk_report", args=[report.public_id])


def state_of(report: Report) -> Status:
    """A report's state as a word with its colour."""
    return Status(words.said(words.STATES, report.state), _TONES.get(report.state, "neutral"))


def about(content: Content | None) -> Shown:
    """What a report is about, and whom it names, in a few lines."""
    if content is None:
        return _("Locked")
    told = content.told
    lines: list[Shown] = [said(one.label) for one in told.categories]
    names = [one.name for one in told.people[:2] if one.name]
    return Lines([*lines, *(names or [_first_words(told)])])


def _link(report: Report) -> Shown:
    day = report.received_on
    return Link(_("Report of %(day)s") % {"day": in_words(day)}, address(report)) if day else ""


def _first_words(told: Told) -> str:
    return told.story.splitlines()[0][:80] if told.story else _("No words")


def _waits(
    report: Report, content: Content | None, noted: Sequence[notes.Noted], today: date
) -> Shown:
    """Say what is to be done and was promised."""
    if report.state == State.RECEIVED and report.received_on:
        over = (today - report.received_on - PROMISE).days
        if over > 0:
            late = ngettext("%(days)s day over the promise", "%(days)s days over the promise", over)
            return Status(late % {"days": over}, "bad")
        return _("To be opened by %(day)s") % {"day": in_words(report.received_on + PROMISE)}
    if content is None or report.state == State.CLOSED:
        return ""
    may_share = content.told.permission.may_know is MayKnow.OTHER_SIDE
    if may_share and not any(one.sort == notes.PASSED_ON for one in noted):
        return Status(_("May be shared, not shared yet"), "warning")
    return ""


def morning_table(agreements: Sequence[str], today: date) -> Table:
    """For the morning: how many reports wait for what; nothing of what they say."""
    rows: list[list[Shown]] = [
        [Link(str(SHELVES[shelf]), f"{reverse('desk_reports')}?shelf={shelf}"), many]
        for shelf in ("new", "late", "past")
        if (many := on_shelf(Asked(agreements, shelf, page=1, today=today)).count())
    ]
    rows += [
        [
            Link(_("Many reports at once"), reverse("desk_reports_wave", args=[one.number])),
            one.unopened,
        ]
        for one in queries.waves(agreements)
        if one.unopened
    ]
    columns: list[Column | str] = [pgettext("turn", "Waits"), Column(_("How many"), numeric=True)]
    return Table(
        _("Confidential reports"), columns, rows, empty=_("No confidential report waits for you.")
    )


def met_table(found: Iterable[tuple[Report, Sequence[Why]]]) -> Table:
    """Reports that may be about the same matter as another, with why."""
    rows: list[list[Shown]] = [
        [
            _link(one),
            Lines([words.said(words.MET, code) for code in why]),
            state_of(one),
        ]
        for one, why in found
    ]
    return Table(
        _("Reports that may be about the same matter"),
        [pgettext("in confidence", "Report"), _("Why"), _("State")],
        rows,
        empty=_("None among the latest reports."),
    )
