"""The room of consultations: all of them, one with what comes next, and a new one."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.consultation_steps import Turn, turns
from kakehashi.core.consultations import Stage
from kakehashi.core.meeting_days import CONFIRMED, clocks
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.cases import queries
from kakehashi.desk.cases.queries import PAGE, After, Filters
from kakehashi.desk.models import Case, Dealing, DutyRow
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.consultations import invitation, minutes, proposing
from kakehashi.web.desk.consultations import shown as meeting_shown
from kakehashi.web.desk.consultations.drafts import prefilled
from kakehashi.web.desk.consultations.meetings import (
    CONSULTATIONS,
    Meeting,
    read_meeting,
    read_meetings,
)
from kakehashi.web.desk.consultations.papers import require_within
from kakehashi.web.desk.drafting.beginning import begin, kinds_open
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.notices import hearing
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Column, Day, Table

ACTIONS_SHOWN = 100
LONGEST = 12
"""Hours that a meeting lasts at most."""


@officers(Act.READ)
@never_cache
def consultations(request: HttpRequest) -> HttpResponseBase:
    """Every consultation, and every corrective action that is still open."""
    now, names = timezone.now(), access.readable_agreements(request)
    found = queries.cases(names, Filters(families=CONSULTATIONS), _after(request))
    acting = _with_open_actions(names)
    meetings = {
        (one.case.agreement, one.case.matter): one
        for one in read_meetings(
            list({c.pk: c for c in (*found[:PAGE], *acting)}.values()), now=now
        )
    }
    shown = {
        "table": meeting_shown.listed(meetings[one.agreement, one.matter] for one in found[:PAGE]),
        "actions": meeting_shown.open_actions(
            meetings[one.agreement, one.matter] for one in acting
        ),
        "older": _older(found),
        "may_propose": [
            (name, showing.title_of(name)) for name in access.agreements_for(request, Act.DRAFT)
        ],
    }
    return render(
        request, "desk/consultations.html", showing.context(request, "consultations") | shown
    )


def _after(request: HttpRequest) -> After | None:
    asked = re.fullmatch(r"(\d{1,15})\.([0-9a-f-]{36})", request.GET.get("after", ""))
    return (int(asked[1]), asked[2]) if asked else None


def _older(found: list[Case]) -> str:
    last = found[PAGE - 1] if len(found) > PAGE else None
    return f"?after={last.last_at}.{last.matter}" if last else ""


def _with_open_actions(agreements: list[str]) -> list[Case]:
    """The consultations of the open corrective actions that are due first: four queries."""
    editions = [one.pk for one in queries.serving(agreements).values()]
    owed = DutyRow.objects.filter(edition__in=editions, ended_on__isnull=True, item__gt="")
    agreed = set(
        owed.order_by("deadline_on", "id").values_list("notice", flat=True)[:ACTIONS_SHOWN]
    )
    matters = Dealing.objects.filter(edition__in=editions, jti__in=agreed)
    wanted = set(matters.values_list("matter", flat=True))
    return list(Case.objects.filter(edition__in=editions, matter__in=wanted))


@officers(Act.READ)
@never_cache
def consultation(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """One consultation: days in both countries, agenda, minutes compared, actions, what is next."""
    meeting = _meeting(request, agreement, matter)
    calendars = [one.heard for one in hearing.of_kinds(notices.box(agreement), (CONFIRMED,))]
    hour = _hour(request, meeting)
    is_set = meeting.state.stage is Stage.SET
    shown = {
        "meeting": meeting,
        "agreement": agreement,
        "matter": matter,
        "title": meeting_shown.title(meeting),
        "summary": meeting_shown.summary(meeting),
        "turns": [_turn_shown(meeting, turn) for turn in _turns(request, meeting)],
        "days": meeting_shown.days_table(meeting, calendars),
        "agenda": meeting_shown.agenda_table(meeting.agenda),
        "versions": minutes.versions_table(meeting),
        "minutes": minutes.minutes_items(meeting),
        "compared": minutes.compared(meeting),
        "actions": meeting_shown.actions_table(meeting),
        "thread": meeting_shown.thread(meeting),
        "hour_fields": _hour_fields(request, meeting) if is_set else (),
        "clocks": _clocks(meeting, hour) if hour and is_set else "",
        "invitation": _invitation_href(meeting, hour) if hour and is_set else "",
    }
    return render(
        request, "desk/consultation.html", showing.context(request, "consultations") | shown
    )


def _meeting(request: HttpRequest, agreement: str, matter: str) -> Meeting:
    access.require_reading(request, agreement)
    meeting = read_meeting(agreement, matter, now=timezone.now())
    if meeting is None:
        raise Http404
    return meeting


def _turns(request: HttpRequest, meeting: Meeting) -> list[Turn]:
    mine = kinds_open(request, meeting.case.agreement)
    every = turns(meeting.state, party=meeting.party, opening=meeting.case.matter)
    return [turn for turn in every if turn.kind in mine]


def _turn_shown(meeting: Meeting, turn: Turn) -> dict[str, str]:
    words = meeting.actions_in_words.get(turn.item)
    return {
        "kind": turn.kind,
        "item": turn.item,
        "title": showing.kind_title(turn.kind),
        "words": words.text if words else "",
        "lang": words.lang if words else "",
    }


@officers(Act.DRAFT)
@require_POST
def begin_turn(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """Begin the draft of what our side may say next, with what is known of it filled in."""
    meeting = _meeting(request, agreement, matter)
    asked = (request.POST.get("kind", ""), request.POST.get("item", ""))
    turn = next((t for t in _turns(request, meeting) if (t.kind, t.item) == asked), None)
    if turn is None:
        raise Http404
    draft = begin(request, agreement, turn.kind, prefilled(meeting, turn))
    return redirect("desk_draft", public_id=draft.public_id)


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """Choose what goes onto the agenda; the draft of a proposal opens with it."""
    access.require_reading(request, agreement)
    if not may(officer_of(request), Act.DRAFT, Thing(agreement)):
        raise PermissionDenied
    sides = sides_now(agreement, timezone.now())
    cases, duties = proposing.matters(sides.profile, sides.today)
    if request.method == "POST":
        ticked = {*request.POST.getlist("cases"), *request.POST.getlist("duties")}
        chosen = [one for one in (*cases, *duties) if one.key in ticked]
        draft = begin(request, agreement, proposing.KIND, proposing.proposal(chosen))
        return redirect("desk_draft", public_id=draft.public_id)
    shown = {
        "fields": proposing.fields(cases, duties),
        "title": showing.title_of(agreement),
        "is_open": proposing.KIND in kinds_open(request, agreement),
    }
    return render(request, "desk/propose.html", showing.context(request, "consultations") | shown)


Hour = tuple[time, str, int]
"""When a meeting begins, in which zone, and how many hours it lasts."""


def _hour(request: HttpRequest, meeting: Meeting) -> Hour | None:
    zones = [party.time_zone for party in meeting.profile.parties.values()]
    asked = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", request.GET.get("at", ""))
    zone, hours = request.GET.get("zone", ""), request.GET.get("hours", "")
    if not asked or zone not in zones or not re.fullmatch(r"[1-9]\d?", hours):
        return None
    return time(int(asked[1]), int(asked[2])), zone, min(int(hours), LONGEST)


def _hour_fields(request: HttpRequest, meeting: Meeting) -> list[Field]:
    parties = meeting.profile.parties.values()
    own = meeting.profile.parties[meeting.party].time_zone
    at, wrong = request.GET.get("at", ""), _("Write hours and minutes, such as 10:00.")
    bad = bool(at) and _hour(request, meeting) is None
    return [
        Field(
            name="at",
            label=_("Begins at"),
            value=at,
            width="4",
            hint=_("For example 10:00"),
            errors=[wrong] if bad else (),
        ),
        Field(
            name="zone",
            label=_("By the clock of"),
            kind="select",
            choices=[Choice(party.time_zone, named(party.names)) for party in parties],
            value=request.GET.get("zone", own),
        ),
        Field(
            name="hours",
            label=_("Hours that it lasts"),
            kind="number",
            value=request.GET.get("hours", "2"),
            width="2",
        ),
    ]


def _clocks(meeting: Meeting, hour: Hour) -> Table:
    at, zone, _hours = hour
    day = meeting.state.on or meeting.today
    zones = {party.time_zone: named(party.names) for party in meeting.profile.parties.values()}
    rows = [
        (zones[name], there.strftime("%H:%M"), name, Day(there.date()))
        for name, there in clocks(day, at, zone, zones)
    ]
    columns: list[Column | str] = [
        _("Country"),
        Column(_("Begins at"), numeric=True),
        _("Time zone"),
        _("Day"),
    ]
    return Table(_("The same hour in both countries"), columns, rows)


def _invitation_href(meeting: Meeting, hour: Hour) -> str:
    at, zone, hours = hour
    where = reverse("desk_invitation", args=[meeting.case.agreement, meeting.case.matter])
    return f"{where}?at={at:%H:%M}&zone={zone}&hours={hours}"


@lets_out(Way.CALENDAR, gate=Gate.CIRCLE)
@officers(Act.READ)
@never_cache
def calendar_file(request: HttpRequest, agreement: str, matter: str) -> HttpResponse:
    """The day that was set as a calendar file; 404 before a day is set or without an hour."""
    meeting = _meeting(request, agreement, matter)
    hour, day = _hour(request, meeting), meeting.state.on
    if hour is None or day is None:
        raise Http404
    require_within(meeting, now=timezone.now())
    at, zone, hours = hour
    made = invitation.calendar_file(
        meeting,
        begins=datetime.combine(day, at, ZoneInfo(zone)),
        hours=hours,
        href=request.build_absolute_uri(meeting_shown.address(meeting)),
        now=timezone.now(),
    )
    answer = download(made, f"consultation-{day}.ics", "text/calendar")
    answer["Content-Type"] = "text/calendar; charset=utf-8"
    return answer
