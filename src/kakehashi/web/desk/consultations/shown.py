"""Consultations as shapes: lists, days in both countries, agenda, actions, notices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.core.consultations import Action, Consultation, Doing, Stage
from kakehashi.core.heard import Heard
from kakehashi.core.meeting_days import DayState, SideDay, clocks, side_days
from kakehashi.core.notices.consultations import AgendaItem, Hours, Subject
from kakehashi.web.desk import showing
from kakehashi.web.desk.consultations.meetings import Meeting
from kakehashi.web.desk.duties.calendars import days_off
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import (
    Column,
    Day,
    Happening,
    Lines,
    Link,
    Row,
    Shown,
    Status,
    Summary,
    Table,
    Timeline,
    Tone,
)

_STAGES: Mapping[Stage, tuple[str | Promise, Tone]] = {
    Stage.PROPOSED: (gettext_lazy("Days are offered"), "waiting"),
    Stage.DECLINED: (gettext_lazy("Declined"), "ended"),
    Stage.SET: (gettext_lazy("The day is set"), "good"),
    Stage.MINUTED: (gettext_lazy("Minutes are to be agreed"), "waiting"),
    Stage.CORRECTING: (gettext_lazy("Actions are open"), "warning"),
    Stage.FINISHED: (gettext_lazy("Finished"), "good"),
    Stage.WITHDRAWN: (gettext_lazy("Withdrawn"), "ended"),
}
_DOING: Mapping[Doing, tuple[str | Promise, Tone]] = {
    Doing.OPEN: (gettext_lazy("Not reported yet"), "waiting"),
    Doing.ONGOING: (gettext_lazy("Under way"), "waiting"),
    Doing.PARTLY: (gettext_lazy("Partly done"), "warning"),
    Doing.NOT_DONE: (gettext_lazy("Not done"), "bad"),
    Doing.DONE: (gettext_lazy("Done"), "good"),
    Doing.DECLINED: (gettext_lazy("Declined under domestic law"), "ended"),
}
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def stage_status(stage: Stage) -> Status:
    """How far a consultation is, as a word."""
    return Status(*_STAGES[stage])


def title(meeting: Meeting) -> str:
    """What a consultation is called: by its day, or by who proposed it."""
    state = meeting.state
    if day := state.held_on or state.on:
        return _("Consultation of %(day)s") % {"day": in_words(day)}
    words = _("Consultation proposed by %(party)s")
    return words % {"party": party_name(meeting, meeting.case.opened_by)}


def party_name(meeting: Meeting, code: str) -> str:
    """Name a side in the reader's language."""
    party = meeting.profile.parties.get(code)
    return named(party.names) if party else code


def address(meeting: Meeting) -> str:
    """A consultation's page."""
    return reverse("desk_consultation", args=[meeting.case.agreement, meeting.case.matter])


def listed(meetings: Iterable[Meeting]) -> Table:
    """Consultations in a list, with whose turn it is."""
    rows = [
        (
            Link(title(one), address(one)),
            showing.title_of(one.case.agreement),
            stage_status(one.state.stage),
            party_name(one, one.state.waits_for) if one.state.waits_for else "–",
            len(one.state.open_actions),
        )
        for one in meetings
    ]
    columns = [_("Consultation"), _("Agreement"), _("State"), _("Waits for"), _("Open actions")]
    empty = _("There is no consultation.")
    return Table(_("Consultations"), columns, rows, hidden_caption=True, empty=empty)


def open_actions(meetings: Iterable[Meeting]) -> Table:
    """Corrective actions of all these consultations that are still open, the earliest due first."""
    every = [(one, action) for one in meetings for action in one.state.open_actions]
    every.sort(key=lambda pair: (pair[1].due_on or date.max, pair[1].notice, pair[1].action))
    rows = [
        (
            _action_words(one, action),
            party_name(one, action.owner),
            _due(action, one.today),
            _doing(action),
            Link(title(one), address(one)),
        )
        for one, action in every
    ]
    columns = [_("Action"), _("Side that acts"), _("To be done by"), _("State"), _("Consultation")]
    empty = _("No corrective action is open.")
    return Table(_("Open corrective actions"), columns, rows, hidden_caption=True, empty=empty)


def _action_words(meeting: Meeting, action: Action) -> Shown:
    text = meeting.actions_in_words.get(action.action)
    return Lines(reading.written(text)) if text else action.action


def _due(action: Action, today: date) -> Shown:
    if action.due_on is None:
        return "–"
    if action.is_late(today):
        return Status(_("%(day)s: late") % {"day": in_words(action.due_on)}, "bad")
    return Day(action.due_on)


def _doing(action: Action) -> Status:
    if action.done_on is not None:
        return Status(_("Done on %(day)s") % {"day": in_words(action.done_on)}, "good")
    return Status(*_DOING[action.doing])


def summary(meeting: Meeting) -> Summary:
    """How a consultation stands."""
    state = meeting.state
    rows = [
        Row(_("Agreement"), showing.title_of(meeting.case.agreement)),
        Row(_("State"), stage_status(state.stage)),
    ]
    if state.waits_for:
        rows.append(Row(_("Waits for"), party_name(meeting, state.waits_for)))
    if state.on:
        rows.append(Row(_("Day that was set"), Day(state.on)))
    if state.hours:
        offered = [day for offer in state.offers for day in offer.days if offer.is_current]
        day = state.on or min(offered, default=None)
        rows.append(Row(_("Hours of the meeting"), _hours_lines(meeting, day, state.hours)))
    if state.held_on:
        rows.append(Row(_("Held on"), Day(state.held_on)))
    next_on, hours = meeting.next_one
    if foreseen := [
        *([Day(next_on)] if next_on else []),
        *(_hours_lines(meeting, next_on, hours) if hours else []),
    ]:
        rows.append(Row(_("Next consultation foreseen"), foreseen))
    if meeting.form:
        rows.append(Row(_("Form"), said(meeting.form.label)))
    if meeting.place:
        rows.append(Row(_("Place"), reading.written(meeting.place)))
    return Summary(rows)


def _hours_lines(meeting: Meeting, day: date | None, hours: Hours) -> list[Shown]:
    """Hours of a day by the clock of each country."""
    told = _clocks(meeting, day or meeting.today, hours)
    if not told:
        return [f"{hours.begins}–{hours.ends} ({hours.zone})"]
    return [f"{party}: {begins:%H:%M}–{ends:%H:%M}" for party, _zone, begins, ends in told]


def clocks_table(meeting: Meeting, hours: Hours) -> Table:
    """The day that was set with its hours as they are in both countries."""
    rows = [
        (party, Day(begins.date()), f"{begins:%H:%M}", f"{ends:%H:%M}", zone)
        for party, zone, begins, ends in _clocks(meeting, meeting.state.on or meeting.today, hours)
    ]
    columns: list[Column | str] = [
        _("Country"),
        _("Day"),
        Column(_("Begins at"), numeric=True),
        Column(_("Ends at"), numeric=True),
        _("Time zone"),
    ]
    return Table(_("The same hour in both countries"), columns, rows)


def _clocks(meeting: Meeting, day: date, hours: Hours) -> list[tuple[str, str, datetime, datetime]]:
    names = {party.time_zone: named(party.names) for party in meeting.profile.parties.values()}
    return [(names[zone], zone, begins, ends) for zone, begins, ends in clocks(day, hours, names)]


def days_table(meeting: Meeting, heard: Sequence[Heard]) -> Table:
    """Every day that was offered or set, and what it is in each country."""
    state, codes = meeting.state, list(meeting.profile.parties)
    days = {day for offer in state.offers for day in offer.days} | {state.on, state.held_on}
    rows = []
    for day in sorted(day for day in days if day):
        sides = side_days(heard, day, parties=codes)
        told = _("%(weekday)s, %(day)s")
        words = told % {"weekday": WEEKDAYS[day.weekday()], "day": in_words(day)}
        rows.append((words, *(_side_day(one, day) for one in sides), _use(state, day)))
    columns = [
        _("Day"),
        *(_("In %(party)s") % {"party": party_name(meeting, code)} for code in codes),
        _("State"),
    ]
    empty = _("No day was offered.")
    return Table(_("Days"), columns, rows, hidden_caption=True, empty=empty)


def _side_day(one: SideDay, day: date) -> Shown:
    if one.state is DayState.HOLIDAY:
        return Status(_("Holiday"), "warning")
    if one.state is DayState.REST:
        return Status(_("Rest day"), "warning")
    if one.notice is not None:
        return _("Working day")
    if hint := days_off(one.party, day.year, None).get(day):  # a hint: what counts is confirmed
        return _("Perhaps a holiday, not confirmed: %(name)s") % {"name": hint}
    return _("Working day, calendar not confirmed")


def _use(state: Consultation, day: date) -> Shown:
    if day == state.held_on:
        return Status(_("Held"), "good")
    if day == state.on:
        return Status(_("Day set"), "good")
    is_open = state.on is None and state.held_on is None
    if is_open and any(offer.is_current and day in offer.days for offer in state.offers):
        return Status(_("Offered"), "waiting")
    return Status(_("No longer"), "ended")


def agenda_table(items: Iterable[AgendaItem]) -> Table:
    """An agenda by the subjects (a) to (f) of the clause."""
    order = list(Subject)
    ordered = sorted(items, key=lambda item: (order.index(item.subject), item.number))
    rows = [
        (
            item.number,
            said(item.subject.label),
            Lines(reading.written(item.title)),
            Lines(reading.written(item.notes)) if item.notes else "–",
        )
        for item in ordered
    ]
    columns = [_("Number"), _("Subject"), _("Item"), _("Notes")]
    return Table(_("Agenda"), columns, rows, hidden_caption=True, empty=_("No agenda."))


def actions_table(meeting: Meeting, *, with_reports: bool = True) -> Table:
    """Corrective actions of agreed minutes; on a page each with its reports."""
    columns = [_("Action"), _("Side that acts"), _("To be done by"), _("State")]
    rows: list[list[Shown]] = []
    for action in meeting.state.actions:
        row = [
            _action_words(meeting, action),
            party_name(meeting, action.owner),
            _due(action, meeting.today),
            _doing(action),
        ]
        rows.append([*row, _reports(meeting, action)] if with_reports else row)
    if with_reports:
        columns.append(_("Reports"))
    empty = _("The minutes that both sides agreed on name no action, or there are none yet.")
    return Table(_("Corrective actions"), columns, rows, hidden_caption=True, empty=empty)


def _reports(meeting: Meeting, action: Action) -> Shown:
    links = [Link(str(n), meeting.said[j].href) for n, j in enumerate(action.reports, 1)]
    return several(links) if links else "–"


def several(shown: Sequence[Shown]) -> Shown:
    """Show several things in one cell."""
    return format_html_join(" · ", "{}", ((one,) for one in shown))


def thread(meeting: Meeting) -> Timeline:
    """Its notices of both sides, in the order of their days."""
    happenings = [
        Happening(
            reading.moment(one.heard.issued_at),
            Link(showing.kind_title(one.heard.kind), one.href),
            by=party_name(meeting, one.heard.party),
        )
        for one in meeting.said.values()
    ]
    return Timeline(happenings, _("Notices"))
