"""The room of consultations: all of them, one with what comes next, and a new one."""

import re
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.consultation_steps import Turn, turns
from kakehashi.core.consultations import Stage
from kakehashi.core.meeting_days import CONFIRMED, clocks
from kakehashi.core.notices.consultations import Hours
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
from kakehashi.web.desk.drafting.choices import zones
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.notices import hearing
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.fields import Field

ACTIONS_SHOWN = 100


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
    is_set = meeting.state.stage is Stage.SET
    hours = _hours(request, meeting) if is_set else None
    asks = is_set and not meeting.state.hours
    is_wrong = "begins" in request.GET and hours is None
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
        "is_set": is_set,
        "hour_fields": _hour_fields(request, meeting, is_wrong=is_wrong) if asks else (),
        "clocks": meeting_shown.clocks_table(meeting, hours) if hours else "",
        "invitation": _invitation_href(meeting, hours) if hours else "",
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


def _hours(request: HttpRequest, meeting: Meeting) -> Hours | None:
    """The hours that the sides set, or where their notices name none those asked for here."""
    if meeting.state.hours:
        return meeting.state.hours
    asked = {name: request.GET.get(name, "") for name in Hours.model_fields}
    offered = {choice.value for choice in zones(meeting.profile)}
    try:
        return Hours(**asked) if asked["zone"] in offered else None
    except ValidationError:
        return None


def _hour_fields(request: HttpRequest, meeting: Meeting, *, is_wrong: bool) -> list[Field]:
    """Ask for the hours, where the notices of the sides name none."""
    wrong = _("Write both as hours and minutes, such as 10:00, the end after the beginning.")
    labels = {"begins": _("Begins at"), "ends": _("Ends at")}
    fields = [
        Field(
            name=name,
            label=label,
            value=request.GET.get(name, ""),
            width="4",
            hint=_("For example 10:00"),
            errors=[wrong] if is_wrong else (),
        )
        for name, label in labels.items()
    ]
    zone = Field(
        name="zone",
        label=_("By the clock of"),
        kind="select",
        choices=zones(meeting.profile),
        value=request.GET.get("zone", meeting.profile.parties[meeting.party].time_zone),
    )
    return [*fields, zone]


def _invitation_href(meeting: Meeting, hours: Hours) -> str:
    where = reverse("desk_invitation", args=[meeting.case.agreement, meeting.case.matter])
    return where if meeting.state.hours else f"{where}?{urlencode(hours.model_dump())}"


@lets_out(Way.CALENDAR, gate=Gate.CIRCLE)
@officers(Act.READ)
@never_cache
def calendar_file(request: HttpRequest, agreement: str, matter: str) -> HttpResponse:
    """The day that was set as a calendar file; 404 before a day is set or without an hour."""
    meeting = _meeting(request, agreement, matter)
    hours, day = _hours(request, meeting), meeting.state.on
    told = clocks(day, hours, [hours.zone]) if hours and day else ()
    if not told:
        raise Http404
    require_within(meeting, now=timezone.now())
    ((_zone, begins, ends),) = told
    made = invitation.calendar_file(
        meeting,
        begins=begins,
        ends=ends,
        href=request.build_absolute_uri(meeting_shown.address(meeting)),
        now=timezone.now(),
    )
    answer = download(made, f"consultation-{begins.date()}.ics", "text/calendar")
    answer["Content-Type"] = "text/calendar; charset=utf-8"
    return answer
